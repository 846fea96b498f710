"""The review of a duty: what changed since the last one, then whether it goes on, changes or ends."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from duty.rows import standing_of
from duty.services import hold_review
from people import clock
from people.clock import local_day
from people.requests import ActingRequest
from portal.forms.hr.duty import ReviewForm
from portal.shown import limits_shown
from portal.since_review import since_review
from portal.stages import stage_context
from portal.views.hr.door import Page, case_url, decide, posted
from portal.views.hr.duty import duty_of, facts_of, worked_out

REVIEW = Page(
    heading=_("Hold the review"),
    verb=_("Save the review"),
    done=_("Review saved."),
    intro=_("Talk to the employee first: how does the work go, and what has changed?"),
    template="portal/hr/review.html",
)


def review(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    case, row = duty_of(request, number, pk)
    today = local_day(clock.now(), case.establishment.timezone)
    form = ReviewForm(posted(request))
    context = {
        "duty": row,
        "duty_facts": facts_of(row),
        "worked_out": worked_out(case, row, form),
        "last": since_review(row, today),
        **stage_context(request.actor, row, clock.now()),
        "limits": limits_shown([limit.restriction for limit in standing_of(case, today).limits], own=False),
    }
    return decide(
        request,
        REVIEW,
        form,
        lambda said: hold_review(actor=request.actor, assignment=row, at=clock.now(), **said),
        case=case,
        back=case_url(case, "duty", row.pk),
        context=context,
    )
