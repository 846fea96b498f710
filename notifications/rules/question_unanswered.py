"""A question to a provider has no answer: HR asks again."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_after, local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts
from recovery.models import Restriction, WorkStatusReport


class QuestionUnanswered(Rule):
    id = "recovery.question-unanswered"
    subject_kind = "work-status"
    kind = Kind.LIMITS
    audiences = (audiences.HR_DESK,)
    after = 3
    late_after = 14
    working_days = True
    title = _("A provider has not answered our question")
    why = _("The provider was asked for numbers behind words that cannot be matched, and none are entered.")
    settled = _("The words have numbers now, or a newer report came.")

    def due(self, at: datetime) -> Facts:
        unclear = Restriction.objects.standing().filter(
            report=OuterRef("pk"), kind="UNCODED", replaced_on__gt=OuterRef("today")
        )
        asked = WorkStatusReport.objects.filter(
            asked_on__isnull=False, voided_at__isnull=True, case__state=Case.State.OPEN
        )
        rows = asked.annotate(today=local_day(at)).filter(Exists(unclear))
        return facts(rows, first_on=days_after(F("asked_on"), self.days()))
