"""A year of 50,000 employees with 2,000 cases: two beats and three workers, each reminder once on its own local day.

The clock goes from afternoon to evening of each day; the idle hours are left out. There is no quick size.
"""

import time
from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta

from tools.faults.report import Outcome
from tools.faults.world import World, work, world
from tools.faults.year import facts
from tools.faults.year.days import Days
from tools.faults.year.judge import judge
from tools.faults.year.oracle import COHORTS, OF_THE_EVENING, Due, Facts, expected
from tools.say import CannotGoOn, say

FIRST, LAST = date(2028, 1, 1), date(2028, 12, 31)
# The last facts begin early enough for their reminders to be seen.
BEGINNINGS = 310
PATIENCE_SECONDS = 90


def run(full: bool) -> Outcome:
    people, cases = 50_000, 2000
    with world(facts.company(people, cases, FIRST)) as made:
        made.sql(facts.begin(f"date '{FIRST}' + (place / {len(COHORTS)} * 37 % {BEGINNINGS})::int"))
        known = facts.read(made.sql(facts.CASES))
        made.clock.set(datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(hours=10))
        work(made, workers=3, beats=2)
        year = Year(made, known)
        Days(made, facts.ZONES, year.live).common_days(FIRST, LAST, hours=(15,), told=year.evening)
        made.rest()
        outcome = Outcome(f"{people} employees, {cases} cases, {(LAST - FIRST).days + 1} days")
        return judge(made, outcome, known, since=FIRST, until=LAST, away=None)


class Year:
    """How many reminders must have been told by now; the product is given as long as it needs, within reason."""

    def __init__(self, made: World, known: list[Facts]) -> None:
        self.made = made
        dues = [due for one in known for due in expected(one)]
        self.afternoon = sorted(due.on for due in dues if not of_the_evening(due))
        self.by_evening = sorted(due.on for due in dues if of_the_evening(due))
        self.day = FIRST
        self.is_evening = False
        self.began = time.monotonic()

    def live(self) -> None:
        """Called in the afternoon, and again after people have acted."""
        yesterday = self.day - timedelta(days=1)
        wanted = bisect_right(self.afternoon, self.day)
        wanted += bisect_right(self.by_evening, self.day if self.is_evening else yesterday)
        told = "notifications_reminder WHERE state = 'told'"
        try:
            self.made.wait_until(lambda: self.made.count(told) >= wanted, "told", PATIENCE_SECONDS)
        except CannotGoOn:
            say(f"    {self.day}: {self.made.count(told)} of {wanted} reminders are told; going on")
        self.is_evening = not self.is_evening

    def evening(self, day: date) -> None:
        self.day = day + timedelta(days=1)
        if day.day == 1:
            minutes = (time.monotonic() - self.began) / 60
            say(f"    {day}: {self.made.post.count()} letters, {minutes:.0f} minutes")


def of_the_evening(due: Due) -> bool:
    """It follows from what somebody does in the evening of its own day."""
    return due.rule == OF_THE_EVENING
