"""What the days of duties ask HR: days without a record, duties that last long, and what comes after them."""

from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from duty.models import DutyQuestion
from injuries.models import Case
from portal.day_words import weekday
from portal.queue.rows import Row, Scope, Words, line


class Questions:
    kind: ClassVar[str] = "duty"

    def query(self, scope: Scope) -> QuerySet[DutyQuestion]:
        asked = DutyQuestion.objects.open().filter(scope.of(), case__state=Case.State.OPEN, due_on__lte=scope.horizon)
        return asked.select_related("case__employee", "case__establishment").order_by("due_on", "pk")

    def row(self, found: DutyQuestion, scope: Scope) -> Row:
        gap = found.kind == DutyQuestion.Kind.GAP
        words = Words(
            what=str(found.get_kind_display()),
            why=why(found),
            verb=gettext("Record the days") if gap else gettext("Decide"),
            page="days" if gap else "question",
            args=() if gap else (found.pk,),
        )
        return line(self.kind, words, case=found.case, deadline=found.due_on, scope=scope)


def why(found: DutyQuestion) -> str:
    if found.kind == DutyQuestion.Kind.GAP:
        days = ngettext("%(n)s day since %(day)s.", "%(n)s days since %(day)s.", found.days)
        return days % {"n": found.days, "day": weekday(found.since) if found.since else ""}
    if found.cause == DutyQuestion.Cause.PERMANENT:
        return gettext("A limit is permanent.")
    return gettext("%(n)s of %(all)s days are used.") % {"n": found.days, "all": found.of_days}
