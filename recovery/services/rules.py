"""The rules that hold for a case: its site's policy, its own pace, and days counted from day 0."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from injuries.models import Case
from people.clock import local_day
from recovery import stall
from recovery.models import Course, Policy
from recovery.rhythm import Rhythm


def policy_of(establishment_id: int) -> Policy:
    """The site's policy, or the defaults while it has set none."""
    found = Policy.objects.filter(pk=establishment_id).first()
    return found or Policy(establishment_id=establishment_id)


@dataclass
class Subject:
    """A case under review, at a moment, with all that decides what is said about it."""

    case: Case
    course: Course
    policy: Policy
    at: datetime

    @property
    def today(self) -> date:
        return local_day(self.at, self.case.establishment.timezone)

    @property
    def rhythm(self) -> Rhythm:
        own = self.course.cadence_days
        return Rhythm(
            first=float(self.policy.cadence_days),
            later=float(self.policy.later_cadence_days),
            own=float(own) if own is not None else None,
        )

    def number(self, day: date) -> int:
        """The day of the case, counted from day 0."""
        return max(0, (day - self.case.day_zero).days)

    def date_of(self, number: int) -> date:
        return self.case.day_zero + timedelta(days=number)

    def detector(self, day: int) -> stall.Policy:
        return stall.Policy(
            cadence=self.rhythm.on(day),
            sensitivity=cast(stall.Sensitivity, self.policy.sensitivity),
            backstop_day=self.policy.backstop_day,
        )

    def silent_after(self, last: date | None, *, first_asked: date | None = None) -> date:
        """The day from which silence is said. Who never answered counts from day 0, but not before being asked."""
        if last is not None:
            number = self.number(last)
            return self.date_of(stall.silent_on(number, self.rhythm.on(number)))
        began = self.case.day_zero
        if self.case.triaged_at:
            began = max(began, local_day(self.case.triaged_at, self.case.establishment.timezone))
        if first_asked:
            began = max(began, first_asked - timedelta(days=int(self.rhythm.on(0))))
        return began + timedelta(days=stall.silent_on(None, self.rhythm.on(0)))


def subject_of(case: Case, *, at: datetime) -> Subject | None:
    """None before triage: there is no course yet."""
    course = Course.objects.filter(pk=case.pk).first()
    return Subject(case, course, policy_of(case.establishment_id), at) if course else None
