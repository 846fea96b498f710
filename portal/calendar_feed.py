"""The review dates that somebody may see, as a calendar to subscribe to (RFC 5545): a day, and a page behind sign-in.

No name, no task, no limit, no word about a duty: a telephone shows calendars to whoever stands beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from duty.models import ReviewEntry
from people.scope import beyond_the_wall
from people.wall import Actor, readable

PRODUCT = "-//Reviews//Reviews 1//EN"
DAY = timedelta(days=1)
# A calendar that was not opened for a while must still learn that a review fell away or was held.
KEPT_FOR = timedelta(days=90)
MOST = 2000


@dataclass(frozen=True)
class CalendarEntry:
    uid: str
    day: date
    sequence: int
    changed_at: datetime
    standing: bool
    summary: str
    url: str


def entries_for(actor: Actor, *, at: datetime) -> list[CalendarEntry]:
    """Reviews to come, and those that fell away not long ago; always one query."""
    rows = ReviewEntry.objects.visible_to(actor).filter(Q(standing=True) | Q(changed_at__gte=at - KEPT_FOR))
    rows = rows.select_related("assignment__case", "assignment__employee").order_by("-changed_at", "pk")[:MOST]
    with beyond_the_wall("that a review fell away is told after its duty has left the supervisor's sight"):
        return [_entry(actor, row) for row in rows]


def _entry(actor: Actor, row: ReviewEntry) -> CalendarEntry:
    duty = row.assignment
    numbered = actor.hr_of(duty.establishment_id) and readable(actor, duty, "case")
    return CalendarEntry(
        uid=f"duty-review-{row.pk}",
        day=row.day,
        sequence=row.sequence,
        changed_at=row.changed_at,
        standing=row.standing,
        summary=_("Review %(number)s") % {"number": duty.case.number} if numbered else _("Review"),
        url=settings.BASE_URL + reverse("portal:review", args=[row.pk]),
    )


def as_calendar(entries: Iterable[CalendarEntry]) -> bytes:
    """One event for each entry, all day, which keeps nobody's time busy; folded and escaped as the standard asks."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + DAY)
    event.add("sequence", entry.sequence)
    event.add("status", "CONFIRMED" if entry.standing else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("summary", entry.summary)
    event.add("url", entry.url)
    if entry.standing:
        event.add_component(_day_before(entry))
    return event


def _day_before(entry: CalendarEntry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -DAY)
    # RFC 5545, 3.6.6: an alarm on the screen must say something.
    alarm.add("description", entry.summary)
    return alarm
