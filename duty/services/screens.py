"""Keeping what each task breaks for certain beside it, and leaving such tasks out before the exact match."""

from django.db import transaction
from django.db.models import Q, QuerySet

from duty import screen
from duty.matching import Standing
from duty.models import Task, TaskScreen
from duty.rows import task_of, with_demands

AT_A_TIME = 500


def write_screens(tasks: list[Task]) -> int:
    """Work out the bits of these tasks anew; their demands are read in one query."""
    rows = [
        TaskScreen(
            task=task,
            establishment_id=task.establishment_id,
            rules=screen.RULES,
            bits=screen.as_text(screen.broken_for_certain(task_of(task))),
        )
        for task in with_demands(tasks)
    ]
    fields = ["establishment", "rules", "bits"]
    TaskScreen.objects.bulk_create(rows, update_conflicts=True, unique_fields=["task"], update_fields=fields)
    return len(rows)


def fill_screens() -> int:
    """What tasks that have no bits, or bits by older rules, break; a slice at a time, until none is left."""
    waiting = Task.objects.offered().filter(Q(screen__isnull=True) | ~Q(screen__rules=screen.RULES))
    done = 0
    while True:
        with transaction.atomic():
            # Locked, so that nobody writes a new version between reading the demands and storing their bits.
            locked = waiting.select_for_update(of=("self",), no_key=True)
            tasks = list(locked.order_by("pk")[:AT_A_TIME])
            if not tasks:
                return done
            done += write_screens(tasks)


def candidates(tasks: QuerySet[Task], standing: Standing) -> QuerySet[Task]:
    """The tasks without those that certainly break a limit and cannot be mended."""
    places = screen.places_of(screen.forbidden(standing))
    if not places:
        return tasks
    # Read from the narrow table first: PostgreSQL hashes what it finds and asks once for each task.
    broken = TaskScreen.objects.breaking(places, rules=screen.RULES)
    return tasks.exclude(pk__in=broken.values("task"))
