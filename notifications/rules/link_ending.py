"""A provider's link runs out and nobody has answered: HR calls, or sends another one."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from duty.models import ProviderLink
from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_before, latest_of, local_day
from notifications.kinds import Kind
from notifications.rule import ACCOUNTED_DAYS, Facts, Rule, facts
from recovery.models import WorkStatusReport


class LinkEnding(Rule):
    id = "duty.link-ending"
    subject_kind = "provider-link"
    kind = Kind.LIMITS
    audiences = (audiences.HR_DESK,)
    ahead = 2
    late_after = 9
    working_days = True
    title = _("A provider's link runs out without an answer")
    why = _("The last day of a provider's link is near or has passed, and nobody has answered.")
    settled = _("The provider has answered, or HR has sent another link or taken it back.")

    def due(self, at: datetime) -> Facts:
        same = Q(case=OuterRef("case"), provider__iexact=OuterRef("provider"))
        newer = ProviderLink.objects.filter(same, made_at__gt=OuterRef("made_at"))
        said = WorkStatusReport.objects.filter(same, voided_at__isnull=True, entered_at__gte=OuterRef("made_at"))
        unused = ProviderLink.objects.unused().filter(
            case__state=Case.State.OPEN,
            expires_at__gte=at - timedelta(days=ACCOUNTED_DAYS),
            expires_at__lt=at + timedelta(days=self.reach() + 2),
        )
        rows = unused.annotate(last=local_day("expires_at"), made=local_day("made_at"))
        first = latest_of(days_before("last", self.days()), "made")
        return facts(rows.filter(~Exists(newer), ~Exists(said)), first_on=first)
