"""Papers as PDF: text that can be read back, tagged, the same each time, and no letter that breaks it."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from duty.papers import CARD, LETTER, Sheet, make_pdf, plain_letters, sections_of

AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
TEXT = "## Oferta de trabajo\nPara: José Núñez\n\n## Límites\n- Levante hasta 10 lb\n¿Preguntas? Llame al 312 555-0141."


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def test_spanish_can_be_read_back_out_of_the_paper() -> None:
    said = words(make_pdf(TEXT, language="es", at=AT))
    for part in ("Oferta de trabajo", "José Núñez", "Límites", "¿Preguntas?"):
        assert part in said


def test_each_block_stands_under_its_tag_in_the_language_of_the_text() -> None:
    root = read(make_pdf(TEXT, language="es", at=AT)).trailer["/Root"]
    tags = [kid.get_object()["/S"] for kid in root["/StructTreeRoot"]["/K"][0].get_object()["/K"]]
    assert tags == ["/H1", "/P", "/H2", "/LI", "/P"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "es"


def test_the_same_text_is_the_same_file() -> None:
    assert make_pdf(TEXT, language="es", at=AT) == make_pdf(TEXT, language="es", at=AT)


def test_a_paper_names_no_machine() -> None:
    pdf = make_pdf(TEXT, language="es", at=AT)
    assert b"/home" not in pdf and b"/work" not in pdf and b"/tmp" not in pdf


def test_a_long_text_runs_on_over_pages_and_loses_nothing() -> None:
    text = "## Long\n" + "\n".join(f"Line {n}: " + "word " * 60 for n in range(60))
    pdf = make_pdf(text, language="en", at=AT)
    assert len(read(pdf).pages) > 2
    shown = words(pdf)
    assert all(f"Line {n}:" in shown for n in range(60))


@pytest.mark.parametrize(("name", "shown"), [("Łukasz Żak", "Lukasz Zak"), ("Nguyễn", "Nguyen"), ("José", "José")])
def test_a_letter_that_the_font_lacks_loses_its_marks_only(name: str, shown: str) -> None:
    assert plain_letters(name) == shown


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.sampled_from([LETTER, CARD]))
def test_any_text_becomes_a_paper(text: str, sheet: Sheet) -> None:
    assert make_pdf(f"## Heading\n{text}", language="en", at=AT, sheet=sheet).startswith(b"%PDF-")


def test_parts_without_a_heading_stay_parts() -> None:
    assert sections_of("One\nTwo\n\n## Three\n- four") == [("", ["One", "Two"]), ("Three", ["- four"])]
