"""What a reminder rule is: a question about rows, whom it concerns, and how long the answer is worth telling."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db.models import DecimalField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.functional import Promise

from notifications.audiences import HR_DESK, HR_LEADS, Group
from notifications.expressions import by_site
from notifications.kinds import Kind
from notifications.models import Reminder
from notifications.tuning import Sites, given

Facts = QuerySet[Any]
# After an outage the repeats of the last month are accounted for one by one; of a year they would be a flood.
ACCOUNTED_DAYS = 31
CASE_PAGE = "/admin/case/{case}/"
COLUMNS = ("subject", "for_case", "for_employee", "at_site", "at_department", "first_on", "step")


class Rule:
    """One kind of reminder.

    id: stable for good, it stands in the ledger. audiences: groups of `notifications.audiences`. ahead: days before
    the date; after: days after it, one of the two (working days where its sentence says so). late_after: days after
    which telling is worth nothing and the reminder counts as missed. at_once: does not wait for the establishment's
    hour. urgent: nor for anybody's quiet hours or letter of the day. working_days: not sent on the site's days off.
    must: nobody can mute it, and HR cannot switch it off. tuned: what HR has set, by site.
    pages: where the link leads, by audience; {subject} and {case} are filled in. mail_pages replace those whose
    address alone would say too much in a mail.
    title stands in the inbox behind the sign-in; why and settled explain the ledger to HR.
    """

    id: ClassVar[str]
    subject_kind: ClassVar[str]
    kind: ClassVar[Kind]
    audiences: ClassVar[tuple[Group, ...]]
    title: ClassVar[str | Promise]
    why: ClassVar[str | Promise]
    settled: ClassVar[str | Promise]
    late_after: ClassVar[int]
    ahead: ClassVar[int] = 0
    after: ClassVar[int] = 0
    at_once: ClassVar[bool] = False
    urgent: ClassVar[bool] = False
    working_days: ClassVar[bool] = False
    must: ClassVar[bool] = False
    pages: ClassVar[Mapping[str, str]] = {}
    mail_pages: ClassVar[Mapping[str, str]] = {}
    tuned: Sites = {}

    def with_sites(self, sites: Sites) -> Self:
        """This rule as HR has set it at these sites."""
        other = copy(self)
        other.tuned = sites
        return other

    @property
    def choices(self) -> tuple[Group, ...]:
        """Whom HR may choose among: those of the rule, and the lead wherever HR is told."""
        more = HR_DESK in self.audiences and HR_LEADS not in self.audiences
        return (*self.audiences, HR_LEADS) if more else self.audiences

    def days(self, site: str = "case__establishment_id") -> int | Combinable:
        """Days before or after the date, as each site has set them."""
        return by_site(given(self.tuned, "days"), self.ahead or self.after, site)

    def reach(self) -> int:
        """The most days ahead that any site has set: how far to look."""
        return max([self.ahead, *given(self.tuned, "days").values()]) if self.ahead else 0

    def due(self, at: datetime) -> Facts:
        """The facts that hold at this moment, made by `facts`; one query over an index."""
        raise NotImplementedError

    def page(self, audience: str, *, subject: str, case: str, in_mail: bool = False) -> str:
        """The path behind the sign-in to which a reminder of this rule leads."""
        page = self.pages.get(audience, CASE_PAGE)
        if in_mail:
            page = self.mail_pages.get(audience, page)
        return page.format(subject=subject, case=case)

    def page_of(self, reminder: Reminder, *, in_mail: bool = False) -> str:
        number = reminder.case.number if reminder.case else ""
        return self.page(reminder.audience, subject=reminder.subject_id, case=number, in_mail=in_mail)


def facts(
    rows: QuerySet[Any],
    *,
    first_on: Combinable | str,
    subject: str = "pk",
    case: str = "case__",
    department: str | None = None,
    every: Combinable | int | None = None,
) -> Facts:
    """Rows as facts: what they are about, and the local day on which the reminder is due first.

    case: the path to the case ("" when the rows are cases). every: days after which it is due again, for as long as
    the fact holds.
    """
    of_case = {
        "for_case": F(f"{case}pk"),
        "for_employee": F(f"{case}employee_id"),
        "at_site": F(f"{case}establishment_id"),
    }
    return _facts(rows, of_case, subject, department, first_on, every)


def facts_of_a_person(
    rows: QuerySet[Any],
    *,
    person: str,
    site: str,
    department: str,
    first_on: Combinable | str,
    every: int | None = None,
) -> Facts:
    """The same where no case is concerned; `person` and `site` are the paths to the employee and the establishment."""
    of_person = {"for_case": Cast(Value(None), IntegerField()), "for_employee": F(person), "at_site": F(site)}
    return _facts(rows, of_person, "pk", department, first_on, every)


def _facts(
    rows: QuerySet[Any],
    about: Mapping[str, Any],
    subject: str,
    department: str | None,
    first_on: Combinable | str,
    every: Combinable | int | None,
) -> Facts:
    nobody, never = Value(None, IntegerField()), Value(None, DecimalField())
    again = Value(every, DecimalField()) if isinstance(every, int) else every
    found: Facts = (
        rows.order_by()
        .annotate(
            subject=Cast(F(subject), TextField()),
            at_department=F(department) if department else nobody,
            first_on=F(first_on) if isinstance(first_on, str) else first_on,
            step=never if again is None else again,
            **about,
        )
        .values(*COLUMNS)
    )
    return found
