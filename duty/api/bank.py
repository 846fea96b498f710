"""The task bank over the API: read by whoever assigns or supervises, written by HR with its demands at once."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from duty import services
from duty.api.steps import Nothing
from duty.models import Demand, Task, TaskVersion
from duty.models.task import Kind
from people import clock
from people.api_base import ShownSerializer, StrictSerializer
from people.api_fields import DayField
from people.api_views import ALWAYS_KNOWN, Filters, Listed, Retrieved, StrictFilters, WalledViewSet
from people.models import Department
from people.policy import Relation
from people.refusals import NoSuchRow


class DemandSerializer(ShownSerializer[Demand]):
    class Meta:
        model = Demand
        fields = [
            "activity",
            "status",
            "minutes",
            "weight",
            "weight_unit",
            "hands",
            "continuous_minutes",
            "reps_per_hour",
        ]
        read_only_fields = fields


class TaskSerializer(ShownSerializer[Task]):
    demands = DemandSerializer(many=True, read_only=True)

    class Meta:
        model = Task
        fields = [
            "id",
            "establishment",
            "department",
            "code",
            "name",
            "kind",
            "description",
            "place",
            "shift_starts",
            "shift_ends",
            "shift_minutes",
            "days_per_week",
            "night",
            "overtime",
            "skills",
            "usual_job",
            "absent",
            "unknown",
            "options",
            "modifications",
            "profile",
            "assessed_by",
            "assessed_on",
            "version",
            "retired_on",
            "demands",
        ]
        read_only_fields = fields


class DemandInput(StrictSerializer):
    activity = serializers.CharField(max_length=24)
    status = serializers.ChoiceField(choices=Demand.Status.choices, required=False)
    minutes = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1440)
    weight = serializers.DecimalField(
        required=False, allow_null=True, max_digits=7, decimal_places=2, min_value=0, coerce_to_string=False
    )
    weight_unit = serializers.ChoiceField(choices=["lb", "kg"], required=False)
    hands = serializers.ChoiceField(choices=Demand.Hands.choices, required=False, allow_blank=True)
    continuous_minutes = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1440)
    reps_per_hour = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100_000)


class ModificationInput(StrictSerializer):
    code = serializers.CharField(max_length=40)
    label = serializers.CharField(max_length=120, required=False)  # type: ignore[assignment]  # a field of the input
    patch = serializers.DictField()


class TaskInput(StrictSerializer):
    """A whole task: writing one replaces all of its demands. Without an assessor it is an estimate."""

    code = serializers.SlugField(max_length=40)
    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=Kind.choices)
    department = serializers.IntegerField(min_value=1, max_value=2**62)
    description = serializers.CharField(max_length=500, required=False, allow_blank=True)
    place = serializers.CharField(max_length=120, required=False, allow_blank=True)
    shift_starts = serializers.TimeField(required=False, allow_null=True)
    shift_ends = serializers.TimeField(required=False, allow_null=True)
    shift_minutes = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=1440)
    days_per_week = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=7)
    night = serializers.BooleanField(required=False, allow_null=True)
    overtime = serializers.BooleanField(required=False, allow_null=True)
    pays_usual = serializers.BooleanField(required=False)
    hourly_pay = serializers.DecimalField(
        required=False, allow_null=True, max_digits=8, decimal_places=2, min_value=0, coerce_to_string=False
    )
    skills = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=20)
    usual_job = serializers.CharField(max_length=120, required=False, allow_blank=True)
    absent = serializers.ListField(child=serializers.CharField(max_length=24), required=False, max_length=80)
    unknown = serializers.ListField(child=serializers.CharField(max_length=24), required=False, max_length=80)
    options = serializers.DictField(child=serializers.BooleanField(allow_null=True), required=False)
    modifications = ModificationInput(many=True, required=False)
    assessed_by = serializers.CharField(max_length=120, required=False, allow_blank=True)
    assessed_on = DayField(required=False, allow_null=True)
    demands = DemandInput(many=True, required=False)


class TaskVersionSerializer(serializers.ModelSerializer[TaskVersion]):
    facts = serializers.JSONField(read_only=True)

    class Meta:
        model = TaskVersion
        fields = ("version", "written_at", "written_by", "facts")
        read_only_fields = fields


class AssessmentInput(StrictSerializer):
    assessed_by = serializers.CharField(max_length=120)
    assessed_on = DayField()
    every_row = serializers.BooleanField(required=False, help_text="Each estimated row was looked at too")


class TaskFilters(Filters):
    establishment = serializers.IntegerField(min_value=1, max_value=2**62)
    department = serializers.IntegerField(min_value=1, max_value=2**62)
    kind = serializers.ChoiceField(choices=Kind.choices)
    profile = serializers.ChoiceField(choices=Task.Profile.choices)
    offered = serializers.BooleanField()


class TaskFiltering(StrictFilters):
    """Tasks are no person's data: whoever sees a task may filter by all of it."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if view.action != "list":
            return queryset
        asked = {name: value for name, value in request.query_params.items() if name not in ALWAYS_KNOWN}
        checked = view.filters(data=asked)
        checked.is_valid(raise_exception=True)
        given = {name: value for name, value in checked.validated_data.items() if name in asked}
        offered = given.pop("offered", None)
        rows = queryset.filter(**given)
        return rows if offered is None else rows.filter(retired_on__isnull=offered)


class TaskViewSet(Listed, Retrieved, WalledViewSet):
    """Work that can be offered, and what it asks of the body. Written by HR, read also by those who receive people."""

    model = Task
    queryset = Task.objects.none()
    serializer_class = TaskSerializer
    filters = TaskFilters
    filter_backends = (TaskFiltering,)
    related = ("department__establishment", "establishment")

    def get_queryset(self) -> QuerySet[Task]:
        return super().get_queryset().prefetch_related("demands")

    @extend_schema(request=TaskInput, responses={201: TaskSerializer})
    def create(self, request: Request) -> Response:
        facts = services.TaskFacts(**self._facts(TaskInput))
        return self.shown(services.write_task(actor=self.actor, facts=facts, at=clock.now()), status=201)

    @extend_schema(request=TaskInput, responses=TaskSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Write the whole task anew."""
        task, facts = self.get_object(), services.TaskFacts(**self._facts(TaskInput))
        return self.shown(services.write_task(actor=self.actor, facts=facts, at=clock.now(), task=task))

    @extend_schema(request=AssessmentInput, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def assess(self, request: Request, pk: str) -> Response:
        """Somebody has looked at the real task: its profile counts from now on."""
        task, given = self.get_object(), self.checked(AssessmentInput)
        return self.shown(services.assess_task(actor=self.actor, task=task, at=clock.now(), **given))

    @extend_schema(responses=TaskVersionSerializer(many=True), filters=False, operation_id="tasks_versions")
    @action(detail=True, methods=["get"], pagination_class=None)
    def versions(self, request: Request, pk: str) -> Response:
        """Every version of its profile, newest first: what a match of then rested on."""
        rows = TaskVersion.objects.visible_to(self.actor).filter(task=self.get_object())
        return Response(TaskVersionSerializer(rows, many=True).data)

    @extend_schema(request=None, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Response:
        """Offer it no longer; duties under way go on."""
        task, _given = self.get_object(), self.checked(Nothing)
        return self.shown(services.retire_task(actor=self.actor, task=task, at=clock.now()))

    def _facts(self, form: type[StrictSerializer]) -> dict[str, Any]:
        given = self.checked(form)
        sites = self.actor.sites.get(Relation.HR, frozenset())
        found = Department.objects.filter(pk=given["department"], establishment_id__in=sites)
        department = found.select_related("establishment").first()
        if department is None:
            raise NoSuchRow("department", "There is no department of this number where you are HR.")
        facts = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        facts["demands"] = tuple(services.DemandFacts(**row) for row in given.get("demands", ()))
        facts["modifications"] = tuple(dict(change) for change in given.get("modifications", ()))
        return {**facts, "department": department}
