"""A file of a case, served only to whoever may see its record, and never as a page of ours."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from injuries.models import CaseFile
from people import clock
from people.requests import ActingRequest
from people.services import record_access
from portal.views.frame import signed_in

# What a browser draws by itself, without running anything of the file's in our pages.
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})


@signed_in
def case_file(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    found = file_or_404(request, pk)
    response = FileResponse(found.content.open("rb"), as_attachment=True, filename=found.name)
    response.headers["Content-Type"] = found.content_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@signed_in
def shown_file(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    """The same file to be drawn inside a page of ours, and of nobody else's.

    A picture is sandboxed. A PDF cannot be: Chromium's viewer is a plugin, and a sandbox has none. It may load
    nothing, and its viewer runs apart from our pages.
    """
    found = file_or_404(request, pk)
    if found.content_type not in SHOWN:
        raise Http404
    response = FileResponse(found.content.open("rb"), filename=found.name)
    sandbox = "" if found.content_type == "application/pdf" else "sandbox; "
    response.headers["Content-Type"] = found.content_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = (
        f"{sandbox}default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    return response


def file_or_404(request: ActingRequest, pk: UUID) -> CaseFile:
    """A look at somebody's file is written down, however it is served."""
    found = CaseFile.objects.visible_to(request.actor).select_related("case__employee").filter(pk=pk).first()
    if found is None:
        raise Http404
    record_access(actor=request.actor, employee=found.case.employee, role="hr", what="file", at=clock.now())
    return found
