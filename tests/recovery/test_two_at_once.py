"""Two saves at the same moment, over two connections of the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection

from injuries.models import Case
from recovery.models import CheckIn, Stall
from recovery.services import notice_time, submit_check_in
from tests.cast import NOON, Person, make_open_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def together(*calls: Callable[[], object]) -> None:
    """Let all calls begin at once, each in a thread and so on a connection of its own."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        for done in [pool.submit(run, call) for call in calls]:
            done.result(timeout=60)


def check_in(ana: Person, case: Case, key: UUID) -> Callable[[], object]:
    actor = ana.actor()
    return lambda: submit_check_in(actor=actor, case=case, at=NOON, scores={"pain": 5}, alarming=True, client_key=key)


def test_one_key_sent_twice_makes_one_check_in_and_one_finding(ana: Person, case: Case) -> None:
    key = uuid4()
    together(check_in(ana, case, key), check_in(ana, case, key))
    assert (CheckIn.objects.count(), Stall.objects.count()) == (1, 1)


def test_two_keys_make_one_answer_that_counts_and_one_finding(ana: Person, case: Case) -> None:
    together(*(check_in(ana, case, uuid4()) for _ in range(4)))
    assert (CheckIn.objects.current().count(), CheckIn.objects.count()) == (1, 4)
    assert Stall.objects.count() == 1


def test_two_sweeps_find_one_silence(case: Case) -> None:
    at = NOON + timedelta(days=20)
    together(lambda: notice_time(at), lambda: notice_time(at))
    assert Stall.objects.filter(kind="silent").count() == 1
