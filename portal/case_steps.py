"""The way of a case in seven steps, each with its date. Pure: everything is in the facts it is given."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from duty.models import Assignment
from injuries.models import Case
from portal.day_words import short, weekday
from portal.parts import Step
from recovery.models import WorkStatusReport

WORKING = ("active", "scheduled")


@dataclass(frozen=True)
class Facts:
    """What the steps are read from; None is what has not happened."""

    case: Case
    today: date
    triaged_on: date | None = None
    report: WorkStatusReport | None = None
    limits_end_on: date | None = None
    released: bool = False
    duty: Assignment | None = None
    asked_since: date | None = None
    follow_up_by: date | None = None
    next_visit_on: date | None = None
    last_visit_on: date | None = None


def steps(facts: Facts, urls: dict[str, str], *, known: Collection[str] | None = None) -> list[Step]:
    """`urls` by the name of the step; a step without one cannot be opened. `known`: the only ones shown, if given."""
    made = {
        "reported": (gettext("Reported"), ("done", short(facts.case.opened_on))),
        "triage": (gettext("Triaged"), _triaged(facts)),
        "work_status": (gettext("Work status"), _work_status(facts)),
        "duty": (gettext("Duty"), _duty(facts)),
        "follow_up": (gettext("Follow-up"), _follow_up(facts)),
        "review": (gettext("Review"), _review(facts)),
        "full_duty": (gettext("Full duty"), _full_duty(facts)),
    }
    return [
        Step(name=name, when=when, state=state, url=urls.get(code, ""))
        for code, (name, (state, when)) in made.items()
        if known is None or code in known
    ]


def late(days: int) -> str:
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}


def _triaged(facts: Facts) -> tuple[str, str]:
    if facts.triaged_on:
        return "done", short(facts.triaged_on)
    return "now", gettext("waits for you")


def _work_status(facts: Facts) -> tuple[str, str]:
    if facts.report is None:
        return ("now" if facts.triaged_on else "later"), gettext("no report yet")
    issued = short(facts.report.issued_on)
    if facts.limits_end_on and facts.limits_end_on < facts.today:
        return "over", gettext("%(day)s, run out") % {"day": issued}
    return "done", gettext("%(day)s, valid") % {"day": issued}


def _duty(facts: Facts) -> tuple[str, str]:
    duty = facts.duty
    if duty is None:
        waiting = facts.report is not None and facts.report.status == WorkStatusReport.Status.RESTRICTED
        return ("now" if waiting else "later"), (gettext("none offered") if waiting else gettext("not needed yet"))
    if duty.state == "active":
        return "done", gettext("active since %(day)s") % {"day": short(duty.activated_on or duty.starts_on)}
    if duty.state == "scheduled":
        return "done", gettext("starts %(day)s") % {"day": short(duty.starts_on)}
    if duty.state in ("suspended", "lapsed"):
        return "over", str(duty.get_state_display()).lower()
    return "now", str(duty.get_state_display()).lower()


def _follow_up(facts: Facts) -> tuple[str, str]:
    if facts.next_visit_on:
        return "done", gettext("booked for %(day)s") % {"day": short(facts.next_visit_on)}
    if facts.asked_since and facts.follow_up_by:
        over = (facts.today - facts.follow_up_by).days
        if over > 0:
            return "over", late(over)
        return "now", gettext("asked for since %(day)s") % {"day": short(facts.asked_since)}
    if facts.last_visit_on:
        return "done", gettext("seen %(day)s") % {"day": short(facts.last_visit_on)}
    return "later", gettext("not asked for")


def _review(facts: Facts) -> tuple[str, str]:
    duty = facts.duty
    if duty is None or duty.state not in WORKING:
        return "later", gettext("none planned")
    over = (facts.today - duty.review_on).days
    if over > 0:
        return "over", late(over)
    due = weekday(duty.review_on)
    return ("now" if over > -8 else "later"), gettext("due %(day)s") % {"day": due}


def _full_duty(facts: Facts) -> tuple[str, str]:
    if facts.case.closed_on:
        return "done", gettext("closed %(day)s") % {"day": short(facts.case.closed_on)}
    if facts.released:
        return "now", gettext("released, close the case")
    return "later", gettext("needs a release")
