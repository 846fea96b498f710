"""One reminder rule at one site: when, how long, by which ways and to whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.rule import Rule
from notifications.services.tuning import MOST_DAYS
from notifications.settings import as_it_acts
from notifications.tuning import Tuning
from portal.forms.look import CheckChoices, LookForm, TextInput, YesNoField
from portal.forms.wishes import channel_names
from portal.reminder_words import GROUPS

DAYS = _("Enter a number of days from 1 to 60.")
LATE = _("Enter a number of days from 0 to 60.")


def number(label: Any, words: Any, *, low: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=low,
        max_value=MOST_DAYS,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
        widget=TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class ReminderRuleForm(LookForm):
    """What a rule cannot be is not asked. `tuning` leaves out what is as the rule itself says."""

    enabled = YesNoField(label=_("Is it on?"))
    days = number(_("Days"), DAYS, low=1)
    late_after = number(
        _("For how many days it is worth telling"),
        LATE,
        low=0,
        help_text=_("Later than this it counts as missed, and stands so in the ledger."),
    )
    working_days = YesNoField(
        label=_("On working days only?"), help_text=_("Else it also goes out on the site's days off and holidays.")
    )
    audiences = forms.MultipleChoiceField(label=_("Who is told"), widget=CheckChoices)
    channels = forms.MultipleChoiceField(
        label=_("Ways"),
        widget=CheckChoices,
        help_text=_("Of these, each person gets what they have chosen. All of it stands in the inbox as well."),
    )

    say_optional = False

    def __init__(self, *args: Any, rule: Rule, present: Tuning, **kwargs: Any) -> None:
        self.rule = rule
        self.offered = [name for name, _label in channel_names()]
        super().__init__(*args, initial=as_it_acts(rule, present, self.offered), **kwargs)
        if rule.must:
            del self.fields["enabled"]
        if rule.ahead:
            self.fields["days"].label = _("Days before the date")
        elif rule.after:
            self.fields["days"].label = _("Days after the date")
        else:
            del self.fields["days"]
        if rule.urgent:
            del self.fields["working_days"]
        self._choices("audiences", [(group.name, GROUPS[group.name]) for group in rule.choices])
        self._choices("channels", channel_names())

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """One alone is no choice."""
        if len(choices) < 2:
            del self.fields[name]
        else:
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # it is a field of choices

    def tuning(self) -> dict[str, Any]:
        """The values that differ from the rule's own; None for the others."""
        own = as_it_acts(self.rule, Tuning(), self.offered)
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        changed = {name: value for name, value in given.items() if _flat(value) != _flat(own[name])}
        return {"enabled": given.get("enabled", True), **changed}


def _flat(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value
