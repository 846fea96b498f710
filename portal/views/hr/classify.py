"""The page on which HR or the safety officer gives a case its OIICS codes."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from injuries import oiics
from injuries.services import classify, may_classify
from people import clock
from people.requests import ActingRequest
from portal.forms.hr.classify import ClassifyForm
from portal.parts import Tab
from portal.queue.reports import part_words
from portal.views.hr.door import Page, case_to_see, decide


def classify_page(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_see(request, number)
    if not may_classify(request.actor, case):
        raise Http404
    wanted = request.GET.get("edition") or case.oiics_edition
    edition = wanted if wanted in oiics.EDITIONS else oiics.CURRENT_EDITION
    form = ClassifyForm(request.POST or None, case=case, edition=edition)
    page = Page(
        heading=_("Classify the case"),
        verb=_("Keep the codes"),
        done=_("Codes kept."),
        intro=_("OIICS codes say the same thing in every company's statistics. They decide nothing about the case."),
        template="portal/hr/classify.html",
    )

    def verb(chosen: dict[str, Any]) -> None:
        classify(actor=request.actor, case=case, edition=edition, at=clock.now(), **chosen)

    context = {"editions": edition_tabs(edition), "part": part_words(case)}
    return decide(request, page, form, verb, case=case, context=context)


def edition_tabs(chosen: str) -> list[Tab]:
    return [
        Tab(f"?edition={edition}", gettext("Edition %(edition)s") % {"edition": edition}, current=edition == chosen)
        for edition in oiics.EDITIONS
    ]
