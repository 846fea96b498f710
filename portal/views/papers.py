"""PDFs of a duty: the letter of the offer as it was sent, and the report that it rests on."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.utils.translation import gettext as _

from duty.models import Assignment, AssignmentStep
from duty.papers import make_pdf
from duty.report_copy import report_text
from people import clock
from people.requests import ActingRequest
from people.services import record_access
from people.wall import readable
from portal.views.frame import signed_in
from recovery.models import WorkStatusReport


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A file to keep or to print; it runs nothing and is framed by nobody."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name) or "paper"}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def letter_step(duty: Assignment) -> AssignmentStep | None:
    """The step with which the letter went out that holds now."""
    return duty.steps.filter(action="approve").exclude(text="").order_by("-at", "-pk").first()


def sent_duty(request: ActingRequest, pk: UUID) -> Assignment:
    """A duty whose letter is out and may be read by whoever asks: the employee or HR."""
    rows = Assignment.objects.visible_to(request.actor).exclude(offer_text="").select_related("employee", "task")
    duty = rows.filter(pk=pk).first()
    if duty is None or not readable(request.actor, duty, "offer_text"):
        raise Http404
    return duty


@signed_in
def letter_pdf(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    """Made anew from the frozen text each time: the same text is the same file."""
    duty = sent_duty(request, pk)
    step = letter_step(duty)
    at = step.at if step else duty.proposed_at
    note_look(request, duty)
    content = make_pdf(duty.offer_text, language=duty.offer_language or duty.employee.language, at=at)
    return pdf_answer(content, _("Offer of a duty"))


@signed_in
def report_pdf(request: ActingRequest, pk: UUID, report: int) -> HttpResponseBase:
    """The copy that goes with the letter: of a report that the letter rests on, and of no other."""
    duty = sent_duty(request, pk)
    found = reports_of_letter(request, duty).filter(pk=report).first()
    if found is None:
        raise Http404
    note_look(request, duty)
    language = duty.offer_language or duty.employee.language
    return pdf_answer(
        make_pdf(report_text(found, language=language), language=language, at=found.entered_at),
        _("Copy of a work status report"),
    )


def reports_of_letter(request: ActingRequest, duty: Assignment) -> QuerySet[WorkStatusReport]:
    """The reports that the letter rests on, as its step has kept them."""
    step = letter_step(duty)
    numbers = step.match.get("reports", []) if step else []
    rows = WorkStatusReport.objects.visible_to(request.actor).filter(case_id=duty.case_id, pk__in=numbers)
    return rows.select_related("case__employee", "file").order_by("-issued_on", "-pk")


def note_look(request: ActingRequest, duty: Assignment) -> None:
    record_access(actor=request.actor, employee=duty.employee, role="hr", what="offer letter", at=clock.now())
