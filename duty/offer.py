"""The written offer: what a duty is, what it asks, what it rests on, and how to say no or stop. Frozen when it is sent.

Text in the employee's language. A part opens with its heading ("## "). It holds what the rows know; it never
threatens, and says who decides. Each line is known by the content that `offer_rules` asks for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from django.utils import translation
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duty.facts import DemandRow
from duty.models import Assignment, ReturnStage
from duty.offer_rules import place_of
from duty.papers import BULLET, HEADING
from duty.reasons import CONDITION_WORDS
from duty.rows import LimitInForce, demand_of
from recovery.restriction_words import in_plain_words
from recovery.restrictions import ACTIVITIES, HANDS, NOT_RELEASED
from recovery.sentences import Sentence, figure, ngettext_lazy, render


@dataclass(frozen=True)
class Said:
    """A line of the letter and the content it is."""

    content: str
    text: str


def offer_text(assignment: Assignment, limits: Iterable[LimitInForce], *, sent_on: date | None = None) -> str:
    """The offer as it is sent; `limits` are those in force on the first day."""
    with translation.override(assignment.employee.language):
        parts = letter(assignment, limits, sent_on=sent_on)
        return "\n\n".join("\n".join([HEADING + heading, *(line.text for line in lines)]) for heading, lines in parts)


def letter(
    row: Assignment, limits: Iterable[LimitInForce], *, sent_on: date | None = None
) -> list[tuple[str, list[Said]]]:
    """The parts of the letter in the language of the moment: a heading and its lines."""
    parts = [
        (_("Offer of a duty within your limits"), _head(row, sent_on)),
        (_("The work"), _work(row)),
        (_("What it asks of your body, in a shift"), _demands(row)),
        (_("The limits that this offer rests on"), _limits(row, limits)),
        (_("When, where and for what pay"), _times(row)),
        (_("Your safety"), _rules()),
        (_("Your choice about leave"), _leave()),
        (_("Your answer"), _answer(row)),
        (_("If something is not clear"), _contact(row)),
    ]
    return [(heading, found) for heading, lines in parts if (found := list(lines))]


def _head(row: Assignment, sent_on: date | None) -> Iterator[Said]:
    yield Said("to", _("For: %(name)s") % {"name": row.employee.name})
    yield Said("from", _("From: %(name)s") % {"name": row.establishment.name})
    if sent_on:
        yield Said("date", _("Date: %(day)s") % {"day": _day(sent_on)})


def _work(row: Assignment) -> Iterator[Said]:
    task = row.task
    yield Said("duties", _("Duty: %(name)s (%(kind)s)") % {"name": _(task.name), "kind": row.get_kind_display()})
    if task.description:
        yield Said("duties", _("What you do: %(words)s") % {"words": task.description})
    labels = {change["code"]: change.get("label") or change.get("name") for change in task.modifications}
    for code in row.modifications:
        change = _(str(labels.get(code) or code))
        yield Said("modifications", _("Changed for you: %(change)s") % {"change": change})
    for code in row.conditions:
        yield Said("modifications", _("Condition: %(condition)s") % {"condition": _(CONDITION_WORDS.get(code, code))})
    if not row.modifications and not row.conditions:
        yield Said("modifications", _("No change to the work is needed for your limits."))


def _demands(row: Assignment) -> Iterator[Said]:
    demands = [demand for task, _starts, _ends in row.parts for demand in task.demands.all()]
    for demand in demands:
        yield Said("demands", BULLET + demand_words(demand_of(demand)))
    if not demands:
        yield Said("demands", _("It is described above. No single activity is recorded."))


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
        told.append(_(HANDS[demand.hands]).lower())
    label = _(ACTIVITIES[demand.activity].label)
    return f"{label}: {', '.join(told)}" if told else label


def _limits(row: Assignment, limits: Iterable[LimitInForce]) -> Iterator[Said]:
    found = [limit for limit in limits if limit.fact.kind != NOT_RELEASED]
    for limit in found:
        fact = limit.fact
        span = _span(fact.valid_from, fact.valid_to, fact.permanent)
        yield Said("limits", f"{BULLET}{_say(in_plain_words(fact).text)} ({span})")
    if not found:
        yield Said("limits", _("No limit is in force on your first day."))
    copy = _("A copy of the work status report comes with this letter. Your supervisor does not get it.")
    yield Said("report_copy", copy)
    if row.doctor_agreed_on:
        words = _("On %(day)s your doctor agreed that this work is within what you can do.")
        yield Said("doctor_agrees", words % {"day": _day(row.doctor_agreed_on)})


def _span(start: date | None, end: date | None, permanent: bool) -> str:
    if end is None or permanent:
        return _("from %(start)s, no end given") % {"start": _day(start)}
    return _("from %(start)s until %(end)s") % {"start": _day(start), "end": _day(end)}


def _times(row: Assignment) -> Iterator[Said]:
    yield Said("location", _("Department: %(name)s") % {"name": row.department.name})
    yield Said("location", _("Where: %(place)s") % {"place": row.task.place or row.department.establishment.name})
    if row.ask_for:
        yield Said("location", _("Ask for: %(name)s") % {"name": row.ask_for})
    yield Said("start", _("First day: %(day)s") % {"day": _day(row.starts_on)})
    yield Said("end", _("Last day: %(day)s") % {"day": _day(row.planned_end_on) or _("not fixed")})
    if (starts := begins_at(row)) and (ends := row.shift_ends or row.task.shift_ends):
        yield Said("start_time", _("Hours: %(starts)s to %(ends)s") % {"starts": _hour(starts), "ends": _hour(ends)})
    for task, begins, stops in row.parts[1:]:
        if begins and stops:
            told = {"starts": _hour(begins), "ends": _hour(stops), "task": _(task.name)}
            yield Said("schedule", _("Then, from %(starts)s to %(ends)s: %(task)s") % told)
    if row.task.days_per_week:
        yield Said("schedule", _("Days a week: %(days)s") % {"days": row.task.days_per_week})
    if not has_schedule(row):
        yield Said("schedule", _("Hours and days: ask HR before you answer."))
    yield from _increases(row)
    yield Said("review", _("We look at it together on: %(day)s") % {"day": _day(row.review_on)})
    yield Said("wage", pay_words(row) or _("Pay: ask HR for your pay in this duty before you answer."))


def _increases(row: Assignment) -> Iterator[Said]:
    """The later stages of a graded return, with the days from which they may begin."""
    later = list(ReturnStage.objects.after(row))
    if not later:
        yield Said("increases", _("No increase in hours is planned. An increase would be a new offer."))
        return
    yield Said("increases", _("Planned increases, each only after a review and a report that covers it:"))
    for stage in later:
        told = {"day": _day(stage.starts_on), "task": _(stage.task.name), "goal": stage.goal}
        starts, ends = stage.shift_starts or stage.task.shift_starts, stage.shift_ends or stage.task.shift_ends
        if starts and ends:
            told |= {"starts": _hour(starts), "ends": _hour(ends)}
            words = _("From %(day)s: %(task)s (%(starts)s to %(ends)s). Goal: %(goal)s")
        else:
            words = _("From %(day)s: %(task)s. Goal: %(goal)s")
        yield Said("increases", BULLET + words % told)


def begins_at(row: Assignment) -> time | None:
    return row.shift_starts or row.task.shift_starts


def has_schedule(row: Assignment) -> bool:
    return begins_at(row) is not None or row.task.days_per_week is not None


def pay_words(row: Assignment) -> str:
    """ "Pay: $18.50 an hour"; "" while nobody has entered it."""
    if row.wage_kind == Assignment.Wage.USUAL:
        usual = row.employee.usual_hourly_wage
        if usual is None:
            return _("Pay: your usual pay, without change.")
        return _("Pay: your usual pay, $%(amount)s an hour.") % {"amount": number_format(usual, 2)}
    if row.wage_amount is None:
        return ""
    words = {
        Assignment.Wage.HOUR: _("Pay: $%(amount)s an hour."),
        Assignment.Wage.WEEK: _("Pay: $%(amount)s a week."),
    }
    return words[Assignment.Wage(row.wage_kind)] % {"amount": number_format(row.wage_amount, 2)}


def _rules() -> Iterator[Said]:
    words = _(
        "You get only tasks within your abilities, knowledge and skills, with training if you need it. "
        "Nobody may ask you to do more than your limits allow."
    )
    yield Said("abilities", words)
    words = _(
        'If you are asked to do more, or it hurts: stop, and tell us under "I was asked to do more than this". '
        "Stopping for this has no bad consequence."
    )
    yield Said("stop", words)


def _leave() -> Iterator[Said]:
    words = _(
        "If leave under the Family and Medical Leave Act (FMLA) applies to you, you may choose leave instead: nobody "
        "can make you take this duty in its place, and time on this duty does not use up your leave."
    )
    yield Said("leave_choice", words)


def _answer(row: Assignment) -> Iterator[Said]:
    yield Said("answer_by", _("Please answer by %(day)s. You can say yes or no.") % {"day": _day(row.answer_by)})
    yield Said("no_answer", _("Without an answer nothing starts. HR will then get in touch with you."))
    words = _(
        "A no may affect wage benefits. The insurer decides that under the law of your state, not this system and "
        "not your supervisor."
    )
    yield Said("refusal", words)


def _contact(row: Assignment) -> Iterator[Said]:
    site = row.establishment
    contact = ", ".join(part for part in (site.contact_name, site.contact_phone) if part)
    yield Said("contact", _("Questions: %(contact)s") % {"contact": contact or _("HR")})
    place = place_of(site.state, is_federal=site.is_federal)
    if place is None:
        return
    if "owcp_copy" in place.needs:
        yield Said("owcp_copy", _("HR sends a copy of this letter to the Office of Workers' Compensation Programs."))
    if "temporary_only" in place.needs:
        words = _("This is work for a time, while you recover. It is not an offer of permanent work under %(rule)s.")
        yield Said("temporary_only", words % {"rule": place.rule})
    else:
        yield Said("rule", _("Written by the rule %(rule)s.") % {"rule": place.rule})


def unknown_contents(row: Assignment) -> dict[str, str]:
    """Contents that nobody has entered yet, each with the field that would say it."""
    asked = {
        "wage": ("wage_kind", bool(pay_words(row))),
        "schedule": ("shift_starts", has_schedule(row)),
        "start_time": ("shift_starts", begins_at(row) is not None),
        "doctor_agrees": ("doctor_agreed_on", row.doctor_agreed_on is not None),
    }
    return {content: field for content, (field, known) in asked.items() if not known}


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _hour(moment: time) -> str:
    return time_format(moment, "TIME_FORMAT")


def _say(sentence: Sentence) -> str:
    return render(sentence, translate=_, translate_plural=ngettext, format_date=_day)
