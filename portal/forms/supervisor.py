"""What a supervisor answers: approve, or decline with a reason and another duty."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.look import LookForm, Textarea


class DeclineForm(LookForm):
    reason = forms.CharField(
        label=_("Why not?"),
        max_length=500,
        widget=Textarea,
        help_text=_("About the work, not the person's health. HR reads it."),
        error_messages={"required": _("Write why this duty is not possible")},
    )
    alternative = forms.CharField(
        label=_("Which duty instead?"),
        max_length=500,
        required=False,
        widget=Textarea,
        help_text=_("Name another task or other hours."),
    )
    none_available = forms.BooleanField(label=_("There is no other duty in my area"), required=False)

    @property
    def other(self) -> str:
        """The alternative, or the words for "none" that the verb knows."""
        given = str(self.cleaned_data["alternative"]).strip()
        return given or ("none available" if self.cleaned_data["none_available"] else "")
