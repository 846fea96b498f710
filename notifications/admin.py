"""The ledgers as tables, read-only, each cell behind the wall. HR's own page of reminders is `admin:reminders`."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from notifications.models import Delivery, Reminder
from notifications.rules import RULES
from notifications.services import retry
from notifications.words import explain
from people import clock
from people.refusals import Refused
from people.wall import NOBODY, Actor, readable

NOT_SHOWN = "–"


class Ledger(admin.ModelAdmin[Any]):
    """Rows a program writes: everybody reads what the wall opens to them, nobody changes a row by hand."""

    columns: Sequence[str] = ()
    extra: Sequence[str] = ()
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.visible_to(_actor(request))
        return rows.select_related(*self.list_select_related if isinstance(self.list_select_related, tuple) else ())

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [self._column(name, _actor(request)) for name in self.columns]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        names = [*self.columns, *self.extra]
        return [name for name in names if obj is not None and readable(_actor(request), obj, name)]

    def _column(self, name: str, actor: Actor) -> Callable[[Model], Any]:
        """A column that shows a cell to those who may read it: one table may hold rows of several establishments."""

        def cell(row: Model) -> Any:
            if not readable(actor, row, name):
                return NOT_SHOWN
            shown = getattr(row, f"get_{name}_display", None)
            return shown() if shown else getattr(row, name)

        cell.short_description = self.model._meta.get_field(name).verbose_name  # type: ignore[attr-defined]  # how admin reads a column's name
        cell.admin_order_field = name if name in self.sortable_by else None  # type: ignore[attr-defined, operator]
        return cell

    def has_module_permission(self, request: HttpRequest) -> bool:
        return any(_actor(request).sites.values())

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return any(_actor(request).sites.values())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class RuleFilter(admin.SimpleListFilter):
    title = gettext_lazy("rule")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(rule.id, str(rule.title)) for rule in RULES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(rule=self.value()) if self.value() else queryset


@admin.register(Reminder)
class ReminderAdmin(Ledger):
    columns = ("due_on", "rule", "state", "recipient", "audience", "case", "establishment", "told_at")
    extra = ("explanation", "planned_at", "not_before", "settled_at", "letters")
    sortable_by = ("due_on", "told_at")
    list_filter = ("state", RuleFilter)
    list_select_related = ("recipient", "employee", "case", "establishment")
    readonly_fields = ("explanation", "letters")
    actions = ("send_again",)

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
                retry(actor=_actor(request), reminder=reminder, at=clock.now())
                sent += 1
            except Refused as refusal:
                messages.error(request, f"{reminder}: {refusal}")
        if sent:
            words = ngettext("%(n)s reminder will be sent again.", "%(n)s reminders will be sent again.", sent)
            messages.success(request, words % {"n": sent})

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return _actor(request).is_hr


@admin.register(Delivery)
class DeliveryAdmin(Ledger):
    columns = ("created_at", "channel", "recipient", "address", "state", "attempts", "resumed", "sent_at", "error")
    extra = ("next_attempt_at", "lease_until", "message_id", "permanent", "establishment")
    sortable_by = ("created_at",)
    list_filter = ("state", "channel")
    list_select_related = ("recipient",)


def _actor(request: HttpRequest) -> Actor:
    return getattr(request, "actor", NOBODY)
