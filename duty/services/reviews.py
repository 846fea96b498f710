"""A duty under way: reviews, more time, a stop, going on after it, a change, the end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from duty import facts
from duty.lifecycle import FULL_DUTY, PERMISSION_DENIED
from duty.matching import restrictions_in_force
from duty.models import Assignment, DutyReview
from duty.refusal_words import refusal
from duty.review_dates import coverage_end
from duty.rows import reports_of, review_date_for, standing_of
from duty.services.decisions import refuse_overlap
from duty.services.drafts import write_draft
from duty.services.plans import plan_of, wrong_review
from duty.services.policies import longest_days
from duty.services.questions import decide_period
from duty.services.steps import locked, note, take_step, today_at
from duty.spans import active_spans, days_in
from people.models import User
from people.refusals import Refused
from people.scope import verb
from people.wall import Actor

DAY = timedelta(days=1)


@verb
def hold_review(
    *,
    actor: Actor,
    assignment: Assignment,
    at: datetime,
    decision: str,
    review_on: date | None = None,
    employee_words: str = "",
    reason: str = "",
) -> Assignment:
    """A review: the duty goes on with its next review date, changes into a new draft, or ends.

    Answers what is to be looked at next: the new draft after a change, the duty itself otherwise.
    """
    if decision == DutyReview.Decision.CONTINUE:
        after = _continue(actor, assignment, at, review_on)
    elif decision == DutyReview.Decision.CHANGE:
        after = change(actor=actor, assignment=assignment, at=at, reason=reason)
    elif decision == DutyReview.Decision.END:
        after = end(actor=actor, assignment=assignment, at=at, reason=reason)
    else:
        raise Refused({"decision": _("Choose whether the duty goes on, changes or ends.")})
    DutyReview.objects.create(
        assignment=assignment,
        held_on=today_at(after, at),
        decision=decision,
        employee_words=employee_words.strip()[:500],
        next_review_on=after.review_on if decision == DutyReview.Decision.CONTINUE else None,
        by=_signed_in(actor),
        at=at,
    )
    return after


def _signed_in(actor: Actor) -> User:
    if actor.user is None:
        raise refusal(PERMISSION_DENIED)
    return actor.user


def _continue(actor: Actor, assignment: Assignment, at: datetime, wanted: date | None) -> Assignment:
    # The row as a supervisor's request read it has no case: only this verb sees that.
    before = locked(assignment)
    reports = reports_of([before.case_id])
    day = _next_review(before, reports, at, wanted, planned_end_on=before.planned_end_on)
    row = take_step(
        assignment=before,
        held=True,
        reports=reports,
        action="review_continue",
        doer=actor,
        at=at,
        event={"review_date": day},
        columns={"review_on": day},
    ).assignment
    _check_next(wanted, today_at(row, at))
    note(row, "duty.reviewed", actor, at, review_on=row.review_on.isoformat())
    return row


def _next_review(
    row: Assignment,
    reports: Mapping[int, list[facts.Report]],
    at: datetime,
    wanted: date | None,
    *,
    planned_end_on: date | None,
    first: bool = False,
) -> date:
    """The date wanted, or one worked out. Without coverage it is today, which the rules refuse in their words."""
    if wanted is not None:
        return wanted
    today = today_at(row, at)
    standing = restrictions_in_force(reports[row.case_id], today)
    cap = coverage_end(standing.ends_on, planned_end_on)
    if cap and cap < today:
        return today
    return review_date_for(row.case, today, planned_end_on, first=first, standing=standing)


def _check_next(wanted: date | None, today: date) -> None:
    """Asked after the rules, so that who may not do it at all hears that first."""
    if wanted is not None and wanted <= today:
        raise Refused({"review_on": _("Enter a review date after today.")})
    wrong = wrong_review(wanted, today) if wanted else {}
    if wrong:
        raise Refused(wrong)


@verb
def extend(
    *,
    actor: Actor,
    assignment: Assignment,
    at: datetime,
    planned_end_on: date,
    review_on: date | None = None,
    reason: str = "",
) -> Assignment:
    """A later last day. Past the longest period of a case it needs a reason of HR's."""
    row = locked(assignment)
    today = today_at(row, at)
    reports = reports_of([row.case_id])
    day = _next_review(row, reports, at, review_on, planned_end_on=planned_end_on)
    most = longest_days(row.establishment_id)
    taken = take_step(
        assignment=row,
        held=True,
        reports=reports,
        action="extend",
        doer=actor,
        at=at,
        reason=reason,
        used=(days_in(active_spans([row.case_id], today).get(row.case_id, [])), most),
        event={
            "planned_end": planned_end_on,
            "review_date": day,
            "days_added": max(0, (planned_end_on - today).days),
        },
        columns={"planned_end_on": planned_end_on, "review_on": day},
    )
    _check_extension(row, planned_end_on, today)
    _check_next(review_on, today)
    if reason.strip():
        decide_period(actor=actor, case=row.case, reason=reason, at=at)
    note(taken.assignment, "duty.extended", actor, at, until=planned_end_on.isoformat())
    return taken.assignment


def _check_extension(before: Assignment, planned_end_on: date, today: date) -> None:
    if planned_end_on < today or (before.planned_end_on and planned_end_on <= before.planned_end_on):
        raise Refused({"planned_end_on": _("Enter a last day after the present one.")})


@verb
def safety_stop(*, actor: Actor, assignment: Assignment, at: datetime, reason: str) -> Assignment:
    """Stop the duty now: by the employee, a supervisor or HR. None of its work is done until HR resumes it."""
    row = take_step(
        assignment=assignment,
        action="safety_stop",
        doer=actor,
        at=at,
        reason=reason,
        columns={"reason": reason.strip()[:500]},
    ).assignment
    note(row, "duty.stopped", actor, at)
    return row


@verb
def resume(*, actor: Actor, assignment: Assignment, at: datetime, review_on: date | None = None) -> Assignment:
    """Go on after a stop; the first review is a week later."""
    row = locked(assignment)
    reports = reports_of([row.case_id])
    day = _next_review(row, reports, at, review_on, planned_end_on=row.planned_end_on, first=True)
    refuse_overlap(row)
    columns = {"review_on": day, "reason": "", "activated_on": row.activated_on or today_at(row, at)}
    taken = take_step(
        assignment=row,
        held=True,
        reports=reports,
        action="resume",
        doer=actor,
        at=at,
        event={"review_date": day},
        columns=columns,
    )
    _check_next(review_on, taken.today)
    note(taken.assignment, "duty.resumed", actor, at, review_on=taken.assignment.review_on.isoformat())
    return taken.assignment


@verb
def change(*, actor: Actor, assignment: Assignment, at: datetime, reason: str) -> Assignment:
    """End this version and link a new draft, which HR then builds; answers the draft."""
    before = locked(assignment)
    columns = {"reason": reason.strip()[:500], "ended_on": last_day(before, at)}
    taken = take_step(assignment=before, held=True, action="change", doer=actor, at=at, reason=reason, columns=columns)
    old, today = taken.assignment, taken.today
    # A new version begins the day after the old one was last worked in.
    starts_on = max(before.starts_on, today + DAY if before.state == Assignment.State.ACTIVE else today)
    planned_end = old.planned_end_on if old.planned_end_on and old.planned_end_on >= starts_on else None
    standing = standing_of(old.case, starts_on)
    cap = coverage_end(standing.ends_on, planned_end)
    covered = cap is None or cap >= starts_on
    plan = replace(
        plan_of(old),
        starts_on=starts_on,
        planned_end_on=planned_end,
        review_on=review_date_for(old.case, starts_on, planned_end, standing=standing) if covered else starts_on,
        answer_by=None,
        doctor_agreed_on=None,
    )
    draft = write_draft(actor=actor, case=old.case, plan=plan, today=today, at=at, previous=old)
    note(old, "duty.changed", actor, at)
    return draft


@verb
def end(*, actor: Actor, assignment: Assignment, at: datetime, reason: str, full_duty: bool = False) -> Assignment:
    """End the duty; back to full duty only with a release on file."""
    before = locked(assignment)
    words = reason.strip() or (FULL_DUTY if full_duty else "")
    columns = {"reason": words[:500], "ended_on": last_day(before, at)}
    event = {"reason": FULL_DUTY if full_duty else words}
    row = take_step(
        assignment=before, held=True, action="end", doer=actor, at=at, reason=words, event=event, columns=columns
    ).assignment
    note(row, "duty.ended", actor, at, full_duty=full_duty)
    return row


def last_day(row: Assignment, at: datetime) -> date | None:
    """The last day worked in it; None if it never began. A stop earlier on was the last day then."""
    if row.activated_on is None:
        return None
    today = today_at(row, at)
    if row.state == Assignment.State.ACTIVE:
        return today
    spans = active_spans([row.case_id], today).get(row.case_id, [])
    return max((span.end for span in spans if span.assignment == row.pk), default=None)
