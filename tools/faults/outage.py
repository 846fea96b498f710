"""Everything is down for three days over due dates of each rule: told once on return, or called missed."""

from datetime import UTC, date, datetime, time, timedelta

from tools.faults.report import Outcome
from tools.faults.stack import Stack
from tools.faults.world import World
from tools.faults.year import facts
from tools.faults.year.cohorts import COHORTS, LATE
from tools.faults.year.days import Days
from tools.faults.year.judge import Away, all_days, judge
from tools.faults.year.oracle import Facts

FIRST, LIVE, DOWN, BACK, LAST = (date(2026, *day) for day in ((3, 2), (4, 4), (4, 6), (4, 9), (4, 10)))
BACK_AT_WORK = "notifications_reminder WHERE state = 'missed' AND settled_at >= '{day}'"


def run(stack: Stack, full: int) -> Outcome:
    cases = 40 * (20 if full else 1) * len(COHORTS)
    with stack.world(facts.company(cases + 60, cases, FIRST)) as made:
        made.sql(facts.begin(f"date '{FIRST}' + (place / {len(COHORTS)} % 40)::int"))
        days = Days(made, facts.ZONES, lambda: sweep(made))
        days.pass_over(FIRST, LIVE - timedelta(days=1))
        # What was due before is made up for on the first day, which is not looked at.
        days.common_days(LIVE, DOWN - timedelta(days=1), hours=(15,), told=lambda _day: None)
        made.clock.set(datetime.combine(BACK, time(15), UTC))
        made.product.worker()
        made.hint("plan")
        made.wait_until(lambda: made.count(BACK_AT_WORK.format(day=BACK)) > 0, "a sweep has come")
        made.hint("deliver")
        made.product.stop()
        days.common_days(BACK, LAST, hours=(15,), told=lambda _day: None)
        # Nobody can enter anything while all is down: cases in which somebody would have are left out.
        known = [one for one in facts.read(made.sql(facts.CASES)) if not in_between(one)]
        outcome = Outcome(f"3 days, {len(LATE)} rules, {cases} cases")
        return judge(made, outcome, known, days=all_days(LIVE + timedelta(days=1), LAST), away=Away(DOWN, BACK))


def in_between(one: Facts) -> bool:
    entered = {one.finish, one.start + timedelta(days=1) if one.cohort == "visit" else one.finish}
    return any(DOWN <= day < BACK for day in entered)


def sweep(made: World) -> None:
    made.plan()
    made.drain()
