"""HR's reminder rules of a site over the API: as they act, set otherwise, and who would be told on the coming days."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from injuries.models import Case
from notifications.channels import CHANNELS
from notifications.kinds import Kind
from notifications.models import Reminder
from notifications.preview import Coming, coming_days, preview, rules_at
from notifications.rule import Rule
from notifications.rules import BY_ID, RULES
from notifications.services import set_rule
from notifications.services.tuning import MOST_DAYS, check_tuning
from notifications.settings import all_tuning, as_it_acts, tuning_of
from notifications.tuning import AS_THE_RULE_SAYS, Tuning, tuning_from
from people import clock
from people.api_access import actor_of
from people.api_base import StrictSerializer
from people.api_fields import DayField
from people.models import Employee, Establishment, User
from people.refusals import Refused

NAMES = [channel.name for channel in CHANNELS if channel.outside]
GROUPS = sorted({group.name for rule in RULES for group in rule.choices})
PER_PAGE = 50
MOST_PAGES = 10_000
BEFORE, AFTER = "before", "after"


class Settings(StrictSerializer):
    """What is left out stays as it is; null is as the rule itself says."""

    enabled = serializers.BooleanField(default=True)
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, allow_null=True, default=None)
    late_after = serializers.IntegerField(min_value=0, max_value=MOST_DAYS, allow_null=True, default=None)
    working_days = serializers.BooleanField(allow_null=True, default=None)
    audiences = serializers.ListField(
        child=serializers.ChoiceField(choices=GROUPS), allow_null=True, default=None, max_length=len(GROUPS)
    )
    channels = serializers.ListField(
        child=serializers.ChoiceField(choices=NAMES), allow_null=True, default=None, max_length=len(NAMES)
    )


class RuleSerializer(serializers.Serializer[Any]):
    """A rule as it acts at the site; `changed` names what HR has set there."""

    rule = serializers.ChoiceField(choices=list(BY_ID))
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField()
    why = serializers.CharField()
    must = serializers.BooleanField(help_text="It cannot be switched off or muted.")
    urgent = serializers.BooleanField(help_text="It passes quiet hours and days off.")
    counts = serializers.ChoiceField(
        choices=[BEFORE, AFTER, ""], help_text="Days before or after the date, or neither."
    )
    choices = serializers.ListField(child=serializers.CharField(), help_text="Who may be told.")
    enabled = serializers.BooleanField()
    days = serializers.IntegerField()
    late_after = serializers.IntegerField()
    working_days = serializers.BooleanField()
    audiences = serializers.ListField(child=serializers.CharField())
    channels = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(child=serializers.CharField())


class RulesSerializer(serializers.Serializer[Any]):
    results = RuleSerializer(many=True)


class ComingSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    rule = serializers.ChoiceField(choices=list(BY_ID))
    title = serializers.CharField()
    recipient = serializers.EmailField()
    audience = serializers.ChoiceField(choices=Reminder.Audience.values)
    employee = serializers.IntegerField()
    name = serializers.CharField()
    case = serializers.CharField(allow_null=True)


class ComingPage(serializers.Serializer[Any]):
    results = ComingSerializer(many=True)
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class Paged(StrictSerializer):
    page = serializers.IntegerField(min_value=1, max_value=MOST_PAGES, default=1)


class OneDay(Paged):
    day = DayField(required=False, help_text="One of the coming thirty days; without it, tomorrow.")


def site_of(request: Request, pk: str) -> Establishment:
    """A site of which the caller is HR; to everybody else it is not there."""
    found = Establishment.objects.filter(pk=pk).first() if actor_of(request).hr_of(int(pk)) else None
    if found is None:
        raise NotFound
    return found


def rule_of(name: str) -> Rule:
    if name not in BY_ID:
        raise NotFound
    return BY_ID[name]


def shown(rule: Rule, tuning: Tuning) -> dict[str, Any]:
    own = AS_THE_RULE_SAYS.as_json()
    return {
        "rule": rule.id,
        "kind": rule.kind.value,
        "title": str(rule.title),
        "why": str(rule.why),
        "must": rule.must,
        "urgent": rule.urgent,
        "counts": BEFORE if rule.ahead else AFTER if rule.after else "",
        "choices": [group.name for group in rule.choices],
        **as_it_acts(rule, tuning, NAMES),
        "changed": [name for name, value in tuning.as_json().items() if value != own[name]],
    }


def coming(rows: Sequence[Coming]) -> list[dict[str, Any]]:
    """One page of a preview with its names, in three queries."""
    people = User.objects.in_bulk({row.recipient_id for row in rows})
    employees = Employee.objects.in_bulk({row.employee_id for row in rows})
    numbers = dict(Case.objects.filter(pk__in={row.case_id for row in rows}).values_list("pk", "number"))
    return [
        {
            "on": row.on,
            "rule": row.rule.id,
            "title": str(row.rule.title),
            "recipient": people[row.recipient_id].email,
            "audience": row.audience,
            "employee": row.employee_id,
            "name": employees[row.employee_id].short_name,
            "case": numbers.get(row.case_id) if row.case_id else None,
        }
        for row in rows
    ]


def page_of(
    request: Request, site: Establishment, rules: Sequence[Rule], days: Sequence[date], number: int
) -> dict[str, Any]:
    found = preview(site=site, rules=rules, days=days, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    here = request.build_absolute_uri()
    more = number * PER_PAGE < found.count and number < MOST_PAGES
    return {
        "results": coming(found.rows),
        "count": found.count,
        "next": replace_query_param(here, "page", number + 1) if more else None,
        "previous": replace_query_param(here, "page", number - 1) if number > 1 else None,
    }


class RulesView(APIView):
    """Every reminder rule as it acts at a site (HR of the site)."""

    @extend_schema(responses=RulesSerializer, operation_id="reminder_rules_list")
    def get(self, request: Request, pk: str) -> Response:
        place, tuned = site_of(request, pk), all_tuning()
        found = [shown(rule, tuned.get(rule.id, {}).get(place.pk, AS_THE_RULE_SAYS)) for rule in RULES]
        return Response(RulesSerializer({"results": found}).data)


class RuleView(APIView):
    """One rule at a site, and setting it (HR of the site)."""

    @extend_schema(responses=RuleSerializer, operation_id="reminder_rules_retrieve")
    def get(self, request: Request, pk: str, rule: str) -> Response:
        place, asked = site_of(request, pk), rule_of(rule)
        return Response(RuleSerializer(shown(asked, tuning_of(asked.id, place.pk))).data)

    @extend_schema(request=Settings(partial=True), responses=RuleSerializer, operation_id="reminder_rules_update")
    def patch(self, request: Request, pk: str, rule: str) -> Response:
        place, asked = site_of(request, pk), rule_of(rule)
        form = Settings(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        values = {**tuning_of(asked.id, place.pk).as_json(), **form.validated_data}
        now = clock.now()
        tuning = set_rule(actor=actor_of(request), establishment=place, rule=asked.id, at=now, **values)
        return Response(RuleSerializer(shown(asked, tuning)).data)


class RulePreviewView(APIView):
    """Who would be told by one rule in the next thirty days: as it is, or as it would be with other settings."""

    @extend_schema(responses=ComingPage, parameters=[Paged], operation_id="reminder_rules_preview_retrieve")
    def get(self, request: Request, pk: str, rule: str) -> Response:
        return self.answer(request, site_of(request, pk), rule_of(rule), None)

    @extend_schema(
        request=Settings(partial=True), responses=ComingPage, parameters=[Paged], operation_id="reminder_rules_try"
    )
    def post(self, request: Request, pk: str, rule: str) -> Response:
        """Try settings: nothing is saved."""
        place, asked = site_of(request, pk), rule_of(rule)
        form = Settings(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        tuning = tuning_from({**tuning_of(asked.id, place.pk).as_json(), **form.validated_data})
        check_tuning(asked, tuning)
        return self.answer(request, place, asked, tuning)

    def answer(self, request: Request, place: Establishment, rule: Rule, instead: Tuning | None) -> Response:
        asked = Paged(data=request.query_params)
        asked.is_valid(raise_exception=True)
        days = coming_days(clock.local_day(clock.now(), place.timezone))
        rules = rules_at(place, [rule], instead=instead)
        return Response(ComingPage(page_of(request, place, rules, days, asked.validated_data["page"])).data)


class DayPreviewView(APIView):
    """Who would be told what on one of the coming thirty days (HR of the site)."""

    @extend_schema(responses=ComingPage, parameters=[OneDay], operation_id="reminder_rules_day_retrieve")
    def get(self, request: Request, pk: str) -> Response:
        place = site_of(request, pk)
        asked = OneDay(data=request.query_params)
        asked.is_valid(raise_exception=True)
        days = coming_days(clock.local_day(clock.now(), place.timezone))
        day = asked.validated_data.get("day", days[0])
        if day not in days:
            raise Refused({"day": _("Choose one of the next thirty days.")})
        number = asked.validated_data["page"]
        return Response(ComingPage(page_of(request, place, rules_at(place, RULES), [day], number)).data)
