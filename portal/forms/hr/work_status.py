"""The work status report as HR types it off a note: from a fully able person, switch off what the note forbids."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.refusals import Refused
from portal.forms.hr.limit_rows import LimitRow, blank_rows
from portal.forms.look import CheckChoices, Choice, DateInput, LookForm, Textarea, error_links
from portal.forms.refusals import show_refusal
from recovery.coding import LimitFacts
from recovery.models import WorkStatusReport
from recovery.restrictions import OPTIONS
from recovery.services import WorkStatusFacts

Status = WorkStatusReport.Status
# The limit's column that the service names, and our field for it where the limit is a field of its own.
DATES = frozenset({"starts_on", "ends_on"})
OWN_FIELDS = {"MAX_SHIFT_HOURS": "shift_hours", "MAX_DAYS_WEEK": "days_week", "REQUIRES": "options", "UNCODED": "words"}


@dataclass(frozen=True)
class Entered:
    """A limit and where on the page it was entered."""

    facts: LimitFacts
    row: LimitRow | None = None


def one_for_weights(rows: list[Entered]) -> list[Entered]:
    """Weights of one activity and side, one for each frequency, are one limit: apart they would say less."""
    found: dict[object, Entered] = {}
    for place, entered in enumerate(rows):
        facts = entered.facts
        key: object = (facts.activity, facts.side) if facts.kind == "MAX_WEIGHT" and facts.points else place
        before = found.get(key)
        if before is None:
            found[key] = entered
        else:
            words = before.facts.original_words or facts.original_words
            merged = replace(before.facts, points=before.facts.points + facts.points, original_words=words)
            found[key] = replace(before, facts=merged)
    return list(found.values())


class WorkStatusForm(LookForm):
    provider = forms.CharField(label=_("Provider"), max_length=120)
    status = forms.ChoiceField(
        label=_("What does the note say?"),
        choices=[
            (Status.RESTRICTED, _("May work within limits")),
            (Status.OFF_WORK, _("Off work")),
            (Status.FULL_RELEASE, _("Full duty, no limits")),
        ],
        widget=Choice,
        error_messages={"required": _("Choose full duty, work with limits or off work.")},
    )
    issued_on = forms.DateField(label=_("Date of the note"), widget=DateInput)
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(label=_("Until"), widget=DateInput, required=False)
    open_end = forms.BooleanField(label=_("The note names no last day"), required=False)
    next_appointment_on = forms.DateField(label=_("Next appointment"), widget=DateInput, required=False)
    expected_full_duty_on = forms.DateField(label=_("Full duty expected"), widget=DateInput, required=False)
    signed = forms.BooleanField(label=_("The note is signed"), required=False)
    upload = forms.FileField(label=_("The note as photo or PDF"), required=False)
    shift_hours = forms.DecimalField(
        label=_("Hours a shift, at most"), required=False, min_value=0, max_value=24, max_digits=4, decimal_places=2
    )
    days_week = forms.IntegerField(label=_("Days a week, at most"), required=False, min_value=0, max_value=7)
    no_night = forms.BooleanField(label=_("No night work"), required=False)
    no_overtime = forms.BooleanField(label=_("No overtime"), required=False)
    options = forms.MultipleChoiceField(
        label=_("The workplace must offer"),
        choices=[(code, _(words)) for code, words in OPTIONS.items()],
        widget=CheckChoices,
        required=False,
    )
    words = forms.CharField(
        label=_("Words without numbers"),
        max_length=500,
        required=False,
        widget=Textarea({"rows": 2}),
        help_text=_("Such as “light duty”: kept as a question to the provider, never guessed."),
    )
    refusal_fields = {"file": "upload"}

    def __init__(self, *args: Any, rows: list[LimitRow] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows if rows is not None else blank_rows(self.data if self.is_bound else None)

    def is_valid(self) -> bool:
        """All rows are asked even if the form is wrong, so that all mistakes are listed at once."""
        rows_right = [row.is_valid() for row in self.rows]
        return super().is_valid() and all(rows_right)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Every mistake of the page, the limits' own ones too."""
        return [*error_links(self), *(link for row in self.rows for link in row.links)]

    def unasked(self) -> "WorkStatusForm":
        """What is typed so far as a form that nobody has sent: it complains about nothing."""
        rows = [
            LimitRow(prefix=row.prefix, common=row.common, initial={name: row[name].value() for name in row.fields})
            for row in self.rows
        ]
        typed = {name: self[name].value() for name in self.fields if name != "upload"}
        return WorkStatusForm(initial=typed, rows=rows)

    def entered(self) -> list[Entered]:
        if self.cleaned_data["status"] != Status.RESTRICTED:
            return []
        rows = [Entered(facts, row) for row in self.rows if (facts := row.facts()) is not None]
        return [*one_for_weights(rows), *(Entered(facts) for facts in self._own_limits())]

    def _own_limits(self) -> list[LimitFacts]:
        """Shift, workplace, and words that nobody could code."""
        answers = self.cleaned_data
        found = [LimitFacts(kind="REQUIRES", option=code) for code in answers["options"]]
        hours: Decimal | None = answers["shift_hours"]
        if hours is not None:
            found.append(LimitFacts(kind="MAX_SHIFT_HOURS", minutes=round(hours * 60)))
        if answers["days_week"] is not None:
            found.append(LimitFacts(kind="MAX_DAYS_WEEK", days=answers["days_week"]))
        found += [LimitFacts(kind=kind) for kind in ("NO_NIGHT", "NO_OVERTIME") if answers[kind.lower()]]
        if answers["words"].strip():
            found.append(LimitFacts(kind="UNCODED", original_words=answers["words"]))
        return found

    def facts(self, **more: Any) -> WorkStatusFacts:
        names = ("provider", "status", "issued_on", "starts_on", "ends_on", "open_end")
        more |= {name: self.cleaned_data[name] for name in names}
        later = ("next_appointment_on", "expected_full_duty_on", "signed")
        return WorkStatusFacts(**more, **{name: self.cleaned_data[name] for name in later})

    def show(self, refused: Refused, entered: list[Entered]) -> None:
        """A refusal of a limit ("limits.3.points") goes to the row it was entered in."""
        rest = {}
        for name, words in refused.fields.items():
            head, _dot, tail = name.partition(".")
            place, _dot, column = tail.partition(".")
            if head == "limits" and column in DATES and DATES & set(refused.fields):
                continue  # the rows have no days of their own: the report's are wrong, and that is said once
            if head == "limits" and place.isdigit() and int(place) < len(entered):
                self._show_limit(entered[int(place)], column, str(words))
            else:
                rest["" if name == "limits" else name] = words
        if rest:
            show_refusal(self, Refused(rest, code=refused.code))

    def _show_limit(self, entered: Entered, column: str, words: str) -> None:
        if entered.row is not None:
            entered.row.show(column, words)
        else:
            self.add_error(OWN_FIELDS.get(entered.facts.kind), words)


class SameLimitsForm(LookForm):
    """ "No change": the earlier limits again, with new dates."""

    issued_on = forms.DateField(label=_("Date of the note"), widget=DateInput)
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(label=_("Until"), widget=DateInput, required=False)
    open_end = forms.BooleanField(label=_("The note names no last day"), required=False)
    next_appointment_on = forms.DateField(label=_("Next appointment"), widget=DateInput, required=False)
    upload = forms.FileField(label=_("The note as photo or PDF"), required=False)
    refusal_fields = {"file": "upload"}


def copied(report: WorkStatusReport) -> tuple[LimitFacts, ...]:
    """The limits of a report as facts for a new one: without their own days, which were the old note's."""
    return tuple(
        LimitFacts(
            kind=row.kind,
            activity=row.activity,
            points=tuple(row.points),
            band=row.band,
            minutes=row.minutes,
            reps=row.reps,
            option=row.option,
            days=row.days,
            side=row.side,
            permanent=row.permanent,
            original_words=row.original_words,
        )
        for row in report.restrictions.all()
    )


def first_values(report: WorkStatusReport | None, today: date) -> dict[str, Any]:
    """What can be known before the note is read: today, and who examined last time."""
    values: dict[str, Any] = {"issued_on": today, "starts_on": today}
    if report is not None:
        values["provider"] = report.provider
    return values


def corrected_values(report: WorkStatusReport) -> dict[str, Any]:
    """A report as it was entered, to be corrected."""
    names = ("provider", "status", "issued_on", "starts_on", "ends_on", "next_appointment_on", "expected_full_duty_on")
    values: dict[str, Any] = {name: getattr(report, name) for name in names}
    rows = {row.kind: row for row in report.restrictions.all()}
    hours, days = rows.get("MAX_SHIFT_HOURS"), rows.get("MAX_DAYS_WEEK")
    return {
        **values,
        "open_end": report.ends_on is None and report.status != Status.FULL_RELEASE,
        "signed": report.signed,
        "shift_hours": Decimal(hours.minutes or 0) / 60 if hours else None,
        "days_week": days.days if days else None,
        "no_night": "NO_NIGHT" in rows,
        "no_overtime": "NO_OVERTIME" in rows,
        "options": [row.option for row in report.restrictions.all() if row.kind == "REQUIRES"],
        "words": rows["UNCODED"].original_words if "UNCODED" in rows else "",
    }


def stage_values(report: WorkStatusReport) -> dict[str, Any]:
    """The next stage of a note: the same note and limits, from the day after; until when is typed."""
    values = corrected_values(report)
    later = report.ends_on + timedelta(days=1) if report.ends_on else None
    return {**values, "starts_on": later, "ends_on": None, "open_end": False}


def heading_for(wrong: WorkStatusReport | None, stage: WorkStatusReport | None = None) -> str:
    if wrong:
        return gettext("Correct the report")
    return gettext("The note's next stage") if stage else gettext("Add a work status report")
