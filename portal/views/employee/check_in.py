"""The check-in, and what stands first on the page when something is alarming."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from injuries.models import Case
from people import clock
from people.refusals import Refused
from people.requests import ActingRequest
from portal.forms.check_in import CheckInForm, SignsForm
from portal.forms.refusals import show_refusal
from portal.safety import safety_shown
from portal.views.employee.uploads import key_of
from portal.views.frame import chosen_case, employee_of, own_cases, own_page, phone
from recovery.models import CheckIn, Course
from recovery.services import name_signs, set_main_activity, submit_check_in
from recovery.services.rules import policy_of

OFTEN_DAYS = 4
WEEK = timedelta(days=7)


def form_for(case: Case, request: ActingRequest) -> CheckInForm:
    """What is asked today: the site's measures, and once a week the symptoms as well."""
    policy = policy_of(case.establishment_id)
    course: Course | None = getattr(case, "course", None)
    today = clock.local_day(clock.now(), case.establishment.timezone)
    earlier = CheckIn.objects.visible_to(request.actor).current().filter(case=case, day__gt=today - WEEK, day__lt=today)
    cadence = (course.cadence_days if course else None) or policy.cadence_days
    return CheckInForm(
        request.POST if request.method == "POST" else None,
        measures=policy.measures,
        main_activity=course.main_activity if course else "",
        often=float(cadence) <= OFTEN_DAYS,
        weekly=not earlier.exclude(symptoms={}).exists(),
    )


@own_page
@require_http_methods(["GET", "POST"])
def check_in(request: ActingRequest) -> HttpResponseBase:
    """How is it going? One screen, sent with one tap."""
    employee_of(request)
    cases = own_cases(request)
    case = chosen_case(request, cases)
    if case is None or case.state != Case.State.OPEN:
        return phone(request, "portal/employee/check_in_none.html", {"waiting": case is not None}, tab="check-in")
    form = form_for(case, request)
    if request.method == "POST" and form.is_valid():
        answered = answer(request, case, form)
        if answered is not None and answered.alarming:
            return redirect("portal:check_in_signs", answered.pk)
        if answered is not None:
            messages.success(request, _("Thank you. Your answers are kept."))
            return redirect("portal:home")
    today = clock.local_day(clock.now(), case.establishment.timezone)
    answered_today = CheckIn.objects.visible_to(request.actor).current().filter(case=case, day=today)
    return phone(
        request,
        "portal/employee/check_in.html",
        {
            "form": form,
            "case": case,
            "others": [other for other in cases if other.pk != case.pk and other.state == Case.State.OPEN],
            "again": answered_today.exists(),
            "key": request.POST.get("key") or uuid4(),
        },
        back="portal:home",
        back_label=_("Today"),
        status=422 if form.errors else 200,
    )


def answer(request: ActingRequest, case: Case, form: CheckInForm) -> CheckIn | None:
    """Hand the answers to the verb; None when it refused and the form says why."""
    try:
        with transaction.atomic():
            if words := form.cleaned_data.get("activity_words"):
                set_main_activity(actor=request.actor, case=case, words=words, at=clock.now())
            return submit_check_in(
                actor=request.actor,
                case=case,
                at=clock.now(),
                scores=form.scores,
                symptoms=form.symptoms,
                alarming=bool(form.cleaned_data["alarming"]),
                client_key=key_of(request),
            )
    except Refused as refused:
        show_refusal(form, refused)
        return None


@own_page
@require_http_methods(["GET", "POST"])
def check_in_signs(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    """The fixed words before anything else; the signs can be named, nothing has to be."""
    employee = employee_of(request)
    found = CheckIn.objects.visible_to(request.actor).filter(pk=pk, case__employee=employee, alarming=True)
    row = found.select_related("case__establishment").first()
    if row is None:
        raise Http404
    form = SignsForm(request.POST or None, initial={"signs": row.red_flags})
    if request.method == "POST" and form.is_valid():
        try:
            row = name_signs(actor=request.actor, check_in=row, signs=form.cleaned_data["signs"], at=clock.now())
        except Refused as refused:
            show_refusal(form, refused)
    return phone(
        request,
        "portal/employee/signs.html",
        {
            "form": form,
            "safety": safety_shown(row.red_flags, row.case.establishment.emergency_number),
            "ticked": bool(row.red_flags),
            "told": _("HR is asked to call you today. No message says which sign it is."),
            "next_url": reverse("portal:home"),
            "next_label": _("Back to today"),
        },
        status=422 if form.errors else 200,
    )
