"""Why a verb of duty refused, in words that say what to do. The codes are those of `duty.lifecycle` and a few more."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duty.lifecycle import INVALID_TRANSITION, NOT_YOUR_RECORD, PERMISSION_DENIED
from people.refusals import NotAllowed, Refused, Words

# Code: (the field that must change, "" for none; the sentence).
WORDS: Mapping[str, tuple[str, Words]] = {
    PERMISSION_DENIED: ("", _("You may not do this. Ask HR.")),
    NOT_YOUR_RECORD: ("", _("This is the record of somebody else.")),
    INVALID_TRANSITION: ("", _("This has been decided already. Reload the page to see where it stands.")),
    "WRONG_DEPARTMENT": ("", _("Only the supervisor of the receiving department answers this.")),
    "SELF_APPROVAL": ("", _("Somebody else must answer this: you are part of it yourself.")),
    "NOT_MATCHED": (
        "task",
        _("This task is not cleared for the limits on file. Choose another one, or settle the open points first."),
    ),
    "STALE_MATCH": (
        "",
        _("The limits or the task have changed, and the duty no longer keeps them. HR must look again."),
    ),
    "NO_CHANGE": ("", _("The duty still keeps the limits.")),
    "REVIEW_DATE_TOO_LATE": ("review_on", _("Choose an earlier review date: it must lie within the limits.")),
    "REASON_REQUIRED": ("reason", _("Write the reason.")),
    "ALTERNATIVE_REQUIRED": ("alternative", _('Name another duty, or write "none available".')),
    "SIGNED_COPY_REQUIRED": (
        "signed_copy",
        _("Confirm that you hold the answer signed by the employee, or let the employee answer."),
    ),
    "TOO_EARLY": ("starts_on", _("The first day of this duty has not come yet.")),
    "MAX_PERIOD_EXCEEDED": (
        "planned_end_on",
        _("This goes past the longest period. Choose an earlier last day, or write the reason for more."),
    ),
    "COVERAGE_NOT_PASSED": ("", _("The limits still cover this duty.")),
    "RELEASE_REQUIRED": ("full_duty", _("Full duty needs a work status report that says so. Enter that report first.")),
    "OVERLAP": ("starts_on", _("Another duty of this person is active in this time. End that one first.")),
    "NO_STAGE": ("", _("There is no such stage. Write a graded return, or change the duty.")),
    "STAGE_TOO_EARLY": ("", _("The next stage has not come yet. Its days stand in the plan.")),
    "STAGE_NOT_COVERED": ("", _("No report on file covers the next stage. Ask for a new report first.")),
    "REVIEW_REQUIRED": ("", _("No review of this stage has been held. Hold the review first.")),
    "WORKED_TODAY": (
        "starts_on",
        _("The version before ended today, after these hours had begun. This one can start tomorrow."),
    ),
    "NO_VALID_COVERAGE": (
        "planned_end_on",
        _("The limits or the planned end run out before the review. Ask for a new report first."),
    ),
    "CASE_NOT_OPEN": ("", _("Duties belong to an open case. Take up the report first.")),
    "DUTY_OPEN": ("", _("A duty is still open. End or withdraw it first.")),
    "CONCERN_OPEN": ("", _('"I was asked to do more" is still unanswered. Answer it first.')),
}
NOT_THE_PERSON = frozenset({PERMISSION_DENIED, NOT_YOUR_RECORD, "WRONG_DEPARTMENT", "SELF_APPROVAL"})


def refusal(code: str, *, limits_end_on: date | None = None, planned_end_on: date | None = None) -> Refused:
    """The refusal of a code; with the last day that a review may have, it names that day."""
    field, words = WORDS[code]
    if code in NOT_THE_PERSON:
        return NotAllowed(words, code=code)
    if code == "REVIEW_DATE_TOO_LATE":
        words = _review_words(limits_end_on, planned_end_on) or words
    return Refused({field: words}, code=code)


def _review_words(limits_end_on: date | None, planned_end_on: date | None) -> Words | None:
    if limits_end_on and (planned_end_on is None or limits_end_on <= planned_end_on):
        return format_lazy(
            _("Choose a review date on or before {day}: the limits end then."), day=plain_day(limits_end_on)
        )
    if planned_end_on:
        return format_lazy(
            _("Choose a review date on or before {day}: the duty ends then."), day=plain_day(planned_end_on)
        )
    return None


def plain_day(day: date) -> str:
    """A day as a sentence says it: "December 12"."""
    # Translators: PHP-style date format of a day inside a sentence, without the year.
    return date_format(day, str(pgettext_lazy("format of a day in a sentence", "F j")))
