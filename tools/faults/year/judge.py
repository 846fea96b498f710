"""The ledger after the days have passed, beside what the oracle counted."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tools.faults.report import Outcome
from tools.faults.world import World
from tools.faults.year.cohorts import LATE
from tools.faults.year.oracle import OF_THE_EVENING, Due, Facts, expected

LEDGER = """
SELECT known.rule, coalesce(known.case_id, made.case_id), known.audience, known.due_on, known.state, known.reason,
    (timezone(site.timezone, known.told_at))::date
FROM notifications_reminder known JOIN people_establishment site ON site.id = known.establishment_id
LEFT JOIN year_case made ON made.employee_id = known.employee_id
"""
RULES = "from notifications.rules import BY_ID\nanswer = sorted(BY_ID)"


@dataclass(frozen=True)
class Away:
    """Nobody was at work from the morning of `first` until that of `back`."""

    first: date
    back: date


def all_days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@dataclass
class Ledger:
    told: dict[Due, date] = field(default_factory=dict)
    missed: set[Due] = field(default_factory=set)
    others: Counter[str] = field(default_factory=Counter)
    doubled: int = 0

    @classmethod
    def of(cls, made: World, cases: set[int], days: Collection[date]) -> "Ledger":
        ledger = cls()
        for line in made.sql(LEDGER).splitlines():
            rule, case, audience, on, state, reason, told_on = line.split("|")
            if int(case) not in cases or not in_time(rule, date.fromisoformat(on), days):
                continue
            due = Due(rule, int(case), audience, date.fromisoformat(on))
            if state == "told":
                ledger.doubled += due in ledger.told
                ledger.told[due] = date.fromisoformat(told_on)
            elif state == "missed":
                ledger.missed.add(due)
            else:
                ledger.others[f"{rule} {state} {reason}"] += 1
        return ledger


def judge(
    made: World, outcome: Outcome, cases: Iterable[Facts], *, days: Collection[date], away: Away | None = None
) -> Outcome:
    """Everything due in these days is told once on its own day; what fell into an absence afterwards, or is missed."""
    unknown = set(made.ask(RULES)) - set(LATE)
    outcome.expect(not unknown, f"the oracle does not count {', '.join(sorted(unknown))}")
    known = list(cases)
    ledger = Ledger.of(made, {one.case for one in known}, days)
    wanted = [due for one in known for due in expected(one) if in_time(due.rule, due.on, days)]
    lost = [due for due in wanted if due not in ledger.told and due not in ledger.missed]
    strangers = set(ledger.told) | ledger.missed
    strangers -= set(wanted)
    late = [due for due, day in ledger.told.items() if not right_day(due, day, away)]
    wrongly_missed = [due for due in ledger.missed if not may_be_missed(due, away)]
    outcome.lost, outcome.missed = len(lost), len(ledger.missed)
    outcome.doubled = ledger.doubled + len(strangers)
    outcome.expect(not lost, f"not in the ledger: {lost[:3]}")
    outcome.expect(not strangers, f"nobody expected {sorted(strangers, key=str)[:3]}")
    outcome.expect(not late, f"{len(late)} told on another day: {[(one, ledger.told[one]) for one in late[:2]]}")
    outcome.expect(not wrongly_missed, f"{len(wrongly_missed)} missed without need: {wrongly_missed[:3]}")
    outcome.expect(not ledger.others, f"neither told nor missed: {dict(ledger.others)}")
    keys = [key for _address, key in made.post.letters()]
    outcome.same_key = len(keys) - len(set(keys))
    by_rule = Counter(due.rule for due in ledger.told)
    outcome.notes.append("told by rule: " + ", ".join(f"{rule} {count}" for rule, count in sorted(by_rule.items())))
    silent = sorted(set(LATE) - set(by_rule))
    outcome.expect(not silent, f"no reminder of {', '.join(silent)}")
    return outcome


def in_time(rule: str, on: date, days: Collection[date]) -> bool:
    """Whether it is due in these days, and so was its telling."""
    return on in days and (rule != OF_THE_EVENING or on + timedelta(days=1) in days)


def right_day(due: Due, told_on: date, away: Away | None) -> bool:
    if away and away.first <= due.on < away.back:
        return told_on == away.back
    return 0 <= (told_on - due.on).days <= (due.rule == OF_THE_EVENING)


def may_be_missed(due: Due, away: Away | None) -> bool:
    """Its day fell into the absence, and on return it was too late for it by its rule."""
    if away is None or not away.first <= due.on < away.back:
        return False
    return due.on + timedelta(days=LATE[due.rule]) < away.back
