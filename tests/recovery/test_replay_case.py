"""The detector, read again day by day."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command

from injuries.models import Case
from recovery.models import CheckIn
from recovery.services import reassess, submit_check_in
from tests.cast import NOON, Person, make_open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    for day in (0, 4, 7, 11, 14, 18, 40):
        at = NOON + timedelta(days=day)
        submit_check_in(
            actor=ana.actor(at), case=made, at=at, scores={"pain": 6}, symptoms={"numbness": 1}, client_key=uuid4()
        )
    return made


def replayed(number: str) -> str:
    out = StringIO()
    with time_machine.travel(NOON + timedelta(days=41), tick=False):
        call_command("replay_case", number, stdout=out)
    return out.getvalue()


def test_it_tells_each_day_and_each_silence(case: Case) -> None:
    said = replayed(case.number)
    assert "day   32  2026-04-03  silent" in said
    assert "7 check-ins, 0 differ from what was stored." in said


def test_it_ends_with_1_when_something_else_was_stored(case: Case) -> None:
    CheckIn.objects.filter(case=case, scores__pain=6).order_by("day").filter(status="insufficient").update(
        status="recovered"
    )
    with pytest.raises(SystemExit) as ended:
        replayed(case.number)
    assert ended.value.code == 1


def test_a_case_that_is_not_there_is_told_so() -> None:
    with pytest.raises(CommandError, match="no triaged case 1999-0001"):
        replayed("1999-0001")


def test_states_of_an_earlier_rule_version_are_read_anew(ana: Person, case: Case) -> None:
    before = list(CheckIn.objects.values("day", "status", "evidence", "state"))
    CheckIn.objects.update(state={"rule": "1999.1", "odd": True})
    at = NOON + timedelta(days=40)
    reassess(case=case, at=at, from_day=at.date())
    assert list(CheckIn.objects.values("day", "status", "evidence", "state")) == before
