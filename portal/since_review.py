"""What happened to a duty since its last review: limits, reports, what the employee said. For HR, before deciding."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from duty.limit_changes import CHANGED, EXPIRED, GONE, NEW, LimitChange, limit_changes
from duty.matching import restrictions_in_force
from duty.models import Assignment, Concern, DutyReview
from duty.rows import report_of, standing_reports
from people.clock import local_day
from portal.limit_words import in_words
from recovery.models import WorkStatusReport
from recovery.restriction_words import in_plain_words

TONES = {NEW: ("late", "plus"), CHANGED: ("due", "sliders"), EXPIRED: ("due", "clock"), GONE: ("ok", "check")}


@dataclass(frozen=True)
class Changed:
    """One limit: tone and word for what happened to it, what it says now, and what it said."""

    tone: str
    icon: str
    word: str
    says: str
    said: str = ""


@dataclass(frozen=True)
class SinceReview:
    since: date
    reviewed: bool
    limits: list[Changed]
    reports: list[WorkStatusReport]
    concerns: list[Concern]
    words: list[DutyReview]

    @property
    def nothing(self) -> bool:
        return not (self.limits or self.reports or self.concerns)


def since_review(duty: Assignment, today: date) -> SinceReview:
    """In four queries: the reviews, the reports with their limits, and what the employee raised."""
    reviews = list(DutyReview.objects.filter(assignment=duty).order_by("-held_on", "-pk"))
    since = reviews[0].held_on if reviews else duty.activated_on or duty.starts_on
    zone = duty.case.establishment.timezone
    reports = standing_reports([duty.case_id])
    known = [report_of(row) for row in reports if local_day(row.entered_at, zone) <= since]
    changes = limit_changes(
        restrictions_in_force(known, since), restrictions_in_force([report_of(row) for row in reports], today)
    )
    concerns = Concern.objects.filter(case=duty.case_id).order_by("raised_at")
    return SinceReview(
        since=since,
        reviewed=bool(reviews),
        limits=[changed(change) for change in changes],
        reports=[row for row in reports if local_day(row.entered_at, zone) > since],
        concerns=[row for row in concerns if local_day(row.raised_at, zone) >= since],
        words=[row for row in reviews if row.employee_words][:3],
    )


def changed(change: LimitChange) -> Changed:
    words = {
        NEW: gettext("New"),
        CHANGED: gettext("Changed"),
        EXPIRED: gettext("Run out"),
        GONE: gettext("No longer"),
    }
    tone, icon = TONES[change.kind]
    now, before = in_limit_words(change.now), in_limit_words(change.before)
    said = before if change.kind == CHANGED and before != now else ""
    return Changed(tone, icon, words[change.kind], now or before, said)


def in_limit_words(restriction: Any) -> str:
    return in_words(in_plain_words(restriction, own=False).text) if restriction is not None else ""
