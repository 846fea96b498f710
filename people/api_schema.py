"""What the description of the API needs to know of our own parts. Imported by the router."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
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
