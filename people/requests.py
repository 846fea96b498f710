"""A request as views see it: with its actor."""

from django.http import HttpRequest

from people.models import User
from people.wall import Actor


class ActingRequest(HttpRequest):
    """For annotations: what `people.middleware.actor_of_request` makes of a request."""

    actor: Actor
    user: User
