"""The base of every table at HR's desk: rows, columns, filters and search by the wall; nothing is deleted."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db.models import Field, Model, Q, QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse

from people.choosing import RowToFind, may_be_key
from people.policy import Relation, cell
from people.scope import verb
from people.services import record_accesses
from people.wall import NOBODY, SITE_RELATIONS, Actor, Wall, opens, rows_to_filter


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", NOBODY)
    return actor


class DeskTable(admin.ModelAdmin[Any]):
    """A table of the desk. `reading` is what the access log says was read; empty means nothing medical."""

    writers: ClassVar[tuple[Relation, ...]] = ()
    reading: ClassVar[str] = ""
    show_full_result_count = False
    list_per_page = 50

    def rows_of(self, actor: Actor) -> QuerySet[Any]:
        raise NotImplementedError

    def reads(self, actor: Actor, name: str) -> bool:
        """May the actor read this column of any row at all?"""
        raise NotImplementedError

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *more: Any, **named: Any
    ) -> HttpResponse | None:
        if not all(may_be_key(self.model, chosen) for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("A box that was ticked stands for no row.")
        return super().response_action(request, queryset, *more, **named)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.rows_of(actor_of(request))
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """An order by a column tells something of it."""
        actor = actor_of(request)
        wanted = [str(name) for name in self.ordering or self.model._meta.ordering]
        may = [name for name in wanted if name in {"pk", "-pk"} or self.reads(actor, _first(name.lstrip("-")))]
        return may or ["-pk"]

    def get_list_select_related(self, request: HttpRequest) -> Any:
        paths = self.list_select_related
        return paths if isinstance(paths, bool) else self._readable(request, paths)

    def may_write(self, request: HttpRequest) -> bool:
        return any(actor_of(request).has(one) for one in self.writers)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        actor = actor_of(request)
        return any(self.reads(actor, str(name)) for name in self.list_display)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_write(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["has_history"] = self._may_read_log(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def _may_read_log(self, request: HttpRequest) -> bool:
        """Django's own log holds names: it is for those whose database role reads it."""
        actor = actor_of(request)
        return actor.is_hr or actor.has(Relation.IT)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self._may_read_log(request):
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def _readable(self, request: HttpRequest, names: Iterable[Any]) -> list[Any]:
        actor = actor_of(request)
        return [name for name in names if self.reads(actor, _first(name))]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._readable(request, self.list_display)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return self._readable(request, self.list_filter)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return self._readable(request, self.search_fields)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return self._readable(request, super().get_fields(request, obj))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what the filters offer: Django would let an address ask by any column of the table."""
        offered = self.get_list_filter(request) if request else []
        paths = [name[0] if isinstance(name, tuple | list) else name for name in offered]
        names = {str(getattr(path, "parameter_name", path)) for path in paths}
        return any(lookup == name or lookup.startswith(f"{name}__") for name in names)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Only rows that this person's own tables show can be chosen."""
        table = self.admin_site._registry.get(db_field.remote_field.model)
        if isinstance(table, DeskTable):
            kwargs["queryset"] = table.get_queryset(request)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RowToFind(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        if "\x00" in object_id:
            return None
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            self._note(request, [row])
        return row

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        page = super().get_changelist_instance(request)
        self._note(request, page.result_list)
        return page

    # Saving is a verb like any other: what may be saved was asked before the form was shown.
    save_model = verb(admin.ModelAdmin.save_model)
    save_related = verb(admin.ModelAdmin.save_related)
    delete_model = verb(admin.ModelAdmin.delete_model)
    log_addition = verb(admin.ModelAdmin.log_addition)
    log_change = verb(admin.ModelAdmin.log_change)
    log_deletions = verb(admin.ModelAdmin.log_deletions)

    def _note(self, request: HttpRequest, rows: Iterable[Model]) -> None:
        if self.reading:
            actor, path = actor_of(request), self.model.wall.employee
            record_accesses(actor=actor, rows=rows, path=path, what=self.reading, at=actor.at)


def _first(name: Any) -> str:
    """The column at the head of a path, a filter pair or a search field."""
    path = name[0] if isinstance(name, tuple | list) else name
    return str(path).lstrip("=^@").split("__")[0]


class WalledAdmin(DeskTable):
    """A table of a walled model: read by whoever the policy lets, written by nobody unless `writers` says so.

    Somebody with two roles sees only the rows of which every column shown may be read.
    """

    # Columns made of others: name of the column -> the field that must be readable for it.
    made_of: ClassVar[dict[str, str]] = {}

    @property
    def wall(self) -> Wall:
        found: Wall = self.model.wall
        return found

    def reads(self, actor: Actor, name: str) -> bool:
        field = self.made_of.get(name, name)
        data_class = self.wall.fields.get(field, self.wall.data_class)
        return any(
            actor.has(relation) and opens(self.wall, cell(data_class, relation).read, field)
            for relation in SITE_RELATIONS
        )

    def rows_of(self, actor: Actor) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.all().visible_to(actor)
        conditions: list[Q] = []
        for name in self.list_display:
            condition = rows_to_filter(self.wall, actor, self.made_of.get(str(name), str(name)))
            if self.reads(actor, str(name)) and condition not in conditions:
                conditions.append(condition)
        return rows.filter(*conditions)


class Ledger(WalledAdmin):
    """Read-only: what is written here was written by a verb, and stays."""

    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = [field.name for field in self.model._meta.get_fields() if isinstance(field, Field)]
        return [name for name in fields if name not in (self.exclude or ())]


class SiteTable(DeskTable):
    """A table that is nobody's personal data: seen by the roles of the site in `site_path`, written by `writers`."""

    site_path: ClassVar[str] = "establishment_id"
    readers: ClassVar[tuple[Relation, ...]] = (Relation.HR,)
    writers: ClassVar[tuple[Relation, ...]] = (Relation.HR,)

    def reads(self, actor: Actor, name: str) -> bool:
        return any(actor.has(relation) for relation in self.readers)

    def rows_of(self, actor: Actor) -> QuerySet[Any]:
        sites: set[int] = set().union(*(actor.sites.get(one, frozenset()) for one in self.readers))
        rows: QuerySet[Any] = self.model._default_manager.filter(**{f"{self.site_path}__in": sites})
        return rows

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.may_write(request)
        actor = actor_of(request)
        sites: set[int] = set().union(*(actor.sites.get(one, frozenset()) for one in self.writers))
        rows = self.model._default_manager.filter(**{f"{self.site_path}__in": sites})
        return self.may_write(request) and rows.filter(pk=obj.pk).exists()
