"""What a supervisor answers: approve, or decline with a reason and another duty; and stopping a duty."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.look import LookForm, Textarea


class DeclineForm(LookForm):
    say_optional = False  # one of the two last answers is needed

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

    def clean(self) -> None:
        """One of the two, said together with what else is missing."""
        super().clean()
        if not self.cleaned_data.get("alternative", "").strip() and not self.cleaned_data.get("none_available"):
            self.add_error("alternative", _("Name another duty, or tick that there is none"))

    @property
    def other(self) -> str:
        """The alternative, or the words for "none" that the verb knows."""
        given = str(self.cleaned_data["alternative"]).strip()
        return given or ("none available" if self.cleaned_data["none_available"] else "")


class StopForm(LookForm):
    reason = forms.CharField(
        label=_("What does not match?"),
        max_length=500,
        widget=Textarea,
        help_text=_("About the work, not the person's health. HR reads it and calls you."),
        error_messages={"required": _("Write what does not match")},
    )
