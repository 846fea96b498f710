"""What has broken other programs: values for a field, for a query, for an address, for a file."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

# As they stand in JSON, because Python cannot hold some of them. `True` where every field must refuse it.
JSON_VALUES: dict[str, str] = {
    "offset beyond 14 hours": '"2026-03-02T10:00:00+14:01"',
    "offset of 99 hours": '"2026-03-02T10:00:00+99:99"',
    "year 1": '"0001-01-01T00:00:00+14:00"',
    "year 9999": '"9999-12-31T23:59:59-14:00"',
    "day 1": '"0001-01-01"',
    "day 9999": '"9999-12-31"',
    "30 February": '"2026-02-30"',
    "time without offset in a DST gap": '"2026-03-08T02:30:00"',
    "time in a DST gap": '"2026-03-08T02:30:00-06:00"',
    "leap second": '"2016-12-31T23:59:60Z"',
    "NUL": '"a\\u0000b"',
    "half a character": '"\\ud800"',
    "right-to-left mark": '"\\u202e\\u200fabc"',
    "long text": '"' + "x" * 20_000 + '"',
    "1e5000 as a number": "1e5000",
    "10 to the 5000th": "1" + "0" * 5000,
    "10 to the 20th": "1" + "0" * 20,
    "10 to the 400th": "1" + "0" * 400,
    "NaN": "NaN",
    "Infinity": "Infinity",
    "minus one": "-1",
    "2 to the 63rd": str(2**63),
    "tiny fraction": "0.000000000000000000000000001",
    "truth": "true",
    "null": "null",
    "empty text": '""',
    "list": "[1, [2]]",
    "object": '{"a": {"b": 1}}',
    "list of objects": '[{"kind": "\\u0000"}, null, 1e400]',
    "deep list": "[" * 500 + "]" * 500,
    "path": '"../../../../etc/passwd\\u0000.png"',
    "line break": '"a\\r\\nSet-Cookie: a=b"',
    "formula": '"=HYPERLINK(\\"http://example.com\\")"',
    "markup": '"<script>alert(1)</script>{{7*7}}"',
    "number of digits elsewhere": '"\\u0661\\u0662"',
}
# As they stand in an address or a form, percent-encoded where they are no text.
TEXT_VALUES: dict[str, str] = {
    "offset beyond 14 hours": "2026-03-02T10:00:00%2B14:01",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "moment in year 9999": "9999-12-31T23:59",
    "moment in a DST gap": "2026-03-08T02:30",
    "year 99999": "99999-01-01",
    "NUL": "a%00b",
    "half a character": "%ED%A0%80",
    "broken UTF-8": "%ff%fe%c3",
    "right-to-left mark": "%E2%80%AE%E2%80%8Fabc",
    "10 to the 5000th": "1" + "0" * 900,
    "1e5000": "1e5000",
    "NaN": "NaN",
    "Infinity": "-Infinity",
    "minus one": "-1",
    "10 to the 20th": "1" + "0" * 20,
    "2 to the 63rd": str(2**63),
    "zero": "0",
    "empty": "",
    "path": "../../../../etc/passwd%00.png",
    "line break": "a%0D%0ASet-Cookie:%20a=b",
    "formula": "=1%2B1",
    "quotes": "'%22%3B--%20%5C",
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E",
    "percent": "%25%25s%25(a)s{0}",
    "long": "x" * 3000,
    "digits elsewhere": "%D9%A1%D9%A2",
    "uuid of nobody": "00000000-0000-0000-0000-000000000000",
    "list": "1,2,,3",
}
KEYS = (
    "-1",
    "0",
    "1" + "0" * 20,
    "99999999999999999999999",
    "%00",
    "..%2f..%2fetc",
    "%ED%A0%80",
    "%ff",
    "a'b",
    "x" * 2000,
)
BODIES: dict[str, tuple[str, bytes]] = {
    "10 MB of text": ("application/json", b'{"name": "' + b"x" * 10_000_000 + b'"}'),
    "13 MB of text": ("application/json", b'{"name": "' + b"x" * 13_000_000 + b'"}'),
    "100,000 levels": ("application/json", b"[" * 100_000 + b"]" * 100_000),
    "100,000 objects": ("application/json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "cut off": ("application/json", b'{"name": "a'),
    "same name twice": ("application/json", b'{"name": "a", "name": "b"}'),
    "broken UTF-8": ("application/json", b'{"name": "\xff\xfe"}'),
    "half a character": ("application/json", b'{"name": "\\ud800"}'),
    "UTF-16": ("application/json", '{"name": "a"}'.encode("utf-16")),
    "byte order mark": ("application/json", b'\xef\xbb\xbf{"name": "a"}'),
    "unknown charset": ("application/json; charset=nonsense", b'{"name": "a"}'),
    "list": ("application/json", b"[]"),
    "number": ("application/json", b"1"),
    "null": ("application/json", b"null"),
    "nothing": ("application/json", b""),
    "unknown field": ("application/json", b'{"no_such_field": 1}'),
    "form": ("application/x-www-form-urlencoded", b"name=a"),
    "XML": ("application/xml", b"<a/>"),
    "no type": ("", b'{"name": "a"}'),
    "broken type": ("/;;=", b'{"name": "a"}'),
    "multipart without boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
}
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes
    kind: str = "image/png"


def png(width: int, height: int, pixels: bytes) -> bytes:
    """A picture that says this size, whatever it holds."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def zip_bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a", b"\0" * 20_000_000)
    return made.getvalue()


def uploads() -> dict[str, Upload]:
    """Files that must not be kept as they came."""
    pixel = png(1, 1, b"\0\0\0\0")
    script = b"<script>alert(1)</script>"
    action = b"<</S/JavaScript/JS(app.alert(1))>>"
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction" + action + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    return {
        "EICAR": Upload("test.png", EICAR),
        "picture of 60,000 by 60,000": Upload("bomb.png", png(60_000, 60_000, b"\0" * 1_000_000)),
        "picture cut off": Upload("cut.png", pixel[:40]),
        "zip bomb": Upload("bomb.pdf", zip_bomb(), "application/pdf"),
        "PDF with a script": Upload("paper.pdf", pdf, "application/pdf"),
        "PDF that is a page": Upload("paper.pdf", b"%PDF-1.4\n" + script, "application/pdf"),
        "GIF that is a script": Upload("a.jpg", b"GIF89a/*" + script, "image/jpeg"),
        "SVG": Upload("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + script + b"</svg>", "image/svg+xml"),
        "page as a picture": Upload("a.html", b"<html>" + script, "image/png"),
        "11 MB": Upload("big.png", pixel + b"\0" * 11_000_000),
        "empty": Upload("empty.png", b""),
        "way up in the name": Upload("../../../../tmp/lightduty-fuzz.png", b"no picture"),
        "NUL in the name": Upload("a\0.png", b"no picture"),
        "line break in the name": Upload('a"\r\nX-Evil: 1\r\n\r\n.png', b"no picture"),
        "long name": Upload("x" * 5000 + ".png", b"no picture"),
    }
