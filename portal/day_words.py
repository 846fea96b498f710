"""Days and times as HR's desk says them, in the order of the reader's language."""

from datetime import date, datetime, time

from django.utils import formats
from django.utils.translation import gettext


def short(day: date) -> str:
    """ "Apr 10": for a column or under a step."""
    return str(formats.date_format(day, gettext("M j")))


def named(day: date) -> str:
    """ "April 10": inside a sentence."""
    return str(formats.date_format(day, gettext("F j")))


def weekday(day: date) -> str:
    """ "Fri, Apr 10": what people plan by."""
    return str(formats.date_format(day, gettext("D, M j")))


def in_full(day: date) -> str:
    """ "Friday, April 10": a date that somebody is to keep."""
    return str(formats.date_format(day, gettext("l, F j")))


def at_time(moment: datetime) -> str:
    """ "Fri, Apr 10, 9:12 AM"; the moment is in the establishment's time already."""
    return str(formats.date_format(moment, gettext("D, M j, g:i A")))


def hours(starts: time | None, ends: time | None) -> str:
    """ "7:00 AM – 3:30 PM"; without them the hours are the usual ones."""
    if starts is None or ends is None:
        return gettext("as usual")
    written = gettext("g:i A")
    return f"{formats.time_format(starts, written)} – {formats.time_format(ends, written)}"
