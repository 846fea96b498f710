"""Two saves at the same moment, over two connections of the database."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from injuries.models import Case
from recovery.models import CheckIn, Stall
from recovery.services import notice_time, submit_check_in
from tests.at_once import at_once
from tests.cast import NOON, Person, make_open_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def check_in(ana: Person, case: Case, key: UUID) -> Callable[[], object]:
    actor = ana.actor()
    return lambda: submit_check_in(actor=actor, case=case, at=NOON, scores={"pain": 5}, alarming=True, client_key=key)


def test_one_key_sent_twice_makes_one_check_in_and_one_finding(ana: Person, case: Case) -> None:
    key = uuid4()
    assert at_once(check_in(ana, case, key), check_in(ana, case, key)) == ["", ""]
    assert (CheckIn.objects.count(), Stall.objects.count()) == (1, 1)


def test_two_keys_make_one_answer_that_counts_and_one_finding(ana: Person, case: Case) -> None:
    assert at_once(*(check_in(ana, case, uuid4()) for _ in range(4))) == [""] * 4
    assert (CheckIn.objects.current().count(), CheckIn.objects.count()) == (1, 4)
    assert Stall.objects.count() == 1


def test_two_sweeps_find_one_silence(case: Case) -> None:
    at = NOON + timedelta(days=20)
    assert at_once(lambda: notice_time(at), lambda: notice_time(at)) == ["", ""]
    assert Stall.objects.filter(kind="silent").count() == 1
