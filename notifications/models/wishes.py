"""What people have set about reminders: HR for a site, each person for themselves; and addresses that do not work."""

from datetime import time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.openness import COMPANY, DESK, OWN, OpenTo

QUIET_FROM, QUIET_UNTIL = time(20), time(7)


class RuleSetting(models.Model):
    """How a rule acts at one site. What is null is as the rule itself says; without a row, everything is."""

    establishment = models.ForeignKey(
        "people.Establishment",
        models.CASCADE,
        related_name="reminder_rules",
        db_index=False,
        verbose_name=_("establishment"),
    )
    rule = models.CharField(_("rule"), max_length=48)
    enabled = models.BooleanField(_("on"), default=True)
    days = models.PositiveSmallIntegerField(_("days before or after the date"), null=True, blank=True)
    late_after = models.PositiveSmallIntegerField(_("too late after days"), null=True, blank=True)
    working_days = models.BooleanField(_("on working days only"), null=True, blank=True)
    channels = ArrayField(models.CharField(max_length=16), null=True, blank=True, verbose_name=_("ways"))
    audiences = ArrayField(models.CharField(max_length=16), null=True, blank=True, verbose_name=_("who is told"))

    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("setting of a reminder rule")
        verbose_name_plural = _("settings of reminder rules")
        constraints = [models.UniqueConstraint(fields=["establishment", "rule"], name="rule_set_once")]

    def __str__(self) -> str:
        return f"{self.establishment}: {self.rule}"


class RuleChange(models.Model):
    """That somebody set a rule otherwise; never changed, never removed."""

    establishment = models.ForeignKey(
        "people.Establishment",
        models.PROTECT,
        related_name="reminder_rule_changes",
        db_index=False,
        verbose_name=_("establishment"),
    )
    rule = models.CharField(_("rule"), max_length=48)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("changed by"))
    at = models.DateTimeField(_("changed"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))

    open_to: ClassVar[OpenTo] = DESK

    append_only: ClassVar[bool] = True

    class Meta:
        verbose_name = _("change of a reminder rule")
        verbose_name_plural = _("changes of reminder rules")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["establishment", "-id"], name="rule_change_by_establishment")]

    def __str__(self) -> str:
        return f"{self.establishment}: {self.rule}"


class ReminderPreference(models.Model):
    """How somebody wants to be reminded. Without a row: e-mail, not at night, each thing when it comes.

    `exceptions` names pairs "kind:channel" that are the other way round than at first (e-mail on, the others off).
    """

    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="reminder_preference", verbose_name=_("account")
    )
    timezone = models.CharField(_("time zone"), max_length=64, blank=True)
    quiet_from = models.TimeField(_("quiet from"), default=QUIET_FROM)
    quiet_until = models.TimeField(_("quiet until"), default=QUIET_UNTIL)
    digest = models.BooleanField(_("one letter a day"), default=False)
    digest_hour = models.PositiveSmallIntegerField(_("hour of the letter"), default=8)
    mobile = models.CharField(_("mobile number"), max_length=40, blank=True)
    chat = models.CharField(_("name in the chat"), max_length=120, blank=True)
    exceptions = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("turned over"), editable=False
    )

    open_to: ClassVar[OpenTo] = OWN

    class Meta:
        verbose_name = _("wishes about reminders")
        verbose_name_plural = _("wishes about reminders")
        constraints = [models.CheckConstraint(condition=Q(digest_hour__lte=23), name="preference_digest_hour")]

    def __str__(self) -> str:
        return str(self.user)


class FailingAddress(models.Model):
    """An address that a server has refused for good, or from which a letter came back: nothing more is sent there."""

    channel = models.CharField(_("channel"), max_length=16)
    address = models.CharField(_("address"), max_length=254)
    since = models.DateTimeField(_("since"))
    words = models.CharField(_("what the server said"), max_length=500, blank=True)

    open_to: ClassVar[OpenTo] = DESK

    class Meta:
        verbose_name = _("address that does not work")
        verbose_name_plural = _("addresses that do not work")
        constraints = [models.UniqueConstraint(fields=["channel", "address"], name="failing_once")]

    def __str__(self) -> str:
        return self.address
