"""A clinician's appointments as they were known on a day in the past, and what they meant for reminders.

Pure: no framework, no clock, no rows. What goes out on a day goes out before what is entered on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

QUIET_DAYS = 14
BOOKED_WITHIN_DAYS = 28
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Visit:
    """An appointment with a clinician, in local days: when it was entered, and what became of it."""

    entered_on: date
    on: date
    canceled_on: date | None = None
    outcome: Literal["", "seen", "not_seen"] = ""
    outcome_on: date | None = None

    def stands(self, today: date) -> bool:
        return self.canceled_on is None or self.canceled_on > today

    def missed(self, today: date) -> bool:
        return self.outcome == "not_seen" and self.outcome_on is not None and self.outcome_on <= today

    def over(self, today: date) -> date:
        """The first day on which it stands in the way of no reminder any more."""
        if self.canceled_on is None or self.canceled_on > today:
            return self.on + DAY
        return min(self.canceled_on, self.on + DAY)


def coming(visits: Iterable[Visit], today: date) -> bool:
    """Is one entered that is still to come?"""
    known = (one for one in visits if one.entered_on < today and one.on >= today)
    return any(one.stands(today) and not one.missed(today) for one in known)


def free_since(visits: Iterable[Visit], today: date) -> date:
    """The day from which no appointment has stood in the way."""
    return max((one.over(today) for one in visits if one.entered_on < today), default=date.min)


def quiet_until(visits: Iterable[Visit], today: date) -> date | None:
    """After a visit no new stall is found before this day; None when there was none lately."""
    known = (one for one in visits if one.entered_on <= today and one.on <= today)
    latest = max((one.on for one in known if one.stands(today) and not one.missed(today)), default=None)
    if latest is None or today >= latest + timedelta(days=QUIET_DAYS):
        return None
    return latest + timedelta(days=QUIET_DAYS)


def booked_soon(visits: Iterable[Visit], today: date) -> bool:
    """Was an appointment entered on this day or in the four weeks after it?"""
    return any(today <= one.entered_on < today + timedelta(days=BOOKED_WITHIN_DAYS) for one in visits)
