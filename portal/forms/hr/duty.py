"""What HR is asked about a duty: the offer, the review, and each step after it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment, DutyBlock, DutyReview, Task
from duty.services import Block
from portal.forms.look import Choice, DateInput, LookForm, Textarea, TimeInput

BLOCKS = (1, 2)
KINDS_OF_FILE = _("A PDF, a JPEG or a PNG of at most 10 MB.")


class ProposeForm(LookForm):
    refusal_fields = {"blocks": "block1"}
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    planned_end_on = forms.DateField(
        label=_("Last day"), widget=DateInput, required=False, help_text=_("Without it, until the limits end.")
    )
    review_on = forms.DateField(
        label=_("Review"), widget=DateInput, required=False, help_text=_("Without it, the date is worked out again.")
    )
    shift_starts = forms.TimeField(label=_("From"), widget=TimeInput, required=False)
    shift_ends = forms.TimeField(label=_("To"), widget=TimeInput, required=False)
    ask_for = forms.CharField(label=_("Ask for"), max_length=120, required=False)
    answer_by = forms.DateField(label=_("Answer by"), widget=DateInput, required=False)
    wage_kind = forms.ChoiceField(
        label=_("Pay in this duty"), choices=[("", _("not entered")), *Assignment.Wage.choices], required=False
    )
    wage_amount = forms.DecimalField(
        label=_("Amount in US dollars"), max_digits=8, decimal_places=2, min_value=0, required=False
    )
    doctor_agreed_on = forms.DateField(
        label=_("The doctor agreed to this work on"),
        widget=DateInput,
        required=False,
        help_text=_("Only if you have it in writing."),
    )
    own_job = forms.BooleanField(label=_("This is the own job, changed"), required=False)
    affects_routine_functions = forms.BooleanField(
        label=_("Something that the person does at least once a week is left out"), required=False
    )
    limits_full_workday = forms.BooleanField(label=_("The person does not work the full shift"), required=False)

    def __init__(self, *args: Any, tasks: QuerySet[Task], **kwargs: Any) -> None:
        """`tasks` are those that may be done in the same shift."""
        super().__init__(*args, **kwargs)
        for number in BLOCKS:
            task = forms.ModelChoiceField(tasks, label=_("Task"), required=False, empty_label=_("None"))
            self.fields |= {
                f"block{number}": task,
                f"block{number}_starts": forms.TimeField(label=_("From"), widget=TimeInput, required=False),
                f"block{number}_ends": forms.TimeField(label=_("To"), widget=TimeInput, required=False),
            }

    @property
    def block_fields(self) -> list[list[forms.BoundField]]:
        return [[self[f"block{number}{part}"] for part in ("", "_starts", "_ends")] for number in BLOCKS]

    @property
    def has_blocks(self) -> bool:
        return any(field.value() or field.errors for row in self.block_fields for field in row)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        blocks = []
        for number in BLOCKS:
            task, starts, ends = (said.pop(f"block{number}{part}", None) for part in ("", "_starts", "_ends"))
            if task and starts and ends:
                blocks.append(Block(task=task, shift_starts=starts, shift_ends=ends))
            elif task or starts or ends:
                self.add_error(f"block{number}", _("Choose the task, and when it begins and ends."))
        return {**said, "blocks": tuple(blocks)}


def shown_blocks(blocks: Iterable[Block | DutyBlock]) -> dict[str, Any]:
    """Blocks as the form shows them at first."""
    shown: dict[str, Any] = {}
    for number, block in zip(BLOCKS, blocks, strict=False):
        shown |= {f"block{number}": block.task.pk, f"block{number}_starts": block.shift_starts}
        shown[f"block{number}_ends"] = block.shift_ends
    return shown


class ReviewForm(LookForm):
    decision = forms.ChoiceField(
        label=_("What did you decide?"),
        widget=Choice,
        choices=[
            (DutyReview.Decision.CONTINUE, _("It goes on as it is")),
            (DutyReview.Decision.CHANGE, _("It changes: a new offer is made")),
            (DutyReview.Decision.END, _("It ends")),
        ],
    )
    review_on = forms.DateField(
        label=_("Next review"), widget=DateInput, required=False, help_text=_("Without it, the date is worked out.")
    )
    employee_words = forms.CharField(
        label=_("What the employee says about the duty"), max_length=500, widget=Textarea, required=False
    )
    reason = forms.CharField(label=_("Reason, if it changes or ends"), max_length=500, required=False)


class ExtendForm(LookForm):
    planned_end_on = forms.DateField(label=_("New last day"), widget=DateInput)
    review_on = forms.DateField(
        label=_("Next review"), widget=DateInput, required=False, help_text=_("Without it, the date is worked out.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("Needed only past the longest period.")
    )


class ReasonForm(LookForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=Textarea)


class ResumeForm(LookForm):
    review_on = forms.DateField(
        label=_("Next review"), widget=DateInput, required=False, help_text=_("Without it, the date is worked out.")
    )


class EndForm(LookForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=Textarea, required=False)
    full_duty = forms.BooleanField(
        label=_("Back to full duty"),
        required=False,
        help_text=_("Needs a work status report on file that releases to full duty."),
    )


class PaperForm(LookForm):
    refusal_fields = {"file": "copy"}

    answer = forms.ChoiceField(
        label=_("What is the answer?"), widget=Choice, choices=[("accept", _("Accepted")), ("refuse", _("Refused"))]
    )
    signed_copy = forms.BooleanField(label=_("I hold the answer signed by the employee"), required=False)
    reason = forms.CharField(label=_("Reason given, if refused"), max_length=500, required=False)
    copy = forms.FileField(label=_("Scan of the signed answer"), required=False, help_text=KINDS_OF_FILE)


class SignedForm(LookForm):
    copy = forms.FileField(
        label=_("Scan of the signed letter"), help_text=_("A PDF, a JPEG or a PNG of at most 10 MB.")
    )
