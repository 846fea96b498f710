"""Duty at HR's desk: the task bank, and the ledgers of what happened, to be read only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from duty import services
from duty.forms import MORE, OWN, DemandForm, TaskForm, facts_of_form
from duty.models import (
    Assignment,
    AssignmentStep,
    Concern,
    DayRecord,
    Demand,
    DutyQuestion,
    DutyReview,
    RankingWeights,
    Task,
)
from people import clock
from people.admin_base import Ledger, SiteTable, actor_of
from people.models import Department
from people.policy import Relation

OF_DUTY = ("assignment__task", "assignment__employee", "assignment__establishment", "by")


@admin.register(Assignment)
class AssignmentAdmin(Ledger):
    list_display = ("starts_on", "case", "employee", "task", "kind", "state", "planned_end_on", "review_on")
    list_filter = ("state", "kind")
    list_select_related = ("case", "employee__department", "task", "establishment")
    search_fields = ("=case__number", "employee__family_name")
    reading = "duties (list)"


@admin.register(AssignmentStep)
class AssignmentStepAdmin(Ledger):
    list_display = ("at", "assignment", "action", "from_state", "to_state", "role", "by")
    list_filter = ("action",)
    list_select_related = OF_DUTY
    reading = "steps of duties (list)"


@admin.register(DutyReview)
class DutyReviewAdmin(Ledger):
    list_display = ("held_on", "assignment", "decision", "next_review_on", "by")
    list_filter = ("decision",)
    list_select_related = OF_DUTY
    reading = "duty reviews (list)"


@admin.register(Concern)
class ConcernAdmin(Ledger):
    list_display = ("raised_at", "case", "stopped", "answered_at", "answered_by")
    list_filter = ("stopped",)
    list_select_related = ("case__employee", "case__establishment", "answered_by")
    search_fields = ("=case__number",)
    reading = "asked to do more (list)"


@admin.register(DayRecord)
class DayRecordAdmin(Ledger):
    list_display = ("starts_on", "ends_on", "case", "kind", "by", "voided_at")
    list_filter = ("kind",)
    list_select_related = ("case__employee", "case__establishment", "by")
    search_fields = ("=case__number",)
    reading = "records of days (list)"


@admin.register(DutyQuestion)
class DutyQuestionAdmin(Ledger):
    list_display = ("opened_on", "case", "kind", "cause", "days", "due_on", "closed_at", "closed_by")
    list_filter = ("kind",)
    list_select_related = ("case__employee", "case__establishment", "closed_by")
    search_fields = ("=case__number",)
    reading = "questions about duties (list)"


class DemandInline(admin.TabularInline[Demand, Task]):
    """The rows of a task: whoever sees the task sees them; only those who write the task write them."""

    model = Demand
    form = DemandForm
    extra = 3

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor_of(request).is_hr if obj is None else actor_of(request).hr_of(obj.establishment_id)

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(RankingWeights)
class RankingWeightsAdmin(SiteTable):
    """How the parts of the rank are weighed at a site; without a row the usual weights count."""

    list_display = ("establishment", "placement", "wage", "hours", "skills", "headroom", "likeness")
    list_select_related = ("establishment",)


@admin.register(Task)
class TaskAdmin(SiteTable):
    """The task bank. Saving writes a new version and matches again what is open in the task; nothing is deleted."""

    readers = (Relation.HR, Relation.SAFETY, Relation.AUDITOR)
    form = TaskForm
    inlines = (DemandInline,)
    list_display = ("name", "department", "kind", "profile", "assessed_on", "versions", "retired_on")
    list_filter = ("kind", "profile")
    list_select_related = ("department",)
    search_fields = ("name", "code")
    actions = ("retire",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "department":
            sites = actor_of(request).sites.get(Relation.HR, frozenset())
            kwargs["queryset"] = Department.objects.filter(establishment__in=sites).select_related("establishment")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """To be read, what the place offers is one column; to be written, it is two lists to choose from."""
        if self.has_change_permission(request, obj):
            return super().get_fields(request, obj)
        return [*OWN, *MORE, "options", "profile", "version", "retired_on"]

    def save_model(self, request: HttpRequest, obj: Task, form: Any, change: bool) -> None:
        """Nothing yet: the task is written together with its demands, by its verb."""

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[BaseModelFormSet[Any, Any]], change: bool
    ) -> None:
        rows = [row for row in formsets[0].cleaned_data if row and not row.get("DELETE")] if formsets else []
        before = Task.objects.get(pk=form.instance.pk) if change else None
        facts = facts_of_form(form.cleaned_data, rows)
        written = services.write_task(actor=actor_of(request), facts=facts, at=clock.now(), task=before)
        form.instance.pk = written.pk
        for formset in formsets:
            # The history entry asks what a formset has changed.
            formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []

    @admin.display(description=_("version"), ordering="version")
    def versions(self, row: Task) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:task_versions", args=[row.pk]), row.version)

    @admin.action(description=_("Offer no longer"), permissions=["change"])
    def retire(self, request: HttpRequest, chosen: QuerySet[Task]) -> None:
        for task in chosen.filter(retired_on__isnull=True).select_related("establishment"):
            services.retire_task(actor=actor_of(request), task=task, at=clock.now())
