"""How much each part of the rank counts at a site. A convenience, not evidence: HR may weigh them otherwise."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from duty.ranking import WEIGHTS
from people.openness import COMPANY, OpenTo

MOST = [MaxValueValidator(100)]


class RankingWeights(models.Model):
    establishment = models.OneToOneField(
        "people.Establishment", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("establishment")
    )
    placement = models.PositiveSmallIntegerField(
        _("how near the usual workplace"), default=WEIGHTS["placement"], validators=MOST
    )
    wage = models.PositiveSmallIntegerField(_("pay"), default=WEIGHTS["wage"], validators=MOST)
    hours = models.PositiveSmallIntegerField(_("hours"), default=WEIGHTS["hours"], validators=MOST)
    skills = models.PositiveSmallIntegerField(_("skills"), default=WEIGHTS["skills"], validators=MOST)
    headroom = models.PositiveSmallIntegerField(
        _("room below the limits"), default=WEIGHTS["headroom"], validators=MOST
    )
    likeness = models.PositiveSmallIntegerField(
        _("likeness to the usual job"), default=WEIGHTS["likeness"], validators=MOST
    )

    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("weights of the rank")
        verbose_name_plural = _("weights of the rank")

    def __str__(self) -> str:
        return f"{self.establishment}"

    @property
    def by_part(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in WEIGHTS}
