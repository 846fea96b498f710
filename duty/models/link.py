"""One-time links for providers: the only way in for somebody without an account."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.policy import DataClass
from people.wall import Wall, WalledQuerySet
from people.walled import Walled


class ProviderLinkQuerySet(WalledQuerySet["ProviderLink"]):
    def unused(self) -> Self:
        return self.filter(used_at__isnull=True, revoked_at__isnull=True)


class ProviderLink(Walled):
    """Asks one provider for one work status report. The token is kept as a hash only; `tasks` are shown on the form.

    `mail_next_at`: when the letter is to be tried (again); empty while none is to be sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="provider_links", verbose_name=_("case"))
    provider = models.CharField(_("provider"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    tasks = models.ManyToManyField("duty.Task", related_name="provider_links", verbose_name=_("work shown"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("answered"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    report = models.OneToOneField(
        "recovery.WorkStatusReport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="link",
        verbose_name=_("answer"),
    )
    mail_next_at = models.DateTimeField(_("letter due"), null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    mail_sent_at = models.DateTimeField(_("letter sent"), null=True, blank=True)
    mail_error = models.CharField(_("error"), max_length=500, blank=True)

    objects = ProviderLinkQuerySet.as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.TREATMENT,
        employee="case__employee_id",
        establishment="case__establishment_id",
        employee_department="case__employee__department_id",
    )

    class Meta:
        verbose_name = _("link for a provider")
        verbose_name_plural = _("links for providers")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mail_next_at__isnull=True) | ~Q(email=""), name="provider_link_mail_has_an_address"
            ),
        ]
        indexes = [
            models.Index(fields=["mail_next_at"], condition=Q(mail_next_at__isnull=False), name="provider_link_mail")
        ]

    def __str__(self) -> str:
        return self.provider
