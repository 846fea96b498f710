"""Somebody opened a case beyond their reach: the lead of HR is told at once."""

from datetime import datetime, timedelta

from django.db.models import F, IntegerField, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import local_day
from notifications.kinds import Kind
from notifications.rule import COLUMNS, Facts, Rule
from people.models import BrokenGlass

WORTH_TELLING = timedelta(days=30)


class GlassBroken(Rule):
    id = "people.glass-broken"
    subject_kind = "emergency"
    kind = Kind.SAFETY
    audiences = (audiences.HR_LEADS,)
    late_after = 30
    urgent = True
    must = True
    at_once = True
    title = _("A case was opened in an emergency")
    why = _("Somebody of another site opened a case of yours for an hour and gave a reason.")
    settled = _("It was told, or a month has passed.")
    pages = {"hr": "/admin/case/{case}/journal/"}

    def due(self, at: datetime) -> Facts:
        nothing = Value(None, IntegerField())
        site = Subquery(Case.objects.filter(pk=OuterRef("case")).values("establishment_id"))
        found = BrokenGlass.objects.filter(opened_at__gte=at - WORTH_TELLING).order_by()
        facts: Facts = found.annotate(
            subject=Cast(F("pk"), TextField()),
            for_case=F("case"),
            for_employee=F("employee_id"),
            at_site=site,
            at_department=nothing,
            first_on=local_day("opened_at", "employee__establishment__timezone"),
            step=Cast(nothing, IntegerField()),
        ).values(*COLUMNS)
        return facts
