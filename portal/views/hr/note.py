"""The note beside the form that it is typed into, and the hints while it is typed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from injuries.models import Case, CaseFile
from injuries.services import add_file
from people import clock
from people.clock import local_day
from people.middleware import PAGE_POLICY
from people.refusals import Refused
from people.requests import ActingRequest
from portal.forms.hr.typed_note import hints_for
from portal.forms.hr.work_status import WorkStatusForm
from portal.forms.refusals import show_refusal
from portal.views.hr.door import case_to_run
from recovery.models import WorkStatusReport

PDF = "application/pdf"
# A PDF is drawn by the browser's own viewer, in a frame of ours; nothing else may be framed, and no page frames us.
POLICY_WITH_FRAME = f"{PAGE_POLICY}; frame-src 'self'"


@dataclass(frozen=True)
class NotePane:
    """What lies beside the form: one file of the case, and the others to choose from."""

    shown: CaseFile | None
    others: list[CaseFile]

    @property
    def is_pdf(self) -> bool:
        return self.shown is not None and self.shown.content_type == PDF


def pane_for(request: ActingRequest, case: Case, *, of: WorkStatusReport | None = None) -> NotePane:
    """The file that was asked for, or sent with the form; else the newest that no report rests on yet."""
    files = list(CaseFile.objects.visible_to(request.actor).filter(case=case))
    asked = request.POST.get("note") or request.GET.get("file") or ""
    shown = next((file for file in files if str(file.pk) == asked), None)
    if shown is None and not asked:
        used = set(WorkStatusReport.objects.filter(case=case, file__isnull=False).values_list("file_id", flat=True))
        fresh = [file for file in files if file.pk not in used]
        shown = of.file if of is not None else next(iter(fresh), None)
    return NotePane(shown, [file for file in files if file != shown])


def put_beside(request: ActingRequest, case: Case, form: WorkStatusForm) -> NotePane | None:
    """Keep the chosen file now, so that it lies beside the form while the form is typed; None if it is refused."""
    upload = request.FILES.get("upload")
    if upload is None:
        return pane_for(request, case)
    try:
        kept = add_file(actor=request.actor, case=case, upload=upload, at=clock.now())
    except Refused as refused:
        show_refusal(form, refused)
        return None
    return NotePane(kept, list(CaseFile.objects.visible_to(request.actor).filter(case=case).exclude(pk=kept.pk)))


def sent_note(request: ActingRequest, case: Case) -> CaseFile | None:
    """The file that lay beside the form when it was sent."""
    try:
        key = UUID(request.POST.get("note", ""))
    except ValueError:
        return None
    return CaseFile.objects.visible_to(request.actor).filter(case=case, pk=key).first()


def framed(response: HttpResponse, pane: NotePane) -> HttpResponse:
    if pane.is_pdf:
        response.headers["Content-Security-Policy"] = POLICY_WITH_FRAME
    return response


def check(request: ActingRequest, number: str) -> HttpResponse:
    """The hints for what is typed so far, as a piece of the page. Nothing is kept."""
    case = case_to_run(request, number)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    context: dict[str, Any] = {"hints": hints_of(case, WorkStatusForm(request.POST)), "checked": True}
    return render(request, "portal/hr/note_hints.html", context)


def hints_of(case: Case, form: WorkStatusForm) -> list[dict[str, str]]:
    return hints_for(form, local_day(clock.now(), case.establishment.timezone))
