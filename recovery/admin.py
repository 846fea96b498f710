"""Recovery at HR's desk: ledgers, read-only, and the rules of a site."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from people import clock
from people.admin_base import Ledger, SiteTable, actor_of
from people.models import Establishment
from people.refusals import Refused
from recovery.measures import CATALOGUE
from recovery.models import Appointment, CheckIn, Policy, Restriction, Stall, Treatment, WorkStatusReport
from recovery.services import set_policy
from recovery.services.site_rules import SETTABLE, check_policy

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


def offered_measures() -> list[tuple[str, str]]:
    return [(one.code, gettext(one.title)) for one in CATALOGUE.values() if one.decides and one.bundled]


class PolicyForm(forms.ModelForm[Policy]):
    measures = forms.MultipleChoiceField(
        choices=offered_measures, widget=forms.CheckboxSelectMultiple, label=_("Measures asked")
    )

    class Meta:
        model = Policy
        fields: ClassVar[list[str]] = ["establishment", *SETTABLE]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if self.errors:
            return facts
        try:
            check_policy(Policy(**{name: facts[name] for name in SETTABLE}, establishment=self.site(facts)))
        except Refused as refused:
            for name, words in refused.fields.items():
                self.add_error(name or None, str(words))
        return facts

    def site(self, facts: dict[str, Any]) -> Establishment:
        """Chosen once, when the rules are first written."""
        chosen: Establishment | None = facts.get("establishment")
        return chosen or self.instance.establishment


@admin.register(Policy)
class PolicyAdmin(SiteTable):
    form = PolicyForm
    site_path = "establishment_id"
    list_display = ("establishment", "cadence_days", "later_cadence_days", "sensitivity", "backstop_day")
    list_filter = (("establishment", RelatedOnlyFieldListFilter),)
    list_select_related = ("establishment",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        why = _(
            "How often people are asked matters more than how sensitive the rules are: in a trial with made-up"
            " courses, asking twice a week found far more of the stalls within four weeks than asking once."
            " Three questions find more than pain alone. A change acts from now on; old findings stay as they are."
        )
        return [(None, {"fields": self.get_fields(request, obj), "description": why})]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["establishment", *SETTABLE]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("establishment",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Policy, form: Any, change: bool) -> None:
        changes = {name: form.cleaned_data[name] for name in SETTABLE}
        set_policy(actor=actor_of(request), establishment=obj.establishment, at=clock.now(), **changes)
        cases = obj.establishment.case_set.filter(state="open").count()
        words = ngettext("%(count)d open case was read anew.", "%(count)d open cases were read anew.", cases)
        self.message_user(request, words % {"count": cases})
