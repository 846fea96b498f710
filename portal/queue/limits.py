"""Limits that run out, and limits that nobody can check because they have no numbers."""

from datetime import timedelta
from typing import ClassVar

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext

from injuries.models import Case
from portal.day_words import weekday
from portal.queue.rows import Row, Scope, Words, line
from recovery.models import Restriction

NUMBERS = timedelta(days=3)


def standing(scope: Scope) -> QuerySet[Restriction]:
    """Of open cases, not voided, and replaced by nothing newer."""
    rows = Restriction.objects.standing().filter(case=OuterRef("pk"), replaced_on__gt=scope.today)
    return rows.order_by("ends_on", "pk")


class Ending:
    kind: ClassVar[str] = "limits"

    def query(self, scope: Scope) -> QuerySet[Case]:
        # A newer report that follows on without a gap leaves nothing to ask for.
        ending = standing(scope).filter(
            permanent=False, ends_on__isnull=False, replaced_on__gt=F("ends_on") + timedelta(days=1)
        )
        cases = Case.objects.filter(scope.of(""), state=Case.State.OPEN)
        return (
            cases.annotate(ends=Subquery(ending.values("ends_on")[:1]))
            .filter(ends__lte=scope.horizon)
            .select_related("employee", "establishment")
            .order_by("ends")
        )

    def row(self, found: Case, scope: Scope) -> Row:
        ends = found.ends  # type: ignore[attr-defined]  # annotated above
        over = ends < scope.local(found)
        words = Words(
            what=gettext("Limits have ended") if over else gettext("Limits end"),
            why=gettext("%(day)s is the last day. No new work status report on file.") % {"day": weekday(ends)},
            verb=gettext("Enter report"),
            page="work_status",
        )
        return line(self.kind, words, case=found, deadline=ends, scope=scope)


class WithoutNumbers:
    kind: ClassVar[str] = "limits"

    def query(self, scope: Scope) -> QuerySet[Case]:
        words_only = standing(scope).filter(kind="UNCODED").order_by("pk")
        cases = Case.objects.filter(scope.of(""), state=Case.State.OPEN)
        return (
            cases.annotate(
                words=Subquery(words_only.values("original_words")[:1]),
                report=Subquery(words_only.values("report_id")[:1]),
                heard=Subquery(words_only.values("report__received_on")[:1]),
                issued=Subquery(words_only.values("report__issued_on")[:1]),
                asked=Subquery(words_only.values("report__asked_on")[:1]),
            )
            .filter(report__isnull=False)
            .select_related("employee", "establishment")
            .order_by("heard")
        )

    def row(self, found: Case, scope: Scope) -> Row:
        """First to ask; once the provider was asked, three days later to ask again or enter the numbers."""
        said, issued = found.words, found.issued  # type: ignore[attr-defined]  # annotated above
        report, asked = found.report, found.asked  # type: ignore[attr-defined]  # annotated above
        why = gettext("Report of %(day)s says only “%(words)s”.") % {"day": weekday(issued), "words": said[:60]}
        if asked:
            why = gettext("%(why)s Provider asked on %(day)s.") % {"why": why, "day": weekday(asked)}
        words = Words(
            what=gettext("Limits have no numbers"),
            why=why,
            verb=gettext("Enter the numbers") if asked else gettext("Ask the provider"),
            page="correct_report" if asked else "ask_provider",
            args=(report,),
        )
        since = asked or found.heard  # type: ignore[attr-defined]  # annotated above
        return line(self.kind, words, case=found, deadline=since + NUMBERS, scope=scope)
