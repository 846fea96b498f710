"""Check-ins and findings."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from injuries.api import CaseNumberField, case_named
from people import clock
from people.api_base import StrictSerializer, WalledSerializer
from people.api_fields import DayField
from people.api_views import UUID, Filters, Listed, Retrieved, WalledViewSet
from recovery import services
from recovery.models import CheckIn, Stall
from recovery.red_flags import RED_FLAGS

RELATED = ("case__employee", "case__establishment")
MOST_CODES = 40


@extend_schema_field({"type": "object", "additionalProperties": {"type": "integer"}})
class CodedNumbers(serializers.JSONField):
    """{code: number}; the service says in words what is wrong with each."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        read = super().to_internal_value(data)
        if not isinstance(read, dict) or len(read) > MOST_CODES:
            raise serializers.ValidationError('Send an object of codes and numbers, such as {"pain": 4}.')
        return read


class CheckInSerializer(WalledSerializer[CheckIn]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    replaced = serializers.SerializerMethodField()

    class Meta:
        model = CheckIn
        fields = (
            "id",
            "case",
            "day",
            "at",
            "by",
            "by_telephone",
            "scores",
            "symptoms",
            "overall_change",
            "alarming",
            "red_flags",
            "status",
            "replaced",
        )
        read_only_fields = fields

    def get_replaced(self, row: CheckIn) -> bool:
        return row.replaced_at is not None


class NewCheckIn(StrictSerializer):
    client_key = serializers.UUIDField(help_text="Made by you; the same key again makes no second check-in.")
    case = CaseNumberField()
    scores = CodedNumbers(default=dict, help_text="Answers by measure code, such as pain.")
    symptoms = CodedNumbers(default=dict, help_text="0 none to 3 a lot, by symptom.")
    overall_change = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=-5, max_value=5)
    alarming = serializers.BooleanField(default=False)
    red_flags = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(RED_FLAGS)), max_length=len(RED_FLAGS), default=list
    )
    by_telephone = serializers.BooleanField(default=False)
    day = DayField(required=False, allow_null=True, default=None, help_text="Today at the establishment, or nothing.")


class CheckInFilters(Filters):
    case = CaseNumberField()
    day_from = DayField()
    day_until = DayField()
    replaced = serializers.BooleanField(help_text="false: only the answers that count")


class CheckInViewSet(Listed, Retrieved, WalledViewSet):
    """The employee's own short reports, and what followed from each."""

    model = CheckIn
    queryset = CheckIn.objects.none()
    serializer_class = CheckInSerializer
    filters = CheckInFilters
    lookups = {
        "case": "case__number",
        "day_from": "day__gte",
        "day_until": "day__lte",
    }
    inverted = {"replaced": "replaced_at__isnull"}
    related = RELATED
    ordering = ("-at", "-pk")
    reading = "check-ins (API)"
    lookup_value_regex = UUID

    @extend_schema(request=NewCheckIn, responses={201: CheckInSerializer})
    def create(self, request: Request) -> Response:
        answers = self.checked(NewCheckIn)
        case = case_named(answers.pop("case"), self.actor)
        made = services.submit_check_in(actor=self.actor, case=case, at=clock.now(), **answers)
        return self.shown(made, status=201)


class StallSerializer(WalledSerializer[Stall]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = Stall
        fields = (
            "id",
            "case",
            "kind",
            "opened_on",
            "opened_at",
            "closed_on",
            "closed_at",
            "close_reason",
            "rule_version",
            "preset",
            "evidence",
        )
        read_only_fields = fields


class StallFilters(Filters):
    case = CaseNumberField()
    kind = serializers.ChoiceField(choices=Stall.Kind.choices)
    open = serializers.BooleanField()
    opened_from = DayField()


class Answered(StrictSerializer):
    words = serializers.CharField(max_length=500)


class StallViewSet(Listed, Retrieved, WalledViewSet):
    """Findings with their evidence; HR answers an alarming sign or a silence once they have been in touch."""

    model = Stall
    queryset = Stall.objects.none()
    serializer_class = StallSerializer
    filters = StallFilters
    lookups = {"case": "case__number", "open": "closed_on__isnull", "opened_from": "opened_on__gte"}
    related = RELATED
    ordering = ("-opened_at", "-pk")
    reading = "findings (API)"

    @extend_schema(request=Answered, responses=StallSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        stall = self.get_object()
        words = self.checked(Answered)["words"]
        return self.shown(services.answer_finding(actor=self.actor, stall=stall, words=words, at=clock.now()))
