"""Appointments and treatments."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from injuries.api import CaseNumberField, case_named
from people import clock
from people.api_base import StrictSerializer, WalledSerializer
from people.api_fields import DayField, MomentField
from people.api_views import UUID, Filters, Listed, Retrieved, WalledViewSet
from recovery import services
from recovery.models import Appointment, Treatment

RELATED = ("case__employee", "case__establishment")


class AppointmentSerializer(WalledSerializer[Appointment]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    employee = serializers.IntegerField(source="case.employee_id", read_only=True)

    class Meta:
        model = Appointment
        fields = (
            "id",
            "case",
            "employee",
            "kind",
            "starts_at",
            "ends_at",
            "with_whom",
            "place",
            "entered_by",
            "entered_at",
            "cancelled_at",
            "outcome",
            "outcome_at",
            "outcome_words",
        )
        read_only_fields = fields


class NewAppointment(StrictSerializer):
    client_key = serializers.UUIDField(help_text="Made by you; the same key again books no second one.")
    case = CaseNumberField()
    kind = serializers.ChoiceField(choices=Appointment.Kind.choices, default=Appointment.Kind.FOLLOW_UP)
    starts_at = MomentField()
    ends_at = MomentField()
    with_whom = serializers.CharField(max_length=120, allow_blank=True, default="")
    place = serializers.CharField(max_length=200, allow_blank=True, default="")


class Outcome(StrictSerializer):
    outcome = serializers.ChoiceField(choices=Appointment.Outcome.choices)
    words = serializers.CharField(max_length=500, allow_blank=True, default="")


class AppointmentFilters(Filters):
    case = CaseNumberField()
    kind = serializers.ChoiceField(choices=Appointment.Kind.choices)
    starts_from = MomentField()
    starts_until = MomentField()
    canceled = serializers.BooleanField()


class AppointmentViewSet(Listed, Retrieved, WalledViewSet):
    """Visits to doctors and therapists. A supervisor sees that somebody is away, from when until when."""

    model = Appointment
    queryset = Appointment.objects.none()
    serializer_class = AppointmentSerializer
    filters = AppointmentFilters
    lookups = {"case": "case__number", "starts_from": "starts_at__gte", "starts_until": "starts_at__lte"}
    inverted = {"canceled": "cancelled_at__isnull"}
    related = RELATED
    ordering = ("-starts_at", "-pk")
    reading = "appointments (API)"
    across = "hours away hang on a case, and no supervisor sees a case"
    lookup_value_regex = UUID

    @extend_schema(request=NewAppointment, responses={201: AppointmentSerializer})
    def create(self, request: Request) -> Response:
        facts = self.checked(NewAppointment)
        case = case_named(facts.pop("case"), self.actor)
        made = services.book_appointment(actor=self.actor, case=case, at=clock.now(), **facts)
        return self.shown(made, status=201)

    @extend_schema(request=None, responses=AppointmentSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel what has not begun."""
        made = services.cancel_appointment(actor=self.actor, appointment=self.get_object(), at=clock.now())
        return self.shown(made)

    @extend_schema(request=Outcome, responses=AppointmentSerializer)
    @action(detail=True, methods=["post"])
    def outcome(self, request: Request, pk: str) -> Response:
        """What came of it, once it has begun."""
        appointment = self.get_object()
        said = self.checked(Outcome)
        return self.shown(services.record_outcome(actor=self.actor, appointment=appointment, at=clock.now(), **said))


class TreatmentSerializer(WalledSerializer[Treatment]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = Treatment
        fields = ("id", "case", "kind", "words", "started_on", "ended_on", "entered_by", "entered_at")
        read_only_fields = fields


class NewTreatment(StrictSerializer):
    case = CaseNumberField()
    kind = serializers.ChoiceField(choices=Treatment.Kind.choices)
    words = serializers.CharField(max_length=300)
    started_on = DayField()
    ended_on = DayField(required=False, allow_null=True, default=None)


class Ended(StrictSerializer):
    ended_on = DayField()


class TreatmentFilters(Filters):
    case = CaseNumberField()
    kind = serializers.ChoiceField(choices=Treatment.Kind.choices)
    ended = serializers.BooleanField()


class TreatmentViewSet(Listed, Retrieved, WalledViewSet):
    """The treatment journal."""

    model = Treatment
    queryset = Treatment.objects.none()
    serializer_class = TreatmentSerializer
    filters = TreatmentFilters
    lookups = {"case": "case__number"}
    inverted = {"ended": "ended_on__isnull"}
    related = RELATED
    ordering = ("-started_on", "-pk")
    reading = "treatments (API)"

    @extend_schema(request=NewTreatment, responses={201: TreatmentSerializer})
    def create(self, request: Request) -> Response:
        facts = self.checked(NewTreatment)
        case = case_named(facts.pop("case"), self.actor)
        return self.shown(services.add_treatment(actor=self.actor, case=case, at=clock.now(), **facts), status=201)

    @extend_schema(request=Ended, responses=TreatmentSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """The last day of a treatment."""
        treatment = self.get_object()
        day = self.checked(Ended)["ended_on"]
        return self.shown(services.end_treatment(actor=self.actor, treatment=treatment, ended_on=day, at=clock.now()))
