"""The ledgers as tables, read-only and behind the wall. HR's own page of reminders is `admin:reminders`."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from notifications.models import Delivery, Reminder
from notifications.rules import RULES
from notifications.services import retry
from notifications.words import explain
from people import clock
from people.admin_base import Ledger, actor_of
from people.refusals import Refused


class RuleFilter(admin.SimpleListFilter):
    """By the rules there are; Django's own filter would read the whole table for them."""

    title = gettext_lazy("rule")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(rule.id, str(rule.title)) for rule in RULES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(rule=self.value()) if self.value() else queryset


@admin.register(Reminder)
class ReminderAdmin(Ledger):
    list_display = ("due_on", "rule", "state", "recipient", "audience", "case", "establishment", "told_at")
    list_filter = ("state",)
    list_select_related = ("recipient", "employee", "case", "establishment")
    fields = (
        *("rule", "explanation", "state", "recipient", "audience", "case", "establishment"),
        *("due_on", "not_before", "planned_at", "told_at", "settled_at", "letters"),
    )
    ordering = ("-due_on", "-pk")
    sortable_by = ("due_on", "told_at")
    made_of = {"explanation": "case", "letters": "recipient"}
    actions = ("send_again",)  # type: ignore[assignment]  # a ledger has no action; this one writes no row by hand
    reading = "reminders"

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), RuleFilter]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "explanation", "letters"]

    @admin.display(description=gettext_lazy("in words"))
    def explanation(self, reminder: Reminder) -> str:
        return explain(reminder)

    @admin.display(description=gettext_lazy("deliveries"))
    def letters(self, reminder: Reminder) -> SafeString:
        found = reminder.deliveries.order_by("created_at")
        lines = ((one.channel, one.address, one.get_state_display(), one.error) for one in found)
        return format_html_join("", "<p>{} → {}: {} {}</p>", lines)

    @admin.action(permissions=["send_again"], description=gettext_lazy("Send again, to the address on file now"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[Reminder]) -> None:
        sent = 0
        for reminder in queryset:
            try:
                retry(actor=actor_of(request), reminder=reminder, at=clock.now())
                sent += 1
            except Refused as refusal:
                messages.error(request, f"{reminder}: {refusal}")
        if sent:
            words = ngettext("%(n)s reminder will be sent again.", "%(n)s reminders will be sent again.", sent)
            messages.success(request, words % {"n": sent})

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return actor_of(request).is_hr


@admin.register(Delivery)
class DeliveryAdmin(Ledger):
    list_display = ("created_at", "channel", "recipient", "address", "state", "attempts", "resumed", "sent_at", "error")
    list_filter = ("state", "channel")
    list_select_related = ("recipient",)
    fields = (
        *("channel", "recipient", "address", "state", "attempts", "resumed", "next_attempt_at", "lease_until"),
        *("created_at", "sent_at", "message_id", "error", "permanent", "establishment"),
    )
    ordering = ("-created_at",)
    sortable_by = ("created_at",)
