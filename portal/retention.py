"""What is forgotten when. Each rule names its rows, its time and where the time comes from.

Nothing is forgotten by itself: the journal and the log of looks may be added to only, so it takes the owner of the
tables (`manage.py forget_old`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from injuries.models import Case, CaseFile
from notifications.models import Delivery, Reminder
from people.erasing import CHUNK, erase, hanging_on
from people.models import AccessEntry, ApiToken
from people.refusals import Words
from recovery.models import DropBoxLink

YEAR = timedelta(days=365.2425)


@dataclass(frozen=True)
class Rule:
    """`due(at)` are the rows whose time is over at a moment."""

    name: str
    what: Words
    years: float
    basis: Words
    due: Callable[[datetime], "QuerySet[Any]"]


def _cases(at: datetime) -> "QuerySet[Any]":
    left = (at - settings.RETENTION_CASE_YEARS * YEAR).date()
    return Case.objects.filter(state=Case.State.CLOSED, held_because="", closed_on__lt=left, employee__left_on__lt=left)


def _letters(at: datetime) -> "QuerySet[Any]":
    return Delivery.objects.filter(created_at__lt=at - settings.RETENTION_LETTER_YEARS * YEAR).exclude(
        state__in=("queued", "sending")
    )


def _reminders(at: datetime) -> "QuerySet[Any]":
    old = at - settings.RETENTION_LETTER_YEARS * YEAR
    return Reminder.objects.filter(due_on__lt=old.date(), planned_at__lt=old).exclude(state="planned")


def _looks(at: datetime) -> "QuerySet[Any]":
    return AccessEntry.objects.filter(at__lt=at - settings.RETENTION_LOOK_YEARS * YEAR)


def _links(at: datetime) -> "QuerySet[Any]":
    return DropBoxLink.objects.filter(expires_at__lt=at - YEAR)


def _tokens(at: datetime) -> "QuerySet[Any]":
    return ApiToken.objects.filter(revoked_at__lt=at - YEAR)


def _sessions(at: datetime) -> "QuerySet[Any]":
    return Session.objects.filter(expire_date__lt=at)


def rules() -> list[Rule]:
    """The years are settings (docs/OPERATIONS.md)."""
    own = _("Our own choice")
    medical = _("29 CFR 1910.1020(d)(1)(i): medical records, employment and 30 years")
    return [
        Rule("cases", _("closed cases of people who left"), settings.RETENTION_CASE_YEARS, medical, _cases),
        Rule("letters", _("letters that went out"), settings.RETENTION_LETTER_YEARS, own, _letters),
        Rule("reminders", _("settled reminders"), settings.RETENTION_LETTER_YEARS, own, _reminders),
        Rule("looks", _("looks at records"), settings.RETENTION_LOOK_YEARS, own, _looks),
        Rule("links", _("links to check-ins that ran out"), 1, own, _links),
        Rule("tokens", _("revoked API tokens"), 1, own, _tokens),
        Rule("sessions", _("sessions that ran out"), 0, own, _sessions),
    ]


def _remove(files: list[str]) -> None:
    for name in files:
        default_storage.delete(name)


def forget(rule: Rule, *, at: datetime) -> dict[str, int]:
    """Remove what a rule finds and all that hangs on it, a few thousand at a time; the number of rows by table."""
    total: dict[str, int] = {}
    while keys := list(rule.due(at).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            found = hanging_on(rule.due(at).model, keys)
            files = list(CaseFile.objects.filter(pk__in=found.get(CaseFile, ())).values_list("content", flat=True))
            for label, count in erase(found).items():
                total[label] = total.get(label, 0) + count
            # After the rows: a file without its row is lost space, a row without its file is a broken record.
            transaction.on_commit(partial(_remove, files))
    return total
