"""Case files of the review date command: read, check, plan, answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from . import case_values as read
from .case_values import Fault, Record
from .review_dates import LONGEST_INTERVAL, NO_VALID_COVERAGE, USUAL_INTERVAL, WEEKEND, plan_review


def answer_review_cases(cases: list[Any]) -> tuple[list[Record], bool]:
    return read.answer_all(cases, _answer)


def _answer(case: Record) -> Record:
    args = read.record(case.get("args"), "args")
    review_on = plan_review(
        read.day(args, "start", "args"),
        interval=_interval(args),
        restriction_to=read.optional_day(args, "restriction_to", "args"),
        next_appt=read.optional_day(args, "next_appt", "args"),
        planned_end=read.optional_day(args, "planned_end", "args"),
        holidays=_holidays(args),
        weekend=_weekend(args),
    )
    return {"review_on": NO_VALID_COVERAGE if review_on is None else review_on.isoformat()}


def _interval(args: Record) -> int:
    days = read.optional_number(args, "interval", "args", most=LONGEST_INTERVAL)
    if days is None:
        return USUAL_INTERVAL
    if days < 1 or days != int(days):
        raise Fault("args.interval", f"must be a whole number of days from 1 to {LONGEST_INTERVAL}")
    return int(days)


def _holidays(args: Record) -> frozenset[date]:
    return frozenset(read.as_day(item, where) for item, where in read.items(args, "holidays", "args"))


def _weekend(args: Record) -> frozenset[int]:
    if args.get("weekend") is None:
        return WEEKEND
    days = set()
    for item, where in read.items(args, "weekend", "args"):
        if isinstance(item, bool) or not isinstance(item, int) or not 0 <= item <= 6:
            raise Fault(where, "must be a weekday from 0 (Monday) to 6 (Sunday)")
        days.add(item)
    if len(days) == 7:
        raise Fault("args.weekend", "must leave at least one working day")
    return frozenset(days)
