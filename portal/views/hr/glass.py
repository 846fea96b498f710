"""Break the glass: ask for one case beyond one's reach, with the reason."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from injuries.services import break_glass
from people import clock
from people.policy import Relation
from people.requests import ActingRequest
from portal.forms.hr.case import GlassForm
from portal.views.hr.door import Page, carried_out, posted, show

PAGE = Page(
    heading=_("Open a case in an emergency"),
    verb=_("Open it for an hour"),
    done=_("The case is open to you for an hour, to read. The lead of HR is told."),
    intro=_("For a case of another site, when its own HR cannot be reached. The employee sees who opened it, and why."),
)


def glass(request: ActingRequest) -> HttpResponse:
    if not (request.actor.is_hr or request.actor.has(Relation.SAFETY)):
        raise Http404
    form = GlassForm(posted(request), initial={"number": request.GET.get("number", "")})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if carried_out(form, lambda: break_glass(actor=request.actor, at=clock.now(), **said)):
            messages.warning(request, str(PAGE.done))
            return redirect("admin:case", said["number"].strip())
    context = {"title": gettext("Open a case in an emergency"), "page": PAGE, "form": form, "back": "/admin/cases/"}
    status = 422 if form.is_bound and form.errors else 200
    return show(request, "portal/hr/glass.html", context, status=status)
