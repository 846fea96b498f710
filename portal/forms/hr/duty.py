"""What HR is asked about a duty: the offer, the review, and each step after it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duty.models import DutyReview
from portal.forms.look import Choice, DateInput, LookForm, Textarea, TimeInput


class ProposeForm(LookForm):
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
    answer = forms.ChoiceField(
        label=_("What is the answer?"), widget=Choice, choices=[("accept", _("Accepted")), ("refuse", _("Refused"))]
    )
    signed_copy = forms.BooleanField(label=_("I hold the answer signed by the employee"), required=False)
    reason = forms.CharField(label=_("Reason given, if refused"), max_length=500, required=False)
