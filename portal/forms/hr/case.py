"""What HR is asked when something happens on a case. One form for each decision."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from injuries.vocabulary import BodyPart, PrivacyGround, Side
from people.models import RoleGrant, User
from portal.forms.check_in import CheckInForm
from portal.forms.look import CheckChoices, Choice, DateInput, LookForm, Textarea, TimeInput
from recovery.models import Appointment, Treatment
from recovery.red_flags import RED_FLAGS

EMPTY = [("", "–")]


def hr_users(establishment_id: int) -> QuerySet[User]:
    """Who may own a case of an establishment."""
    grants = Q(grants__establishment=establishment_id) | Q(grants__establishment__isnull=True)
    found = User.objects.filter(grants, grants__role=RoleGrant.Role.HR, is_active=True)
    return found.distinct().order_by("full_name", "email")


class TriageForm(LookForm):
    """The part of the body is asked only where the report leaves it out."""

    body_part = forms.ChoiceField(label=_("Part of the body"), choices=[*EMPTY, *BodyPart.choices])
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices, initial=Side.NONE)
    work_related = forms.ChoiceField(
        label=_("Did work cause it or make it worse?"),
        choices=[
            (Case.WorkRelated.YES, _("Yes, work-related")),
            (Case.WorkRelated.NO, _("No, not work-related")),
            (Case.WorkRelated.UNDECIDED, _("Not decided yet")),
        ],
        widget=Choice,
        error_messages={"required": _("Choose whether it is work-related.")},
    )
    owner = forms.ModelChoiceField(label=_("Who runs this case"), queryset=User.objects.none(), empty_label=None)
    first_check_in_on = forms.DateField(
        label=_("First check-in"), widget=DateInput, help_text=_("Then on the rhythm that your site has set.")
    )
    first_treated_on = forms.DateField(
        label=_("First treatment"),
        widget=DateInput,
        required=False,
        help_text=_("Recovery is counted from this day; without it, from the report."),
    )
    main_activity = forms.CharField(
        label=_("Own main activity"),
        max_length=120,
        required=False,
        help_text=_("What the employee most wants to be able to do again, such as opening jars."),
    )

    def __init__(self, *args: Any, case: Case, user: User, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Who runs this case"), queryset=hr_users(case.establishment_id), empty_label=None, initial=user.pk
        )
        self.fields["first_check_in_on"].initial = day + timedelta(days=1)
        if case.body_part:
            del self.fields["body_part"], self.fields["side"]


class NoteForm(LookForm):
    words = forms.CharField(
        label=_("Note"), max_length=2000, widget=Textarea, help_text=_("Only HR and the employee can read it.")
    )


class GlassForm(LookForm):
    number = forms.CharField(label=_("Case number"), max_length=12, help_text=_("Such as 2026-0114."))
    reason = forms.CharField(
        label=_("Why now?"),
        max_length=200,
        widget=Textarea,
        help_text=_("The employee and the lead of HR read it. No medical words, please."),
    )


class PrivacyForm(LookForm):
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        choices=[("", _("Not a privacy case")), *PrivacyGround.choices],
        widget=Choice,
        help_text=_("The list is complete: nothing else makes a privacy case."),
    )


class HoldForm(LookForm):
    because = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        widget=Textarea,
        help_text=_("Such as a claim or a lawsuit. Leave it empty to let the case go in its time."),
    )


class FileForm(LookForm):
    file = forms.FileField(label=_("Photo or PDF"), help_text=_("JPEG, PNG or PDF, at most 10 MB."))


class KeyedForm(LookForm):
    """A form whose repeat after a network cut makes nothing twice."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AppointmentForm(KeyedForm):
    refusal_fields = {"starts_at": "starts", "ends_at": "minutes"}

    kind = forms.ChoiceField(
        label=_("Kind of visit"), choices=Appointment.Kind.choices, initial=Appointment.Kind.FOLLOW_UP
    )
    day = forms.DateField(label=_("Day"), widget=DateInput)
    starts = forms.TimeField(label=_("From"), widget=TimeInput)
    minutes = forms.TypedChoiceField(
        label=_("How long, with the way there and back"),
        coerce=int,
        initial=60,
        choices=[
            (30, _("Half an hour")),
            (60, _("An hour")),
            (90, _("An hour and a half")),
            (120, _("Two hours")),
            (240, _("Half a day")),
            (480, _("All day")),
        ],
        help_text=_("The supervisor sees these times as “away”, nothing else."),
    )
    with_whom = forms.CharField(label=_("With whom"), max_length=120, required=False)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)


class OutcomeForm(LookForm):
    outcome = forms.ChoiceField(
        label=_("Did the visit take place?"),
        choices=Appointment.Outcome.choices,
        widget=Choice,
    )
    words = forms.CharField(label=_("What came of it"), max_length=500, required=False, widget=Textarea)


class TreatmentForm(LookForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=[*EMPTY, *Treatment.Kind.choices])
    words = forms.CharField(
        label=_("What exactly"), max_length=300, help_text=_("For example: ibuprofen 600 mg, three times a day.")
    )
    started_on = forms.DateField(label=_("From"), widget=DateInput)
    ended_on = forms.DateField(label=_("Until"), widget=DateInput, required=False)


class EndTreatmentForm(LookForm):
    ended_on = forms.DateField(label=_("Last day"), widget=DateInput)


class PreventionForm(LookForm):
    prevention = forms.CharField(
        label=_("What is changed about the task"),
        max_length=500,
        widget=Textarea,
        help_text=_("For example: a lift table, rotation every hour, stretching breaks, another grip."),
    )
    by_whom = forms.CharField(label=_("Who changes it"), max_length=120, required=False)
    due_on = forms.DateField(label=_("By when"), widget=DateInput, required=False)


class ContactForm(LookForm):
    words = forms.CharField(
        label=_("What was said"),
        max_length=500,
        widget=Textarea,
        help_text=_("It goes into the journal. The supervisor never sees it."),
    )


class ConcernForm(LookForm):
    answer = forms.CharField(
        label=_("What you did about it"),
        max_length=500,
        widget=Textarea,
        help_text=_("The employee reads this answer."),
    )


class PauseForm(LookForm):
    until = forms.DateField(
        label=_("Until"), widget=DateInput, help_text=_("Texts about alarming signs are never paused.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ActivityForm(LookForm):
    main_activity = forms.CharField(
        label=_("Own main activity"),
        max_length=120,
        help_text=_("What the employee most wants to be able to do again, such as opening jars."),
    )


class ConfirmForm(LookForm):
    """A decision that needs nothing but the press of its button."""


class TelephoneForm(CheckInForm):
    """The check-in as the employee sees it, read aloud; an alarming answer names its signs on the same page."""

    refusal_fields = {"scores": ""}
    red_flags = forms.MultipleChoiceField(
        label=_("If so, which of these?"),
        required=False,
        widget=CheckChoices,
        choices=[(flag.code, _(flag.label)) for flag in RED_FLAGS.values()],
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "red_flags"), "red_flags"])
