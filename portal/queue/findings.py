"""What the course of recovery asks for: alarming answers, silence, follow-ups nobody booked, visits without outcome."""

from datetime import timedelta
from typing import ClassVar

from django.db.models import DateField, Exists, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from injuries.models import Case
from portal.day_words import weekday
from portal.queue.rows import Row, Scope, Words, line
from recovery.models import Appointment, Stall
from recovery.services.findings import CLINICIANS

SILENT_CALL = timedelta(days=3)
NEW_LIMITS = timedelta(days=7)
OUTCOME = timedelta(days=3)
ESCALATE_AFTER = 10


def days_after(day: str, count: object) -> Func:
    """date + integer, as PostgreSQL counts days."""
    return Func(F(day), count, arg_joiner=" + ", template="(%(expressions)s)", output_field=DateField())


def open_findings(scope: Scope, kind: str) -> QuerySet[Stall]:
    found = Stall.objects.open().filter(scope.of(), kind=kind)
    return found.select_related("case__employee", "case__establishment", "case__course").order_by("opened_on")


class AlarmingAnswers:
    kind: ClassVar[str] = "alarm"

    def query(self, scope: Scope) -> QuerySet[Stall]:
        return open_findings(scope, Stall.Kind.RED_FLAG)

    def row(self, found: Stall, scope: Scope) -> Row:
        words = Words(
            what=gettext("Alarming sign"),
            why=gettext("Named on %(day)s. Please call today.") % {"day": weekday(found.opened_on)},
            verb=gettext("Call %(name)s") % {"name": found.case.employee.short_name},
            page="contact",
            args=(found.pk,),
        )
        return line(self.kind, words, case=found.case, deadline=found.opened_on, scope=scope)


class Silent:
    kind: ClassVar[str] = "silent"

    def query(self, scope: Scope) -> QuerySet[Stall]:
        return open_findings(scope, Stall.Kind.SILENT)

    def row(self, found: Stall, scope: Scope) -> Row:
        course = getattr(found.case, "course", None)
        last = course.last_answer_on if course else None
        why = (
            gettext("Last check-in was on %(day)s.") % {"day": weekday(last)}
            if last
            else gettext("No check-in was ever answered.")
        )
        words = Words(
            what=gettext("No answer any more"),
            why=why,
            verb=gettext("Call %(name)s") % {"name": found.case.employee.short_name},
            page="contact",
            args=(found.pk,),
        )
        return line(self.kind, words, case=found.case, deadline=found.opened_on + SILENT_CALL, scope=scope)


class SameLimits:
    kind: ClassVar[str] = "limits"

    def query(self, scope: Scope) -> QuerySet[Stall]:
        return open_findings(scope, Stall.Kind.RESTRICTIONS_UNCHANGED)

    def row(self, found: Stall, scope: Scope) -> Row:
        words = Words(
            what=gettext("Ask for new limits"),
            why=gettext("Better since %(day)s, but the same limits.") % {"day": weekday(found.opened_on)},
            verb=gettext("Enter report"),
            page="work_status",
        )
        return line(self.kind, words, case=found.case, deadline=found.opened_on + NEW_LIMITS, scope=scope)


class FollowUps:
    """One row for a case, whatever number of findings asks for the visit; also while the employee is still asked."""

    kind: ClassVar[str] = "follow_up"

    def query(self, scope: Scope) -> QuerySet[Case]:
        findings = Stall.objects.open().asks_for_follow_up().filter(case=OuterRef("pk")).order_by("opened_on")
        booked = Appointment.objects.standing().filter(case=OuterRef("pk"), kind__in=CLINICIANS, outcome="")
        wait = Coalesce(F("establishment__recovery_policy__escalate_after_days"), Value(ESCALATE_AFTER))
        cases = Case.objects.open().filter(scope.of(""))
        return (
            cases.annotate(
                since=Subquery(findings.values("opened_on")[:1]), finding=Subquery(findings.values("kind")[:1])
            )
            .filter(~Exists(booked), since__isnull=False)
            .annotate(deadline=days_after("since", wait))
            .select_related("employee", "establishment")
            .order_by("deadline")
        )

    def row(self, found: Case, scope: Scope) -> Row:
        since, finding, deadline = found.since, found.finding, found.deadline  # type: ignore[attr-defined]  # annotated above
        why = gettext("%(finding)s since %(day)s, no appointment entered.")
        words = Words(
            what=gettext("Follow-up not booked"),
            why=why % {"finding": Stall.Kind(finding).label, "day": weekday(since)},
            verb=gettext("Call %(name)s") % {"name": found.employee.short_name},
            page="appointment",
        )
        return line(self.kind, words, case=found, deadline=deadline, scope=scope)


class Outcomes:
    kind: ClassVar[str] = "follow_up"

    def query(self, scope: Scope) -> QuerySet[Appointment]:
        past = Appointment.objects.standing().filter(scope.of(), outcome="", ends_at__lt=scope.at)
        past = past.exclude(case__state=Case.State.CLOSED)
        return past.select_related("case__employee", "case__establishment").order_by("ends_at")

    def row(self, found: Appointment, scope: Scope) -> Row:
        day = scope.local(found.case, found.starts_at)
        words = Words(
            what=gettext("Outcome of the visit"),
            why=gettext("%(kind)s was on %(day)s.") % {"kind": found.get_kind_display(), "day": weekday(day)},
            verb=gettext("Enter outcome"),
            page="outcome",
            args=(found.pk,),
        )
        return line(self.kind, words, case=found.case, deadline=day + OUTCOME, scope=scope)
