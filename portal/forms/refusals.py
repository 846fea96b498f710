"""A verb's refusal, shown at the fields of the form that asked for it: all at once, with the values kept."""

from collections.abc import Mapping

from django import forms

from people.refusals import Refused


def show_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Put each sentence at its field.

    A field inside a group ("scores.pain") is looked for as "scores_pain" and as "pain"; what the form has no field
    for stands above it, so that no refusal is ever silent.
    """
    for name, words in refused.fields.items():
        form.add_error(_field(form, name), str(words))


def _field(form: forms.BaseForm, name: str) -> str | None:
    known: Mapping[str, str] = getattr(form, "refusal_fields", {})
    candidates = (known.get(name, name), name.replace(".", "_"), name.rpartition(".")[2])
    return next((candidate for candidate in candidates if candidate and candidate in form.fields), None)
