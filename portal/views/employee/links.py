"""The employee's own switches: links that need no sign-in, and who may read the answers by one."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from injuries.models import Case
from people import clock
from people.refusals import Refused
from people.requests import ActingRequest
from portal.views.frame import employee_of, own_page, phone
from recovery.services import let_provider_read, switch_drop_box
from recovery.services.rules import policy_of


@own_page
@require_http_methods(["GET", "POST"])
def links(request: ActingRequest) -> HttpResponseBase:
    employee = employee_of(request)
    cases = Case.objects.open().visible_to(request.actor).filter(employee=employee)
    found = list(cases.select_related("consent").order_by("opened_at"))
    if request.method == "POST":
        case = next((one for one in found if one.number == request.POST.get("case")), None)
        if case is None:
            raise Http404
        switch(request, case, request.POST.get("do", ""))
        return redirect("portal:my_links")
    context = {
        "rows": [(case, getattr(case, "consent", None)) for case in found],
        "site_has_links": policy_of(employee.establishment_id).drop_box,
    }
    return phone(request, "portal/employee/links.html", context, back="portal:my_record", back_label=_("My record"))


def switch(request: ActingRequest, case: Case, what: str) -> None:
    at, actor = clock.now(), request.actor
    try:
        with transaction.atomic():
            if what in {"share", "unshare"}:
                let_provider_read(actor=actor, case=case, agreed=what == "share", at=at)
            elif what in {"links", "no-links"}:
                switch_drop_box(actor=actor, case=case, on=what == "links", at=at)
    except Refused as refused:
        messages.error(request, " ".join(str(words) for words in refused.fields.values()))
    else:
        messages.success(request, _("Your choice is kept."))
