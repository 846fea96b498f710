"""The limits of a note as rows of a table: common activities first, then free rows for any other."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.look import LookForm, error_links
from recovery.coding import LimitFacts
from recovery.models import Restriction
from recovery.restrictions import ACTIVITIES, ACTIVITY_KINDS, BAND_LABELS

# What notes about repetitive-motion injuries speak of most; everything else is a free row away.
COMMON = (
    "LIFT_CARRY",
    "PUSH_PULL",
    "GRIP",
    "FINGER",
    "REPETITIVE_HAND",
    "KEYBOARD",
    "WRIST",
    "REACH_OVERHEAD",
    "BEND_TWIST",
    "STAND_WALK",
    "SIT",
    "CLIMB_LADDER",
    "DRIVE",
    "VIBRATION",
)
FREE_ROWS = 4
KIND_WORDS = {
    "PROHIBITED": _("not at all"),
    "MAX_WEIGHT": _("up to a weight"),
    "MAX_HOURS_DAY": _("hours a day"),
    "MAX_CONTINUOUS_MIN": _("minutes at a time"),
    "MAX_REPS_HOUR": _("times an hour"),
    "MAX_FREQUENCY": _("share of the day"),
}
ACTIVITY_CHOICES = [("", "–"), *((code, _(activity.label)) for code, activity in ACTIVITIES.items())]
SIDE_CHOICES = [("NA", "–"), ("L", _("Left")), ("R", _("Right")), ("BOTH", _("Both"))]
MOST_ROWS = 60
# Where the service's sentence about a column is shown.
COLUMN_FIELDS = {"points": "amount", "minutes": "amount", "reps": "amount", "original_words": "words"}


class LimitRow(LookForm):
    """One row. Nothing chosen means that the person is able."""

    say_optional = False
    activity = forms.ChoiceField(label=_("Activity"), required=False, choices=ACTIVITY_CHOICES)
    kind = forms.ChoiceField(label=_("Limit"), required=False)
    amount = forms.DecimalField(label=_("How much"), required=False, min_value=0, max_digits=8, decimal_places=2)
    unit = forms.ChoiceField(label=_("Unit"), required=False, choices=[("lb", "lb"), ("kg", "kg")])
    band = forms.ChoiceField(
        label=_("How often"),
        required=False,
        choices=[("", "–"), *((code, _(words)) for code, words in BAND_LABELS.items() if code != "NEVER")],
    )
    side = forms.ChoiceField(label=_("Side"), required=False, choices=SIDE_CHOICES)
    words = forms.CharField(label=_("Words of the note"), required=False, max_length=500)

    def __init__(self, *args: Any, common: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.common = common
        kinds = [code for code in KIND_WORDS if code in ACTIVITY_KINDS]
        if common:
            self.fields["activity"].widget = forms.HiddenInput()
            self.initial.setdefault("activity", common)
            if not ACTIVITIES[common].weight:
                kinds.remove("MAX_WEIGHT")
            if not ACTIVITIES[common].sided:
                self.fields["side"].widget = forms.HiddenInput()
        self.initial.setdefault("side", "NA")
        able = _("able") if common else "–"
        choices = [("", able), *((code, KIND_WORDS[code]) for code in kinds)]
        self.fields["kind"] = forms.ChoiceField(label=_("Limit"), required=False, choices=choices)
        for field in self.fields.values():
            # The table's head is the visible label; a screen reader hears the activity with it.
            field.widget.attrs |= {"class": "in", "aria-label": f"{self.name}: {field.label}"}

    @property
    def name(self) -> str:
        return str(_(ACTIVITIES[self.common].label)) if self.common else str(_("Another limit"))

    @property
    def links(self) -> list[tuple[str, str]]:
        return [(target, f"{self.name}: {words}") for target, words in error_links(self)]

    def facts(self) -> LimitFacts | None:
        """What the row says, or None while it says nothing."""
        answers = self.cleaned_data
        kind, words = answers["kind"], answers["words"].strip()
        if not kind:
            typed = answers["amount"] is not None or answers["band"] or (not self.common and answers["activity"])
            return self._half(words) if typed or words else None
        activity = answers["activity"]
        sided = activity in ACTIVITIES and ACTIVITIES[activity].sided
        return LimitFacts(
            kind=kind,
            activity=activity,
            side=answers["side"] if sided and answers["side"] else "NA",
            original_words=words,
            **self._value(kind),
        )

    def _half(self, words: str) -> LimitFacts:
        """Words alone are a question to the provider; a number without a kind is asked about."""
        return LimitFacts(original_words=words) if words else LimitFacts(activity=self.cleaned_data["activity"])

    def _value(self, kind: str) -> dict[str, Any]:
        amount: Decimal | None = self.cleaned_data["amount"]
        band = self.cleaned_data["band"]
        if kind == "MAX_FREQUENCY":
            return {"band": band}
        if kind == "PROHIBITED" or amount is None:
            return {}
        if kind == "MAX_WEIGHT":
            return {"points": ({self.cleaned_data["unit"] or "lb": float(amount), "band": band or None},)}
        if kind == "MAX_HOURS_DAY":
            return {"minutes": round(amount * 60)}
        return {"minutes" if kind == "MAX_CONTINUOUS_MIN" else "reps": round(amount)}

    def show(self, column: str, words: str) -> None:
        name = COLUMN_FIELDS.get(column, column)
        self.add_error(name if name in self.fields else "kind", words)


def blank_rows(data: Mapping[str, Any] | None = None) -> list[LimitRow]:
    """The common rows and the free ones, as sent or empty. A corrected report may have sent more free ones."""
    sent = len([name for name in data or () if name.startswith("limit-") and name.endswith("-kind")])
    names = [*COMMON, *([""] * max(FREE_ROWS, min(sent, MOST_ROWS) - len(COMMON)))]
    return [LimitRow(data, prefix=f"limit-{place}", common=name) for place, name in enumerate(names)]


def filled_rows(limits: Iterable[Restriction]) -> list[LimitRow]:
    """The rows of a report that is corrected: each limit in its activity's row, the rest in free ones."""
    values: dict[str, list[dict[str, Any]]] = {}
    for limit in limits:
        if limit.kind in ACTIVITY_KINDS:
            for value in _values(limit):
                values.setdefault(limit.activity, []).append(value)
    rows = [(name, values[name].pop(0) if values.get(name) else {}) for name in COMMON]
    rest = [("", value) for left in values.values() for value in left]
    rows += rest + [("", {})] * max(FREE_ROWS - len(rest), 1)
    return [LimitRow(prefix=f"limit-{place}", common=name, initial=value) for place, (name, value) in enumerate(rows)]


def _values(limit: Restriction) -> list[dict[str, Any]]:
    """A weight for each frequency is a row of its own."""
    base = {"activity": limit.activity, "kind": limit.kind, "side": limit.side, "words": limit.original_words}
    if limit.kind == "MAX_WEIGHT":
        return [
            {
                **base,
                "amount": point.get("lb", point.get("kg")),
                "unit": "kg" if point.get("kg") is not None else "lb",
                "band": point.get("band") or "",
            }
            for point in limit.points
        ]
    if limit.kind == "MAX_HOURS_DAY":
        return [{**base, "amount": Decimal(limit.minutes or 0) / 60}]
    amount = limit.minutes if limit.kind == "MAX_CONTINUOUS_MIN" else limit.reps
    return [{**base, "amount": amount, "band": limit.band}]
