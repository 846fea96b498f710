"""Which files come in: decided by content, cleaned of what hides in them, scanned where a scanner is set."""

import io
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, TextStringObject

from injuries.files import clean_upload
from people.refusals import Refused

# The harmless test word of virus scanners, in two halves so that none stops at this file.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
SCANNER = "import sys; d = sys.stdin.buffer.read(); sys.exit(1 if b'EICAR-STANDARD' in d else 0)"


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def paper(**hidden: DictionaryObject) -> bytes:
    """A page; `catalog`, `page` and `note` hang an object at the document, at the page or at a note on it."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    for key, value in hidden.get("catalog", {}).items():
        writer.root_object[NameObject(key)] = writer._add_object(value)
    for key, value in hidden.get("page", {}).items():
        page[NameObject(key)] = value
    if note := hidden.get("note"):
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def plain(**entries: str | PdfObject) -> DictionaryObject:
    found = {NameObject(f"/{key}"): NameObject(one) if type(one) is str else one for key, one in entries.items()}
    return DictionaryObject(found)


SCRIPT = plain(S="/JavaScript", JS=TextStringObject("app.alert(1)"))


def refused(content: bytes, name: str = "photo.jpg") -> Refused:
    with pytest.raises(Refused) as caught:
        clean_upload(upload(content, name))
    assert set(caught.value.fields) == {"file"}
    return caught.value


@pytest.fixture
def scanner(settings: Any) -> None:
    settings.SCAN_COMMAND = shlex.join([sys.executable, "-c", SCANNER])


def test_a_picture_loses_the_place_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = "the wrist of Ana"
    exif.get_ifd(0x8825)[1] = "N"
    clean = clean_upload(upload(picture(exif=exif)))
    assert not Image.open(io.BytesIO(clean.content)).getexif()
    assert b"Ana" not in clean.content


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04zip", b"%PDF-1.7 second face"])
def test_nothing_behind_a_picture_survives(tail: bytes) -> None:
    clean = clean_upload(upload(picture() + tail))
    assert tail not in clean.content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        EICAR,
        b"GIF89a" + b"\0" * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"PK\x03\x04" + b"\0" * 40,
        b"MZ\x90",
        b"<html></html>",
        b"\xff\xd8\xff" + b"not a picture at all",
        b"\x89PNG\r\n\x1a\n" + b"cut short",
        b"%PDF-1.7 and nothing more",
    ],
)
def test_what_is_no_readable_pdf_jpeg_or_png_is_refused_at_its_field(content: bytes) -> None:
    refused(content)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    refused(bomb.getvalue(), "small.png")


@pytest.mark.parametrize(
    "hidden",
    [
        {"catalog": plain(OpenAction=SCRIPT)},
        {"catalog": plain(Names=plain(JavaScript=plain()))},
        {"catalog": plain(Names=plain(EmbeddedFiles=plain()))},
        {"catalog": plain(AcroForm=plain(XFA=plain()))},
        {"page": plain(AA=plain(O=SCRIPT))},
        {"note": plain(Subtype="/Link", A=SCRIPT)},
        {"note": plain(Subtype="/Link", A=plain(S="/Launch"))},
        {"note": plain(Subtype="/Link", A=plain(S="/GoTo", Next=ArrayObject([SCRIPT])))},
        {"note": plain(Subtype="/FileAttachment")},
        {"note": plain(Subtype="/Link", A=plain(S=ArrayObject([]), Next=SCRIPT))},
        {"note": plain(Subtype="/Widget", A=plain(S="/SubmitForm"))},
    ],
)
def test_a_pdf_that_carries_a_program_or_a_file_is_refused_wherever_it_hides(hidden: dict[str, Any]) -> None:
    refused(paper(**hidden), "letter.pdf")


@pytest.mark.parametrize(
    "harmless",
    [
        {},
        {"catalog": plain(OpenAction=plain(S="/GoTo"))},
        {"note": plain(Subtype="/Link", A=plain(S="/URI"))},
    ],
)
def test_a_pdf_that_only_turns_pages_and_links_comes_in_as_it_is(harmless: dict[str, Any]) -> None:
    clean = clean_upload(upload(paper(**harmless), "letter.pdf"))
    assert (clean.content_type, len(PdfReader(io.BytesIO(clean.content)).pages)) == ("application/pdf", 1)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("..\\..\\boot.ini", "boot.jpg"),
        ("note\x00.exe.jpg", "noteexe.jpg"),
        ('a"\r\nSet-Cookie: x.png', "aSet-Cookie x.jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        ("/", "file.jpg"),
    ],
)
def test_a_name_keeps_no_path_no_control_and_no_ending_of_its_own(given: str, kept: str) -> None:
    file = upload(picture())
    file._name = given  # type: ignore[attr-defined]  # Django cleans the names of its own test files
    assert clean_upload(file).name == kept


@pytest.mark.usefixtures("scanner")
def test_what_the_scanner_finds_is_refused() -> None:
    assert refused(paper() + EICAR, "letter.pdf").code == "INFECTED"


@pytest.mark.usefixtures("scanner")
def test_what_the_scanner_passes_comes_in() -> None:
    assert clean_upload(upload(picture())).content_type == "image/jpeg"


@pytest.mark.parametrize("command", ["/nowhere/scanner -", f"{sys.executable} -c 'raise SystemExit(2)'"])
def test_a_file_nobody_could_scan_is_not_kept(settings: Any, command: str) -> None:
    settings.SCAN_COMMAND = command
    assert refused(picture()).code == "UNCHECKED"


def test_a_scanner_that_hangs_does_not_hold_the_request(settings: Any, tmp_path: Path) -> None:
    settings.SCAN_COMMAND = f"{sys.executable} -c 'import time; time.sleep(60)'"
    settings.SCAN_SECONDS = 0.2
    assert refused(picture()).code == "UNCHECKED"
