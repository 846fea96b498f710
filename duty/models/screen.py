"""What each task breaks for certain, beside the task: a narrow table that PostgreSQL reads in a few milliseconds."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.openness import COMPANY, OpenTo


class Bits(models.Field[str, str]):
    """PostgreSQL's bit string, in Python a text of zeros and ones."""

    def db_type(self, connection: Any) -> str:
        return "bit varying"


@Bits.register_lookup
class HasAny(models.Lookup[bool]):
    """Is any of these places set? Looking at single places is faster than `&`, which copies the whole string."""

    lookup_name = "has_any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, values = self.process_lhs(compiler, connection)
        places: list[int] = list(self.rhs)
        asked = " OR ".join(f"get_bit({left}, %s) = 1" for _place in places)
        return f"({asked})", tuple(value for place in places for value in (*values, place))


class TaskScreenQuerySet(models.QuerySet["TaskScreen"]):
    def breaking(self, places: Sequence[int], *, rules: str) -> Self:
        """Those with a bit at one of the places, as far as they were worked out by these rules."""
        return self.filter(rules=rules, bits__has_any=places)


class TaskScreen(models.Model):
    """A task without a row, or with one by other rules, is left to the exact match."""

    task = models.OneToOneField(
        "duty.Task", models.CASCADE, primary_key=True, related_name="screen", verbose_name=_("task")
    )
    establishment = models.ForeignKey("people.Establishment", models.PROTECT, related_name="+")
    rules = models.CharField(max_length=12)
    bits = Bits()

    objects = TaskScreenQuerySet.as_manager()
    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("what a task breaks for certain")
        verbose_name_plural = _("what tasks break for certain")

    def __str__(self) -> str:
        return f"{self.task_id}"
