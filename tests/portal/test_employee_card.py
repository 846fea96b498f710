"""The work card: what I may do and what not, until when; nothing medical; the same on the page and on paper."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader

from injuries.models import Case
from people.models import Department, Employee
from recovery.services import LimitFacts
from tests.cast import NOON, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, give_report, make_active, make_task
from tests.portal.phone import phone_of, words_at

pytestmark = pytest.mark.django_db
NO_LADDERS = LimitFacts(kind="PROHIBITED", activity="CLIMB_LADDER", original_words="no ladders, wrist brace")
VOWELS = re.compile(r"[aeiouy]+")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    give_report(rosa, made, LIFT_TEN, NO_LADDERS)
    return made


def on_paper(person: Person) -> str:
    pdf = PdfReader(io.BytesIO(phone_of(person).get("/card.pdf").content))
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def grade(text: str) -> float:
    """Flesch-Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59. A line is a sentence."""
    words = re.findall(r"[A-Za-z]+", text)
    sentences = [line for line in re.split(r"[.\n;:]", text) if line.strip()]
    syllables = sum(max(1, len(VOWELS.findall(word.lower().removesuffix("e")))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_the_card_says_what_may_be_done_and_what_not(case: Case, ana: Person) -> None:
    said = words_at(ana, "/card/")
    assert said.index("I may") < said.index("Lift and carry up to 10 lb") < said.index("Not allowed")
    assert said.index("Not allowed") < said.index("No ladders") < said.index("Good until")


def test_the_duty_and_the_next_review_stand_on_it(
    case: Case, ana: Person, sam: Person, rosa: Person, assembly: Department
) -> None:
    duty = make_active(rosa, sam, ana, case, make_task(assembly, absent=["CLIMB"]))
    said = words_at(ana, "/card/")
    assert "Answer phones" in said
    assert f"Next review: March {duty.review_on.day}, 2026" in said


def test_nothing_medical_stands_on_it(case: Case, ana: Person) -> None:
    said = words_at(ana, "/card/").lower()
    for word in ("wrist", "brace", "dr kim", "pain", case.number.lower()):
        assert word not in said


def test_paper_and_page_say_the_same(case: Case, ana: Person) -> None:
    paper, page = on_paper(ana), words_at(ana, "/card/")
    for words in ("My work card", "Ana Rivera", "Lift and carry up to 10 lb", "No ladders", "I stop and tell HR"):
        assert words in paper and words in page


def test_the_paper_is_as_small_as_a_postcard(case: Case, ana: Person) -> None:
    page = PdfReader(io.BytesIO(phone_of(ana).get("/card.pdf").content)).pages[0]
    millimeters = [round(float(length) * 25.4 / 72) for length in (page.mediabox.width, page.mediabox.height)]
    assert millimeters == [105, 148]


def test_it_reads_easily(case: Case, ana: Person, rosa: Person) -> None:
    from duty.card import CardFacts, card_text
    from duty.rows import limits_in_force

    assert ana.employee is not None
    facts = CardFacts(
        employee=ana.employee,
        limits=limits_in_force(case, NOON.date()),
        duty=None,
        where="",
        when="",
        today=NOON.date(),
    )
    assert grade(card_text(facts).replace("## ", "")) <= 8


def test_limits_past_their_day_still_hold_on_it(case: Case, ana: Person) -> None:
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        assert "I keep to this card until there is a new report." in words_at(ana, "/card/")


def test_somebody_who_may_not_work_at_all_reads_that(case: Case, ana: Person, rosa: Person) -> None:
    give_report(rosa, case, status="OFF_WORK")
    assert "No work for now." in words_at(ana, "/card/")


def test_it_speaks_the_language_of_its_owner(case: Case, ana: Person) -> None:
    Employee.objects.filter(pk=ana.employee.pk).update(language="es")  # type: ignore[union-attr]
    assert "2 de marzo de 2026" in words_at(ana, "/card/")


def test_without_limits_and_duty_there_is_no_card(ana: Person, rosa: Person) -> None:
    make_open_case(ana, rosa)
    assert "No limits are on file" in words_at(ana, "/card/")
    assert "No limits are on file" in on_paper(ana)


def test_the_card_of_somebody_else_cannot_be_asked_for(case: Case, otto: Person) -> None:
    assert phone_of(otto).get(f"/card/?case={case.number}").status_code == 404


def test_the_paper_fits_on_one_side(case: Case, ana: Person) -> None:
    assert len(PdfReader(io.BytesIO(phone_of(ana).get("/card.pdf").content)).pages) == 1
