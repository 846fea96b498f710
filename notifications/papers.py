"""Work status reports as the reminder rules ask for them: which one was said last, and which limits nothing follows."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from injuries.models import Case
from recovery.models import Restriction, WorkStatusReport


def of_open_cases() -> QuerySet[Any]:
    """Reports that count in full, of cases that are open."""
    return WorkStatusReport.objects.certain().filter(case__state=Case.State.OPEN)


def said_later() -> QuerySet[Any]:
    """Reports of the same case, issued after the one that is looked at."""
    later = Q(issued_on__gt=OuterRef("issued_on")) | Q(issued_on=OuterRef("issued_on"), pk__gt=OuterRef("pk"))
    return WorkStatusReport.objects.certain().filter(later, case=OuterRef("case"))


def not_said_otherwise(day: str) -> Q:
    """No later report releases the person, names another such day, or comes from the same provider."""
    otherwise = Q(status="FULL_RELEASE") | Q(provider=OuterRef("provider")) | Q(**{f"{day}__isnull": False})
    return ~Q(status="FULL_RELEASE") & Q(~Exists(said_later().filter(otherwise)))


def going_on(report: str = "", ends_on: str = "ends_on") -> Exists:
    """A report of the same case, said at the same time or later, reaches further. `report`: the path to the one
    that is looked at."""
    known = f"{report}__" if report else ""
    further = WorkStatusReport.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef(ends_on)),
        case=OuterRef("case"),
        voided_at__isnull=True,
        issued_on__gte=OuterRef(f"{known}issued_on"),
    )
    return Exists(further.exclude(pk=OuterRef(report or "pk")))


def limits_that_end() -> QuerySet[Any]:
    """Limits of the case looked at, not permanent and replaced by nothing newer on its `today`."""
    return Restriction.objects.standing().filter(
        ~going_on("report"), case=OuterRef("pk"), permanent=False, replaced_on__gt=OuterRef("today")
    )


def off_work_that_ends() -> QuerySet[Any]:
    """ "Off work" of the case looked at, until a day and followed by nothing."""
    away = WorkStatusReport.objects.in_force().filter(case=OuterRef("pk"), status="OFF_WORK", ends_on__isnull=False)
    return away.filter(~going_on(), received_on__lte=F("ends_on"))
