"""Verbs about people: who supervises whom, who looked at whose record, who may call the API."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from people.models import AccessEntry, Department, Employee, Establishment, RoleGrant, Supervision, User
from people.refusals import Refused
from people.scope import verb
from people.wall import Actor, relations_to, value_at


@verb
def appoint_supervisor(*, department: Department, supervisor: Employee, starts_on: date) -> Supervision:
    """Make somebody the supervisor of a department from a day on; the one before ends the day before."""
    if supervisor.establishment_id != department.establishment_id:
        raise Refused({"supervisor": _("Choose somebody of the same establishment.")})
    before = Supervision.objects.principal().filter(department=department, ends_on__isnull=True)
    if before.filter(starts_on__gte=starts_on).exists():
        raise Refused({"starts_on": _("Choose a day after the present supervisor began.")})
    before.update(ends_on=date.fromordinal(starts_on.toordinal() - 1))
    return Supervision.objects.create(department=department, supervisor=supervisor, starts_on=starts_on)


@verb
def name_substitute(*, stands_in_for: Supervision, supervisor: Employee, starts_on: date, ends_on: date) -> Supervision:
    """Let somebody answer in a supervisor's place, from a day until a day, both included."""
    if ends_on < starts_on:
        raise Refused({"ends_on": _("Enter a last day that is not before the first.")})
    if supervisor.pk == stands_in_for.supervisor_id:
        raise Refused({"supervisor": _("Choose somebody other than the supervisor.")})
    if supervisor.user_id is None:
        raise Refused({"supervisor": _("Choose somebody who has an account.")})
    return Supervision.objects.create(
        department=stands_in_for.department,
        supervisor=supervisor,
        starts_on=starts_on,
        ends_on=ends_on,
        stands_in_for=stands_in_for,
    )


@verb
def record_access(*, actor: Actor, employee: Employee, role: str, what: str, at: datetime, reason: str = "") -> None:
    """Write down that somebody looked at an employee's record. Looking at one's own is not written down."""
    if actor.user is None or actor.employee_id == employee.pk:
        return
    AccessEntry.objects.create(employee=employee, user=actor.user, role=role, what=what, reason=reason, at=at)


@verb
def record_accesses(*, actor: Actor, rows: Iterable[Model], path: str, what: str, at: datetime) -> None:
    """The same for a page of rows: one entry for each employee on it; `path` leads from a row to the employee."""
    if actor.user is None:
        return
    read: dict[int, str] = {}
    for row in rows:
        employee_id = value_at(row, path)
        if employee_id is not None and employee_id != actor.employee_id and employee_id not in read:
            read[employee_id] = min(relations_to(actor, row), default="")
    AccessEntry.objects.bulk_create(
        AccessEntry(employee_id=employee_id, user=actor.user, role=role, what=what, at=at)
        for employee_id, role in read.items()
    )


@verb
def open_account(
    *, email: str, full_name: str, password: str | None, employee: Employee | None = None, language: str = "en"
) -> User:
    """An account for somebody; without a password it opens with the link of "forgot password"."""
    user = User.objects.create_user(email, password, full_name=full_name, language=language)
    if employee is not None:
        Employee.objects.filter(pk=employee.pk).update(user=user)
        employee.user = user
    return user


@verb
def grant_role(*, user: User, role: str, establishment_id: int | None = None, is_lead: bool = False) -> RoleGrant:
    """Give a role at one establishment (or at all); roles of the desk open the admin."""
    place = Establishment.objects.get(pk=establishment_id) if establishment_id is not None else None
    grant, _made = RoleGrant.objects.get_or_create(
        user=user, role=role, establishment=place, defaults={"is_lead": is_lead}
    )
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.is_staff = True
    return grant
