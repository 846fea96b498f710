"""A verb is one transaction with all the verbs that it calls."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from people.models import Establishment
from people.refusals import Refused
from people.scope import verb

pytestmark = pytest.mark.django_db


@verb
def found(code: str, *, refused: bool = False) -> None:
    Establishment.objects.create(name=code, code=code, timezone="UTC")
    if refused:
        raise Refused("There is one already.")


@verb
def found_both(*, alone: bool) -> None:
    """Goes on after its second part was refused: with a savepoint around it, or without."""
    found("first")
    try:
        if alone:
            with transaction.atomic():
                found("second", refused=True)
        else:
            found("second", refused=True)
    except Refused:
        return


def codes() -> list[str]:
    return list(Establishment.objects.filter(code__in=("first", "second")).values_list("code", flat=True))


def test_a_part_that_is_refused_leaves_the_rest_where_the_verb_said_that_it_may() -> None:
    found_both(alone=True)
    assert codes() == ["first"]


def test_a_verb_that_goes_on_without_saying_so_is_stopped_and_keeps_nothing() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="went on"):
        found_both(alone=False)
    assert codes() == []


def test_a_refusal_that_is_shown_on_a_page_takes_back_what_the_verb_wrote_and_nothing_else() -> None:
    found("first")
    with pytest.raises(Refused):
        found("second", refused=True)
    assert codes() == ["first"]


def test_only_the_outermost_verb_sets_a_savepoint_and_changes_the_role() -> None:
    @verb
    def outer() -> None:
        found("first")
        found("second")

    with CaptureQueriesContext(connection) as asked:
        outer()
    kinds = [query["sql"].split()[0] for query in asked.captured_queries]
    assert kinds == ["SAVEPOINT", "SET", "INSERT", "INSERT", "SET", "RELEASE"]
