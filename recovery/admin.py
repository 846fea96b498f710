"""Recovery at HR's desk: ledgers, read-only."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from people.admin_base import Ledger, SiteTable
from people.policy import Relation
from recovery.models import Appointment, CheckIn, PolicyChange, Restriction, Stall, Treatment, WorkStatusReport

BY_CASE = ("case__employee", "case__establishment")


@admin.register(CheckIn)
class CheckInAdmin(Ledger):
    list_display = ("day", "case", "scores", "status", "alarming", "by_telephone", "replaced_at")
    list_filter = ("status", "alarming", "by_telephone")
    list_select_related = BY_CASE
    search_fields = ("=case__number",)
    exclude = ("state", "evidence")
    reading = "check-ins (list)"


@admin.register(Stall)
class StallAdmin(Ledger):
    list_display = ("opened_on", "case", "kind", "closed_on", "close_reason", "preset", "rule_version")
    list_filter = ("kind", "close_reason")
    list_select_related = BY_CASE
    search_fields = ("=case__number",)
    reading = "findings (list)"


@admin.register(WorkStatusReport)
class WorkStatusReportAdmin(Ledger):
    list_display = ("issued_on", "case", "provider", "status", "starts_on", "ends_on", "voided_at")
    list_filter = ("status",)
    list_select_related = BY_CASE
    search_fields = ("=case__number", "provider")
    reading = "work status (list)"


@admin.register(Restriction)
class RestrictionAdmin(Ledger):
    list_display = ("case", "kind", "activity", "side", "starts_on", "ends_on", "permanent")
    list_filter = ("kind", "permanent")
    list_select_related = ("report", *BY_CASE)
    search_fields = ("=case__number",)
    reading = "limits (list)"


@admin.register(Appointment)
class AppointmentAdmin(Ledger):
    list_display = ("starts_at", "case", "kind", "with_whom", "cancelled_at", "outcome")
    list_filter = ("kind", "outcome")
    list_select_related = BY_CASE
    search_fields = ("=case__number",)
    reading = "appointments (list)"


@admin.register(Treatment)
class TreatmentAdmin(Ledger):
    list_display = ("started_on", "case", "kind", "words", "ended_on")
    list_filter = ("kind",)
    list_select_related = BY_CASE
    search_fields = ("=case__number",)
    reading = "treatments (list)"


@admin.register(PolicyChange)
class PolicyChangeAdmin(SiteTable):
    """Who changed the rules of a site, and when. They are changed on a page of their own."""

    readers = (Relation.HR, Relation.AUDITOR)
    writers = ()
    list_display = ("at", "establishment", "by", "done_at")
    list_filter = (("establishment", RelatedOnlyFieldListFilter),)
    list_select_related = ("establishment", "by")
