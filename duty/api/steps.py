"""What the steps of a duty take in a request; unknown fields are refused."""

from decimal import Decimal

from rest_framework import serializers

from duty.models import Assignment, DutyReview
from injuries.api import CaseNumberField
from people.api_base import StrictSerializer
from people.api_fields import DayField

REASON = 500
MOST_CHANGES = 8


class Nothing(StrictSerializer):
    """An action without input."""


class BlockInput(StrictSerializer):
    """Further work in the same shift."""

    task = serializers.IntegerField(min_value=1, max_value=2**62)
    shift_starts = serializers.TimeField()
    shift_ends = serializers.TimeField()


class DraftChange(StrictSerializer):
    """Any part of a draft; what is left out stays as it is."""

    task = serializers.IntegerField(required=False, min_value=1, max_value=2**62)
    starts_on = DayField(required=False)
    planned_end_on = DayField(required=False, allow_null=True)
    review_on = DayField(required=False, allow_null=True, help_text="null: worked out")
    modifications = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=MOST_CHANGES
    )
    answer_by = DayField(required=False, allow_null=True)
    shift_starts = serializers.TimeField(required=False, allow_null=True)
    shift_ends = serializers.TimeField(required=False, allow_null=True)
    ask_for = serializers.CharField(required=False, allow_blank=True, max_length=120)
    own_job = serializers.BooleanField(required=False, help_text="The person's own job, changed")
    affects_routine_functions = serializers.BooleanField(
        required=False, help_text="Something done at least once a week is left out"
    )
    limits_full_workday = serializers.BooleanField(required=False, help_text="Not the full shift")
    blocks = BlockInput(many=True, required=False)
    wage_kind = serializers.ChoiceField(required=False, allow_blank=True, choices=Assignment.Wage.choices)
    wage_amount = serializers.DecimalField(
        required=False, allow_null=True, max_digits=8, decimal_places=2, min_value=Decimal(0), help_text="US dollars"
    )
    doctor_agreed_on = DayField(required=False, allow_null=True)


class Proposal(DraftChange):
    case = CaseNumberField()
    task = serializers.IntegerField(min_value=1, max_value=2**62)
    starts_on = DayField()


class WithReason(StrictSerializer):
    reason = serializers.CharField(max_length=REASON)


class Declining(WithReason):
    alternative = serializers.CharField(max_length=REASON, help_text='Another duty instead, or "none available".')


class Accepting(StrictSerializer):
    signed_copy = serializers.BooleanField(default=False, help_text="HR only: the signed answer is on file.")


class Refusing(Accepting):
    reason = serializers.CharField(allow_blank=True, default="", max_length=REASON)


class Reviewing(StrictSerializer):
    decision = serializers.ChoiceField(choices=DutyReview.Decision.choices)
    review_on = DayField(required=False, allow_null=True, default=None)
    employee_words = serializers.CharField(allow_blank=True, default="", max_length=REASON)
    reason = serializers.CharField(allow_blank=True, default="", max_length=REASON)


class Extending(StrictSerializer):
    planned_end_on = DayField()
    review_on = DayField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(allow_blank=True, default="", max_length=REASON)


class Resuming(StrictSerializer):
    review_on = DayField(required=False, allow_null=True, default=None)


class Ending(StrictSerializer):
    reason = serializers.CharField(allow_blank=True, default="", max_length=REASON)
    full_duty = serializers.BooleanField(default=False, help_text="Back to full duty: needs a release on file.")
