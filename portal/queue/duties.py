"""What duties ask for: reviews, answers that are waited for, stopped duties, and people who were offered nothing."""

from datetime import date, timedelta
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext

from duty.models import Assignment
from injuries.models import Case
from portal.day_words import weekday
from portal.queue.rows import Row, Scope, Words, line
from recovery.models import WorkStatusReport

State = Assignment.State
SUPERVISOR_DAYS = 2
OFFER_DAYS = timedelta(days=2)


def duties(scope: Scope, *states: str) -> QuerySet[Assignment]:
    rows = Assignment.objects.in_state(*states).filter(scope.of())
    return rows.select_related("case__employee", "case__establishment", "task", "department")


class Reviews:
    kind: ClassVar[str] = "review"

    def query(self, scope: Scope) -> QuerySet[Assignment]:
        return duties(scope, State.ACTIVE).filter(review_on__lte=scope.horizon).order_by("review_on")

    def row(self, found: Assignment, scope: Scope) -> Row:
        end = found.coverage_end
        why = gettext("%(task)s. Limits end %(day)s.") if end else gettext("%(task)s. The limits have no end.")
        words = Words(
            what=gettext("Duty review"),
            why=why % {"task": found.task.name, "day": weekday(end) if end else ""},
            verb=gettext("Hold review"),
            page="review",
            args=(found.pk,),
        )
        return line(self.kind, words, case=found.case, deadline=found.review_on, scope=scope)


class SupervisorAnswers:
    kind: ClassVar[str] = "duty"

    def query(self, scope: Scope) -> QuerySet[Assignment]:
        return duties(scope, State.PENDING_SUPERVISOR).order_by("submitted_at")

    def row(self, found: Assignment, scope: Scope) -> Row:
        sent = scope.local(found.case, found.submitted_at or found.proposed_at)
        words = Words(
            what=gettext("Supervisor answer"),
            why=gettext("%(task)s waits for %(department)s since %(day)s.")
            % {"task": found.task.name, "department": found.department.name, "day": weekday(sent)},
            verb=gettext("Ask for answer"),
            page="duty",
            args=(found.pk,),
        )
        deadline = scope.working_days_after(sent, SUPERVISOR_DAYS, found.case.establishment)
        return line(self.kind, words, case=found.case, deadline=deadline, scope=scope)


class EmployeeAnswers:
    kind: ClassVar[str] = "duty"

    def query(self, scope: Scope) -> QuerySet[Assignment]:
        offers = duties(scope, State.PENDING_EMPLOYEE)
        soon = Q(answer_by__lte=scope.horizon) | Q(answer_by__isnull=True)
        return offers.filter(soon).order_by("answer_by", "proposed_at")

    def row(self, found: Assignment, scope: Scope) -> Row:
        name = found.case.employee.short_name
        words = Words(
            what=gettext("Offer without answer"),
            why=gettext("%(task)s, from %(day)s.") % {"task": found.task.name, "day": weekday(found.starts_on)},
            verb=gettext("Call %(name)s") % {"name": name},
            page="duty",
            args=(found.pk,),
        )
        return line(self.kind, words, case=found.case, deadline=found.answer_by or found.starts_on, scope=scope)


class Stopped:
    """Nobody does these duties now; each needs somebody to say how it goes on."""

    kind: ClassVar[str] = "duty"

    def query(self, scope: Scope) -> QuerySet[Assignment]:
        return duties(scope, State.SUSPENDED, State.LAPSED, State.DRAFT).order_by("review_on")

    def row(self, found: Assignment, scope: Scope) -> Row:
        what, verb = {
            State.SUSPENDED.value: (gettext("Duty stopped"), gettext("Decide")),
            State.LAPSED.value: (gettext("Duty ran out"), gettext("Decide")),
        }.get(found.state, (gettext("Offer not sent"), gettext("Finish the offer")))
        why = found.reason or gettext("Since %(day)s.") % {"day": weekday(scope.local(found.case, found.proposed_at))}
        words = Words(what=what, why=f"{found.task.name}. {why}", verb=verb, page="duty", args=(found.pk,))
        return line(self.kind, words, case=found.case, deadline=self.deadline(found, scope), scope=scope)

    def deadline(self, found: Assignment, scope: Scope) -> date:
        if found.state == State.LAPSED and found.coverage_end:
            return found.coverage_end
        return scope.local(found.case)


class NothingOffered:
    """May work within limits, and nobody has offered a duty."""

    kind: ClassVar[str] = "duty"

    def query(self, scope: Scope) -> QuerySet[Case]:
        newest = (
            WorkStatusReport.objects.in_force().filter(case=OuterRef("pk")).order_by("-issued_on", "-starts_on", "-pk")
        )
        cases = Case.objects.filter(scope.of(""), state=Case.State.OPEN)
        return (
            cases.annotate(
                status=Subquery(newest.values("status")[:1]), heard=Subquery(newest.values("received_on")[:1])
            )
            .filter(~Exists(Assignment.objects.open().filter(case=OuterRef("pk"))))
            .filter(status=WorkStatusReport.Status.RESTRICTED)
            .select_related("employee", "establishment")
            .order_by("heard")
        )

    def row(self, found: Case, scope: Scope) -> Row:
        heard: date = found.heard  # type: ignore[attr-defined]  # annotated above
        words = Words(
            what=gettext("No duty offered yet"),
            why=gettext("May work within limits since the report of %(day)s.") % {"day": weekday(heard)},
            verb=gettext("Find a duty"),
            page="duties",
        )
        return line(self.kind, words, case=found, deadline=heard + OFFER_DAYS, scope=scope)
