"""What only HR can decide about duties: the longest period, an accommodation, days without a record.

Asked when the question comes up; the lead of HR is told when its day has passed without a decision.
"""

from datetime import datetime
from typing import ClassVar

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from duty.models import DutyQuestion
from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_after, days_before, latest_of
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts

AGAIN_AFTER_DAYS = 7
Asked = DutyQuestion.Kind


def open_questions(*kinds: str) -> QuerySet[DutyQuestion]:
    return DutyQuestion.objects.open().filter(kind__in=kinds, case__state=Case.State.OPEN)


class LongestPeriod(Rule):
    id = "duty.longest-period"
    subject_kind = "question"
    kind = Kind.DUTIES
    audiences = (audiences.HR_DESK,)
    late_after = 14
    working_days = True
    asks: ClassVar[tuple[str, ...]] = (Asked.PERIOD_SOON, Asked.PERIOD_REACHED)
    title = _("The longest period of a duty: decide how it goes on")
    why = _("The duties of this case come near the site's longest period, or have reached it.")
    settled = _("HR has decided, or the period is no longer near.")

    def due(self, at: datetime) -> Facts:
        return facts(open_questions(*self.asks), first_on="opened_on")


class Accommodation(LongestPeriod):
    id = "duty.accommodation"
    asks = (Asked.ACCOMMODATION,)
    title = _("An accommodation review is due")
    why = _("A limit is permanent or the longest period is reached: what can be accommodated is to be reviewed.")
    settled = _("HR has decided.")


class DaysUnrecorded(Rule):
    id = "duty.days-unrecorded"
    subject_kind = "question"
    kind = Kind.DUTIES
    audiences = (audiences.HR_DESK,)
    ahead = 3
    late_after = 14
    working_days = True
    title = _("Days without a record: say what the person did")
    why = _("Limits were in force, no duty was worked, and nobody has said what the person did.")
    settled = _("HR has said what the person did on these days.")

    def due(self, at: datetime) -> Facts:
        first = latest_of(days_before(F("due_on"), self.days()), "opened_on")
        return facts(open_questions(Asked.GAP), first_on=first)


class QuestionOverdue(Rule):
    id = "duty.question-overdue"
    subject_kind = "question"
    kind = Kind.DUTIES
    audiences = (audiences.HR_LEADS,)
    after = 3
    late_after = 6
    working_days = True
    title = _("A decision about a duty is overdue")
    why = _("The day by which HR was to decide has passed.")
    settled = _("HR has decided, or the question no longer arises.")

    def due(self, at: datetime) -> Facts:
        late = open_questions(*Asked.values)
        return facts(late, first_on=days_after(F("due_on"), self.days()), every=AGAIN_AFTER_DAYS)
