"""A graded return as its people read it: which stage it is now, and the days from which the next ones may begin."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from duty.models import Assignment, ReturnStage
from duty.services.readiness import Readiness, readiness, stage_beside
from people.wall import Actor, readable
from portal.day_words import in_full
from portal.duty_facts import hours_of
from portal.parts import Text
from portal.shown import short_day


@dataclass(frozen=True)
class StageLine:
    """`tone`, `word` and `icon` are the tag of the stage, "" where it has none."""

    on: date
    title: str
    detail: str
    goal: str = ""
    tone: str = ""
    word: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Need:
    """One thing that stepping up needs, and whether it is there."""

    words: Text
    met: bool


def stage_lines(actor: Actor, duty: Assignment) -> list[StageLine]:
    """The plan with the reader's rights: tasks, hours and dates for all, the goals for whoever may know them."""
    if duty.stage is None:
        return []
    rows = ReturnStage.objects.visible_to(actor).of(duty).select_related("plan__duty__employee")
    return [_line(actor, row, duty.stage.position) for row in rows]


def _line(actor: Actor, row: ReturnStage, now: int) -> StageLine:
    hours = hours_of(row.shift_starts or row.task.shift_starts, row.shift_ends or row.task.shift_ends)
    span = _("%(first)s to %(last)s") % {"first": short_day(row.starts_on), "last": short_day(row.ends_on)}
    tone, word, icon = "", "", ""
    if row.position == now:
        tone, word, icon = "ok", _("now"), "check"
    elif row.position > now and row.needs_report:
        tone, word, icon = "due", _("needs a report"), "file"
    return StageLine(
        on=row.starts_on,
        title=_("Stage %(n)s: %(task)s") % {"n": row.position, "task": row.task.name},
        detail=" · ".join(part for part in (hours, span) if part),
        goal=row.goal if readable(actor, row, "goal") else "",
        tone=tone,
        word=word,
        icon=icon,
    )


def needs_of(ready: Readiness) -> list[Need]:
    """What stepping up rests on, each with its own answer."""
    day = short_day(ready.stage.starts_on)
    return [
        Need(_("The stage may begin from %(day)s") % {"day": day}, ready.day_reached),
        Need(_("A report on file covers it"), ready.report_covers),
        Need(_("A review of the present stage was held"), ready.review_held),
        Need(_("The task keeps the limits"), ready.result.offerable),
    ]


def stage_context(actor: Actor, duty: Assignment, at: datetime) -> dict[str, Any]:
    """For HR: the plan, and what the next stage still needs, each with its answer."""
    found: dict[str, Any] = {"stages": stage_lines(actor, duty)}
    above = stage_beside(duty, 1)
    if above is None or duty.state != Assignment.State.ACTIVE:
        return found
    ready = readiness(duty, above, at, up=True)
    holds_from = in_full(ready.starts_on) if ready.complete else ""
    return {**found, "needs": needs_of(ready), "holds_from": holds_from}
