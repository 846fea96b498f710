"""The question to a provider whose words have no numbers: a sheet to print or send, and the day it was asked on."""

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people import clock
from people.clock import local_day
from people.requests import ActingRequest
from portal.limit_words import limit_of
from portal.views.hr.door import case_to_run, case_url, person_of, press, show
from portal.views.hr.work_status import report_of_case
from recovery.services import ask_provider


def question(request: ActingRequest, number: str, pk: int) -> HttpResponse:
    case = case_to_run(request, number)
    report = report_of_case(case, pk)
    if request.method == "POST":
        return press(
            request,
            lambda: ask_provider(actor=request.actor, report=report, at=clock.now()),
            done=_("Asked. The queue reminds you in three days if no numbers are entered."),
            then=case_url(case, "duties"),
        )
    rows = list(report.restrictions.all())
    context = {
        "title": gettext("Ask %(provider)s for numbers") % {"provider": report.provider},
        "report": report,
        "words": [row.original_words for row in rows if row.kind == "UNCODED"],
        "limits": [limit_of(row) for row in rows if row.kind != "UNCODED"],
        "case": case,
        "case_url": case_url(case),
        "person": person_of(request.actor, case),
        "patient": case.employee.name,
        "site": case.establishment,
        "today": local_day(clock.now(), case.establishment.timezone),
    }
    return show(request, "portal/hr/question.html", context, zone=case.establishment.timezone)
