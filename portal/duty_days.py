"""The days of a case in words: spans, gaps and records, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from duty.ledger import AWAY, BETWEEN, NOTHING_OFFERED, RESTRICTED, TRANSFER, DaySpan, Ledger
from duty.models import Assignment, DayRecord
from people.refusals import Words
from portal.day_words import weekday

STATUS_WORDS: dict[str, Words] = {
    RESTRICTED: _("Own job, restricted"),
    TRANSFER: _("Another job"),
    AWAY: _("Kept at home, no suitable duty"),
}
GAP_WORDS: dict[str, Words] = {
    "suspended": _("The duty was stopped."),
    "lapsed": _("The duty had run out."),
    "scheduled": _("The duty had not started."),
    "pending_employee": _("The employee had not answered."),
    "pending_supervisor": _("The supervisor had not answered."),
    "draft": _("The duty was a draft."),
    BETWEEN: _("Between two duties."),
    NOTHING_OFFERED: _("No duty had been offered."),
}


@dataclass(frozen=True)
class Line:
    """`record_url` leads to the form that answers a gap; `void` is the record that may be taken back."""

    start: date
    end: date
    what: str
    detail: str
    days: str
    gap: bool = False
    record_url: str = ""
    duty: UUID | None = None
    void: int | None = None

    @property
    def span(self) -> str:
        if self.start == self.end:
            return weekday(self.start)
        return gettext("%(first)s to %(last)s") % {"first": weekday(self.start), "last": weekday(self.end)}


def day_lines(
    ledger: Ledger, duties: Iterable[Assignment], records: Iterable[DayRecord], record_url: str
) -> list[Line]:
    """`record_url` is empty for whoever may not record."""
    by_id = {duty.pk: duty for duty in duties}
    lines = [_explained(row, record_url) for row in records if row.kind == DayRecord.Kind.EXPLAINED]
    known = {row.pk: row for row in records}
    for span in ledger.spans:
        duty = by_id.get(span.version)  # type: ignore[call-overload]  # a version is the key of a duty
        row = known.get(span.record)  # type: ignore[call-overload]  # a record is the key of a row
        lines.append(_span(span, duty, row, bool(record_url)))
    for gap in ledger.gaps:
        asked = f"{record_url}?{urlencode({'from': gap.start, 'until': gap.end})}" if record_url else ""
        words = str(GAP_WORDS[gap.reason])
        lines.append(
            Line(gap.start, gap.end, gettext("No record"), words, counted(gap.days), gap=True, record_url=asked)
        )
    return sorted(lines, key=lambda line: line.start, reverse=True)


def _span(span: DaySpan, duty: Assignment | None, row: DayRecord | None, may_void: bool) -> Line:
    told = row.reason if row else ""
    if duty:
        told = _about(duty, span.affects_routine_functions, span.limits_full_workday)
    return Line(
        span.start,
        span.end,
        str(STATUS_WORDS[span.status]),
        told,
        counted(span.days),
        duty=duty.pk if duty else None,
        void=row.pk if row and may_void else None,
    )


def counted(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _explained(row: DayRecord, record_url: str) -> Line:
    days = (row.ends_on - row.starts_on).days + 1
    void = row.pk if record_url else None
    return Line(row.starts_on, row.ends_on, gettext("Explained"), row.reason, counted(days), void=void)


def _about(duty: Assignment, routine: bool, shorter: bool) -> str:
    parts = [gettext("%(task)s, version %(n)s") % {"task": duty.task.name, "n": duty.version}]
    if duty.own_job and routine:
        parts.append(gettext("without a routine function"))
    if shorter:
        parts.append(gettext("without the full shift"))
    return ", ".join(parts)
