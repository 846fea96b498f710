"""The clock is put forward and back in four time zones, and February has 29 days: each rule once a local day."""

from datetime import UTC, date, datetime, time, timedelta

from tools.faults.report import Outcome
from tools.faults.world import World, world
from tools.faults.year import facts
from tools.faults.year.days import Days
from tools.faults.year.judge import judge
from tools.faults.year.oracle import COHORTS, LATE

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
# The days before this one hold the leap day as well.
QUICK = ("America, forward",)
BEFORE, AFTER = 41, 2


def run(full: bool) -> Outcome:
    chosen = CHANGES if full else {name: CHANGES[name] for name in QUICK}
    changes = "7 changes" if full else "1 change, leap day"
    outcome = Outcome(f"{changes}, 4 zones, {len(LATE)} rules")
    for name, day in chosen.items():
        made_here = around(day, step_hours=1 if full else 3)
        outcome.lost += made_here.lost
        outcome.doubled += made_here.doubled
        outcome.same_key += made_here.same_key
        outcome.wrong += [f"{name}: {words}" for words in made_here.wrong]
    return outcome


def around(day: date, *, step_hours: int) -> Outcome:
    """Hour by hour through the change, from far enough before it that rules that look back have something to see."""
    first, last = day - timedelta(days=BEFORE), day + timedelta(days=AFTER)
    cases = 6 * len(COHORTS) * 4
    with world(facts.company(cases + 60, cases, first, facts.WIDE)) as made:
        # Beginnings from the first day until the change itself.
        made.sql(facts.begin(f"date '{first}' + (place / {len(COHORTS)} * 5 % {BEFORE + 1})::int"))
        days = Days(made, facts.WIDE, lambda: sweep(made))
        moment = datetime.combine(first - timedelta(days=1), time(10), UTC)
        while moment < datetime.combine(last, time(10), UTC):
            days.go_to(moment)
            near = any(abs((moment.date() - change).days) <= 1 for change in CHANGES.values())
            moment += timedelta(hours=step_hours if near else 6)
        known = facts.read(made.sql(facts.CASES))
        return judge(made, Outcome(""), known, since=first, until=last - timedelta(days=1), away=None)


def sweep(made: World) -> None:
    made.plan()
    made.drain()
