"""What came and went by the links of providers: answers to look at, and letters that did not arrive."""

from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext

from duty.models import ProviderLink
from injuries.models import Case
from portal.queue.rows import Row, Scope, Words, line
from recovery.models import WorkStatusReport


class ProviderAnswers:
    """Stricter limits hold at once; nothing earlier gives way, and no release counts, before HR has looked."""

    kind: ClassVar[str] = "limits"

    def query(self, scope: Scope) -> QuerySet[WorkStatusReport]:
        rows = WorkStatusReport.objects.proposed().filter(scope.of(), case__state=Case.State.OPEN)
        return rows.select_related("case__employee", "case__establishment").order_by("entered_at")

    def row(self, found: WorkStatusReport, scope: Scope) -> Row:
        words = Words(
            what=gettext("A provider has answered"),
            why=gettext("%(name)s: %(status)s. Earlier limits hold until you have looked.")
            % {"name": found.provider, "status": found.get_status_display()},
            verb=gettext("Look at the answer"),
            page="status_report",
            args=(found.pk,),
        )
        deadline = scope.local(found.case, found.entered_at)
        return line(self.kind, words, case=found.case, deadline=deadline, scope=scope)


class LettersToProviders:
    kind: ClassVar[str] = "delivery"

    def query(self, scope: Scope) -> QuerySet[ProviderLink]:
        lost = ProviderLink.objects.unused().filter(scope.of(), mail_sent_at=None, mail_next_at=None)
        rows = lost.exclude(mail_error="").filter(expires_at__gt=scope.at, case__state=Case.State.OPEN)
        return rows.select_related("case__employee", "case__establishment").order_by("made_at")

    def row(self, found: ProviderLink, scope: Scope) -> Row:
        words = Words(
            what=gettext("Letter to a provider did not arrive"),
            why=gettext("%(name)s: %(error)s") % {"name": found.provider, "error": found.mail_error[:80]},
            verb=gettext("Make a new link"),
            page="provider_links",
        )
        deadline = scope.local(found.case, found.made_at)
        return line(self.kind, words, case=found.case, deadline=deadline, scope=scope)
