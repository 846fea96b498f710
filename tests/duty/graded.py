"""A graded return for tests: half days, then longer ones; and the steps that bring somebody along."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from duty import services
from duty.models import Assignment, Task
from duty.services import StageFacts
from injuries.models import Case
from tests.cast import NOON, TODAY, Person
from tests.duty.building import DAY, make_task

SECOND_DAY = TODAY + 7 * DAY
LAST_DAY = TODAY + 20 * DAY


def stages(first: Task, **second: Any) -> list[StageFacts]:
    """Four hours a day for a week, then six hours."""
    later: dict[str, Any] = {"task": first, "starts_on": SECOND_DAY, "ends_on": LAST_DAY, "goal": "Six hours a day"}
    return [
        StageFacts(
            task=first,
            starts_on=TODAY,
            ends_on=TODAY + 6 * DAY,
            goal="Back in the routine",
            shift_starts=time(8),
            shift_ends=time(12),
        ),
        StageFacts(**{**later, "shift_starts": time(8), "shift_ends": time(14), **second}),
    ]


@dataclass
class Return:
    """The case of a graded return, its people, and the version that is worked in now."""

    ana: Person
    sam: Person
    rosa: Person
    case: Case
    task: Task
    row: Assignment

    def reviewed(self, at: datetime) -> "Return":
        self.row = services.hold_review(actor=self.rosa.actor(at), assignment=self.row, at=at, decision="continue")
        return self

    def up(self, at: datetime) -> Assignment:
        self.row = services.step_up(actor=self.rosa.actor(at), assignment=self.row, at=at)
        return self.row

    def down(self, at: datetime, reason: str = "Too much at once") -> Assignment:
        self.row = services.step_down(actor=self.rosa.actor(at), assignment=self.row, at=at, reason=reason)
        return self.row


def agreed(row: Assignment, *, rosa: Person, sam: Person, ana: Person, at: datetime = NOON) -> Assignment:
    row = services.submit(actor=rosa.actor(at), assignment=row, at=at)
    row = services.approve(actor=sam.actor(at), assignment=row, at=at)
    return services.accept(actor=ana.actor(at), assignment=row, at=at)


def graded_return(ana: Person, sam: Person, rosa: Person, case: Case, **second: Any) -> Return:
    """Planned, sent, approved and accepted: the first stage is active."""
    assert ana.employee is not None
    task = make_task(ana.employee.department)
    draft = services.plan_return(actor=rosa.actor(), case=case, stages=stages(task, **second), at=NOON)
    return Return(ana, sam, rosa, case, task, agreed(draft, rosa=rosa, sam=sam, ana=ana))
