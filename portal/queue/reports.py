"""What comes in: new reports, and what employees say of being asked to do more than they may."""

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext

from duty.models import Concern
from injuries.models import Case
from injuries.vocabulary import Symptom
from portal.day_words import at_time
from portal.queue.rows import Row, Scope, Words, line


class NewReports:
    kind: ClassVar[str] = "triage"

    def query(self, scope: Scope) -> QuerySet[Case]:
        cases = Case.objects.to_triage().filter(scope.of("")).select_related("employee", "establishment")
        return cases.prefetch_related("reports").order_by("opened_at")

    def row(self, found: Case, scope: Scope) -> Row:
        words = Words(what=gettext("New report to triage"), why=self.why(found), verb=gettext("Triage"), page="triage")
        deadline = scope.working_days_after(found.opened_on, 1, found.establishment)
        return line(self.kind, words, case=found, deadline=deadline, scope=scope)

    def why(self, case: Case) -> str:
        report = min(case.reports.all(), key=lambda one: one.filed_at, default=None)
        if report is None:
            return gettext("Opened without a report.")
        symptoms = [str(Symptom(code).label) for code in report.symptoms if code in Symptom.values][:2]
        signs = ", ".join([*symptoms, *part_words(case)])
        local = at_time(opened_here(case))
        return gettext("By %(who)s, %(when)s. %(signs)s") % {
            "who": report.get_filed_as_display(),
            "when": local,
            "signs": signs or gettext("No body part named yet."),
        }


class AskedToDoMore:
    kind: ClassVar[str] = "alarm"

    def query(self, scope: Scope) -> QuerySet[Concern]:
        concerns = Concern.objects.filter(scope.of(), answered_at__isnull=True)
        return concerns.select_related("case__employee", "case__establishment").order_by("raised_at")

    def row(self, found: Concern, scope: Scope) -> Row:
        stopped = gettext("The work was stopped.") if found.stopped else gettext("The work goes on.")
        words = Words(
            what=gettext("Asked to do more"),
            why=f"“{found.words[:80]}” {stopped}",
            verb=gettext("Answer"),
            page="concern",
            args=(found.pk,),
        )
        deadline = scope.local(found.case, found.raised_at)
        return line(self.kind, words, case=found.case, deadline=deadline, scope=scope)


def part_words(case: Case) -> list[str]:
    """ "right wrist", or nothing while no part is named."""
    if not case.body_part:
        return []
    part = str(case.get_body_part_display()).lower()
    return [part] if case.side == "NA" else [f"{part} ({str(case.get_side_display()).lower()})"]


def opened_here(case: Case) -> datetime:
    return case.opened_at.astimezone(ZoneInfo(case.establishment.timezone))
