"""A verb's refusal arrives at the field it names."""

from django import forms

from people.refusals import Refused
from portal.forms.look import LookForm
from portal.forms.refusals import show_refusal


class Sample(LookForm):
    words = forms.CharField(label="Words")
    scores_pain = forms.CharField(label="Pain", required=False)
    points = forms.CharField(label="How much", required=False)


def refused_with(name: str) -> Sample:
    form = Sample({"words": "kept"})
    show_refusal(form, Refused({name: "Enter it otherwise."}))
    return form


def test_a_sentence_stands_at_the_field_it_is_about() -> None:
    form = refused_with("words")
    assert form.errors == {"words": ["Enter it otherwise."]}
    assert 'value="kept"' in str(form["words"])


def test_a_field_inside_a_group_is_found_by_its_long_and_its_last_name() -> None:
    assert "scores_pain" in refused_with("scores.pain").errors
    assert "points" in refused_with("limits.0.points").errors


def test_what_no_field_is_for_stands_above_the_form() -> None:
    assert refused_with("somewhere").non_field_errors() == ["Enter it otherwise."]
    assert refused_with("").non_field_errors() == ["Enter it otherwise."]
