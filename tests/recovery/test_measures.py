import pytest

from recovery.measures import CATALOGUE, DEFAULT_CODES, MAIN_ACTIVITY, PAIN, PEG, WORK_ABILITY, scales_for


@pytest.mark.parametrize("measure", CATALOGUE.values(), ids=CATALOGUE)
def test_every_measure_names_its_source_and_its_licence(measure):
    assert measure.citation and measure.licence and measure.version and measure.title
    assert measure.minimum < measure.maximum and measure.step > 0


@pytest.mark.parametrize("measure", CATALOGUE.values(), ids=CATALOGUE)
def test_a_measure_that_is_not_ours_to_print_carries_no_item_text(measure):
    assert bool(measure.wording) == measure.bundled


def test_three_short_measures_are_asked_by_default_and_all_may_be_printed():
    assert DEFAULT_CODES == ("pain", "main_activity", "work_ability")
    assert all(CATALOGUE[code].bundled for code in DEFAULT_CODES)


def test_severity_is_zero_to_ten_and_higher_is_worse_whatever_the_scale():
    assert PAIN.scale.severity(7) == 7
    assert MAIN_ACTIVITY.scale.severity(10) == 0
    assert CATALOGUE["roland_morris"].scale.severity(12) == 5
    assert CATALOGUE["quickdash"].scale.severity(100) == 10


def test_pain_comes_first_and_the_overall_change_never_decides():
    scales = scales_for(("work_ability", "overall_change", "pain"))
    assert [scale.code for scale in scales] == ["pain", "work_ability"]


def test_a_measure_without_published_noise_gets_a_tenth_of_its_range():
    assert CATALOGUE["overall_change"].scale.sem == 1
    assert WORK_ABILITY.mdc is None
    assert PEG.wording == ""
