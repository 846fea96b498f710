"""Case files: the published examples, and what is said about cases that are wrong."""

import json
from pathlib import Path

import pytest

from duty.case_files import answer_cases

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
