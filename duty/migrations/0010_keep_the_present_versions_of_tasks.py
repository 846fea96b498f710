"""Tasks that were there before versions were kept: their present version is the first that can be read."""

from django.db import migrations
from django.utils import timezone


def hours(minutes):
    return None if minutes is None else minutes / 60


def demand(row):
    return {
        "activity": row.activity,
        "status": row.status,
        "hours": hours(row.minutes),
        f"weight_{row.weight_unit}": float(row.weight) if row.weight is not None else None,
        "hands": row.hands or None,
        "continuous_min": row.continuous_minutes,
        "reps_per_hour": row.reps_per_hour,
    }


def facts(task):
    plain = ("code", "name", "kind", "description", "place", "days_per_week", "night", "overtime", "absent", "unknown")
    more = ("options", "modifications", "assessed_by")
    days = ("shift_starts", "shift_ends", "assessed_on")
    return {
        **{name: getattr(task, name) for name in (*plain, *more)},
        **{name: value.isoformat() if (value := getattr(task, name)) else None for name in days},
        "shift_hours": hours(task.shift_minutes),
        "department": task.department.name,
        "demands": [demand(row) for row in task.demands.all()],
    }


def keep(apps, schema_editor):
    tasks = apps.get_model("duty", "Task").objects.select_related("department").prefetch_related("demands")
    versions = apps.get_model("duty", "TaskVersion").objects
    now = timezone.now()
    for task in tasks.iterator(chunk_size=500):
        versions.get_or_create(task=task, version=task.version, defaults={"facts": facts(task), "written_at": now})


class Migration(migrations.Migration):
    dependencies = [("duty", "0009_keep_every_version_of_a_task")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
