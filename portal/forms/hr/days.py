"""What HR is asked about days: what somebody did without a duty, a decision in words, the longest period of a site."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duty.models import DayRecord
from portal.forms.look import Choice, DateInput, LookForm, Textarea, TextInput


class DaysForm(LookForm):
    kind = forms.ChoiceField(
        label=_("What did the person do on these days?"),
        widget=Choice,
        choices=[
            (DayRecord.Kind.KEPT_HOME, _("Stayed at home: there was no suitable duty")),
            (DayRecord.Kind.EXPLAINED, _("Something else, which the reason says")),
        ],
    )
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=Textarea)


class DecisionForm(LookForm):
    answer = forms.CharField(label=_("What did you decide, and why?"), max_length=500, widget=Textarea)


class LongestForm(LookForm):
    longest_days = forms.IntegerField(
        label=_("Longest period of duties in a case, in days"),
        min_value=1,
        max_value=730,
        widget=TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    warn_days = forms.IntegerField(
        label=_("Say so this many days before"),
        min_value=0,
        max_value=90,
        widget=TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
