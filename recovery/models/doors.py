"""Ways in without signing in, and what the employee has agreed to or switched off about them."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.wall import Wall, WalledQuerySet
from people.walled import Walled
from recovery.models.course import CASE_WALL


class DropBoxLink(Walled):
    """The one-time link of one check-in. Of its token only the hash is kept; using it fills `used_at` and nothing
    else, so whoever has the link can put an answer in and read none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="drop_box_links", verbose_name=_("case"))
    due_on = models.DateField(_("check-in of"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = WalledQuerySet["DropBoxLink"].as_manager()
    wall: ClassVar[Wall] = CASE_WALL

    class Meta:
        verbose_name = _("link to a check-in")
        verbose_name_plural = _("links to check-ins")
        constraints = [models.UniqueConstraint(fields=["case", "due_on"], name="drop_box_link_once_a_check_in")]

    def __str__(self) -> str:
        return str(self.due_on)


class Consent(Walled):
    """The employee's own switches for a case; without a row nothing was agreed to and nothing switched off."""

    case = models.OneToOneField(
        "injuries.Case", models.PROTECT, primary_key=True, related_name="consent", verbose_name=_("case")
    )
    provider_reads = models.BooleanField(_("the provider may read the check-ins"), default=False)
    drop_box_off = models.BooleanField(_("no links to check-ins without sign-in"), default=False)
    changed_at = models.DateTimeField(_("changed"))

    objects = WalledQuerySet["Consent"].as_manager()
    wall: ClassVar[Wall] = CASE_WALL

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return str(self.case_id)
