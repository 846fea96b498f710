"""Duties over the API: read what the wall shows, propose, and take every step by its verb."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from duty import services
from duty.api import steps
from duty.models import Assignment, DutyBlock, Task
from duty.models.task import Kind
from injuries.api import case_named
from people import clock
from people.api_base import ShownSerializer, StrictSerializer, WalledSerializer
from people.api_fields import DayField
from people.api_views import UUID, Filters, Listed, Retrieved, WalledViewSet
from people.refusals import NoSuchRow
from people.scope import beyond_the_wall


class BlockSerializer(ShownSerializer[DutyBlock]):
    task_name = serializers.CharField(source="task.name", read_only=True)

    class Meta:
        model = DutyBlock
        fields = ("task", "task_name", "shift_starts", "shift_ends")
        read_only_fields = fields


class AssignmentSerializer(WalledSerializer[Assignment]):
    case: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    employee_name = serializers.CharField(source="employee.name", read_only=True)
    task_name = serializers.CharField(source="task.name", read_only=True)
    blocks = BlockSerializer(many=True, read_only=True)

    class Meta:
        model = Assignment
        fields = (
            "id",
            "case",
            "employee",
            "employee_name",
            "establishment",
            "department",
            "task",
            "task_name",
            "kind",
            "state",
            "version",
            "previous",
            "stage",
            "starts_on",
            "planned_end_on",
            "restrictions_end_on",
            "review_on",
            "answer_by",
            "shift_starts",
            "shift_ends",
            "blocks",
            "own_job",
            "affects_routine_functions",
            "limits_full_workday",
            "ask_for",
            "wage_kind",
            "wage_amount",
            "doctor_agreed_on",
            "modifications",
            "conditions",
            "verdict",
            "match",
            "proposed_at",
            "submitted_at",
            "activated_on",
            "ended_on",
            "reason",
            "alternative",
            "offer_text",
            "offer_language",
            "acknowledged_at",
            "signed_copy",
        )
        read_only_fields = fields

    # The name is a part of the employee: an auditor reads duties without people.
    part_of: ClassVar[dict[str, str]] = {"employee_name": "employee"}


class AssignmentFilters(Filters):
    state = serializers.ChoiceField(choices=Assignment.State.choices)
    kind = serializers.ChoiceField(choices=Kind.choices)
    employee = serializers.IntegerField(min_value=1, max_value=2**62)
    department = serializers.IntegerField(min_value=1, max_value=2**62)
    review_from = DayField()
    review_until = DayField()


def task_named(pk: int, view: WalledViewSet) -> Task:
    """The task of a number, if the actor may see it."""
    tasks = Task.objects.visible_to(view.actor).select_related("department__establishment")
    task = tasks.filter(pk=pk).first()
    if task is None:
        raise NoSuchRow("task", "There is no task of this number.")
    return task


class AssignmentViewSet(Listed, Retrieved, WalledViewSet):
    """Light and modified duties. Each action is one step of a duty's life; a refusal says in words what to do."""

    model = Assignment
    queryset = Assignment.objects.none()
    serializer_class = AssignmentSerializer
    filters = AssignmentFilters
    lookups = {"review_from": "review_on__gte", "review_until": "review_on__lte"}
    related = ("case__establishment", "employee__department", "task", "establishment")
    ordering = ("-proposed_at", "-pk")
    reading = "duties (API)"
    lookup_value_regex = UUID

    def get_queryset(self) -> QuerySet[Assignment]:
        return super().get_queryset().prefetch_related("blocks__task")

    @extend_schema(request=steps.Proposal, responses={201: AssignmentSerializer})
    def create(self, request: Request) -> Response:
        """Propose: a draft, with the review date and the changes worked out if they are not given."""
        given = self.checked(steps.Proposal)
        case, task = case_named(given.pop("case"), self.actor), task_named(given.pop("task"), self)
        given["blocks"] = self._blocks(given)
        return self.shown(services.propose(actor=self.actor, case=case, task=task, at=clock.now(), **given), status=201)

    @extend_schema(request=steps.DraftChange, responses=AssignmentSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a draft."""
        row, given = self.get_object(), self.checked(steps.DraftChange)
        if "task" in given:
            given["task"] = task_named(given["task"], self)
        if "blocks" in given:
            given["blocks"] = self._blocks(given)
        return self.shown(services.amend(actor=self.actor, assignment=row, at=clock.now(), **given))

    @extend_schema(request=None, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Send the draft to the supervisor of the receiving department."""
        return self._take(services.submit, steps.Nothing)

    @extend_schema(request=None, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """The receiving department's supervisor says yes."""
        return self._take(services.approve, steps.Nothing)

    @extend_schema(request=steps.Declining, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """The receiving department's supervisor says no, and names another duty."""
        return self._take(services.decline, steps.Declining)

    @extend_schema(request=None, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str) -> Response:
        """The employee has the letter in hand; this is no answer to it."""
        return self._take(services.acknowledge, steps.Nothing)

    @extend_schema(request=steps.Accepting, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """The employee says yes; it starts at once if its first day has come."""
        return self._take(services.accept, steps.Accepting)

    @extend_schema(request=steps.Refusing, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """The employee says no."""
        return self._take(services.refuse, steps.Refusing)

    @extend_schema(request=None, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: str) -> Response:
        """The first day has come."""
        return self._take(services.start, steps.Nothing)

    @extend_schema(request=steps.Reviewing, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """Hold a review; after a change the answer is the new draft."""
        return self._take(services.hold_review, steps.Reviewing)

    @extend_schema(request=steps.Extending, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, pk: str) -> Response:
        """A later last day."""
        return self._take(services.extend, steps.Extending)

    @extend_schema(request=steps.WithReason, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """End this version; the answer is the new draft."""
        return self._take(services.change, steps.WithReason)

    @extend_schema(request=None, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"], url_path="step-up")
    def step_up(self, request: Request, pk: str) -> Response:
        """To the next stage of a graded return; the answer is the version that follows."""
        return self._take(services.step_up, steps.Nothing)

    @extend_schema(request=steps.WithReason, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"], url_path="step-down")
    def step_down(self, request: Request, pk: str) -> Response:
        """To the stage before, at once; the answer is the version that follows."""
        return self._take(services.step_down, steps.WithReason)

    @extend_schema(request=steps.WithReason, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """Stop it now, for safety."""
        return self._take(services.safety_stop, steps.WithReason)

    @extend_schema(request=steps.Resuming, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Go on after a stop."""
        return self._take(services.resume, steps.Resuming)

    @extend_schema(request=steps.Ending, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End it."""
        return self._take(services.end, steps.Ending)

    @extend_schema(request=steps.WithReason, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back what has not begun."""
        return self._take(services.withdraw, steps.WithReason)

    def _blocks(self, given: dict[str, Any]) -> tuple[services.Block, ...]:
        return tuple(
            services.Block(**{**block, "task": task_named(block["task"], self)}) for block in given.get("blocks", ())
        )

    def _take(self, verb: Callable[..., Assignment], form: type[StrictSerializer]) -> Response:
        row, given = self.get_object(), self.checked(form)
        return self._answer(verb(actor=self.actor, assignment=row, at=clock.now(), **given))

    def _answer(self, row: Assignment) -> Response:
        """As it is now; a supervisor who declined sees the answer once more, though the row is out of sight."""
        with beyond_the_wall("whoever took a step is answered once more, though the row may be out of sight by it"):
            now = Assignment.objects.select_related(*self.related).get(pk=row.pk)
            return Response(self.get_serializer(now).data)
