"""A supervisor's post ends and nobody follows; a substitute's time ends and the supervisor answers again."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.expressions import days_before, earliest_day, latest_day, latest_of
from notifications.kinds import Kind
from notifications.rule import ACCOUNTED_DAYS, Facts, Rule, facts_of_a_person
from people.models import Supervision

AGAIN_AFTER_DAYS = 7
SITE = "department__establishment_id"


class SupervisionEnding(Rule):
    id = "people.supervision-ending"
    subject_kind = "supervision"
    kind = Kind.CASES
    audiences = (audiences.HR_DESK,)
    ahead = 7
    late_after = 6
    working_days = True
    pages = {"hr": "/admin/people/supervision/"}
    title = _("A department is left without a supervisor: name one")
    why = _("The last day of a supervisor's post is near or has passed, and nobody follows.")
    settled = _("Somebody follows, or the post goes on.")

    def due(self, at: datetime) -> Facts:
        further = Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("ends_on"))
        follows = Supervision.objects.principal().filter(further, department=OuterRef("department"))
        rows = ending(at, self.reach()).filter(~Exists(follows), stands_in_for__isnull=True)
        first = latest_of(days_before(F("ends_on"), self.days(SITE)), "starts_on")
        return facts_of_a_person(
            rows, person="supervisor_id", site=SITE, department="department_id", first_on=first, every=AGAIN_AFTER_DAYS
        )


class SubstituteEnding(Rule):
    id = "people.substitute-ending"
    subject_kind = "supervision"
    kind = Kind.DUTIES
    audiences = (audiences.PRINCIPAL,)
    ahead = 1
    late_after = 1
    pages = {"supervisor": "/approvals/"}
    title = _("Your substitute's time ends: approvals come to you again")
    why = _("The last day of somebody who stands in for the supervisor is near.")
    settled = _("The substitute goes on, or the supervisor's post has ended.")

    def due(self, at: datetime) -> Facts:
        near = days_before(F("ends_on"), self.days(SITE))
        further = Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("ends_on"))
        back = Supervision.objects.principal().filter(further, pk=OuterRef("stands_in_for"))
        others = Supervision.objects.filter(further, starts_on__lte=OuterRef("ends_on")).filter(
            department=OuterRef("department"), stands_in_for__isnull=False
        )
        # Whoever is away for a day knows.
        known = ending(at, self.reach()).filter(stands_in_for__isnull=False).annotate(near=near)
        rows = known.filter(Exists(back), ~Exists(others), starts_on__lte=F("near"))
        return facts_of_a_person(rows, person="supervisor_id", site=SITE, department="department_id", first_on="near")


def ending(at: datetime, ahead: int) -> QuerySet[Supervision]:
    since = earliest_day(at) - timedelta(days=ACCOUNTED_DAYS)
    return Supervision.objects.filter(ends_on__gte=since, ends_on__lte=latest_day(at, ahead))
