"""How I am reminded: by which way about what, in which language, and not at which hours."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from notifications.channels import CHANNELS
from notifications.kinds import Kind
from notifications.models import ReminderPreference
from notifications.ways import Way, is_on
from portal.forms.look import CheckChoices, Choice, LookForm, TextInput, TimeInput, YesNoField

ZONES = (
    *("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles"),
    *("America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "America/Toronto", "America/Mexico_City"),
    *("America/Bogota", "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Manila"),
    *("Asia/Tokyo", "Australia/Sydney", "Pacific/Kiritimati", "UTC"),
)
NAMES = {"email": _("E-mail"), "sms": _("Text message"), "chat": _("Chat")}
Ways = dict[str, list[str]]


def channel_names() -> list[tuple[str, Any]]:
    return [(one.name, NAMES[one.name]) for one in CHANNELS if one.outside and one.available]


def zones(present: str) -> list[tuple[str, Any]]:
    names = sorted({*ZONES, *([present] if present else [])})
    return [("", _("As at my site")), *((name, name.replace("_", " ")) for name in names)]


class WishesForm(LookForm):
    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES, widget=Choice)
    timezone = forms.ChoiceField(label=_("Time zone"), required=False, widget=forms.Select(attrs={"class": "in"}))
    quiet_from = forms.TimeField(label=_("No messages from"), widget=TimeInput)
    quiet_until = forms.TimeField(
        label=_("Until"),
        widget=TimeInput,
        help_text=_("What cannot wait, such as an alarming sign, comes at any hour."),
    )
    digest = YesNoField(
        label=_("One letter a day instead of several?"),
        help_text=_("Check-ins of the day and what is urgent still come by themselves."),
    )
    digest_hour = forms.TypedChoiceField(
        label=_("At which hour?"),
        coerce=int,
        choices=[(hour, f"{hour}:00") for hour in range(24)],
        widget=forms.Select(attrs={"class": "in fit"}),
    )
    mobile = forms.CharField(label=_("Number for text messages"), max_length=40, required=False, widget=TextInput)
    chat = forms.CharField(label=_("Your name in the chat"), max_length=120, required=False, widget=TextInput)

    def __init__(
        self, *args: Any, present: ReminderPreference, kinds: list[Kind], language: str, **kwargs: Any
    ) -> None:
        initial = {name: getattr(present, name) for name in ("timezone", "quiet_from", "quiet_until", "digest_hour")}
        initial |= {"digest": present.digest, "mobile": present.mobile, "chat": present.chat, "language": language}
        ways = [Way(one.name, one.by_choice) for one in CHANNELS if one.outside]
        for kind in kinds:
            initial[f"ways_{kind}"] = [way.name for way in ways if is_on(way, kind, present.exceptions)]
        super().__init__(*args, initial=initial, **kwargs)
        self.kinds = kinds
        self.fields["timezone"].choices = zones(present.timezone)  # type: ignore[attr-defined]  # it is a ChoiceField
        offered = channel_names()
        for name, channel in (("mobile", "sms"), ("chat", "chat")):
            if channel not in dict(offered):
                del self.fields[name]
        for kind in kinds:
            self.fields[f"ways_{kind}"] = forms.MultipleChoiceField(
                label=kind.label, choices=offered, required=False, widget=CheckChoices, help_text=_hint(kind)
            )

    say_optional = False

    def ways(self) -> Ways:
        return {kind.value: self.cleaned_data[f"ways_{kind}"] for kind in self.kinds}

    def wishes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("ways_")}


def _hint(kind: Kind) -> Any:
    if kind == Kind.SAFETY:
        return _("E-mail stays on: somebody's safety hangs on it.")
    if kind == Kind.DUTIES:
        return _("An offer of a duty always comes by e-mail as well: a date hangs on it.")
    return ""
