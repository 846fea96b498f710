"""Who may call the API at all. Apart from `people.api_base`, because DRF's views import it while they load."""

from typing import TYPE_CHECKING

from rest_framework import permissions
from rest_framework.request import Request

from people.wall import NOBODY, Actor

if TYPE_CHECKING:
    from rest_framework.views import APIView


def actor_of(request: Request) -> Actor:
    """The actor of an API request, by session or by token."""
    request.user  # noqa: B018  (authenticates: a token sets its own actor)
    actor: Actor = getattr(request._request, "actor", NOBODY)
    return actor


class HasActor(permissions.BasePermission):
    """Signed in, by session or token. What may be seen is the wall's answer, not a permission's."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return actor_of(request).user is not None
