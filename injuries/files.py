"""Which files may come in: decided by their content, not by their name. Pictures are drawn anew, so that nothing
hidden in them (place, camera, code) is kept; PDFs that carry programs or other files are refused."""

import io
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from injuries.pdf import carries_something
from injuries.scanner import scan
from people.refusals import Refused

MAX_PIXELS = 50_000_000
LONGEST_EDGE = 2400


@dataclass(frozen=True)
class CleanFile:
    content: bytes
    content_type: str
    name: str


def clean_upload(upload: "UploadedFile[bytes]") -> CleanFile:
    """The file as it may be stored. Raises Refused with the mend at the field `file`."""
    limit = settings.UPLOAD_LIMIT_BYTES
    if (upload.size or 0) > limit:
        raise Refused({"file": _("Choose a file of at most 10 MB.")})
    content = upload.read(limit + 1)
    scan(content)
    if content.startswith(b"%PDF-"):
        return CleanFile(_clean_pdf(content), "application/pdf", _plain_name(upload.name, "pdf"))
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return CleanFile(_clean_picture(content), "image/jpeg", _plain_name(upload.name, "jpg"))
    raise Refused({"file": _("Choose a PDF, a JPEG or a PNG.")})


def _plain_name(name: str | None, ending: str) -> str:
    stem = (name or "").replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    kept = "".join(letter for letter in stem if letter.isalnum() or letter in " -_")[:80].strip()
    return f"{kept or 'file'}.{ending}"


def _clean_picture(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused({"file": _("Choose a smaller picture.")})
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused({"file": _("This picture cannot be read. Choose another one.")}) from None
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()


def _clean_pdf(content: bytes) -> bytes:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Refused({"file": _("This PDF is locked with a password. Choose one without.")})
        carries = carries_something(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError):
        raise Refused({"file": _("This PDF cannot be read. Choose another one.")}) from None
    if carries:
        raise Refused({"file": _("This PDF carries a program or another file. Print it to a plain PDF first.")})
    return content
