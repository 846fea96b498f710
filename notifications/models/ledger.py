"""The ledger of reminders: what was planned for whom, by which channel it went out, and what became of it."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.openness import COMPANY, LINKS, OpenTo
from people.policy import DataClass, Reach
from people.wall import Wall, WalledQuerySet
from people.walled import Walled


class ReminderQuerySet(WalledQuerySet["Reminder"]):
    def failed(self) -> Self:
        return self.filter(state=Reminder.State.FAILED)

    def with_passed_on(self) -> Self:
        """`passed_on`: when it was settled, somebody else was to be told: another owner, a substitute."""
        same = {name: OuterRef(name) for name in ("rule", "subject_id", "subject_kind", "due_on")}
        others = Reminder.objects.filter(**same, planned_at__gte=OuterRef("settled_at"))
        return self.annotate(passed_on=Exists(others.exclude(recipient=OuterRef("recipient"))))


class Reminder(Walled):
    """One rule, one subject, one day, one recipient. The row is the queue: it says what is still to be told.

    Foreign keys that lead a composite index below have none of their own: each index is paid at every insert.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        TOLD = "told", _("Told")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        MISSED = "missed", _("Missed")
        FAILED = "failed", _("Not delivered")

    class Audience(models.TextChoices):
        EMPLOYEE = "employee", _("Employee")
        SUPERVISOR = "supervisor", _("Supervisor")
        SUBSTITUTE = "substitute", _("Substitute")
        HR = "hr", _("HR")

    class Instead(models.TextChoices):
        """Why HR is told instead of somebody else; stands in `data["instead"]`."""

        NO_ACCOUNT = "no_account", _("the employee cannot be reached here")
        NO_SUPERVISOR = "no_supervisor", _("no supervisor can be reached")

    class Reason(models.TextChoices):
        """Why it went nowhere. `notifications.words` makes sentences of them."""

        SETTLED = "settled", _("no longer needed")
        LATE = "late", _("too late")
        OVERTAKEN = "overtaken", _("a later date came first")
        UNDELIVERABLE = "undeliverable", _("could not be delivered")
        UNKNOWN_RULE = "unknown_rule", _("its rule is gone")
        SWITCHED_OFF = "switched_off", _("HR has switched its rule off")

    class Moved(models.TextChoices):
        """Why it goes out later than it was planned; stands in `data["moved"]`."""

        QUIET = "quiet", _("quiet hours")
        DIGEST = "digest", _("one letter a day")
        DAY_OFF = "day_off", _("a day off")
        SNOOZED = "snoozed", _("put off by the recipient")

    rule = models.CharField(_("rule"), max_length=48)
    subject_kind = models.CharField(_("about"), max_length=24)
    subject_id = models.CharField(_("which one"), max_length=40)
    establishment = models.ForeignKey(
        "people.Establishment", models.PROTECT, db_index=False, verbose_name=_("establishment")
    )
    employee = models.ForeignKey(
        "people.Employee", models.PROTECT, related_name="+", db_index=False, verbose_name=_("employee")
    )
    case = models.ForeignKey(
        "injuries.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        db_index=False,
        verbose_name=_("case"),
    )
    recipient = models.ForeignKey(User, models.PROTECT, related_name="reminders", db_index=False, verbose_name=_("to"))
    audience = models.CharField(_("as"), max_length=12, choices=Audience)
    due_on = models.DateField(_("due"))
    not_before = models.DateTimeField(_("not before"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)
    planned_at = models.DateTimeField(_("planned at"))
    taken_at = models.DateTimeField(_("handed to the channels"), null=True, blank=True)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.REMINDER,
        employee="employee_id",
        establishment="establishment_id",
        employee_department="employee__department_id",
        recipient="recipient_id",
        compared=frozenset({"case"}),
        fields={"case": DataClass.TREATMENT},
        limited={
            Reach.STATE: frozenset(
                {"id", "rule", "state", "reason", "due_on", "establishment", "planned_at", "told_at", "deliveries"}
            )
        },
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-due_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_id", "subject_kind", "recipient", "due_on"], name="reminder_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="told") | Q(told_at__isnull=False), name="reminder_told_has_a_moment"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "not_before"],
                condition=Q(state="planned", taken_at__isnull=True),
                name="reminder_due",
            ),
            models.Index(
                fields=["rule", "due_on"], condition=Q(state__in=["planned", "failed"]), name="reminder_unsettled"
            ),
            models.Index(fields=["establishment", "-id"], condition=Q(state="failed"), name="reminder_failed"),
            models.Index(fields=["establishment", "state", "-id"], name="reminder_by_establishment"),
            models.Index(fields=["recipient", "-id"], name="reminder_by_recipient"),
            models.Index(fields=["case", "-id"], name="reminder_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"


class DeliveryQuerySet(WalledQuerySet["Delivery"]):
    def by(self, channel: str) -> Self:
        return self.filter(channel=channel)


class Delivery(Walled):
    """One letter to one recipient by one channel, with one or several reminders in it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waits for the next attempt")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("Not needed any more")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(_("channel"), max_length=16)
    establishment = models.ForeignKey(
        "people.Establishment", models.PROTECT, db_index=False, verbose_name=_("establishment")
    )
    recipient = models.ForeignKey(User, models.PROTECT, related_name="deliveries", db_index=False, verbose_name=_("to"))
    address = models.CharField(_("address"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Taken up again after a sender died: only these can have reached the recipient twice, with the same message id.
    resumed = models.PositiveSmallIntegerField(_("taken up again"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    lease_until = models.DateTimeField(_("held until"), null=True, blank=True)
    message_id = models.CharField(_("message id"), max_length=120, unique=True)
    error = models.CharField(_("what the server said"), max_length=500, blank=True)
    permanent = models.BooleanField(_("no further attempt helps"), default=False)
    created_at = models.DateTimeField(_("made"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    reminders = models.ManyToManyField(
        Reminder, through="DeliveryReminder", related_name="deliveries", verbose_name=_("reminders")
    )

    objects = DeliveryQuerySet.as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.REMINDER,
        employee="",
        establishment="establishment_id",
        recipient="recipient_id",
        compared=frozenset({"created_at"}),
        limited={
            Reach.STATE: frozenset(
                {"id", "channel", "state", "attempts", "resumed", "next_attempt_at", "sent_at", "error", "permanent"}
            )
        },
    )

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="queued"), name="delivery_queued"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="delivery_held"),
            models.Index(fields=["establishment", "-created_at"], name="delivery_by_establishment"),
            models.Index(fields=["recipient", "-created_at"], name="delivery_by_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.created_at:%Y-%m-%d %H:%M}"


class DeliveryReminder(models.Model):
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="carried", db_index=False)
    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="carried")

    open_to: ClassVar[OpenTo] = LINKS

    class Meta:
        verbose_name = _("reminder in a delivery")
        verbose_name_plural = _("reminders in deliveries")
        constraints = [models.UniqueConstraint(fields=["delivery", "reminder"], name="delivery_carries_once")]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.reminder_id}"


class InboxItemQuerySet(WalledQuerySet["InboxItem"]):
    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def of(self, user: User) -> Self:
        return self.filter(recipient=user)


class InboxItem(Walled):
    """A reminder as it stands in the inbox behind the sign-in; `title_key` is the rule whose words it shows."""

    recipient = models.ForeignKey(User, models.PROTECT, related_name="inbox", db_index=False, verbose_name=_("to"))
    reminder = models.OneToOneField(Reminder, models.CASCADE, related_name="inbox_item", verbose_name=_("reminder"))
    title_key = models.CharField(_("title"), max_length=48)
    url = models.CharField(_("page"), max_length=200)
    created_at = models.DateTimeField(_("since"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = InboxItemQuerySet.as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.REMINDER,
        employee="reminder__employee_id",
        establishment="reminder__establishment_id",
        employee_department="reminder__employee__department_id",
        recipient="recipient_id",
        limited={Reach.STATE: frozenset({"id", "created_at", "read_at"})},
    )

    class Meta:
        verbose_name = _("inbox item")
        verbose_name_plural = _("inbox items")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="inbox_by_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="inbox_unread"),
        ]

    def __str__(self) -> str:
        return self.title_key


class Heartbeat(models.Model):
    """The last moment at which a part of the machinery was alive; /readyz reads it."""

    name = models.CharField(_("name"), max_length=40, primary_key=True)
    at = models.DateTimeField(_("when"))

    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
