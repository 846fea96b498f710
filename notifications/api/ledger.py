"""Reminders with their deliveries, and one's own inbox, over the API: read, put off, sent again."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from notifications import services
from notifications.models import Delivery, InboxItem, Reminder
from notifications.rules import RULES
from notifications.services.desk import SNOOZE_DAYS
from notifications.words import explain, title_of
from people import clock
from people.api_base import StrictSerializer, WalledSerializer
from people.api_views import Filters, Listed, Retrieved, WalledViewSet


class DeliverySerializer(WalledSerializer[Delivery]):
    class Meta:
        model = Delivery
        fields = (
            "id",
            "channel",
            "address",
            "state",
            "attempts",
            "resumed",
            "next_attempt_at",
            "sent_at",
            "message_id",
            "error",
            "permanent",
        )
        read_only_fields = fields


class ReminderSerializer(WalledSerializer[Reminder]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    recipient: Any = serializers.SlugRelatedField(slug_field="email", read_only=True)
    explanation = serializers.SerializerMethodField()
    deliveries = DeliverySerializer(many=True, read_only=True)

    class Meta:
        model = Reminder
        fields = (
            "id",
            "rule",
            "state",
            "reason",
            "explanation",
            "subject_kind",
            "subject_id",
            "establishment",
            "employee",
            "case",
            "recipient",
            "audience",
            "due_on",
            "not_before",
            "planned_at",
            "told_at",
            "settled_at",
            "deliveries",
        )
        read_only_fields = fields

    def get_explanation(self, reminder: Reminder) -> str:
        return explain(reminder)


class Address(StrictSerializer):
    email = serializers.EmailField(max_length=254, allow_blank=True)
    phone = serializers.CharField(max_length=40, allow_blank=True)


class ReminderFilters(Filters):
    rule = serializers.ChoiceField(choices=[rule.id for rule in RULES])
    state = serializers.ChoiceField(choices=Reminder.State.values)


class ReminderViewSet(Listed, Retrieved, WalledViewSet):
    """The ledger, as far as its reader may see it: one's own, HR's establishments, or the state of delivery."""

    model = Reminder
    queryset = Reminder.objects.none()
    serializer_class = ReminderSerializer
    filters = ReminderFilters
    related = ("employee", "case", "recipient", "establishment")
    reading = "reminders (API)"

    def get_queryset(self) -> QuerySet[Reminder]:
        return super().get_queryset().prefetch_related("deliveries")

    @extend_schema(request=None, responses=ReminderSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Send a reminder that failed again, to the address on file now (HR)."""
        reminder = services.retry(actor=self.actor, reminder=self.get_object(), at=clock.now())
        return self.shown(reminder)

    @extend_schema(request=Address, responses=ReminderSerializer)
    @action(detail=True, methods=["post"])
    def address(self, request: Request, pk: str) -> Response:
        """Write down where the employee is reached, and send there what failed (HR)."""
        given = self.checked(Address)
        reminder = services.correct_address(actor=self.actor, reminder=self.get_object(), at=clock.now(), **given)
        return self.shown(reminder)


class InboxItemSerializer(WalledSerializer[InboxItem]):
    title = serializers.SerializerMethodField()

    class Meta:
        model = InboxItem
        fields = ("id", "title_key", "title", "url", "reminder", "created_at", "read_at")
        read_only_fields = fields

    def get_title(self, item: InboxItem) -> str:
        return title_of(item.title_key)


class Later(StrictSerializer):
    days = serializers.ChoiceField(choices=SNOOZE_DAYS)


class Until(StrictSerializer):
    until = serializers.IntegerField(min_value=1, max_value=2**62, help_text="The newest item that was looked at.")


class ReadSerializer(serializers.Serializer[Any]):
    read = serializers.IntegerField(help_text="How many of them were new.")


class InboxFilters(Filters):
    unread = serializers.BooleanField()


class InboxViewSet(Listed, Retrieved, WalledViewSet):
    """One's own inbox, newest first."""

    model = InboxItem
    queryset = InboxItem.objects.none()
    serializer_class = InboxItemSerializer
    filters = InboxFilters
    lookups = {"unread": "read_at__isnull"}
    related = ("reminder__employee",)

    def get_queryset(self) -> QuerySet[InboxItem]:
        return super().get_queryset().filter(recipient=self.actor.user_id)

    @extend_schema(request=None, responses=InboxItemSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:
        """Mark as read."""
        return self.shown(services.mark_read(actor=self.actor, item=self.get_object(), at=clock.now()))

    @extend_schema(request=Until, responses=ReadSerializer, operation_id="inbox_read_until")
    @action(detail=False, methods=["post"], url_path="read")
    def read_until(self, request: Request) -> Response:
        """Mark all items as read, up to the newest one that was looked at."""
        read = services.mark_all_read(actor=self.actor, until=self.checked(Until)["until"], at=clock.now())
        return Response({"read": read})

    @extend_schema(request=Later, responses=ReminderSerializer)
    @action(detail=True, methods=["post"])
    def snooze(self, request: Request, pk: str) -> Response:
        """Put it off for some days: the reminder moves, its due date does not."""
        days = self.checked(Later)["days"]
        put_off = services.snooze(actor=self.actor, item=self.get_object(), days=days, at=clock.now())
        reminder = Reminder.objects.visible_to(self.actor).prefetch_related("deliveries").get(pk=put_off.pk)
        return Response(ReminderSerializer(reminder, context={"request": request}).data)
