"""A year of 50,000 employees with 2,000 cases and three workers, each reminder once on its own local day.

The clock goes from afternoon to evening of each day; the idle hours are left out. Every sweep is said twice, as two
beats would. There is no quick size.
"""

import time
from bisect import bisect_right
from datetime import date, timedelta

from tools.faults.report import Outcome
from tools.faults.stack import Stack
from tools.faults.world import World
from tools.faults.year import facts
from tools.faults.year.cohorts import COHORTS
from tools.faults.year.days import Days
from tools.faults.year.judge import all_days, judge
from tools.faults.year.oracle import OF_THE_EVENING, Due, Facts, expected
from tools.say import say

FIRST, LAST = date(2028, 1, 1), date(2028, 12, 31)
# The last facts begin early enough for their reminders to be seen.
BEGINNINGS = 310
PATIENCE_SECONDS = 90


def run(stack: Stack, full: int) -> Outcome:
    people, cases = 50_000, 2000
    with stack.world(facts.company(people, cases, FIRST)) as made:
        made.sql(facts.begin(f"date '{FIRST}' + (place / {len(COHORTS)} * 37 % {BEGINNINGS})::int"))
        known = facts.read(made.sql(facts.CASES))
        for number in range(3):
            made.product.worker(f"worker-{number}")
        year = Year(made, known)
        Days(made, facts.ZONES, year.live).common_days(FIRST, LAST, hours=(15,), told=year.evening)
        made.rest()
        outcome = Outcome(f"{people} employees, {cases} cases, {(LAST - FIRST).days + 1} days")
        return judge(made, outcome, known, days=all_days(FIRST, LAST))


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
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            self.made.hint("plan", "plan")
            for _turn in range(20):
                self.made.hint("deliver", "deliver")
                if self.told() >= wanted:
                    self.is_evening = not self.is_evening
                    return
                time.sleep(0.05)
        say(f"    {self.day}: {self.told()} of {wanted} reminders are told; going on")
        self.is_evening = not self.is_evening

    def told(self) -> int:
        return self.made.count("notifications_reminder WHERE state = 'told'")

    def evening(self, day: date) -> None:
        self.day = day + timedelta(days=1)
        if day.day == 1:
            minutes = (time.monotonic() - self.began) / 60
            say(f"    {day}: {self.made.post.count()} letters, {minutes:.0f} minutes")


def of_the_evening(due: Due) -> bool:
    """It follows from what somebody does in the evening of its own day."""
    return due.rule == OF_THE_EVENING
