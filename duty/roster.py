"""The effect on the shift: who is assigned to which hours of a department on a day. Facts, no planning."""

from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from duty.models import Assignment
from people.models import Department, Employee
from people.wall import Actor

COMING = ("pending_supervisor", "pending_employee", "scheduled", "active")


@dataclass(frozen=True)
class Slot:
    """Somebody with an adapted duty here; `starts` and `ends` are None where no hours are on record."""

    assignment: Assignment
    name: str
    task: str
    starts: time | None
    ends: time | None
    certain: bool


@dataclass(frozen=True)
class DepartmentDay:
    department: Department
    day: date
    employees: int
    slots: tuple[Slot, ...]
    away: int

    @property
    def at_usual_work(self) -> int:
        """Employees of the department who have no adapted duty, here or elsewhere, on that day."""
        own = {slot.assignment.employee_id for slot in self.slots if self._belongs(slot)}
        return self.employees - len(own) - self.away

    def _belongs(self, slot: Slot) -> bool:
        return slot.assignment.employee.department_id == self.department.pk


def department_day(*, actor: Actor, department: Department, day: date) -> DepartmentDay:
    """What the actor may see of a department's day: five queries at most. `away` are its people assigned elsewhere."""
    on_day = Q(starts_on__lte=day) & (Q(planned_end_on__isnull=True) | Q(planned_end_on__gte=day))
    seen = Assignment.objects.visible_to(actor).filter(on_day, state__in=COMING)
    here = seen.filter(department=department).select_related("employee", "task")
    here = here.prefetch_related("blocks__task").order_by("pk")
    slots = [slot for row in here for slot in _slots(row)]
    gone = seen.exclude(department=department).filter(
        employee__department=department, state__in=("scheduled", "active")
    )
    working = Employee.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=day), department=department)
    return DepartmentDay(
        department=department,
        day=day,
        employees=working.count(),
        slots=tuple(sorted(slots, key=lambda slot: (slot.starts or time.max, slot.name))),
        away=gone.values("employee").distinct().count(),
    )


def _slots(row: Assignment) -> list[Slot]:
    """One for each part of the shift."""
    return [
        Slot(
            assignment=row,
            name=row.employee.name,
            task=task.name,
            starts=starts or task.shift_starts,
            ends=ends or task.shift_ends,
            certain=row.state in {"scheduled", "active"},
        )
        for task, starts, ends in row.parts
    ]
