"""Everything is down for three days over due dates of each rule: told once on return, or called missed."""

from datetime import UTC, date, datetime, time, timedelta

from tools.faults.report import Outcome
from tools.faults.world import World, work, world
from tools.faults.year import facts
from tools.faults.year.days import Days
from tools.faults.year.judge import Away, judge
from tools.faults.year.oracle import COHORTS, LATE, Facts

FIRST, DOWN, BACK, LAST = date(2026, 3, 2), date(2026, 4, 6), date(2026, 4, 9), date(2026, 4, 10)


def run(full: bool) -> Outcome:
    cases = 40 * (20 if full else 2) * len(COHORTS)
    with world(facts.company(cases + 60, cases, FIRST)) as made:
        made.sql(facts.begin(f"date '{FIRST}' + (place / {len(COHORTS)} % 40)::int"))
        days = Days(made, facts.ZONES, lambda: sweep(made))
        days.common_days(FIRST, DOWN - timedelta(days=1), hours=(15,), told=lambda _day: None)
        made.clock.set(datetime.combine(BACK, time(15), UTC))
        work(made)
        made.wait_until(lambda: made.count("notifications_reminder WHERE state = 'missed'") > 0, "a sweep has come")
        made.product.stop()
        days.common_days(BACK, LAST, hours=(15,), told=lambda _day: None)
        # Nobody can enter anything while all is down: cases in which somebody would have are left out.
        known = [one for one in facts.read(made.sql(facts.CASES)) if not in_between(one)]
        outcome = Outcome(f"3 days, {len(LATE)} rules, {cases} cases")
        return judge(made, outcome, known, since=FIRST, until=LAST, away=Away(DOWN, BACK))


def in_between(one: Facts) -> bool:
    if one.cohort == "limits":
        return False
    entered = {one.finish, one.start + timedelta(days=1) if one.cohort == "visit" else one.finish}
    return any(DOWN <= day < BACK for day in entered)


def sweep(made: World) -> None:
    made.plan()
    made.drain()
