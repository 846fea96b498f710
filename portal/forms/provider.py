"""The work status form of a provider's link, in up to three screens: what and until when, the limits, the signature.

A screen that was answered travels along as hidden fields: nothing is stored before the last one is sent.
"""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from people.refusals import Refused
from portal.forms.hr.limit_rows import COMMON, LimitRow
from portal.forms.look import CheckChoices, Choice, DateInput, LookForm, Textarea, error_links
from portal.forms.refusals import show_refusal
from recovery.coding import LimitFacts
from recovery.models import WorkStatusReport
from recovery.restrictions import ACTIVITIES
from recovery.services import WorkStatusFacts

Status = WorkStatusReport.Status
Files = MultiValueDict[str, Any]
STATUS, LIMITS, SIGN = "status", "limits", "sign"


class StatusForm(LookForm):
    say_optional = False
    status = forms.ChoiceField(
        label=_("May this person work?"),
        choices=[
            (Status.FULL_RELEASE, _("Yes, full duty without limits")),
            (Status.RESTRICTED, _("Yes, within limits")),
            (Status.OFF_WORK, _("No, off work")),
        ],
        widget=Choice,
        error_messages={"required": _("Choose full duty, work within limits or off work")},
    )
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(
        label=_("Until"),
        widget=DateInput,
        required=False,
        help_text=_("The last day of the limits or of the time off. You may answer again before."),
    )
    limited = forms.MultipleChoiceField(
        label=_("What is limited?"),
        required=False,
        widget=CheckChoices,
        help_text=_(
            "Only for work within limits. Start from a fully able person and tick what is not. Figures come next."
        ),
    )

    def __init__(self, *args: Any, activities: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["limited"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(code, str(_(ACTIVITIES[code].label))) for code in activities]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        limits = answers.get("status") in {Status.RESTRICTED, Status.OFF_WORK}
        if limits and not answers.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Enter the last day, as you expect it today"))
        return answers


class LimitsForm(LookForm):
    """One row for each activity that was ticked, the schedule, and words for what has no figures."""

    shift_hours = forms.DecimalField(
        label=_("Hours a shift, at most"), required=False, min_value=0, max_value=24, max_digits=4, decimal_places=2
    )
    days_week = forms.IntegerField(label=_("Days a week, at most"), required=False, min_value=0, max_value=7)
    words = forms.CharField(
        label=_("Anything else, in your own words"),
        max_length=500,
        required=False,
        widget=Textarea({"rows": 3}),
        help_text=_("Words without figures come back to you as a question. No diagnosis, please."),
    )
    refusal_fields = {"limits": "words"}
    own_fields = {"MAX_SHIFT_HOURS": "shift_hours", "MAX_DAYS_WEEK": "days_week", "UNCODED": "words"}

    def __init__(self, data: QueryDict | None, *, ticked: list[str]) -> None:
        super().__init__(data)
        self.rows = [LimitRow(data, prefix=f"limit-{code}", common=code) for code in ticked]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        said = self.rows or any(value not in (None, "") for value in answers.values()) or self.errors
        if not said:
            self.add_error("words", _("Enter a limit, or go back and tick what is limited"))
        return answers

    def is_valid(self) -> bool:
        """All rows are asked, so that all mistakes are listed at once."""
        right = [self._row_is_valid(row) for row in self.rows]
        return super().is_valid() and all(right)

    def _row_is_valid(self, row: LimitRow) -> bool:
        if row.is_valid() and row.facts() is None:
            row.add_error("kind", _("Choose the limit, or go back and untick it"))
        return row.is_valid()

    @property
    def links(self) -> list[tuple[str, str]]:
        return [*(link for row in self.rows for link in row.links), *error_links(self)]

    def entered(self) -> list[tuple[LimitFacts, LimitRow | None]]:
        found: list[tuple[LimitFacts, LimitRow | None]] = []
        for row in self.rows:
            facts = row.facts()
            if facts is not None:
                found.append((facts, row))
        answers = self.cleaned_data
        if answers["shift_hours"] is not None:
            found.append((LimitFacts(kind="MAX_SHIFT_HOURS", minutes=round(answers["shift_hours"] * 60)), None))
        if answers["days_week"] is not None:
            found.append((LimitFacts(kind="MAX_DAYS_WEEK", days=answers["days_week"]), None))
        if answers["words"].strip():
            found.append((LimitFacts(kind="UNCODED", original_words=answers["words"]), None))
        return found

    def show_limit(self, place: int, column: str, words: str) -> None:
        facts, row = self.entered()[place]
        if row is not None:
            row.show(column, words)
        else:
            self.add_error(self.own_fields.get(facts.kind), words)


class SignForm(LookForm):
    signed_by = forms.CharField(
        label=_("Your name, as signature"), max_length=120, error_messages={"required": _("Sign with your name")}
    )
    next_appointment_on = forms.DateField(label=_("Next appointment"), widget=DateInput, required=False)
    expected_full_duty_on = forms.DateField(label=_("Full duty expected"), widget=DateInput, required=False)
    mmi_on = forms.DateField(label=_("Maximum improvement reached or expected"), widget=DateInput, required=False)
    upload = forms.FileField(label=_("Your own form, as photo or PDF"), required=False)
    refusal_fields = {"file": "upload"}


class Sheet:
    """All screens over what was sent; `data` is None on the first look."""

    def __init__(self, data: QueryDict | None, files: Files | None, *, demanded: list[str], today: date) -> None:
        self.data = data
        activities = list(dict.fromkeys([*demanded, *COMMON]))
        self.status = StatusForm(data, activities=activities, initial={"starts_on": today})
        ticked = [code for code in activities if data and code in data.getlist("limited")]
        self.limits = LimitsForm(data, ticked=ticked)
        self.sign = SignForm(data, files)
        self._ticked = ticked
        self._unasked = {LIMITS: LimitsForm(None, ticked=ticked), SIGN: SignForm()}

    @property
    def screens(self) -> list[str]:
        restricted = self.data is not None and self.data.get("status") == Status.RESTRICTED
        return [STATUS, LIMITS, SIGN] if restricted else [STATUS, SIGN]

    @property
    def answered(self) -> str:
        """The screen that was sent."""
        sent = self.data.get("screen", STATUS) if self.data else STATUS
        return sent if sent in self.screens else STATUS

    def form(self, screen: str) -> LookForm:
        forms_: dict[str, LookForm] = {STATUS: self.status, LIMITS: self.limits, SIGN: self.sign}
        return forms_[screen]

    def first_wrong(self) -> str | None:
        """The first screen, up to the one that was sent, that has a mistake."""
        done = self.screens[: self.screens.index(self.answered) + 1]
        return next((screen for screen in done if not self.form(screen).is_valid()), None)

    def after(self, screen: str) -> str | None:
        rest = self.screens[self.screens.index(screen) + 1 :]
        return rest[0] if rest else None

    def before(self, screen: str) -> str | None:
        return self.screens[self.screens.index(screen) - 1] if screen != STATUS else None

    def shown(self, screen: str) -> LookForm:
        """A screen as it was filled in; fresh, and without complaints, when it was never seen."""
        done = self.screens.index(screen) <= self.screens.index(self.answered)
        seen = self.data is not None and any(name in self.data for name in names_of(self.form(screen)))
        return self.form(screen) if done or seen else self._unasked[screen]

    def carried(self, screen: str) -> list[tuple[str, str]]:
        """What the other screens said, to travel along."""
        if self.data is None:
            return []
        left = {"screen", "go", *names_of(self.form(screen))}
        return [(name, value) for name, values in self.data.lists() if name not in left for value in values]

    def facts(self, *, provider: str, today: date) -> WorkStatusFacts:
        said = {**self.status.cleaned_data, **self.sign.cleaned_data}
        names = (
            "status",
            "starts_on",
            "ends_on",
            "next_appointment_on",
            "expected_full_duty_on",
            "mmi_on",
            "signed_by",
        )
        return WorkStatusFacts(provider=provider, issued_on=today, **{name: said[name] for name in names})

    def stated(self) -> tuple[LimitFacts, ...]:
        return tuple(facts for facts, _row in self.limits.entered()) if LIMITS in self.screens else ()

    def show(self, refused: Refused) -> str:
        """Put each sentence of a refusal at its field, and say on which screen the first of them is."""
        for name, words in refused.fields.items():
            head, _dot, tail = name.partition(".")
            place, _dot, column = tail.partition(".")
            if head == "limits" and place.isdigit() and column not in {"starts_on", "ends_on"}:
                self.limits.show_limit(int(place), column, str(words))
            elif head != "limits" or not place:
                home = self.limits if head == "limits" else self.status if name in self.status.fields else self.sign
                show_refusal(home, Refused({name: words}))
        return next((one for one in self.screens if _wrong(self.form(one))), SIGN)


def names_of(form: LookForm) -> set[str]:
    own = {form.add_prefix(name) for name in form.fields}
    rows = form.rows if isinstance(form, LimitsForm) else []
    return own.union(*({row.add_prefix(name) for name in row.fields} for row in rows))


def _wrong(form: LookForm) -> bool:
    return bool(form.errors) or any(row.errors for row in (form.rows if isinstance(form, LimitsForm) else []))
