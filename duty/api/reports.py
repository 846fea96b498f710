"""Receiving and voiding work status reports: both match everything open again, so their door is in this room."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from duty import services
from injuries.api import CaseNumberField, case_named
from injuries.models import CaseFile
from people import clock
from people.api_base import StrictSerializer
from people.api_fields import DayField
from people.refusals import NoSuchRow
from recovery.api import WorkStatusReading
from recovery.api.work_status import WorkStatusReportSerializer
from recovery.models import WorkStatusReport
from recovery.services import LimitFacts, WorkStatusFacts


class WeightPoint(StrictSerializer):
    """A weight in one unit, at one frequency or at any."""

    lb = serializers.FloatField(required=False, min_value=0, max_value=5000)
    kg = serializers.FloatField(required=False, min_value=0, max_value=5000)
    band = serializers.CharField(required=False, allow_null=True, max_length=12)


class StatedLimit(StrictSerializer):
    """One limit: its kind with the one value that belongs to it, or at least the provider's words."""

    kind = serializers.CharField(required=False, max_length=24)
    activity = serializers.CharField(required=False, max_length=24)
    points = WeightPoint(many=True, required=False)
    band = serializers.CharField(required=False, max_length=12)
    minutes = serializers.IntegerField(required=False, min_value=0, max_value=1440, allow_null=True)
    reps = serializers.IntegerField(required=False, min_value=0, max_value=100_000, allow_null=True)
    option = serializers.CharField(required=False, max_length=20)
    days = serializers.IntegerField(required=False, min_value=0, max_value=7, allow_null=True)
    side = serializers.CharField(required=False, max_length=4)
    starts_on = DayField(required=False, allow_null=True)
    ends_on = DayField(required=False, allow_null=True)
    permanent = serializers.BooleanField(required=False)
    original_words = serializers.CharField(required=False, allow_blank=True, max_length=500)


class NewWorkStatusReport(StrictSerializer):
    case = CaseNumberField()
    provider = serializers.CharField(max_length=120)
    status = serializers.ChoiceField(choices=WorkStatusReport.Status.choices)
    issued_on = DayField()
    exam_on = DayField(required=False, allow_null=True)
    received_on = DayField(required=False, allow_null=True)
    starts_on = DayField()
    ends_on = DayField(required=False, allow_null=True)
    open_end = serializers.BooleanField(required=False, help_text="The provider named no last day.")
    next_appointment_on = DayField(required=False, allow_null=True)
    expected_full_duty_on = DayField(required=False, allow_null=True)
    mmi_on = DayField(required=False, allow_null=True)
    signed = serializers.BooleanField(required=False)
    file = serializers.UUIDField(required=False, allow_null=True, help_text="A file of the case.")
    limits = StatedLimit(many=True, required=False)


class Voiding(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class WorkStatusReportViewSet(WorkStatusReading):
    """What providers said. A new or voided report is matched at once against every open duty of the case."""

    @extend_schema(request=NewWorkStatusReport, responses={201: WorkStatusReportSerializer})
    def create(self, request: Request) -> Response:
        given = self.checked(NewWorkStatusReport)
        case = case_named(given.pop("case"), self.actor)
        limits = tuple(_limit(limit) for limit in given.pop("limits", ()))
        if given.get("file"):
            given["file"] = self._file(given["file"])
        report = services.receive_report(
            actor=self.actor, case=case, at=clock.now(), facts=WorkStatusFacts(**given), limits=limits
        )
        return self.shown(report, status=201)

    @extend_schema(request=Voiding, responses=WorkStatusReportSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Entered by mistake: it counts no more and stays readable."""
        report, given = self.get_object(), self.checked(Voiding)
        return self.shown(services.void_report(actor=self.actor, report=report, at=clock.now(), **given))

    def _file(self, key: Any) -> CaseFile:
        found = CaseFile.objects.visible_to(self.actor).filter(pk=key).first()
        if found is None:
            raise NoSuchRow("file", "There is no file of this key.")
        return found


def _limit(given: dict[str, Any]) -> LimitFacts:
    return LimitFacts(**{**given, "points": tuple(dict(point) for point in given.get("points", ()))})
