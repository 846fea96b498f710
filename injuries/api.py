"""Reports and cases, to be read. What changes them are verbs of higher floors: a report is filed at the door that
also hears its alarming signs, and triage begins the clocks of recovery (`recovery.api`)."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from injuries import oiics
from injuries.models import Case, CaseEvent, Report
from injuries.services import classify
from injuries.vocabulary import BodyPart
from people import clock
from people.api_base import StrictSerializer, WalledSerializer
from people.api_fields import DayField
from people.api_views import CASE_NUMBER, UUID, Filters, Listed, Retrieved, WalledViewSet, asked_by
from people.refusals import NoSuchRow
from people.services import record_accesses
from people.wall import Actor

RELATED = ("employee", "establishment")


def case_named(number: str, actor: Actor) -> Case:
    """The case of a number, if the actor may know of it; one sentence for a stranger's and for none."""
    found = Case.objects.visible_to(actor).select_related(*RELATED).filter(number=number).first()
    if found is None:
        raise NoSuchRow("case", "There is no case of this number.")
    return found


class CaseNumberField(serializers.RegexField):
    """A case number such as 2026-0114."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(f"^{CASE_NUMBER}$", **kwargs)


class CaseSerializer(WalledSerializer[Case]):
    recurrence_of: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = Case
        fields = (
            "number",
            "employee",
            "establishment",
            "state",
            "opened_on",
            "began_on",
            "first_treated_on",
            "repetitive_task",
            "body_part",
            "side",
            "more_parts",
            "earlier_injury",
            "recurrence_of",
            "owner",
            "work_related",
            "oiics_edition",
            "oiics_nature",
            "oiics_part",
            "oiics_event",
            "triaged_at",
            "next_check_in_on",
            "closed_on",
            "prevention",
            "prevention_by",
            "prevention_due_on",
        )
        read_only_fields = fields


class Codes(StrictSerializer):
    """OIICS codes of one edition; the service says at its field which of them the edition does not have."""

    edition = serializers.ChoiceField(choices=oiics.EDITIONS, default=oiics.CURRENT_EDITION)
    nature = serializers.CharField(max_length=8)
    part = serializers.CharField(max_length=8)
    event = serializers.CharField(max_length=8)


class EntrySerializer(WalledSerializer[CaseEvent]):
    class Meta:
        model = CaseEvent
        fields = ("id", "at", "kind", "by", "data")
        read_only_fields = fields


class CaseFilters(Filters):
    state = serializers.ChoiceField(choices=Case.State.choices)
    employee = serializers.IntegerField(min_value=1, max_value=2**62)
    establishment = serializers.IntegerField(min_value=1, max_value=2**62)
    body_part = serializers.ChoiceField(choices=BodyPart.choices)
    opened_from = DayField()
    opened_until = DayField()


class CaseViewSet(Listed, Retrieved, WalledViewSet):
    """Cases the reader may know of. A supervisor knows of none."""

    model = Case
    queryset = Case.objects.none()
    serializer_class = CaseSerializer
    filters = CaseFilters
    lookups = {"opened_from": "opened_on__gte", "opened_until": "opened_on__lte"}
    related = (*RELATED, "recurrence_of")
    ordering = ("-opened_at", "-pk")
    reading = "case (API)"
    lookup_field = "number"
    lookup_value_regex = CASE_NUMBER

    @extend_schema(
        operation_id="cases_journal",
        responses=EntrySerializer(many=True),
        parameters=[OpenApiParameter("number", str, OpenApiParameter.PATH)],
    )
    @action(detail=True, serializer_class=EntrySerializer, filter_backends=[])
    def journal(self, request: Request, number: str) -> Response:
        """What happened in the case, the latest first."""
        asked_by(request, Filters)
        case = self.get_object()
        entries = CaseEvent.objects.visible_to(self.actor).filter(case=case).select_related("case__employee")
        self.ordering = ("-at", "-pk")
        page = self.paginate_queryset(entries)
        record_accesses(actor=self.actor, rows=[case], path="employee_id", what="journal (API)", at=clock.now())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="cases_classify",
        request=Codes,
        responses=CaseSerializer,
        parameters=[OpenApiParameter("number", str, OpenApiParameter.PATH)],
    )
    @action(detail=True, methods=["post"])
    def classify(self, request: Request, number: str) -> Response:
        """Give the case its OIICS codes (HR or the safety officer)."""
        case, codes = self.get_object(), self.checked(Codes)
        return self.shown(classify(actor=self.actor, case=case, at=clock.now(), **codes))


class ReportSerializer(WalledSerializer[Report]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = Report
        fields = (
            "id",
            "employee",
            "establishment",
            "case",
            "filed_by",
            "filed_as",
            "filed_at",
            "began_on",
            "repetitive_task",
            "task_words",
            "place",
            "body_part",
            "side",
            "more_parts",
            "symptoms",
            "earlier_injury",
            "earlier_words",
            "red_flags",
        )
        read_only_fields = fields


class ReportFilters(Filters):
    employee = serializers.IntegerField(min_value=1, max_value=2**62)
    establishment = serializers.IntegerField(min_value=1, max_value=2**62)
    filed_as = serializers.ChoiceField(choices=Report.FiledAs.choices)
    began_from = DayField()
    began_until = DayField()


class ReportReading(Listed, Retrieved, WalledViewSet):
    """Reports the reader may know of; `recovery.api` adds the door that files one."""

    model = Report
    queryset = Report.objects.none()
    serializer_class = ReportSerializer
    filters = ReportFilters
    lookups = {"began_from": "began_on__gte", "began_until": "began_on__lte"}
    related = (*RELATED, "case")
    ordering = ("-filed_at", "-pk")
    reading = "report (API)"
    lookup_value_regex = UUID


routes = [("cases", CaseViewSet, "case")]
