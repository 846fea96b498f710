"""HR asks a provider by a one-time link: made here, shown once, sent or handed over, revoked here."""

import base64
import io
from typing import Any

import qrcode
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from qrcode.image.svg import SvgPathImage

from duty.models import Assignment, ProviderLink, Task
from duty.services import accept_report, make_provider_link, revoke_provider_link
from duty.services.links import url_of
from injuries.models import Case
from people import clock
from people.requests import ActingRequest
from portal.forms.hr.provider_link import HAND, MAIL, ProviderLinkForm
from portal.views.hr.door import carried_out, case_to_run, case_url, person_of, posted, press, show
from portal.views.hr.work_status import newest, report_of_case
from recovery.services import consent_of

LINKS, TASKS = 30, 60
DONE = {
    MAIL: _("The letter goes out within a minute."),
    HAND: _("The link is ready. It is shown once, now."),
}


def provider_links(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    form = ProviderLinkForm(posted(request), tasks=tasks_for(request, case), initial=first_values(case))
    made: list[ProviderLink] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def make() -> None:
            made.append(
                make_provider_link(
                    actor=request.actor,
                    case=case,
                    provider=said["provider"],
                    email=said["email"],
                    tasks=said["tasks"],
                    by_mail=said["how"] == MAIL,
                    at=clock.now(),
                )
            )

        carried_out(form, make)
    return show(
        request,
        "portal/hr/provider_links.html",
        {
            "title": gettext("Ask the provider by link"),
            "case": case,
            "case_url": case_url(case),
            "person": person_of(request.actor, case),
            "form": None if made else form,
            "done": DONE[form.cleaned_data["how"]] if made else "",
            "fresh": shown_once(made[0]) if made and form.cleaned_data["how"] == HAND else None,
            "rows": [(link, state_of(link)) for link in links_of(case)],
            "shared": consent_of(case).provider_reads,
        },
        status=422 if form.is_bound and form.errors else 200,
        zone=case.establishment.timezone,
    )


def tasks_for(request: ActingRequest, case: Case) -> QuerySet[Task]:
    """The duties of the case, and the work of the employee's own department."""
    tasks = Task.objects.visible_to(request.actor).offered().select_related("department")
    own = Q(department_id=case.employee.department_id) | Q(assignments__case=case)
    some = tasks.filter(own, establishment=case.establishment).order_by("name").distinct()[:TASKS]
    return tasks.filter(pk__in=[task.pk for task in some]).order_by("name")


def first_values(case: Case) -> dict[str, Any]:
    before = newest(case)
    duties = Assignment.objects.open().filter(case=case).values_list("task_id", flat=True)
    named = Task.objects.filter(establishment=case.establishment, name__iexact=case.employee.job_title)
    return {
        "provider": before.provider if before else "",
        "tasks": [*duties, *named.values_list("pk", flat=True)][:4],
    }


def shown_once(link: ProviderLink) -> dict[str, Any]:
    """The address and its picture for a telephone's camera."""
    url = url_of(link)
    drawn = io.BytesIO()
    qrcode.make(url, image_factory=SvgPathImage, border=2).save(drawn)
    return {"link": link, "url": url, "picture": base64.b64encode(drawn.getvalue()).decode()}


def links_of(case: Case) -> list[ProviderLink]:
    return list(ProviderLink.objects.filter(case=case).select_related("made_by", "report").order_by("-made_at")[:LINKS])


def state_of(link: ProviderLink) -> tuple[str, str, bool]:
    """Tone, word, and whether it may still be revoked."""
    if link.used_at:
        return "ok", gettext("Answered"), False
    if link.revoked_at:
        return "ended", gettext("Revoked"), False
    if link.expires_at <= clock.now():
        return "ended", gettext("Run out"), False
    if link.mail_sent_at:
        return "wait", gettext("Letter sent"), True
    if link.mail_next_at:
        return "wait", gettext("Letter on its way"), True
    return ("late", gettext("Letter did not arrive"), True) if link.mail_error else ("wait", gettext("Open"), True)


@require_POST
def revoke(request: ActingRequest, number: str, pk: Any) -> HttpResponse:
    case = case_to_run(request, number)
    link = get_object_or_404(ProviderLink.objects.select_related("case"), pk=pk, case=case)
    return press(
        request,
        lambda: revoke_provider_link(actor=request.actor, link=link, at=clock.now()),
        done=_("The link opens nothing any more."),
        then=case_url(case, "provider_links"),
    )


@require_POST
def accept(request: ActingRequest, number: str, pk: int) -> HttpResponse:
    """HR has looked at a provider's answer: it counts in full."""
    case = case_to_run(request, number)
    report = report_of_case(case, pk)
    return press(
        request,
        lambda: accept_report(actor=request.actor, report=report, at=clock.now()),
        done=_("Accepted. What is open was matched again."),
        then=case_url(case, "status_report", pk),
    )
