"""Filing a report: it opens a case or joins one."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case, Report
from injuries.services.facts import ReportFacts, check_report, place
from injuries.vocabulary import Side
from people.clock import local_day
from people.models import Employee
from people.refusals import NotAllowed, Refused
from people.scope import verb
from people.wall import Actor


class OpenCase(Refused):
    """The same person has an open case of the same part: the report can be added to `case`."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(
            {"body_part": _("There is an open case for this part already. Add your report to it instead.")},
            code="OPEN_CASE",
        )


def open_case_for(*, employee: Employee, body_part: str, side: str) -> Case | None:
    """An open case of the same part, first or further; both sides overlap either side."""
    if not body_part:
        return None
    sides = {side, Side.BOTH} | ({Side.LEFT, Side.RIGHT} if side == Side.BOTH else set())
    same = Q(body_part=body_part, side__in=sides) | Q(more_parts__overlap=[place(body_part, one) for one in sides])
    return Case.objects.open().filter(same, employee=employee).order_by("opened_at").first()


def hold_cases_of(employee_id: int) -> None:
    """Until the verb ends, nobody else opens a case of the employee or names its part; locked before any case is."""
    Employee.objects.select_for_update().get(pk=employee_id)


def may_file(actor: Actor, employee: Employee) -> str | None:
    """As whom the actor may file a report about the employee, or None."""
    if actor.employee_id is not None and actor.employee_id == employee.pk:
        return Report.FiledAs.EMPLOYEE
    if actor.hr_of(employee.establishment_id):
        return Report.FiledAs.HR
    if employee.department_id in actor.departments:
        return Report.FiledAs.SUPERVISOR
    return None


@verb
def file_report(
    *,
    actor: Actor,
    employee: Employee,
    facts: ReportFacts,
    at: datetime,
    client_key: UUID,
    add_to: Case | None = None,
) -> Report:
    """File a report; it opens a case or, with `add_to`, joins one. The same `client_key` again changes nothing."""
    before = Report.objects.filter(pk=client_key, employee=employee).first()
    if before is not None:
        return before
    filed_as = may_file(actor, employee)
    if filed_as is None or actor.user is None:
        raise NotAllowed(_("You can report for yourself or for your own team."))
    today = local_day(at, employee.establishment.timezone)
    check_report(facts, filed_as=filed_as, today=today)
    hold_cases_of(employee.pk)
    same = open_case_for(employee=employee, body_part=facts.body_part, side=facts.side)
    if same is not None and add_to is None:
        raise OpenCase(same)
    case = _case_to_join(add_to, employee) if add_to else _open_case(employee, facts, at=at, today=today)
    report = Report.objects.create(
        id=client_key,
        employee=employee,
        establishment_id=employee.establishment_id,
        case=case,
        filed_by=actor.user,
        filed_as=filed_as,
        filed_at=at,
        **{name: list(value) if isinstance(value, tuple) else value for name, value in vars(facts).items()},
    )
    record(case=case, kind="injury.reported", at=at, by=actor.user, data={"as": filed_as, "added": bool(add_to)})
    return report


def _case_to_join(case: Case, employee: Employee) -> Case:
    locked = Case.objects.open().select_for_update().filter(pk=case.pk, employee=employee).first()
    if locked is None:
        raise Refused({"body_part": _("This case is closed. Send the report as a new one.")}, code="CASE_CLOSED")
    return locked


def _open_case(employee: Employee, facts: ReportFacts, *, at: datetime, today: date) -> Case:
    return Case.objects.create(
        number=next_number(today.year),
        employee=employee,
        establishment_id=employee.establishment_id,
        opened_on=today,
        opened_at=at,
        began_on=facts.began_on,
        repetitive_task=facts.repetitive_task,
        body_part=facts.body_part,
        side=facts.side,
        more_parts=list(facts.more_parts),
        earlier_injury=facts.earlier_injury,
        recurrence_of=closed_before(employee, facts),
    )


def closed_before(employee: Employee, facts: ReportFacts) -> Case | None:
    if not facts.body_part:
        return None
    closed = Case.objects.filter(employee=employee, body_part=facts.body_part, state=Case.State.CLOSED)
    return closed.order_by("-closed_on").first()


def next_number(year: int) -> str:
    """The next case number of a year, "2026-0114"; the row's lock keeps two from taking the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO injuries_numberseries (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = injuries_numberseries.last + 1 RETURNING last",
            [year],
        )
        row = cursor.fetchone()
    return f"{year}-{row[0]:04d}"
