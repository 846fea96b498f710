"""Work status reports and restrictions, to be read; a report is received at the door of duty, which matches again."""

from typing import Any

from rest_framework import serializers

from injuries.api import CaseNumberField
from people.api_base import WalledSerializer
from people.api_fields import DayField
from people.api_views import Filters, Listed, Retrieved, WalledViewSet
from recovery.models import Restriction, WorkStatusReport
from recovery.restrictions import KINDS

RELATED = ("case__employee", "case__establishment")


class RestrictionSerializer(WalledSerializer[Restriction]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    employee = serializers.IntegerField(source="case.employee_id", read_only=True)

    class Meta:
        model = Restriction
        fields = (
            "id",
            "employee",
            "case",
            "report",
            "kind",
            "activity",
            "points",
            "band",
            "minutes",
            "reps",
            "option",
            "days",
            "side",
            "starts_on",
            "ends_on",
            "permanent",
            "original_words",
            "coded_by",
            "coded_at",
            "confirmed_at",
            "replaced_on",
        )
        read_only_fields = fields


class RestrictionFilters(Filters):
    employee = serializers.IntegerField(min_value=1, max_value=2**62)
    kind = serializers.ChoiceField(choices=[(code, kind.label) for code, kind in KINDS.items()])
    case = CaseNumberField()
    ends_from = DayField()
    ends_until = DayField()


class RestrictionViewSet(Listed, Retrieved, WalledViewSet):
    """Limits at work. A supervisor sees those of today and to come, in codes, never the provider's words."""

    model = Restriction
    queryset = Restriction.objects.none()
    serializer_class = RestrictionSerializer
    filters = RestrictionFilters
    lookups = {
        "employee": "case__employee_id",
        "case": "case__number",
        "ends_from": "ends_on__gte",
        "ends_until": "ends_on__lte",
    }
    open_as = {"employee": "employee"}
    related = RELATED
    ordering = ("-pk",)
    reading = "limits (API)"
    across = "limits hang on a case, and no supervisor sees a case"


class WorkStatusReportSerializer(WalledSerializer[WorkStatusReport]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = WorkStatusReport
        fields = (
            "id",
            "case",
            "provider",
            "issued_on",
            "exam_on",
            "received_on",
            "status",
            "starts_on",
            "ends_on",
            "next_appointment_on",
            "expected_full_duty_on",
            "mmi_on",
            "signed",
            "file",
            "entered_by",
            "entered_at",
            "voided_at",
            "void_reason",
            "by_link",
            "signed_by",
            "accepted_at",
        )
        read_only_fields = fields


class WorkStatusFilters(Filters):
    case = CaseNumberField()
    status = serializers.ChoiceField(choices=WorkStatusReport.Status.choices)
    issued_from = DayField()
    voided = serializers.BooleanField()


class WorkStatusReading(Listed, Retrieved, WalledViewSet):
    """What providers said; `duty.api` adds the door that receives a report."""

    model = WorkStatusReport
    queryset = WorkStatusReport.objects.none()
    serializer_class = WorkStatusReportSerializer
    filters = WorkStatusFilters
    lookups = {"case": "case__number", "issued_from": "issued_on__gte"}
    inverted = {"voided": "voided_at__isnull"}
    related = RELATED
    ordering = ("-issued_on", "-pk")
    reading = "work status (API)"
