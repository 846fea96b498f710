"""What every API resource shares: pages by cursor, serializers behind the wall, errors that name fields."""

from typing import Any, TypeVar

from django.db import models
from rest_framework import pagination, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from people.api_access import actor_of
from people.refusals import NotAllowed, Refused
from people.wall import NOBODY, readable

Row = TypeVar("Row", bound=models.Model)


class CursorPages(pagination.CursorPagination):
    """{"results": [...], "next": ..., "previous": ...}; constant cost on every page."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-pk"


class WalledSerializer(serializers.ModelSerializer[Row]):
    """Shows of each row only the fields its reader may see; refuses fields it does not know."""

    def to_representation(self, instance: Row) -> dict[str, Any]:
        shown = super().to_representation(instance)
        request: Request | None = self.context.get("request")
        actor = actor_of(request) if request else NOBODY
        return {name: value for name, value in shown.items() if readable(actor, instance, name)}

    def to_internal_value(self, data: Any) -> Any:
        refuse_unknown_fields(self, data)
        return super().to_internal_value(data)


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
    """A refusal of a service becomes a 400 that names fields (403 where the person may not)."""
    if isinstance(error, Refused):
        code = status.HTTP_403_FORBIDDEN if isinstance(error, NotAllowed) else status.HTTP_400_BAD_REQUEST
        body: dict[str, Any] = {name or "non_field_errors": [str(words)] for name, words in error.fields.items()}
        return Response({**body, "code": error.code}, status=code)
    return drf_exception_handler(error, context)
