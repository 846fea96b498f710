"""What the database itself wrote down about the rows of an employee, for HR and the auditor."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext

from people import clock
from people.models import Change
from people.policy import DataClass, Reach, Relation, cell
from people.requests import ActingRequest
from people.services import record_access
from portal.changes import told
from portal.views.hr.case import called
from portal.views.hr.door import PER_PAGE, case_to_see, case_url, person_of, show


def changes(request: ActingRequest, number: str) -> HttpResponse:
    case, actor = case_to_see(request, number), request.actor
    hats = [hat for hat in Relation if case.establishment_id in actor.sites.get(hat, frozenset())]
    hat = next((hat for hat in hats if cell(DataClass.ACCESS, hat).read is Reach.FULL), None)
    if hat is None:
        raise Http404
    rows = Change.objects.visible_to(actor).filter(employee=case.employee).select_related("user", "employee")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    record_access(actor=actor, employee=case.employee, role=hat, what="changes", at=clock.now())
    context = {
        "title": gettext("Changes of the record"),
        "case": case,
        "case_url": case_url(case),
        "person": person_of(actor, case),
        "page": page,
        "changes": [told(actor, change, called(actor, case)) for change in page],
    }
    return show(request, "portal/hr/changes.html", context, zone=case.establishment.timezone)
