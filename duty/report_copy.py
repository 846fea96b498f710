"""The copy of a work status report as it was entered, for the employee: never for a supervisor."""

from collections.abc import Iterator
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duty.papers import BULLET, HEADING
from duty.rows import restriction_of
from recovery.models import WorkStatusReport
from recovery.restriction_words import in_plain_words
from recovery.sentences import render


def report_text(report: WorkStatusReport, *, language: str) -> str:
    """What the provider said, coded and in the original words, in the language of the reader."""
    with translation.override(language):
        name = report.case.employee.name
        parts = [
            [HEADING + _("Copy of a work status report"), _("For: %(name)s") % {"name": name}, *_facts(report)],
            [HEADING + _("Limits"), *_limits(report)],
        ]
        return "\n\n".join("\n".join(lines) for lines in parts if len(lines) > 1)


def _facts(report: WorkStatusReport) -> Iterator[str]:
    yield _("Provider: %(name)s") % {"name": report.provider}
    yield _("Issued: %(day)s") % {"day": _day(report.issued_on)}
    if report.exam_on:
        yield _("Examined: %(day)s") % {"day": _day(report.exam_on)}
    yield _("Work: %(status)s") % {"status": report.get_status_display()}
    if report.ends_on:
        dates = {"start": _day(report.starts_on), "end": _day(report.ends_on)}
        yield _("From %(start)s until %(end)s") % dates
    else:
        yield _("From %(start)s, no end given") % {"start": _day(report.starts_on)}
    if report.next_appointment_on:
        yield _("Next appointment: %(day)s") % {"day": _day(report.next_appointment_on)}
    yield _("Signed by the provider.") if report.signed else _("It is not recorded whether the provider signed it.")


def _limits(report: WorkStatusReport) -> Iterator[str]:
    for row in report.restrictions.all():
        text = in_plain_words(restriction_of(row)).text
        said = render(text, translate=_, translate_plural=ngettext, format_date=_day)
        yield BULLET + (f"{said}: “{row.original_words}”" if row.original_words else said)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
