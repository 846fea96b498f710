"""The days of a case over the API: spans and gaps, HR's records, and the questions that HR decides."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from duty import services
from duty.api.concerns import Answer
from duty.days import day_ledgers
from duty.ledger import AWAY, GAP_REASONS, RESTRICTED, TRANSFER
from duty.lifecycle import PERMISSION_DENIED
from duty.models import DayRecord, DutyQuestion
from duty.refusal_words import refusal
from injuries.api import CaseNumberField, case_named
from people import clock
from people.api_access import actor_of
from people.api_base import StrictSerializer, WalledSerializer
from people.api_fields import DayField
from people.api_views import Filters, Listed, Retrieved, WalledViewSet
from people.clock import local_day
from people.services import record_accesses


class DaySpanSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=[RESTRICTED, TRANSFER, AWAY])
    start = serializers.DateField()
    end = serializers.DateField()
    basis = serializers.CharField()
    assignment = serializers.UUIDField(source="version", allow_null=True)
    record = serializers.IntegerField(allow_null=True)
    affects_routine_functions = serializers.BooleanField()
    limits_full_workday = serializers.BooleanField()


class GapSerializer(serializers.Serializer[Any]):
    start = serializers.DateField()
    end = serializers.DateField()
    reason = serializers.ChoiceField(choices=GAP_REASONS)


class LedgerSerializer(serializers.Serializer[Any]):
    """Spans never overlap; a gap is a question for HR."""

    spans = DaySpanSerializer(many=True)
    gaps = GapSerializer(many=True)


class DaysView(APIView):
    """What the duties of a case say of its days."""

    @extend_schema(responses=LedgerSerializer, operation_id="cases_duty_days")
    def get(self, request: Request, number: str) -> Response:
        actor = actor_of(request)
        case = case_named(number, actor)
        if not actor.hr_of(case.establishment_id):
            raise refusal(PERMISSION_DENIED)
        record_accesses(actor=actor, rows=[case], path="employee_id", what="days (API)", at=clock.now())
        today = local_day(clock.now(), case.establishment.timezone)
        return Response(LedgerSerializer(day_ledgers([case.pk], today)[case.pk]).data)


class DayRecordSerializer(WalledSerializer[DayRecord]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = DayRecord
        fields = ("id", "case", "kind", "starts_on", "ends_on", "reason", "at", "voided_at")
        read_only_fields = fields


class NewDayRecord(StrictSerializer):
    case = CaseNumberField()
    kind = serializers.ChoiceField(choices=DayRecord.Kind.choices)
    starts_on = DayField()
    ends_on = DayField()
    reason = serializers.CharField(max_length=500)


class OfCase(Filters):
    case = CaseNumberField()


class DayRecordViewSet(Listed, Retrieved, WalledViewSet):
    """Days for which HR says what the person did: never inferred."""

    model = DayRecord
    queryset = DayRecord.objects.none()
    serializer_class = DayRecordSerializer
    filters = OfCase
    lookups = {"case": "case__number"}
    related = ("case__employee", "case__establishment")
    reading = "days (API)"

    @extend_schema(request=NewDayRecord, responses={201: DayRecordSerializer})
    def create(self, request: Request) -> Response:
        given = self.checked(NewDayRecord)
        case = case_named(given.pop("case"), self.actor)
        return self.shown(services.record_days(actor=self.actor, case=case, at=clock.now(), **given), status=201)

    @extend_schema(request=None, responses=DayRecordSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Take the record back."""
        return self.shown(services.void_days(actor=self.actor, row=self.get_object(), at=clock.now()))


class DutyQuestionSerializer(WalledSerializer[DutyQuestion]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = DutyQuestion
        fields = (
            "id",
            "case",
            "kind",
            "cause",
            "opened_on",
            "due_on",
            "since",
            "days",
            "of_days",
            "closed_at",
            "answer",
        )
        read_only_fields = fields


class QuestionFilters(OfCase):
    kind = serializers.ChoiceField(choices=DutyQuestion.Kind.choices)
    answered = serializers.BooleanField()


class DutyQuestionViewSet(Listed, Retrieved, WalledViewSet):
    """What only HR can decide: days without a record, the longest period, what comes after it."""

    model = DutyQuestion
    queryset = DutyQuestion.objects.none()
    serializer_class = DutyQuestionSerializer
    filters = QuestionFilters
    lookups = {"case": "case__number"}
    inverted = {"answered": "closed_at__isnull"}
    related = ("case__employee", "case__establishment")
    reading = "questions about duties (API)"

    @extend_schema(request=Answer, responses=DutyQuestionSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """The decision, with its reason."""
        row, given = self.get_object(), self.checked(Answer)
        return self.shown(services.answer_question(actor=self.actor, question=row, at=clock.now(), **given))
