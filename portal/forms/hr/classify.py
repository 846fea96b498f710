"""The OIICS codes of a case: the likely ones of this report first, then every other of the edition."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from injuries import oiics
from injuries.models import Case
from people.refusals import Words
from portal.forms.look import LookForm

Options = list[tuple[str, str]]


def options_of(codes: tuple[oiics.Code, ...]) -> Options:
    return [(code.code, f"{code.code} {code.title}") for code in codes]


def grouped(edition: str, dimension: str, likely: tuple[oiics.Code, ...]) -> list[tuple[Words, Any]]:
    others = tuple(code for code in oiics.codes(edition, dimension) if code not in likely)
    groups: list[tuple[Words, Any]] = [("", "–")]
    if likely:
        groups.append((_("Likely for this report"), options_of(likely)))
    return [*groups, (_("All others"), options_of(others))]


class ClassifyForm(LookForm):
    """Which codes are offered depends on the edition, the part of the body and the task."""

    nature = forms.ChoiceField(
        label=_("Nature of the injury"),
        error_messages={"required": _("Choose what the injury is.")},
        help_text=_("Without a diagnosis, choose soreness."),
    )
    part = forms.ChoiceField(
        label=_("Part of the body"), error_messages={"required": _("Choose the part of the body.")}
    )
    event = forms.ChoiceField(
        label=_("What happened"), error_messages={"required": _("Choose what led to the injury.")}
    )

    def __init__(self, *args: Any, case: Case, edition: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        likely = oiics.suggestions(edition, body_part=case.body_part, repetitive_task=case.repetitive_task)
        same_edition = case.oiics_edition == edition
        for dimension in oiics.DIMENSIONS:
            field = self.fields[dimension]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above; for the type checker
            field.choices = grouped(edition, dimension, likely[dimension])
            stored = getattr(case, f"oiics_{dimension}") if same_edition else ""
            only = likely[dimension][0].code if len(likely[dimension]) == 1 else ""
            field.initial = stored or only
