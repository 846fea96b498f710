"""Graded returns over the API: the stages as their reader may see them, and a plan written by HR."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from duty import services
from duty.api.assignments import AssignmentSerializer, task_named
from duty.models import Assignment, ReturnPlan, ReturnStage
from duty.stage_days import MOST
from injuries.api import CaseNumberField, case_named
from people import clock
from people.api_base import StrictSerializer, WalledSerializer
from people.api_fields import DayField
from people.api_views import Filters, Listed, Retrieved, WalledViewSet


class ReturnStageSerializer(WalledSerializer[ReturnStage]):
    task_name = serializers.CharField(source="task.name", read_only=True)

    class Meta:
        model = ReturnStage
        fields = (
            "id",
            "position",
            "starts_on",
            "ends_on",
            "task",
            "task_name",
            "shift_starts",
            "shift_ends",
            "own_job",
            "goal",
            "needs_report",
        )
        read_only_fields = fields


class ReturnPlanSerializer(WalledSerializer[ReturnPlan]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    stages = ReturnStageSerializer(many=True, read_only=True)

    class Meta:
        model = ReturnPlan
        fields = ("id", "case", "duty", "written_at", "stages")
        read_only_fields = fields


class NewStage(StrictSerializer):
    task = serializers.IntegerField(min_value=1, max_value=2**62)
    starts_on = DayField()
    ends_on = DayField()
    shift_starts = serializers.TimeField(required=False, allow_null=True, default=None)
    shift_ends = serializers.TimeField(required=False, allow_null=True, default=None)
    own_job = serializers.BooleanField(default=False, help_text="The person's own job, changed")
    goal = serializers.CharField(max_length=200)


class NewPlan(StrictSerializer):
    case = CaseNumberField()
    stages = NewStage(many=True)

    def validate_stages(self, stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Before each task is looked up."""
        if len(stages) > MOST:
            raise serializers.ValidationError(_("A graded return has two to six stages."))
        return stages


class PlanFilters(Filters):
    case = CaseNumberField()
    duty = serializers.UUIDField()


class ReturnPlanViewSet(Listed, Retrieved, WalledViewSet):
    """Returns in stages. A step up or down is an action of the duty: the date of a stage alone moves nobody."""

    model = ReturnPlan
    queryset = ReturnPlan.objects.none()
    serializer_class = ReturnPlanSerializer
    filters = PlanFilters
    lookups = {"case": "case__number"}
    related = ("case__establishment", "duty__employee", "duty__establishment")
    reading = "graded returns (API)"

    def get_queryset(self) -> QuerySet[ReturnPlan]:
        stages = ReturnStage.objects.select_related("task", "plan__duty__employee")
        return super().get_queryset().prefetch_related(Prefetch("stages", stages))

    @extend_schema(request=NewPlan, responses={201: AssignmentSerializer})
    def create(self, request: Request) -> Response:
        """Plan the stages; the answer is the draft of the first one, to be finished and sent like any duty."""
        given = self.checked(NewPlan)
        case = case_named(given.pop("case"), self.actor)
        stages = [
            services.StageFacts(**{**stage, "task": task_named(stage["task"], self)}) for stage in given["stages"]
        ]
        draft = services.plan_return(actor=self.actor, case=case, stages=stages, at=clock.now())
        fresh = Assignment.objects.select_related("case", "employee__department", "task", "establishment").get(
            pk=draft.pk
        )
        return Response(AssignmentSerializer(fresh, context=self.get_serializer_context()).data, status=201)
