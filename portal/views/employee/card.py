"""The work card: on the screen, printed from the page, and as a PDF of the size of a postcard."""

from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from duty.card import CardFacts, card_text
from duty.papers import CARD, make_pdf
from duty.rows import limits_in_force
from people import clock
from people.requests import ActingRequest
from portal.duty_facts import letter_parts
from portal.today import duty_today
from portal.views.frame import employee_of, own_case, own_page, phone
from portal.views.papers import pdf_answer

WORKED = ("active", "scheduled")


def card_of(request: ActingRequest) -> str:
    """The text of the card, the same on the page and on paper; "" while there is nothing to say."""
    employee, case = employee_of(request), own_case(request)
    today = clock.local_day(clock.now(), employee.establishment.timezone)
    limits = limits_in_force(case, today) if case else []
    with translation.override(employee.language):
        found = duty_today(request.actor, employee, today)
    works = found is not None and found.state in WORKED
    if not limits and not works:
        return ""
    facts = CardFacts(
        employee=employee,
        limits=limits,
        duty=found.duty if found and works else None,
        where=found.where if found and works else "",
        when=found.when if found and works else "",
        today=today,
    )
    return card_text(facts)


@own_page
def card(request: ActingRequest) -> HttpResponseBase:
    context = {"parts": letter_parts(card_of(request)), "language": employee_of(request).language}
    return phone(request, "portal/employee/card.html", context, back="portal:home", back_label=_("Today"))


@own_page
def card_pdf(request: ActingRequest) -> HttpResponseBase:
    text = card_of(request) or f"## {_('No limits are on file')}"
    content = make_pdf(text, language=employee_of(request).language, at=clock.now(), sheet=CARD)
    return pdf_answer(content, _("My work card"))
