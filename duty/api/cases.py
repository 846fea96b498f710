"""What duty does with a case over the API: find a duty for it, and close it."""

from typing import Any

from django.utils import formats
from django.utils.translation import gettext, ngettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from duty import services
from duty.api.steps import Nothing
from duty.finding import Found, find_duties
from duty.lifecycle import PERMISSION_DENIED
from duty.refusal_words import refusal
from injuries.api import case_named
from people import clock
from people.api_access import actor_of
from people.api_base import StrictSerializer
from people.api_fields import DayField
from people.clock import local_day
from people.services import record_accesses
from recovery.sentences import Sentence, render


class MatchSerializer(serializers.Serializer[Found]):
    task = serializers.IntegerField(source="task.pk")
    code = serializers.CharField(source="task.code")
    name = serializers.CharField(source="task.name")
    kind = serializers.CharField(source="task.kind")
    department = serializers.CharField(source="task.department.name")
    verdict = serializers.CharField(source="result.verdict")
    modifications = serializers.ListField(child=serializers.CharField(), source="result.modifications")
    conditions = serializers.ListField(child=serializers.CharField(), source="result.conditions")
    reasons = serializers.SerializerMethodField()
    score = serializers.FloatField()
    parts = serializers.SerializerMethodField()

    def get_reasons(self, found: Found) -> list[str]:
        return [" ".join(_say(sentence) for sentence in reason) for reason in found.reasons]

    def get_parts(self, found: Found) -> dict[str, float | None]:
        """Each part of the score by its name, from 0 to 1; null where data are missing."""
        return {part.name: part.share for part in found.parts}


def _say(sentence: Sentence) -> str:
    return render(sentence, translate=gettext, translate_plural=ngettext, format_date=formats.date_format)


class SearchSerializer(serializers.Serializer[Any]):
    """Only `offerable` may be offered; `assess_first` waits for somebody to look at the task."""

    day = serializers.DateField()
    limits_end_on = serializers.DateField(allow_null=True)
    flags = serializers.ListField(child=serializers.CharField())
    offerable = MatchSerializer(many=True)
    assess_first = MatchSerializer(many=True)
    does_not_fit = MatchSerializer(many=True)


class OnDay(StrictSerializer):
    day = DayField(required=False, help_text="The day of the match; today if not given.")


class ClosedCase(serializers.Serializer[Any]):
    number = serializers.CharField()
    state = serializers.CharField()
    closed_on = serializers.DateField()


class MatchesView(APIView):
    """Every task of the bank against the limits in force, best first, each with its reasons."""

    @extend_schema(parameters=[OnDay], responses=SearchSerializer, operation_id="cases_matches")
    def get(self, request: Request, number: str) -> Response:
        actor = actor_of(request)
        case = case_named(number, actor)
        if not actor.hr_of(case.establishment_id):
            raise refusal(PERMISSION_DENIED)
        asked = OnDay(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        day = asked.validated_data.get("day") or local_day(clock.now(), case.establishment.timezone)
        record_accesses(actor=actor, rows=[case], path="employee_id", what="matches (API)", at=clock.now())
        search = find_duties(actor=actor, case=case, day=day)
        shown = {
            "day": day,
            "limits_end_on": search.standing.ends_on,
            "flags": search.standing.flags,
            "offerable": search.offerable,
            "assess_first": search.assess_first,
            "does_not_fit": search.does_not_fit,
        }
        return Response(SearchSerializer(shown).data)


class CloseView(APIView):
    """Close the case: full duty is on file and nothing is open."""

    @extend_schema(request=None, responses=ClosedCase, operation_id="cases_close")
    def post(self, request: Request, number: str) -> Response:
        Nothing(data=request.data).is_valid(raise_exception=True)
        actor = actor_of(request)
        case = services.close_case(actor=actor, case=case_named(number, actor), at=clock.now())
        return Response(ClosedCase(case).data)
