"""Two people press at the same moment: exactly one decision, on real connections."""

import pytest

from duty import services
from duty.models import Assignment, AssignmentStep
from people.models import Department
from people.services import name_substitute
from tests.at_once import at_once
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.duty.building import DAY, NO_LIFT, brought_to, make_task, proposed, report

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def test_of_two_approvals_at_once_exactly_one_counts(
    ana: Person, sam: Person, tina: Person, rosa: Person, assembly: Department, sams_post: object
) -> None:
    assert tina.employee
    name_substitute(stands_in_for=sams_post, supervisor=tina.employee, starts_on=TODAY, ends_on=TODAY + DAY)  # type: ignore[arg-type]  # the fixture is Sam's supervision
    case, task = make_open_case(ana, rosa), make_task(assembly)
    report(rosa, case)
    for _round in range(ROUNDS):
        row = services.submit(actor=rosa.actor(), assignment=proposed(rosa, case, task), at=NOON)
        answers = at_once(
            lambda row=row: services.approve(actor=sam.actor(), assignment=row, at=NOON),
            lambda row=row: services.approve(actor=tina.actor(), assignment=row, at=NOON),
            lambda row=row: services.decline(
                actor=sam.actor(), assignment=row, at=NOON, reason="No desk", alternative="none available"
            ),
        )
        assert sorted(answers) == ["", "INVALID_TRANSITION", "INVALID_TRANSITION"]
        assert AssignmentStep.objects.filter(assignment=row, action__in=["approve", "decline"]).count() == 1


def test_a_report_that_arrives_with_the_answer_always_wins(
    ana: Person, sam: Person, rosa: Person, assembly: Department
) -> None:
    task = make_task(assembly)
    for number in range(ROUNDS):
        case = make_open_case(ana, rosa, body_part="KNEE" if number % 2 else "ELBOW", at=NOON)
        report(rosa, case)
        row = brought_to("pending_employee", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
        at_once(
            lambda row=row: services.accept(actor=ana.actor(), assignment=row, at=NOON),
            lambda case=case: report(rosa, case, NO_LIFT, provider="Dr Lee"),
        )
        row = Assignment.objects.get(pk=row.pk)
        assert row.state in {"draft", "suspended"}
        case.__class__.objects.filter(pk=case.pk).update(state="closed", closed_on=TODAY)
