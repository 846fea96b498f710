"""All that is on file about an employee, as one archive to take away: for a program (JSON), for the eye (HTML), and
the photos and documents themselves. What may be in it follows from the wall, as on every page."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, FileField, Model, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.text import slugify

from injuries.models import CaseFile
from people.models import Employee
from people.policy import DataClass, Relation, cell
from people.wall import Actor, Wall, WalledQuerySet, opens

IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True)
class Table:
    """The own rows of one kind: each a list of title, name and value."""

    name: str
    title: str
    rows: list[list[tuple[str, str, Any]]]


def archive_of(actor: Actor, employee: Employee) -> IO[bytes]:
    """A ZIP archive, at its beginning; whoever takes it closes it."""
    found = [table for table in tables_of(actor) if table.rows]
    about = {"employee": employee.name, "number": employee.number, "made_at": actor.at, "email": str(actor.user)}
    record = {**about, "tables": {table.name: [as_record(row) for row in table.rows] for table in found}}
    kept = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # the response reads and closes it
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("record.json", json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("record.html", render_to_string("portal/employee/my_data.html", {**about, "tables": found}))
        for file in own_rows(CaseFile, actor).order_by("uploaded_at"):
            with file.content.open("rb") as content:
                archive.writestr(f"files/{str(file.pk)[:8]}-{file.name}", content.read())
    kept.seek(0)
    return cast(IO[bytes], kept)


def tables_of(actor: Actor) -> Iterator[Table]:
    """Every walled model that holds rows about one person or addressed to one."""
    for model in apps.get_models():
        wall: Wall | None = getattr(model, "wall", None)
        if wall is not None and (wall.employee or wall.recipient):
            rows = [shown(wall, row) for row in own_rows(model, actor).order_by("pk")]
            yield Table(model._meta.label_lower, str(model._meta.verbose_name_plural), [row for row in rows if row])


def own_rows(model: type[Model], actor: Actor) -> QuerySet[Any]:
    """Of what the actor may see, what is about or addressed to the actor: a supervisor takes no team along."""
    wall: Wall = model.wall  # type: ignore[attr-defined]  # callers ask walled models only
    own = Q(pk__in=[])
    if wall.employee and actor.employee_id is not None:
        own |= Q(**{wall.employee: actor.employee_id})
    if wall.recipient:
        own |= Q(**{wall.recipient: actor.user_id})
    rows: WalledQuerySet[Any] = model.objects.visible_to(actor)  # type: ignore[attr-defined]  # see above
    return rows.filter(own)


def shown(wall: Wall, row: Model) -> list[tuple[str, str, Any]]:
    """The fields that somebody may read of the own row: title, name, value."""
    of_row = DataClass(getattr(row, wall.data_class_field)) if wall.data_class_field else wall.data_class
    fields = cast("list[Field[Any, Any]]", row._meta.concrete_fields)
    return [
        (str(field.verbose_name), field.name, value_of(row, field))
        for field in fields
        if opens(wall, cell(wall.fields.get(field.name, of_row), Relation.SELF).read, field.name)
    ]


def value_of(row: Model, field: "Field[Any, Any]") -> Any:
    """What is stored; of a choice the words, of a file that it is there (the archive holds the file itself)."""
    if isinstance(field, FileField):
        return bool(getattr(row, field.name))
    value = getattr(row, field.attname)
    return str(dict(field.flatchoices).get(value, value)) if field.choices and value is not None else value


def as_record(row: list[tuple[str, str, Any]]) -> dict[str, Any]:
    return {name: value for _title, name, value in row}


def file_name(employee: Employee) -> str:
    return f"{slugify(employee.name) or 'record'}-lightduty.zip"
