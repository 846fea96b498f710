""" "I was asked to do more than this" over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from duty import services
from duty.models import Concern
from injuries.api import CaseNumberField, case_named
from people import clock
from people.api_base import StrictSerializer, WalledSerializer
from people.api_views import UUID, Filters, Listed, Retrieved, WalledViewSet


class ConcernSerializer(WalledSerializer[Concern]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = Concern
        fields = ("id", "case", "assignment", "words", "stopped", "raised_at", "answered_at", "answer")
        read_only_fields = fields


class NewConcern(StrictSerializer):
    client_key = serializers.UUIDField(help_text="Made by you; the same key again raises no second one.")
    case = CaseNumberField()
    words = serializers.CharField(max_length=500)
    stop = serializers.BooleanField(help_text="The work was stopped: the active duty stops at once.")


class Answer(StrictSerializer):
    answer = serializers.CharField(max_length=500)


class ConcernFilters(Filters):
    case = CaseNumberField()
    answered = serializers.BooleanField()


class ConcernViewSet(Listed, Retrieved, WalledViewSet):
    """What the employee was asked to do beyond the limits, and what HR did about it."""

    model = Concern
    queryset = Concern.objects.none()
    serializer_class = ConcernSerializer
    filters = ConcernFilters
    lookups = {"case": "case__number"}
    inverted = {"answered": "answered_at__isnull"}
    related = ("case__employee", "case__establishment")
    ordering = ("-raised_at", "-pk")
    reading = "asked to do more (API)"
    lookup_value_regex = UUID

    @extend_schema(request=NewConcern, responses={201: ConcernSerializer})
    def create(self, request: Request) -> Response:
        given = self.checked(NewConcern)
        case = case_named(given.pop("case"), self.actor)
        return self.shown(services.raise_concern(actor=self.actor, case=case, at=clock.now(), **given), status=201)

    @extend_schema(request=Answer, responses=ConcernSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """What HR did about it."""
        row, given = self.get_object(), self.checked(Answer)
        return self.shown(services.answer_concern(actor=self.actor, concern=row, at=clock.now(), **given))
