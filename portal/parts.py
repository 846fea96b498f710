"""What the parts of a page are made of: small frozen records that a view hands to a template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext

Text = str | Promise


@dataclass(frozen=True)
class NavItem:
    """A way to another page: in the rail of the desk, or in the tab bar of the phone."""

    url: str
    name: Text
    icon: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Tab:
    """One filter of a list."""

    url: str
    name: Text
    count: int | None = None
    late: bool = False
    current: bool = False


@dataclass(frozen=True)
class Limit:
    """A limit in plain words. `kind` is "max" for "up to" and "no" for forbidden."""

    icon: str
    kind: str
    title: Text
    detail: Text = ""


@dataclass(frozen=True)
class DateTile:
    on: date
    title: Text
    detail: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """A question and its answer; with `change_url` the answer can be changed."""

    question: Text
    answer: Text
    detail: Text = ""
    change_url: str = ""


@dataclass(frozen=True)
class Side:
    """One of the two boxes of a before-and-after."""

    when: Text
    title: Text
    place: Text = ""
    detail: Text = ""


@dataclass(frozen=True)
class Step:
    """`state`: done, now, over (late) or later."""

    name: Text
    when: Text
    state: str = "later"
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of a timeline, newest first: `what` is a verb in the past."""

    what: Text
    at: datetime | date
    who: Text = ""
    text: Text = ""


@dataclass(frozen=True)
class Stat:
    """One count above a queue."""

    url: str
    name: Text
    icon: str
    count: int
    late: int = 0


def phone_tabs(*, current: str, urls: Mapping[str, str]) -> list[NavItem]:
    """The four places of an employee's phone; `urls` by today, check-in, dates and record."""
    names = {
        "today": (gettext("Today"), "today"),
        "check-in": (gettext("Check-in"), "edit"),
        "dates": (gettext("Dates"), "calendar"),
        "record": (gettext("My record"), "user"),
    }
    return [
        NavItem(url=urls[code], name=name, icon=icon, current=code == current) for code, (name, icon) in names.items()
    ]
