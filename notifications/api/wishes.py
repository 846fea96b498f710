"""How somebody wants to be reminded, over the API: their own wishes and nobody else's."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from notifications.channels import CHANNELS
from notifications.kinds import Kind
from notifications.models import ReminderPreference
from notifications.services import set_wishes
from notifications.services.wishes import SETTABLE, kinds_of
from notifications.ways import Way, is_on
from people.api_access import actor_of
from people.api_base import StrictSerializer
from people.refusals import Refused, Words
from people.wall import Actor

OUTSIDE = [channel for channel in CHANNELS if channel.outside]
NAMES = [channel.name for channel in OUTSIDE]


class KindWays(StrictSerializer):
    """By which ways one kind of reminder comes; none: it stands in the inbox alone."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    channels = serializers.ListField(child=serializers.ChoiceField(choices=NAMES), max_length=len(NAMES))


class Wishes(StrictSerializer):
    """What is left out stays as it is."""

    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    timezone = serializers.CharField(max_length=64, allow_blank=True, help_text="Empty: as at one's site.")
    quiet_from = serializers.TimeField()
    quiet_until = serializers.TimeField()
    digest = serializers.BooleanField(help_text="One letter a day; what is urgent still comes by itself.")
    digest_hour = serializers.IntegerField(min_value=0, max_value=23)
    mobile = serializers.CharField(max_length=40, allow_blank=True)
    chat = serializers.CharField(max_length=120, allow_blank=True)
    ways = KindWays(many=True)


class WishesView(APIView):
    """How one is reminded: ways for each kind, quiet hours, one letter a day, language."""

    @extend_schema(responses=Wishes, operation_id="me_reminded_retrieve")
    def get(self, request: Request) -> Response:
        return Response(shown(actor_of(request)))

    @extend_schema(request=Wishes(partial=True), responses=Wishes, operation_id="me_reminded_update")
    def patch(self, request: Request) -> Response:
        actor = actor_of(request)
        form = Wishes(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        ways = checked_ways(actor, given.pop("ways", []))
        language = given.pop("language", actor.user.language if actor.user else "")
        set_wishes(actor=actor, language=language, ways=ways, **given)
        if actor.user is not None:
            actor.user.refresh_from_db(fields=["language"])
        return Response(shown(actor))


def checked_ways(actor: Actor, asked: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The ways by kind, of those that can reach this person and are set up here."""
    wrong: Words | None = None
    set_up = {channel.name for channel in OUTSIDE if channel.available}
    for one in asked:
        if one["kind"] not in kinds_of(actor):
            wrong = _("Reminders of this kind do not come to you.")
        elif not set_up.issuperset(one["channels"]):
            wrong = _("This way is not set up here.")
    if wrong is not None:
        raise Refused({"ways": wrong})
    return {one["kind"]: one["channels"] for one in asked}


def shown(actor: Actor) -> dict[str, Any]:
    """What holds, also while nothing is set."""
    row = ReminderPreference.objects.filter(user=actor.user_id).first() or ReminderPreference()
    ways = [Way(channel.name, channel.by_choice) for channel in OUTSIDE if channel.available]
    kinds = [
        {"kind": kind.value, "channels": [way.name for way in ways if is_on(way, kind, row.exceptions)]}
        for kind in kinds_of(actor)
    ]
    language = actor.user.language if actor.user else ""
    values = {name: getattr(row, name) for name in SETTABLE}
    return dict(Wishes({**values, "language": language, "ways": kinds}).data)
