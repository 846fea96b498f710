"""Ledgers of reports, journal entries and files. A case is worked on at its own page (portal)."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from injuries.models import Case, CaseEvent, CaseFile, Report
from people.admin_base import Ledger

BY_SITE = ("establishment", RelatedOnlyFieldListFilter)


@admin.register(Case)
class CaseAdmin(Ledger):
    list_display = ("page", "employee", "establishment", "state", "opened_on", "body_part", "owner", "closed_on")
    list_display_links = None
    list_filter = ("state", BY_SITE, "body_part")
    list_select_related = ("employee", "establishment", "owner")
    search_fields = ("=number", "employee__family_name")
    made_of = {"page": "number"}
    reading = "cases (list)"

    @admin.display(description=_("Case"), ordering="number")
    def page(self, case: Case) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:case", args=[case.number]), case.number)


@admin.register(Report)
class ReportAdmin(Ledger):
    list_display = ("filed_at", "employee", "filed_as", "began_on", "repetitive_task", "body_part", "case")
    list_filter = ("filed_as", BY_SITE, "body_part")
    list_select_related = ("employee", "case", "establishment")
    search_fields = ("employee__family_name", "=case__number")
    reading = "reports (list)"


@admin.register(CaseEvent)
class CaseEventAdmin(Ledger):
    list_display = ("at", "case", "kind", "by")
    list_filter = ("kind",)
    list_select_related = ("case__employee", "by")
    search_fields = ("=case__number",)
    ordering = ("-at", "-pk")
    reading = "journal (list)"


@admin.register(CaseFile)
class CaseFileAdmin(Ledger):
    list_display = ("uploaded_at", "case", "name", "content_type", "size", "uploaded_by")
    list_select_related = ("case__employee", "uploaded_by")
    search_fields = ("=case__number", "name")
    fields = ("case", "name", "content_type", "size", "sha256", "uploaded_by", "uploaded_at")
    reading = "files (list)"
