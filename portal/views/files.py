"""A file of a case, served only to whoever may see its record, and never as a page of ours."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from injuries.models import CaseFile
from people import clock
from people.requests import ActingRequest
from people.services import record_access
from portal.views.frame import signed_in


@signed_in
def case_file(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    found = CaseFile.objects.visible_to(request.actor).select_related("case__employee").filter(pk=pk).first()
    if found is None:
        raise Http404
    record_access(actor=request.actor, employee=found.case.employee, role="hr", what="file", at=clock.now())
    response = FileResponse(found.content.open("rb"), as_attachment=True, filename=found.name)
    response.headers["Content-Type"] = found.content_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
