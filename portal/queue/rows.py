"""One line of the work queue: until when, what, about whom, why now, and the one button that opens the decision."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar, Protocol

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from duty.review_dates import is_working_day
from injuries.models import Case
from people.clock import local_day
from people.models import Establishment, Holiday
from portal.day_words import weekday

AHEAD = timedelta(days=7)
# More rows of one kind than anybody can work through in a week; the page says that there are more.
MOST_OF_A_KIND = 300
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    kind: str
    what: str
    why: str
    verb: str
    url: str
    deadline: date
    today: date
    case: Case | None
    person: str

    @property
    def days_late(self) -> int:
        return (self.today - self.deadline).days

    @property
    def group(self) -> str:
        if self.days_late > 0:
            return "late"
        if self.days_late == 0:
            return "today"
        return "week" if self.deadline <= self.today + AHEAD else "later"

    @property
    def tone(self) -> str:
        return {"late": "late", "today": "due"}.get(self.group, "wait")

    @property
    def icon(self) -> str:
        return {"late": "triangle", "today": "clock"}.get(self.group, "calendar")

    @property
    def when(self) -> str:
        if self.days_late > 0:
            return ngettext("%(n)s day late", "%(n)s days late", self.days_late) % {"n": self.days_late}
        return gettext("Today") if self.days_late == 0 else weekday(self.deadline)

    @property
    def number(self) -> str:
        """What is about a post and not about a case has none."""
        return self.case.number if self.case else ""

    @property
    def case_url(self) -> str:
        return reverse("admin:case", args=[self.number]) if self.case else ""


@dataclass(frozen=True)
class Scope:
    """Whose queue: the establishments and the moment; narrower for "only my cases" or one case's next step."""

    sites: Collection[int]
    at: datetime
    today: date
    owner: int | None = None
    case: Case | None = None

    @property
    def horizon(self) -> date:
        return self.today + AHEAD

    def of(self, path: str = "case") -> Q:
        """The rows of this scope; `path` leads from the queried table to the case."""
        lead = f"{path}__" if path else ""
        rows = Q(**{f"{lead}establishment_id__in": self.sites})
        if self.owner is not None:
            rows &= Q(**{f"{lead}owner_id": self.owner})
        if self.case is not None:
            rows &= Q(**{f"{lead}pk": self.case.pk})
        return rows

    def local(self, case: Case, at: datetime | None = None) -> date:
        return local_day(at or self.at, case.establishment.timezone)

    @cached_property
    def holidays(self) -> set[tuple[int, date]]:
        span = (self.today - 2 * AHEAD, self.today + 2 * AHEAD)
        return set(Holiday.objects.filter(day__range=span).values_list("establishment_id", "day"))

    def working_days_after(self, day: date, count: int, place: Establishment) -> date:
        while count > 0:
            day += DAY
            if is_working_day(day, [d for site, d in self.holidays if site == place.pk], place.weekend):
                count -= 1
        return day


class Source(Protocol):
    """One kind of row: one query for all of them, and a function from what it found to the line on the page."""

    kind: ClassVar[str]

    def query(self, scope: Scope) -> QuerySet[Any]: ...
    def row(self, found: Any, scope: Scope) -> Row: ...


@dataclass(frozen=True)
class Words:
    """What a source says of one thing it found."""

    what: str
    why: str
    verb: str
    page: str
    args: tuple[object, ...] = field(default_factory=tuple)


def line(kind: str, words: Words, *, case: Case, deadline: date, scope: Scope) -> Row:
    return Row(
        kind=kind,
        what=words.what,
        why=words.why,
        verb=words.verb,
        url=reverse(f"admin:{words.page}", args=[case.number, *words.args]),
        deadline=deadline,
        today=scope.local(case),
        case=case,
        person=case.employee.short_name,
    )
