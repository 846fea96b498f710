"""Templates of the task bank: starting points that never clear a person."""

import json
from datetime import date

from duty.facts import ESTIMATED, Report, Restriction
from duty.matching import match_many
from duty.task_templates import _FILE, AREAS, KINDS, MODIFICATION_LABELS, NAMES, template, templates
from recovery.restrictions import ACTIVITIES

TODAY = date(2026, 3, 10)


def test_every_template_has_a_name_an_area_and_labels():
    entries = json.loads(_FILE.read_text(encoding="utf-8"))["templates"]
    assert {entry["code"] for entry in entries} == set(NAMES)
    assert {entry["area"] for entry in entries} == set(AREAS)
    assert {entry["kind"] for entry in entries} == set(KINDS)
    codes = {m.code for one in templates() for m in one.task.modifications}
    assert codes == set(MODIFICATION_LABELS)


def test_the_six_examples_that_the_project_began_with_are_there():
    assert {one.code for one in templates() if one.founding} == {
        "CLERICAL",
        "FILE_DOCS",
        "PHONES",
        "ASSIST_COWORKER",
        "FORKLIFT",
        "SPILL_CLEAN",
    }


def test_every_row_and_every_profile_is_an_estimate():
    for one in templates():
        assert one.task.estimated
        assert {row.status for row in one.task.demands} == {ESTIMATED}


def test_a_template_never_clears_a_person():
    tasks = [one.task for one in templates()]
    for code in ACTIVITIES:
        limit = Restriction("p", "PROHIBITED", code)
        report = Report("r", "Dr Kim", TODAY, TODAY, "RESTRICTED", restrictions=(limit,))
        verdicts = {result.verdict for result in match_many([report], tasks, TODAY)}
        assert verdicts <= {"UNKNOWN", "DOES_NOT_FIT"}


def test_a_forklift_is_modified_duty_and_still_refused_to_one_who_may_not_drive():
    forklift = template("FORKLIFT")
    assert forklift.kind == "MODIFIED"
    report = Report("r", "Dr Kim", TODAY, TODAY, "RESTRICTED", restrictions=(Restriction("d", "PROHIBITED", "DRIVE"),))
    [result] = match_many([report], [forklift.task], TODAY)
    assert result.verdict == "DOES_NOT_FIT"


def test_each_founding_example_stands_under_the_kind_it_was_named_with():
    kinds = {one.code: one.kind for one in templates() if one.founding}
    light = {"CLERICAL", "FILE_DOCS", "PHONES", "ASSIST_COWORKER"}
    assert {code for code, kind in kinds.items() if kind == "LIGHT"} == light
    assert {code for code, kind in kinds.items() if kind == "MODIFIED"} == {"FORKLIFT", "SPILL_CLEAN"}
