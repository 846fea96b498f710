"""The clock is put forward and back in four time zones, and February has 29 days: each rule once a local day."""

from datetime import UTC, date, datetime, time, timedelta

from tools.faults.report import Outcome
from tools.faults.stack import Stack
from tools.faults.world import World
from tools.faults.year import facts
from tools.faults.year.cohorts import COHORTS, LATE
from tools.faults.year.days import Days
from tools.faults.year.judge import all_days, judge

# Around each of them the facts begin, so that their reminders fall on the days before, on and after it.
CHANGES = {
    "leap day": date(2028, 2, 29),
    "America, forward": date(2028, 3, 12),
    "Europe, forward": date(2028, 3, 26),
    "Lord Howe, half an hour back": date(2028, 4, 2),
    "Lord Howe, half an hour forward": date(2028, 10, 1),
    "Europe, back": date(2028, 10, 29),
    "America, back": date(2028, 11, 5),
}
QUICK = ("leap day", "America, forward")
# Facts begin so many days before the change, and are looked at from two days before it until the day after.
BEFORE = 41


def run(stack: Stack, full: int) -> Outcome:
    chosen = CHANGES if full else {name: CHANGES[name] for name in QUICK}
    outcome = Outcome(f"{len(chosen)} dates, 4 zones, {len(LATE)} rules")
    for name, day in chosen.items():
        made_here = around(stack, day, step_hours=1 if full else 4)
        outcome.lost += made_here.lost
        outcome.doubled += made_here.doubled
        outcome.same_key += made_here.same_key
        outcome.wrong += [f"{name}: {words}" for words in made_here.wrong]
    return outcome


def around(stack: Stack, day: date, *, step_hours: int) -> Outcome:
    """Through the change, with facts from long before it, so that rules that look back have something to see."""
    first, begin, last = (day + timedelta(days=days) for days in (-BEFORE, -3, 1))
    cases = 6 * len(COHORTS) * 4
    with stack.world(facts.company(cases + 60, cases, first, facts.WIDE)) as made:
        # Beginnings from the first day until the change itself.
        made.sql(facts.begin(f"date '{first}' + (place / {len(COHORTS)} * 5 % {BEFORE + 1})::int"))
        days = Days(made, facts.WIDE, lambda: sweep(made))
        days.pass_over(first, begin - timedelta(days=1))
        # What was due before is made up for on the day that is not looked at.
        moment, end = (datetime.combine(one, time(10), UTC) for one in (begin, last + timedelta(days=1)))
        while moment < end:
            days.go_to(moment)
            moment += timedelta(hours=step_hours if abs((moment.date() - day).days) <= 1 else 6)
        known = facts.read(made.sql(facts.CASES))
        return judge(made, Outcome(""), known, days=all_days(begin + timedelta(days=1), last))


def sweep(made: World) -> None:
    made.plan()
    made.drain()
