"""Case files: the published examples, and what is said about cases that are wrong."""

import copy
import json
import random
from pathlib import Path

import pytest
from django.core.management import call_command, load_command_class

from duty.case_commands import as_json, run
from duty.case_files import answer_cases

from .random_cases import case as random_case

DATA = Path(__file__).parent / "data"


def load(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))["cases"]


def pairs(findings):
    return {(finding["restriction"], finding["reason"]) for finding in findings}


@pytest.mark.parametrize("case", load("golden_matching"), ids=lambda case: case["id"])
def test_a_published_case_gets_its_published_answer(case):
    [answer], sound = answer_cases([case])
    expected = case["expected"]
    assert sound
    assert answer["verdict"] == expected["verdict"]
    assert pairs(answer["findings"]) == pairs(expected["findings"])
    assert answer["modifications"] == expected.get("modifications", [])
    assert answer["conditions"] == expected.get("conditions", [])
    if "flags" in expected:
        assert answer["flags"] == expected["flags"]


@pytest.mark.parametrize("case", load("malformed"), ids=lambda case: case["id"])
def test_a_malformed_case_is_answered_with_the_place_of_the_fault(case):
    [answer], sound = answer_cases([case])
    assert not sound
    assert answer["id"] == case["id"]
    assert answer["error"]["field"] == case["expected"]["error"]["field"]
    assert answer["error"]["message"]


def fault(case):
    [answer], sound = answer_cases([case])
    assert not sound
    return answer["error"]["field"]


def changed(path, value):
    """The first published case with one value replaced; `path` is a list of keys and places."""
    case = copy.deepcopy(load("golden_matching")[0])
    case["task"]["modifications"] = [{"code": "m", "patch": {"set": [{"activity": "LIFT"}], "remove": ["SIT"]}}]
    place = case
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return case


REPORT, TASK = ["reports", 0], ["task"]
LIMIT = [*REPORT, "restrictions", 0]
ROW = [*TASK, "demands", 0]
PATCH = [*TASK, "modifications", 0, "patch"]
LB, OFTEN = {"lb": 20}, {"band": "FREQUENT", "lb": 20}


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (["id"], None, "id"),
        (["id"], 5, "id"),
        (["id"], "", "id"),
        (["as_of"], None, "as_of"),
        (["as_of"], "2026-3-10", "as_of"),
        (["as_of"], "20260310", "as_of"),
        (["as_of"], "2026-03-10\n", "as_of"),
        (["as_of"], "2026-W11-2", "as_of"),
        (["as_of"], 20260310, "as_of"),
        (["reports"], None, "reports"),
        (["reports"], {}, "reports"),
        (REPORT, "r", "reports[0]"),
        ([*REPORT, "id"], "", "reports[0].id"),
        ([*REPORT, "provider"], None, "reports[0].provider"),
        ([*REPORT, "issued"], None, "reports[0].issued"),
        ([*REPORT, "from"], "soon", "reports[0].from"),
        ([*REPORT, "to"], "2026-02-28", "reports[0].to"),
        ([*REPORT, "status"], "NO_CHANGE", "reports[0].status"),
        ([*REPORT, "voided"], "yes", "reports[0].voided"),
        ([*REPORT, "restrictions"], [], "reports[0].restrictions"),
        ([*REPORT, "restrictions"], None, "reports[0].restrictions"),
        (LIMIT, None, "reports[0].restrictions[0]"),
        ([*LIMIT, "id"], None, "reports[0].restrictions[0].id"),
        ([*LIMIT, "kind"], "NOT_RELEASED", "reports[0].restrictions[0].kind"),
        ([*LIMIT, "kind"], ["PROHIBITED"], "reports[0].restrictions[0].kind"),
        ([*LIMIT, "activity"], "ANY", "reports[0].restrictions[0].activity"),
        ([*LIMIT, "activity"], None, "reports[0].restrictions[0].activity"),
        ([*LIMIT, "side"], "LEFT", "reports[0].restrictions[0].side"),
        ([*LIMIT, "permanent"], 1, "reports[0].restrictions[0].permanent"),
        ([*LIMIT, "points"], None, "reports[0].restrictions[0].points"),
        ([*LIMIT, "points"], [], "reports[0].restrictions[0].points"),
        ([*LIMIT, "points"], [LB, OFTEN], "reports[0].restrictions[0].points"),
        ([*LIMIT, "points"], [OFTEN, OFTEN], "reports[0].restrictions[0].points"),
        ([*LIMIT, "points"], [{"lb": 20, "kg": 9}], "reports[0].restrictions[0].points"),
        ([*LIMIT, "points"], [{"band": "SELDOM"}], "reports[0].restrictions[0].points"),
        ([*LIMIT, "points"], [{"band": "NEVER", "lb": 5}], "reports[0].restrictions[0].points"),
        ([*LIMIT, "points"], [{"lb": -1}], "reports[0].restrictions[0].points"),
        ([*LIMIT, "points"], [{"lb": True}], "reports[0].restrictions[0].points"),
        ([*LIMIT, "points"], ["20 lb"], "reports[0].restrictions[0].points"),
        ([*LIMIT, "points"], [OFTEN, {"band": "SELDOM", "lb": 10}], "reports[0].restrictions[0].points"),
        (["task"], None, "task"),
        (["task"], [], "task"),
        (["bundle"], [{}], "task"),
        ([*TASK, "code"], None, "task.code"),
        ([*TASK, "shift_hours"], 0, "task.shift_hours"),
        ([*TASK, "shift_hours"], 24.5, "task.shift_hours"),
        ([*TASK, "shift_hours"], "8", "task.shift_hours"),
        ([*TASK, "days_per_week"], 8, "task.days_per_week"),
        ([*TASK, "night"], 0, "task.night"),
        ([*TASK, "overtime"], "no", "task.overtime"),
        ([*TASK, "demands"], None, "task.demands"),
        ([*TASK, "absent"], ["SIT", "FLY"], "task.absent[1]"),
        ([*TASK, "unknown"], "SIT", "task.unknown"),
        ([*TASK, "options"], [], "task.options"),
        ([*TASK, "options"], {"SIT_STAND": 1}, "task.options.SIT_STAND"),
        ([*TASK, "assessment"], "ASSESSED", "task.assessment"),
        ([*TASK, "assessment"], {"status": "UNKNOWN"}, "task.assessment.status"),
        ([*ROW, "activity"], "LIFTING", "task.demands[0].activity"),
        ([*ROW, "status"], None, "task.demands[0].status"),
        ([*ROW, "hours"], float("nan"), "task.demands[0].hours"),
        ([*ROW, "hours"], -1, "task.demands[0].hours"),
        ([*ROW, "fraction"], float("inf"), "task.demands[0].fraction"),
        ([*ROW, "weight_kg"], "5", "task.demands[0].weight_kg"),
        ([*ROW, "hands"], "NA", "task.demands[0].hands"),
        ([*TASK, "modifications"], [{"code": str(n), "patch": {}} for n in range(9)], "task.modifications"),
        ([*TASK, "modifications", 0, "code"], None, "task.modifications[0].code"),
        (PATCH, None, "task.modifications[0].patch"),
        ([*PATCH, "absent"], ["SIT"], "task.modifications[0].patch.absent"),
        ([*PATCH, "shift_hours"], 0, "task.modifications[0].patch.shift_hours"),
        ([*PATCH, "options"], {"LIFT": True}, "task.modifications[0].patch.options.LIFT"),
        ([*PATCH, "remove"], ["NOTHING"], "task.modifications[0].patch.remove[0]"),
        ([*PATCH, "set", 0, "status"], "ASSESSED", "task.modifications[0].patch.set[0].status"),
        ([*PATCH, "set", 0, "activity"], None, "task.modifications[0].patch.set[0].activity"),
        ([*PATCH, "set", 0, "hours"], -1, "task.modifications[0].patch.set[0].hours"),
    ],
)
def test_a_fault_is_named_by_its_path(path, value, field):
    assert fault(changed(path, value)) == field


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("MAX_FREQUENCY", "band"),
        ("MAX_HOURS_DAY", "hours"),
        ("MAX_SHIFT_HOURS", "hours"),
        ("MAX_CONTINUOUS_MIN", "minutes"),
        ("MAX_REPS_HOUR", "reps"),
        ("REQUIRES", "option"),
        ("MAX_DAYS_WEEK", "days"),
    ],
)
def test_each_kind_needs_its_own_value(kind, key):
    case = changed([*LIMIT, "kind"], kind)
    assert fault(case) == f"reports[0].restrictions[0].{key}"
    case["reports"][0]["restrictions"][0][key] = "SIT_STAND" if key == "option" else True
    if key != "option":
        assert fault(case) == f"reports[0].restrictions[0].{key}"


def test_an_id_used_twice_is_named_at_its_second_use():
    case = changed(["id"], "A")
    answers, sound = answer_cases([case, case])
    assert not sound
    assert "verdict" in answers[0]
    assert (answers[1]["id"], answers[1]["error"]["field"]) == ("A", "id")
    case["reports"].append(copy.deepcopy(case["reports"][0]))
    assert fault(case) == "reports[1].restrictions[0].id"


def test_a_block_is_checked_like_a_task():
    case = changed(["bundle"], [{"code": "A", "demands": []}, {"code": "B", "demands": [], "shift_hours": 25}])
    del case["task"]
    assert fault(case) == "bundle[1].shift_hours"
    case["bundle"] = []
    assert fault(case) == "bundle"


def test_an_empty_id_or_no_object_is_answered_without_an_id():
    answers, sound = answer_cases([None, "case", [], {"id": 7}, {}])
    assert not sound
    assert [answer["id"] for answer in answers] == [None] * 5
    assert {answer["error"]["field"] for answer in answers} == {"id"}


def test_a_null_is_the_same_as_an_absent_key():
    bare = {"code": "T", "demands": []}
    null = dict.fromkeys(("shift_hours", "days_per_week", "night", "absent", "unknown", "options"), None)
    null |= {"assessment": None, "modifications": None}
    case = changed(["bundle"], None)
    one, two = (answer_cases([{**case, "task": task}])[0][0] for task in (bare, {**bare, **null}))
    assert one == two
    patch = {"status": None, "options": {"SIT_STAND": None}}
    case["task"]["modifications"] = [{"code": "m", "patch": patch}]
    assert answer_cases([case])[1]


def test_restrictions_of_a_release_are_ignored_unread():
    case = changed([*REPORT, "status"], "FULL_RELEASE")
    case["reports"][0]["restrictions"] = "none at all"
    assert answer_cases([case])[0][0]["verdict"] == "FITS"


def test_a_whole_number_beyond_all_floats_is_still_a_number():
    [answer], sound = answer_cases([changed([*ROW, "weight_lb"], 10**400)])
    assert sound
    assert answer["verdict"] == "DOES_NOT_FIT"


JUNK = (None, True, -1, 0, 1e308, 10**400, float("nan"), "", "ANY", "2026-02-30", [], [None], {}, {"lb": 5}, "\ud800")


def mutated(rng):
    """A valid case in which one to three values, anywhere, were replaced or dropped."""
    case = random_case(rng)
    for _n in range(rng.randint(1, 3)):
        place = case
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = rng.choice(keys)
            if isinstance(place[key], dict | list) and rng.random() < 0.8:
                place = place[key]
                continue
            if rng.random() < 0.2:
                del place[key]
            else:
                place[key] = rng.choice(JUNK)
            break
    return case


def test_a_thousand_spoiled_cases_are_answered_with_an_error_or_a_verdict():
    spoiled = [mutated(random.Random(seed)) for seed in range(1000)]
    answers, sound = answer_cases(spoiled)
    assert not sound
    assert len(answers) == 1000
    assert all(("verdict" in answer) != ("error" in answer) for answer in answers)
    assert json.loads(as_json(answers))["results"]


def test_a_sound_file_exits_with_0_and_the_answers_alone_on_standard_output(tmp_path, capfdbinary):
    assert run(str(DATA / "golden_matching.json"), None, answer_cases) == 0
    out, err = capfdbinary.readouterr()
    assert len(json.loads(out.decode("utf-8"))["results"]) == len(load("golden_matching"))
    assert err == b""


def test_a_malformed_case_exits_with_1_and_the_others_are_answered(tmp_path, capfdbinary):
    file, out = tmp_path / "cases.json", tmp_path / "answers.json"
    cases = [load("malformed")[0], load("golden_matching")[0]]
    file.write_text(json.dumps({"cases": cases, "more": 1}), encoding="utf-8")
    assert run(str(file), str(out), answer_cases) == 1
    results = json.loads(out.read_text(encoding="utf-8"))["results"]
    assert ["error" in result for result in results] == [True, False]
    assert capfdbinary.readouterr() == (b"", b"")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"cases": {}}', b'{"cases": "\xff"}', b"[" * 99999])
def test_a_file_without_a_list_of_cases_exits_with_2(tmp_path, capfdbinary, content):
    file = tmp_path / "cases.json"
    file.write_bytes(content)
    assert run(str(file), None, answer_cases) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err


def test_a_file_that_is_not_there_exits_with_2(tmp_path):
    assert run(str(tmp_path / "none.json"), None, answer_cases) == 2
    assert run(str(DATA / "malformed.json"), str(tmp_path / "none" / "out.json"), answer_cases) == 2


@pytest.mark.parametrize("name", ["match_duties", "plan_review_dates"])
def test_a_command_needs_no_system_check_and_no_database(name, tmp_path):
    command = load_command_class("duty", name)
    assert command.requires_system_checks == []
    file, out = tmp_path / "cases.json", tmp_path / "out.json"
    file.write_text('{"cases": []}', encoding="utf-8")
    call_command(command, str(file), out=str(out))
    assert json.loads(out.read_text(encoding="utf-8")) == {"results": []}
    file.write_text('{"cases": [5]}', encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        call_command(command, str(file), out=str(out))
    assert stopped.value.code == 1
