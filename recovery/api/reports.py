"""Filing a report, and taking up a case: the doors of injuries' rows whose verbs stand on this floor."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from injuries.api import CaseNumberField, CaseSerializer, ReportReading, ReportSerializer, case_named
from injuries.models import Report
from injuries.services import ReportFacts, may_file
from injuries.vocabulary import BodyPart, RepetitiveTask, Side, Symptom
from people import clock
from people.api_access import actor_of
from people.api_base import StrictSerializer
from people.api_fields import DayField
from people.models import Employee, User
from people.policy import DataClass
from people.refusals import NoSuchRow, Refused
from recovery import services
from recovery.models import Course
from recovery.red_flags import RED_FLAGS


class NewReport(StrictSerializer):
    client_key = serializers.UUIDField(help_text="Made by you; the same key again makes no second report.")
    employee = serializers.IntegerField(min_value=1, max_value=2**62)
    began_on = DayField()
    repetitive_task = serializers.ChoiceField(choices=RepetitiveTask.choices)
    body_part = serializers.ChoiceField(choices=BodyPart.choices, allow_blank=True, default="")
    side = serializers.ChoiceField(choices=Side.choices, default=Side.NONE)
    more_parts = serializers.ListField(child=serializers.CharField(max_length=24), max_length=22, default=list)
    symptoms = serializers.ListField(
        child=serializers.ChoiceField(choices=Symptom.choices), max_length=len(Symptom.values), default=list
    )
    earlier_injury = serializers.ChoiceField(choices=Report.Earlier.choices, default=Report.Earlier.UNSURE)
    task_words = serializers.CharField(max_length=300, allow_blank=True, default="")
    place = serializers.CharField(max_length=200, allow_blank=True, default="")
    earlier_words = serializers.CharField(max_length=300, allow_blank=True, default="")
    red_flags = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(RED_FLAGS)), max_length=len(RED_FLAGS), default=list
    )
    add_to = CaseNumberField(required=False, help_text="An open case of the same employee that the report joins.")


class ReportViewSet(ReportReading):
    """Reports: filed by the employee, by the supervisor for their own team, or by HR."""

    @extend_schema(request=NewReport, responses={201: ReportSerializer})
    def create(self, request: Request) -> Response:
        facts = self.checked(NewReport)
        found = Employee.objects.visible_to(self.actor).select_related("establishment")
        employee = found.filter(pk=facts.pop("employee")).first()
        if employee is None:
            raise NoSuchRow("employee", "There is no employee of this number.")
        number = facts.pop("add_to", None)
        if may_file(self.actor, employee) == Report.FiledAs.SUPERVISOR:
            refuse_body(facts)
        report = services.file_report(
            actor=self.actor,
            employee=employee,
            client_key=facts.pop("client_key"),
            add_to=case_named(number, self.actor) if number else None,
            facts=ReportFacts(**{name: _frozen(value) for name, value in facts.items()}),
            at=clock.now(),
        )
        return self.shown(report, status=201)


def refuse_body(facts: dict[str, Any]) -> None:
    """A supervisor's report says nothing of the body: else the answer would tell which parts have a case already."""
    body = {name for name, kept in Report.wall.fields.items() if kept is DataClass.BODY}
    told = {name for name in body & set(facts) if facts[name] and facts[name] not in (Side.NONE, Report.Earlier.UNSURE)}
    if told:
        raise Refused({name: _("Leave this out. The employee or HR adds it.") for name in sorted(told)})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class Triage(StrictSerializer):
    owner = serializers.EmailField(help_text="A case manager of the establishment, by e-mail address.")
    work_related = serializers.CharField(max_length=10)
    first_check_in_on = DayField()
    first_treated_on = DayField(required=False, allow_null=True, default=None)
    main_activity = serializers.CharField(
        max_length=Course._meta.get_field("main_activity").max_length, allow_blank=True, default=""
    )


class TriageView(APIView):
    """HR takes up a reported case; the clocks of recovery begin."""

    @extend_schema(request=Triage, responses=CaseSerializer, operation_id="cases_triage")
    def post(self, request: Request, number: str) -> Response:
        actor = actor_of(request)
        case = case_named(number, actor)
        form = Triage(data=request.data)
        form.is_valid(raise_exception=True)
        facts = dict(form.validated_data)
        owner = User.objects.filter(email=facts.pop("owner").lower(), is_active=True).first()
        if owner is None:
            raise serializers.ValidationError({"owner": ["Choose a case manager of this establishment."]})
        taken = services.triage(actor=actor, case=case, at=clock.now(), owner=owner, **facts)
        return Response(CaseSerializer(taken, context={"request": request}).data)
