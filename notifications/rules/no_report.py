"""A case was taken up and no work status report is on file, or a provider was asked by link and has said nothing."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from duty.models import ProviderLink
from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_after, latest_of, local_day, not_paused
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts
from recovery.models import WorkStatusReport

AGAIN_AFTER_DAYS = 14
SITE = "establishment__timezone"


class NoReport(Rule):
    id = "recovery.no-report"
    subject_kind = "case"
    kind = Kind.LIMITS
    audiences = (audiences.HR_DESK,)
    after = 7
    late_after = 13
    working_days = True
    title = _("No work status report is on file")
    why = _("The report was taken up a while ago, and no work status report is on file.")
    settled = _("A work status report came, or a provider was asked again.")

    def due(self, at: datetime) -> Facts:
        said = WorkStatusReport.objects.filter(case=OuterRef("pk"), voided_at__isnull=True)
        links = ProviderLink.objects.filter(case=OuterRef("pk"), revoked_at__isnull=True).order_by("-made_at")
        rows = Case.objects.filter(state=Case.State.OPEN).annotate(
            today=local_day(at, SITE),
            taken_up=local_day("triaged_at", SITE),
            asked=local_day(Subquery(links.values("made_at")[:1]), SITE),
        )
        since = latest_of("taken_up", "asked")
        first = latest_of(days_after(since, self.days("establishment_id")), days_after("course__paused_until", 1))
        return facts(rows.filter(not_paused(""), ~Exists(said)), case="", first_on=first, every=AGAIN_AFTER_DAYS)
