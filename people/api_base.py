"""What every API resource shares: pages by cursor, serializers behind the wall, errors that name fields."""

from typing import Any, ClassVar, TypeVar

from django.core import signing
from django.core.exceptions import FieldDoesNotExist, RequestDataTooBig
from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, pagination, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import exception_handler as drf_exception_handler

from people.api_access import actor_of
from people.refusals import NoSuchRow, NotAllowed, Refused
from people.wall import NOBODY, readable_fields

Row = TypeVar("Row", bound=models.Model)
CURSOR_SALT = "people.api.cursor"


class CursorPages(pagination.CursorPagination):
    """{"results": [...], "next": ..., "previous": ...}; constant cost on every page."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-pk"

    def get_page_size(self, request: Request) -> int:
        typed = request.query_params.get(self.page_size_query_param, str(self.page_size))
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and 0 < int(typed) <= self.max_page_size):
            raise Refused({self.page_size_query_param: _("Enter a whole number from 1 to 200.")})
        return int(typed)

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        chosen = getattr(view, "ordering", self.ordering)
        return (chosen,) if isinstance(chosen, str) else tuple(chosen)

    def encode_cursor(self, cursor: pagination.Cursor) -> str:
        signed = signing.dumps([cursor.offset, cursor.reverse, cursor.position], salt=CURSOR_SALT)
        return replace_query_param(self.base_url or "", self.cursor_query_param, signed)

    def decode_cursor(self, request: Request) -> pagination.Cursor | None:
        """Signed, because a position written by hand could be one that no column can hold."""
        signed = request.query_params.get(self.cursor_query_param)
        if signed is None:
            return None
        try:
            offset, reverse, position = signing.loads(signed, salt=CURSOR_SALT)
        except signing.BadSignature:
            raise NoSuchRow("cursor", _("Start again from the first page.")) from None
        return pagination.Cursor(offset=offset, reverse=reverse, position=position)


class ShownSerializer(serializers.ModelSerializer[Row]):
    """Rows as they are stored."""

    def get_fields(self) -> dict[str, Any]:
        """What is only shown may be as empty as its column; DRF forgets that, and the description would lie."""
        fields: dict[str, Any] = super().get_fields()
        for name, field in fields.items():
            if field.read_only and (column := _column(self.Meta.model, name)):
                field.allow_null = field.allow_null or column.null
                if isinstance(field, serializers.ChoiceField):
                    field.allow_blank = field.allow_blank or column.blank
        return fields


class WalledSerializer(ShownSerializer[Row]):
    """Shows of each row only the fields its reader may see; refuses fields it does not know."""

    # Fields made of another's row: name of the field -> the field that must be readable for it.
    part_of: ClassVar[dict[str, str]] = {}
    _shown: frozenset[str] | None = None

    def to_representation(self, instance: Row) -> dict[str, Any]:
        request: Request | None = self.context.get("request")
        actor = actor_of(request) if request else NOBODY
        shown = readable_fields(actor, instance, {*self.fields, *self.part_of.values()})
        self._shown = frozenset(name for name in shown if self.part_of.get(name, name) in shown)
        return super().to_representation(instance)

    @property
    def _readable_fields(self) -> list[serializers.Field[Any, Any, Any, Any]]:
        """DRF's own, less what this row's reader may not see: it is not even asked for."""
        fields = super()._readable_fields
        return [field for field in fields if self._shown is None or field.field_name in self._shown]

    def to_internal_value(self, data: Any) -> Any:
        refuse_unknown_fields(self, data)
        return super().to_internal_value(data)


def _column(model: type[models.Model], name: str) -> "models.Field[Any, Any] | None":
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.Field) else None


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The request is too large. Send it in smaller parts.")
    default_code = "too_large"


class StrictSerializer(serializers.Serializer[Any]):
    """For the input of actions: an unknown field is an error, not silence."""

    def to_internal_value(self, data: Any) -> Any:
        refuse_unknown_fields(self, data)
        return super().to_internal_value(data)


def refuse_unknown_fields(serializer: serializers.BaseSerializer[Any], data: Any) -> None:
    fields: dict[str, serializers.Field[Any, Any, Any, Any]] = getattr(serializer, "fields", {})
    if not isinstance(data, dict):
        return
    unknown = {
        name: [f"There is no field of this name. Known: {', '.join(sorted(fields))}."]
        for name in data
        if name not in fields
    }
    if unknown:
        raise serializers.ValidationError(unknown)


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """A refusal of a service becomes a 400 that names fields (403 where the person may not, 404 for no such row)."""
    if isinstance(error, Refused):
        code: int = status.HTTP_403_FORBIDDEN if isinstance(error, NotAllowed) else status.HTTP_400_BAD_REQUEST
        if isinstance(error, NoSuchRow):
            code = status.HTTP_404_NOT_FOUND
        body: dict[str, Any] = {name or "non_field_errors": [str(words)] for name, words in error.fields.items()}
        return Response({**body, "code": error.code}, status=code)
    return drf_exception_handler(TooLarge() if isinstance(error, RequestDataTooBig) else error, context)
