"""A check-in is asked for on its day, and again at the case's own pace, until silence is HR's matter."""

from datetime import datetime

from django.db.models import Case as Switch
from django.db.models import Exists, F, OuterRef, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_after, latest_day, latest_of, local_day, not_paused
from notifications.findings import policy
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts
from recovery.models import Stall
from recovery.rhythm import FIRST_WEEKS_DAYS


class CheckInDue(Rule):
    id = "recovery.check-in-due"
    subject_kind = "case"
    kind = Kind.CHECK_INS
    audiences = (audiences.EMPLOYEE,)
    late_after = 0
    pages = {"employee": "/check-in/"}
    title = _("Your check-in is ready")
    why = _("A check-in is asked for on this day.")
    settled = _("The check-in was answered, or reminders were paused.")

    def due(self, at: datetime) -> Facts:
        silent = Stall.objects.open().filter(case=OuterRef("pk"), kind=Stall.Kind.SILENT)
        asked = Case.objects.filter(state=Case.State.OPEN, next_check_in_on__lte=latest_day(at))
        rows = asked.annotate(today=local_day(at, "establishment__timezone")).filter(not_paused(""), ~Exists(silent))
        after_pause = days_after("course__paused_until", 1)
        return facts(rows, case="", first_on=latest_of("next_check_in_on", after_pause), every=pace())


def pace() -> Coalesce:
    """Days between the check-ins of a case: its own, or the site's for the first weeks and for later."""
    first_weeks_end = days_after(Coalesce("first_treated_on", "opened_on"), FIRST_WEEKS_DAYS)
    of_site = Switch(
        When(today__lt=first_weeks_end, then=policy("cadence_days", "")), default=policy("later_cadence_days", "")
    )
    return Coalesce(F("course__cadence_days"), of_site)
