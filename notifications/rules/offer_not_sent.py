"""A duty was drafted, or came back to the desk, and was not sent to the supervisor: HR finishes it or drops it."""

from datetime import datetime

from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import days_after, local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts

DRAFT = Assignment.State.DRAFT


class OfferNotSent(Rule):
    id = "duty.offer-not-sent"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.HR_DESK,)
    after = 3
    late_after = 14
    working_days = True
    title = _("An offer is not sent yet")
    why = _("A duty was drafted or came back to HR, and was not sent to the supervisor.")
    settled = _("The offer was sent or dropped.")

    def due(self, at: datetime) -> Facts:
        back = Max("steps__at", filter=Q(steps__to_state=DRAFT))
        rows = Assignment.objects.in_state(DRAFT).annotate(since=Coalesce(back, F("proposed_at")))
        return facts(rows, first_on=days_after(local_day("since"), self.days()))
