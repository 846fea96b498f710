"""What happened at the doors: who came in, who failed, who changed what opens an account. Append-only."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.openness import SECURITY, OpenTo


class SecurityEvent(models.Model):
    """One event. It holds no password, no code, and no address that was typed and belongs to nobody here."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", _("signed in")
        SIGNED_OUT = "signed-out", _("signed out")
        FAILED = "failed", _("wrong password")
        CODE_FAILED = "code-failed", _("wrong sign-in code")
        FACTOR_FAILED = "factor-failed", _("wrong second factor")
        LOCKED = "locked", _("too many tries")
        TURNED_AWAY = "turned-away", _("sign-in refused")
        CODE_SENT = "code-sent", _("sign-in code sent")
        FACTOR_ADDED = "factor-added", _("second factor added")
        FACTOR_REMOVED = "factor-removed", _("second factor removed")
        CODES_MADE = "codes-made", _("new recovery codes")
        PASSWORD_CHANGED = "password-changed", _("password changed")
        PASSWORD_RESET = "password-reset", _("password set by a link")
        SESSION_ENDED = "session-ended", _("session ended by its owner")
        SESSIONS_TAKEN = "sessions-taken", _("every session ended by HR or IT")
        EMAIL_CHANGED = "email-changed", _("e-mail address changed")
        SESSION_OVER = "session-over", _("session ran out")
        LINKED = "linked", _("work account linked")
        TOKEN_MADE = "token-made", _("API token made")
        TOKEN_REVOKED = "token-revoked", _("API token revoked")

    at = models.DateTimeField(_("when"), db_index=True)
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    user = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="security_events",
        verbose_name=_("account"),
    )
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    browser = models.CharField(_("browser"), max_length=200, blank=True)
    detail = models.CharField(_("detail"), max_length=40, blank=True)

    open_to: ClassVar[OpenTo] = SECURITY
    append_only: ClassVar[bool] = True

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="security_event_by_user")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
