"""The written offer: what a duty is, what it asks, what it rests on, and how to say no or stop. Frozen when it is sent.

Plain text in the employee's language. It holds what the rows know; it never threatens, and says who decides.
"""

from collections.abc import Iterable, Iterator
from datetime import date, time

from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duty.facts import DemandRow
from duty.models import Assignment
from duty.reasons import CONDITION_WORDS
from duty.rows import LimitInForce, demand_of
from recovery.restriction_words import in_plain_words
from recovery.restrictions import ACTIVITIES, HANDS, NOT_RELEASED
from recovery.sentences import Sentence, figure, ngettext_lazy, render


def offer_text(assignment: Assignment, limits: Iterable[LimitInForce]) -> str:
    """The offer as it is sent; `limits` are those in force on the first day."""
    with translation.override(assignment.employee.language):
        parts = [
            [_("Offer of a duty within your limits")],
            list(_work(assignment)),
            list(_demands(assignment)),
            list(_limits(limits)),
            list(_times(assignment)),
            list(_rules(assignment)),
            list(_answer(assignment)),
        ]
        return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _work(row: Assignment) -> Iterator[str]:
    task = row.task
    yield _("Duty: %(name)s (%(kind)s)") % {"name": _(task.name), "kind": row.get_kind_display()}
    if task.description:
        yield _("What you do: %(words)s") % {"words": task.description}
    yield _("Department: %(name)s") % {"name": row.department.name}
    yield _("Where: %(place)s") % {"place": task.place or row.department.establishment.name}
    if row.ask_for:
        yield _("Ask for: %(name)s") % {"name": row.ask_for}
    labels = {change["code"]: change.get("label") for change in task.modifications}
    for code in row.modifications:
        yield _("Changed for you: %(change)s") % {"change": _(labels.get(code) or code)}
    for code in row.conditions:
        yield _("Condition: %(condition)s") % {"condition": _(CONDITION_WORDS.get(code, code))}


def _demands(row: Assignment) -> Iterator[str]:
    yield _("What it asks of your body, in a shift:")
    for demand in [demand for task, _starts, _ends in row.parts for demand in task.demands.all()]:
        yield "- " + demand_words(demand_of(demand))


def demand_words(demand: DemandRow) -> str:
    """ "Lift from waist to shoulder: 2 hours, 10 lb, either hand"."""
    told: list[str] = []
    if demand.hours is not None:
        told.append(_say(ngettext_lazy("%(number)s hour", "%(number)s hours", demand.hours)))
    if demand.weight_lb is not None:
        told.append(f"{figure(demand.weight_lb)} lb")
    if demand.weight_kg is not None:
        told.append(f"{figure(demand.weight_kg)} kg")
    if demand.continuous_min is not None:
        told.append(_("at most %(minutes)s minutes at a time") % {"minutes": figure(demand.continuous_min)})
    if demand.reps_per_hour is not None:
        told.append(_("%(times)s times an hour") % {"times": figure(demand.reps_per_hour)})
    if demand.hands:
        told.append(_(HANDS[demand.hands]))
    label = _(ACTIVITIES[demand.activity].label)
    return f"{label}: {', '.join(told)}" if told else label


def _limits(limits: Iterable[LimitInForce]) -> Iterator[str]:
    found = [limit for limit in limits if limit.fact.kind != NOT_RELEASED]
    if not found:
        yield _("No limit is in force on your first day.")
        return
    yield _("The limits that this offer rests on:")
    for limit in found:
        fact = limit.fact
        yield f"- {_say(in_plain_words(fact).text)} ({_span(fact.valid_from, fact.valid_to, fact.permanent)})"
    yield _("You may ask HR for a copy of the report. Your supervisor does not get it.")


def _span(start: date | None, end: date | None, permanent: bool) -> str:
    if end is None or permanent:
        return _("from %(start)s, no end given") % {"start": _day(start)}
    return _("from %(start)s until %(end)s") % {"start": _day(start), "end": _day(end)}


def _times(row: Assignment) -> Iterator[str]:
    yield _("First day: %(day)s") % {"day": _day(row.starts_on)}
    yield _("Last day: %(day)s") % {"day": _day(row.planned_end_on) if row.planned_end_on else _("not fixed")}
    starts, ends = row.shift_starts or row.task.shift_starts, row.shift_ends or row.task.shift_ends
    if starts and ends:
        yield _("Hours: %(starts)s to %(ends)s") % {"starts": _hour(starts), "ends": _hour(ends)}
    for task, begins, stops in row.parts[1:]:
        if begins and stops:
            yield _("Then, from %(starts)s to %(ends)s: %(task)s") % {
                "starts": _hour(begins),
                "ends": _hour(stops),
                "task": _(task.name),
            }
    if row.task.days_per_week:
        yield _("Days a week: %(days)s") % {"days": row.task.days_per_week}
    yield _("No increase in hours is planned. An increase would be a new offer.")
    yield _("We look at it together on: %(day)s") % {"day": _day(row.review_on)}
    yield _("Pay: ask HR for your pay in this duty before you answer.")


def _rules(row: Assignment) -> Iterator[str]:
    yield _(
        "You get only tasks within your abilities, knowledge and skills, with training if you need it. "
        "Nobody may ask you to do more than your limits allow."
    )
    yield _(
        'If you are asked to do more, or it hurts: stop, and tell us under "I was asked to do more than this". '
        "Stopping for this has no bad consequence."
    )


def _answer(row: Assignment) -> Iterator[str]:
    yield _("Please answer by %(day)s. You can say yes or no.") % {"day": _day(row.answer_by)}
    yield _("Without an answer nothing starts. HR will then get in touch with you.")
    yield _(
        "If leave under the Family and Medical Leave Act (FMLA) applies to you, you may choose leave instead: nobody "
        "can make you take this duty in its place, and time on this duty does not use up your leave."
    )
    yield _(
        "A no may affect wage benefits. The insurer decides that under the law of your state, not this system and "
        "not your supervisor."
    )
    site = row.establishment
    contact = ", ".join(part for part in (site.contact_name, site.contact_phone) if part)
    yield _("Questions: %(contact)s") % {"contact": contact or _("HR")}


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _hour(moment: time) -> str:
    return time_format(moment, "TIME_FORMAT")


def _say(sentence: Sentence) -> str:
    return render(sentence, translate=_, translate_plural=ngettext, format_date=_day)
