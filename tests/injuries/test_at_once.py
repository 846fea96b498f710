"""Two people name the same part of two cases at the same moment."""

from functools import partial

import pytest

from injuries.models import Case
from injuries.services import name_body_part
from tests.at_once import at_once
from tests.cast import NOON, Person, make_case

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def test_of_two_cases_named_alike_at_once_one_is_refused(ana: Person, rosa: Person) -> None:
    cases = [make_case(ana, body_part="KNEE", side="L"), make_case(ana, body_part="ELBOW", side="L")]
    for _round in range(ROUNDS):
        Case.objects.filter(pk=cases[0].pk).update(body_part="KNEE")
        Case.objects.filter(pk=cases[1].pk).update(body_part="ELBOW")
        name = partial(name_body_part, actor=rosa.actor(), body_part="WRIST", side="L", at=NOON)
        assert sorted(at_once(*[partial(name, case=case) for case in cases])) == ["", "OPEN_CASE"]
