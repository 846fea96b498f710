"""Reminders that reached nobody: of a case, or of somebody's post."""

from collections.abc import Collection
from datetime import timedelta
from typing import ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from notifications.models import Reminder
from notifications.words import title_of
from people.clock import local_day
from people.models import Employee
from portal.queue.rows import Row, Scope

TRY_AGAIN = timedelta(days=2)
WORTH_TELLING = timedelta(days=30)
SAID = 80


class Undelivered:
    """Those that can be sent again: what is left of a rule that is gone waits for nobody."""

    kind: ClassVar[str] = "delivery"

    def query(self, scope: Scope) -> QuerySet[Reminder]:
        failed = Reminder.objects.failed().filter(establishment_id__in=scope.sites)
        failed = failed.filter(due_on__gte=scope.today - WORTH_TELLING).exclude(reason=Reminder.Reason.UNKNOWN_RULE)
        if scope.owner is not None or scope.case is not None:
            failed = failed.filter(scope.of())
        rows = failed.select_related("recipient__employee", "case__employee", "establishment").order_by("due_on")
        # Not joined: a join would drop the reminder about somebody of another site, whom HR may not know.
        return rows.prefetch_related("employee")

    def row(self, found: Reminder, scope: Scope) -> Row:
        about = found.case.employee if found.case else known_employee(found)
        return Row(
            kind=self.kind,
            what=gettext("Message not delivered"),
            why=why(found),
            verb=gettext("Correct or send again") if keeps_address(scope.sites, found) else gettext("Send again"),
            url=reverse("admin:reminder", args=[found.pk]),
            deadline=found.due_on + TRY_AGAIN,
            today=local_day(scope.at, found.establishment.timezone),
            case=found.case,
            person=about.short_name if about else "",
        )


def why(reminder: Reminder) -> str:
    words = {"about": title_of(reminder.rule), "name": reminder.recipient, "said": reminder.data.get("error", "")}
    if words["said"]:
        return gettext("“%(about)s” did not reach %(name)s: %(said)s") % {**words, "said": words["said"][:SAID]}
    return gettext("“%(about)s” did not reach %(name)s.") % words


def keeps_address(sites: Collection[int], reminder: Reminder) -> bool:
    """Is the recipient an employee of these sites? The address of any other account is its owner's and IT's."""
    employee = getattr(reminder.recipient, "employee", None)
    return employee is not None and employee.establishment_id in sites


def known_employee(reminder: Reminder) -> Employee | None:
    """Whom a reminder is about, for a reader who may know it."""
    try:
        return reminder.employee
    except ObjectDoesNotExist:
        return None
