"""What a course means: which findings open and which close, each by a rule of one sentence."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from recovery import backstop
from recovery.models import CheckIn, Stall, WorkStatusReport
from recovery.reading import SCALES
from recovery.services.findings import Kind, Reason, close_finding, open_finding, quiet_until
from recovery.services.fold import Fold
from recovery.services.rules import Subject
from recovery.stall import Answer

ALERTS = (Kind.STALLED, Kind.WORSENING)
GOOD = ("improving", "recovered")


def weigh(subject: Subject, fold: Fold, found: dict[str, Stall], *, from_day: date | None) -> None:
    """After check-ins were read: close what no longer holds, open what does. `found` are the open findings."""
    _close_corrected(subject, fold, found, from_day or date.min)
    _close_better(subject, fold, found)
    _open_alert(subject, fold, found)
    _weigh_no_gain(subject, fold, found, from_day or date.min)
    _weigh_limits(subject, fold, found)


def _close(subject: Subject, found: dict[str, Stall], kind: str, reason: Stall.CloseReason) -> None:
    close_finding(found.pop(kind), reason, case=subject.case, at=subject.at)


def _close_corrected(subject: Subject, fold: Fold, found: dict[str, Stall], from_day: date) -> None:
    """A finding whose answers now say something else rested on a mistake."""
    for kind in ALERTS:
        stall = found.get(kind)
        if stall and stall.opened_on >= from_day and fold.status_on(stall.opened_on) != kind:
            _close(subject, found, kind, Reason.CORRECTED)


def _close_better(subject: Subject, fold: Fold, found: dict[str, Stall]) -> None:
    if fold.status not in GOOD:
        return
    reason = Reason.RECOVERED if fold.status == "recovered" else Reason.IMPROVED
    for kind in ALERTS:
        if kind in found:
            _close(subject, found, kind, reason)


def _open_alert(subject: Subject, fold: Fold, found: dict[str, Stall]) -> None:
    """Stalled or worsening, unless a clinician has just looked; a growing symptom does not wait for that."""
    if fold.status not in ALERTS or fold.status in found or not fold.rows:
        return
    said = fold.rows[-1][1]
    if not said.symptom and quiet_until(subject) is not None:
        return
    open_finding(subject, Kind(fold.status), said.snapshot or dict(fold.numbers))


def judge_backstop(subject: Subject) -> None:
    """The look on the backstop day, once per case: whoever has had no gain that matters since day 0."""
    wait = quiet_until(subject)
    if wait is not None:
        subject.course.backstop_on = wait
        return
    subject.course.backstop_on = None
    evidence = _no_gain(subject)
    if evidence and not Stall.objects.filter(case=subject.case, kind=Kind.NO_GAIN).exists():
        open_finding(subject, Kind.NO_GAIN, evidence)


def _weigh_no_gain(subject: Subject, fold: Fold, found: dict[str, Stall], from_day: date) -> None:
    stall = found.get(Kind.NO_GAIN)
    if stall is None or _no_gain(subject) is not None:
        return
    if fold.status == "recovered":
        reason = Reason.RECOVERED
    elif stall.opened_on >= from_day and not _rests(subject, stall):
        reason = Reason.CORRECTED
    else:
        reason = Reason.IMPROVED
    _close(subject, found, Kind.NO_GAIN, reason)


def _rests(subject: Subject, stall: Stall) -> bool:
    """Would the finding still be opened from the answers up to its day?"""
    return _no_gain(subject, on=stall.opened_on) is not None


def _no_gain(subject: Subject, on: date | None = None) -> dict[str, Any] | None:
    today = on or subject.today
    rows = CheckIn.objects.current().filter(case=subject.case, day__lte=today).exclude(scores={})
    first = subject.date_of(backstop.START_DAYS)
    late = today - timedelta(days=backstop.NOW_DAYS)
    needed = list(rows.filter(Q(day__lt=first) | Q(day__gt=late)).order_by("day").values_list("day", "scores"))
    if not needed or needed[-1][0] <= late:
        needed += rows.order_by("-day").values_list("day", "scores")[:1]
    answers = {day: Answer(subject.number(day), scores) for day, scores in needed}
    number = subject.number(today)
    found = backstop.no_gain(list(answers.values()), scales=SCALES, day=number)
    if found is None:
        return None
    used = [answer.to_json() for answer in answers.values()]
    return {"day": number, "start": found.start, "now": found.now, "meaningful": found.meaningful, "check_ins": used}


def _weigh_limits(subject: Subject, fold: Fold, found: dict[str, Stall]) -> None:
    """Better for two weeks while an old report still restricts: ask for a new one. It loosens nothing by itself."""
    kind = Kind.RESTRICTIONS_UNCHANGED
    if fold.status not in GOOD:
        if kind in found and fold.status in ALERTS:
            _close(subject, found, kind, Reason.NO_LONGER)
        return
    if kind in found or fold.last is None:
        return
    evidence = _unchanged_limits(subject, fold, fold.last)
    if evidence:
        open_finding(subject, kind, evidence)


def _unchanged_limits(subject: Subject, fold: Fold, last: CheckIn) -> dict[str, Any] | None:
    standing = WorkStatusReport.objects.certain().filter(case=subject.case, starts_on__lte=subject.today)
    report = standing.order_by("-issued_on", "-starts_on").first()
    level = fold.numbers.get("level")
    if report is None or not isinstance(level, float):
        return None
    at_report = _level_on(subject, report.issued_on)
    since = good_since(subject, last)
    if at_report is None:
        return None
    numbers = {"day": subject.number(subject.today), "level": level, "level_at_report": at_report}
    asked = backstop.restrictions_unchanged(
        day=subject.number(subject.today),
        improving_since=subject.number(since) if since else None,
        level_at_report=at_report,
        level=level,
        report_day=(report.issued_on - subject.case.day_zero).days,
        full_release=report.status == WorkStatusReport.Status.FULL_RELEASE,
    )
    return {**numbers, "report": report.pk, "issued_on": report.issued_on.isoformat()} if asked else None


def _level_on(subject: Subject, day: date) -> float | None:
    rows = CheckIn.objects.current().filter(case=subject.case, day__lte=day).exclude(evidence={})
    found = rows.order_by("-day").values_list("evidence__level", flat=True).first()
    return float(found) if found is not None else None


def good_since(subject: Subject, last: CheckIn) -> date | None:
    """The first check-in of the present run of improving or recovered ones."""
    rows = CheckIn.objects.current().filter(case=subject.case, day__lte=last.day)
    other = rows.exclude(status__in=GOOD).order_by("-day").values_list("day", flat=True).first()
    run = rows.filter(day__gt=other) if other else rows
    return run.order_by("day").values_list("day", flat=True).first()
