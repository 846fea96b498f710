"""What a reminder rule is: a question about rows, whom it concerns, and how long the answer is worth telling."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import DecimalField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.functional import Promise

from notifications.models import Reminder

Facts = QuerySet[Any]
CASE_PAGE = "/admin/case/{case}/"
COLUMNS = ("subject", "for_case", "for_employee", "at_site", "at_department", "first_on", "step")


class Rule:
    """One kind of reminder.

    id: stable for good, it stands in the ledger. audiences: pieces of `notifications.audiences`. ahead: days before
    the date. late_after: days after which telling is worth nothing and the reminder counts as missed. at_once: does
    not wait for the establishment's hour. pages: where the link leads, by audience; {subject} and {case} are filled in.
    mail_pages replace those whose address alone would say too much in a mail.
    title stands in the inbox behind the sign-in; why and settled explain the ledger to HR.
    """

    id: ClassVar[str]
    subject_kind: ClassVar[str]
    audiences: ClassVar[tuple[str, ...]]
    title: ClassVar[str | Promise]
    why: ClassVar[str | Promise]
    settled: ClassVar[str | Promise]
    late_after: ClassVar[int]
    ahead: ClassVar[int] = 0
    at_once: ClassVar[bool] = False
    pages: ClassVar[Mapping[str, str]] = {}
    mail_pages: ClassVar[Mapping[str, str]] = {}

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
    nobody, never = Value(None, IntegerField()), Value(None, DecimalField())
    again = Value(every, DecimalField()) if isinstance(every, int) else every
    found: Facts = (
        rows.order_by()
        .annotate(
            subject=Cast(F(subject), TextField()),
            for_case=F(f"{case}pk"),
            for_employee=F(f"{case}employee_id"),
            at_site=F(f"{case}establishment_id"),
            at_department=F(department) if department else nobody,
            first_on=F(first_on) if isinstance(first_on, str) else first_on,
            step=never if again is None else again,
        )
        .values(*COLUMNS)
    )
    return found
