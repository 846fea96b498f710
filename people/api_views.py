"""The base of every resource: rows and fields by the wall, filters that refuse what they do not know, and an entry
in the access log for whoever reads somebody else's record."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import mixins, serializers
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from people.api_access import actor_of
from people.api_base import StrictSerializer
from people.columns import is_hidden
from people.database_roles import relations_of
from people.openness import kinds_of_reader, wall_of
from people.scope import as_employee, beyond_the_wall
from people.services import record_accesses
from people.wall import Actor, rows_to_filter

ALWAYS_KNOWN = frozenset({"cursor", "page_size", "format"})
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NUMBER = "[0-9]{1,18}"
CASE_NUMBER = "[0-9]{4}-[0-9]{4,6}"
FORMATS: dict[type[serializers.Field[Any, Any, Any, Any]], dict[str, str]] = {
    serializers.DateField: {"type": "string", "format": "date"},
    serializers.UUIDField: {"type": "string", "format": "uuid"},
    serializers.IntegerField: {"type": "integer"},
    serializers.BooleanField: {"type": "boolean"},
}


class StrictFilters(BaseFilterBackend):
    """Reads the query through the view's `filters`; a value or name it does not know is a 400 that names it."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if view.action != "list":
            return queryset
        found: QuerySet[Any] = queryset
        for name, value in asked_by(request, view.filters).items():
            found = _filtered(found, view, name, value)
        return found

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        if getattr(view, "action", "") != "list":
            return []
        return [
            {"name": name, "in": "query", "required": False, "schema": _schema(field)}
            for name, field in view.filters().fields.items()
        ]


def asked_by(request: Request, filters: "type[Filters]") -> dict[str, Any]:
    """The filters of a query, checked; refused where there is no such filter."""
    asked = {name: value for name, value in request.query_params.items() if name not in ALWAYS_KNOWN}
    checked = filters(data=asked)
    checked.is_valid(raise_exception=True)
    return {name: checked.validated_data[name] for name in asked}


def _filtered(rows: QuerySet[Any], view: Any, name: str, value: Any) -> QuerySet[Any]:
    lookup = view.lookups.get(name, name)
    if name in view.inverted:
        lookup, value = view.inverted[name], not value
    readable = rows_to_filter(view.model.wall, view.actor, view.open_as.get(name, lookup.split("__")[0]))
    found: QuerySet[Any] = rows.filter(readable, **{lookup: value})
    column = next((one for one in view.model._meta.concrete_fields if one.name == lookup.split("__")[0]), None)
    if column is None or not is_hidden(column):
        return found
    # Of the own record alone may it be asked, and there PostgreSQL answers the employee, whatever else this person is.
    with as_employee():
        own = list(found.values_list("pk", flat=True))
    return rows.filter(pk__in=own)


def _schema(field: serializers.Field[Any, Any, Any, Any]) -> dict[str, Any]:
    if isinstance(field, serializers.ChoiceField):
        return {"type": "string", "enum": [str(choice) for choice in field.choices]}
    return next((found for kind, found in FORMATS.items() if isinstance(field, kind)), {"type": "string"})


class Filters(StrictSerializer):
    """What a list may be asked for; nothing of it is required. On its own: a list without filters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"partial": True, **kwargs})


def with_related(rows: QuerySet[Any], paths: Iterable[str], actor: Actor) -> QuerySet[Any]:
    """Rows with what they point at. A join would lose the rows that point at something out of sight."""
    for path in paths:
        field: Any = rows.model._meta.get_field(path.split("__")[0])
        if wall_of(field.related_model) is None:
            rows = rows.select_related(path)
        elif kinds_of_reader(field.related_model) & relations_of(actor) and not is_hidden(field):
            rows = rows.prefetch_related(path)
    return rows


class WalledViewSet(GenericViewSet[Any]):
    """Rows of one walled model.

    `lookups` turn a filter into a lookup, `inverted` into one with the opposite value; `open_as` names the field
    that must be readable where the lookup's own path does not. `reading` is what the access log says was read; empty
    means that nothing medical is. `across` says why supervisors' rows are read beyond the database's wall.
    """

    model: ClassVar[type[Model]]
    filter_backends = (StrictFilters,)
    filters: ClassVar[type[Filters]] = Filters
    lookups: ClassVar[Mapping[str, str]] = {}
    inverted: ClassVar[Mapping[str, str]] = {}
    open_as: ClassVar[Mapping[str, str]] = {}
    related: ClassVar[tuple[str, ...]] = ()
    ordering: tuple[str, ...] | str = "-pk"
    reading: ClassVar[str] = ""
    across: ClassVar[str] = ""
    lookup_value_regex = NUMBER

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.all().visible_to(self.actor)  # type: ignore[attr-defined]  # every walled model has it
        return with_related(rows, self.related, self.actor)

    def reach(self) -> AbstractContextManager[None]:
        """How a supervisor reads rows that hang on something no supervisor sees; `visible_to` holds all the same."""
        across = self.across and self.actor.is_supervisor
        return beyond_the_wall(self.across) if across else nullcontext()

    def get_object(self) -> Any:
        with self.reach():
            return super().get_object()

    def checked(self, form: type[StrictSerializer]) -> dict[str, Any]:
        """The request's body, checked field by field."""
        filled = form(data=self.request.data)
        filled.is_valid(raise_exception=True)
        return dict(filled.validated_data)

    def shown(self, row: Model, *, status: int = 200) -> Response:
        """A row as its reader may see it, after a verb has changed it."""
        fresh = self.get_queryset().get(pk=row.pk)
        return Response(self.get_serializer(fresh).data, status=status)

    def note_reading(self, rows: Iterable[Model]) -> None:
        if not self.reading:
            return
        path = self.model.wall.employee  # type: ignore[attr-defined]  # every walled model has it
        record_accesses(actor=self.actor, rows=rows, path=path, what=self.reading, at=self.actor.at)


class Listed(mixins.ListModelMixin):
    """GET of a page of rows."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        view: Any = self
        with view.reach():
            return self._page(view)

    def _page(self, view: Any) -> Response:
        page = view.paginate_queryset(view.filter_queryset(view.get_queryset()))
        view.note_reading(page)
        response: Response = view.get_paginated_response(view.get_serializer(page, many=True).data)
        return response


class Retrieved(mixins.RetrieveModelMixin):
    """GET of one row."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        view: Any = self
        with view.reach():
            row = view.get_object()
            view.note_reading([row])
            return Response(view.get_serializer(row).data)
