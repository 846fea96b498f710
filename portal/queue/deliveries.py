"""Reminders that reached nobody."""

from datetime import timedelta
from typing import ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from notifications.models import Reminder
from notifications.rules import BY_ID
from portal.queue.rows import Row, Scope

TRY_AGAIN = timedelta(days=2)
WORTH_TELLING = timedelta(days=30)


class Undelivered:
    kind: ClassVar[str] = "delivery"

    def query(self, scope: Scope) -> QuerySet[Reminder]:
        failed = Reminder.objects.failed().filter(scope.of(), due_on__gte=scope.today - WORTH_TELLING)
        return failed.select_related("recipient", "case__employee", "case__establishment").order_by("due_on")

    def row(self, found: Reminder, scope: Scope) -> Row:
        rule, case = BY_ID.get(found.rule), found.case
        if case is None:
            raise ValueError("the query asks for reminders of cases alone")
        return Row(
            kind=self.kind,
            what=gettext("Message not delivered"),
            why=gettext("“%(about)s” did not reach %(name)s.")
            % {"about": rule.title if rule else found.rule, "name": found.recipient},
            verb=gettext("See why"),
            url=f"{reverse('admin:reminders')}?state=failed&q={case.number}",
            deadline=found.due_on + TRY_AGAIN,
            today=scope.local(case),
            case=case,
            person=case.employee.short_name,
        )
