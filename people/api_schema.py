"""What the description of the API needs to know of our own parts. Imported by the router."""

from typing import Any

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.openapi import AutoSchema


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # spectacular's own hook
    """`Authorization: Token KEY`."""

    target_class = "people.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token KEY"}


class WalledSerializerSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # spectacular's own hook
    """What the wall may leave out is not required in an answer."""

    target_class = "people.api_base.WalledSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        plain: Any = auto_schema._map_serializer
        schema: dict[str, Any] = plain(self.target, direction, bypass_extensions=True)
        if direction == "response":
            schema.pop("required", None)
        return schema


class TimeOfDaySchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # spectacular's own hook
    """A shift begins at 07:00 where it is worked; the format `time` would ask for an offset from UTC."""

    target_class = "rest_framework.serializers.TimeField"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"type": "string", "format": "time-local"}


WORDS = {"type": "string"}
SENTENCES = {"type": "array", "items": WORDS}
REFUSALS: dict[str, dict[str, Any]] = {
    "FieldRefusal": {
        "type": "object",
        "description": "A list of sentences for each wrong field, or `detail` where the whole request is wrong.",
        # A field may be called `code`, too; then the sentences about it stand in the place of ours.
        "properties": {"detail": WORDS, "code": {"anyOf": [WORDS, SENTENCES]}, "non_field_errors": SENTENCES},
        "additionalProperties": {"anyOf": [{"type": "array", "items": {}, "minItems": 1}, {"type": "object"}]},
        "minProperties": 1,
    },
    "Refusal": {
        "type": "object",
        "description": "Why not, as `detail` or as sentences for a field.",
        "properties": {"detail": WORDS, "code": WORDS},
        "additionalProperties": {"type": "array", "items": WORDS, "minItems": 1},
        "minProperties": 1,
    },
}
MEANINGS = {
    "400": ("FieldRefusal", "A value is wrong, or the row is in another state; the sentences say which and why."),
    "401": ("Refusal", "No token, or one that is not valid."),
    "403": ("Refusal", "The person may not do this."),
    "404": ("Refusal", "There is no such row, or it is not the reader's to know of."),
    "406": ("Refusal", "The API answers in JSON only."),
    "413": ("Refusal", "The body is too large."),
    "415": ("Refusal", "The body is not JSON."),
}
WITH_BODY = frozenset({"413", "415"})


def say_how_it_refuses(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Every operation refuses in the same ways (`people.api_base.explain`), so they are written down in one place."""
    result["components"]["schemas"].update(REFUSALS)
    for path in result["paths"].values():
        for method, operation in path.items():
            for status, (schema, words) in MEANINGS.items():
                if method != "get" or status not in WITH_BODY:
                    operation["responses"].setdefault(status, _response(schema, words))
    return result


def _response(schema: str, words: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": words, "content": {"application/json": {"schema": reference}}}
