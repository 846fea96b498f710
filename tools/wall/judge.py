"""Reads answers: which canaries stand in them, and which of those the reader may not know."""

import html
import io
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from pypdf import PdfReader

from tools.wall.cast import Somebody
from tools.wall.oracle import Oracle
from tools.wall.planting import Canary


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong: `kind` is "leak", "refused", "write" or "broken"."""

    kind: str
    who: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind:<8}{self.who:<16}{self.where:<60} {self.what}"


@dataclass
class Judge:
    """Holds the canaries and, for each person, those they may know."""

    oracle: Oracle
    canaries: list[Canary]
    allowed: dict[str, frozenset[str]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    _what: dict[str, str] = field(default_factory=dict)
    _pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        every = {canary.word for canary in self.canaries}
        self._what = {canary.word: str(canary) for canary in self.canaries}
        odd = sorted((word for word in every if not word.startswith("Zq")), key=len, reverse=True)
        self._pattern = re.compile("|".join([r"Zq[b-z]{4}y", *map(re.escape, odd)]))

    def may_know(self, person: Somebody) -> frozenset[str]:
        if person.key not in self.allowed:
            self.allowed[person.key] = frozenset(
                canary.word for canary in self.canaries if self.oracle.knows(person, canary.row, canary.field)
            )
        return self.allowed[person.key]

    def leaks(
        self, person: Somebody, where: str, text: str, *, also: frozenset[str] = frozenset()
    ) -> Iterable[Finding]:
        """`where` is "METHOD /path"; what the address itself said is no news."""
        asked = unquote(where)
        allowed = self.may_know(person) | also
        for word in set(self._pattern.findall(text)):
            if word in allowed:
                self.seen.add((person.key, word))
            elif word in self._what and word not in asked:
                yield Finding("leak", person.key, where, self._what[word])


def text_of(body: bytes, content_type: str) -> str:
    """Whatever can be read in an answer: its text, the text of a PDF, of its packed streams, and of a calendar."""
    if body.startswith(b"%PDF"):
        return body.decode("latin-1") + _pdf(body)
    text = body.decode("utf-8", "replace")
    if "calendar" in content_type:
        return text.replace("\r\n ", "")
    return f"{text}\n{html.unescape(text)}" if "&" in text else text


def _pdf(body: bytes) -> str:
    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", body, re.DOTALL):
        try:
            found.append(zlib.decompress(packed).decode("latin-1"))
        except zlib.error:
            continue
    reader: Any = PdfReader(io.BytesIO(body))
    return "\n".join([*found, *(page.extract_text() for page in reader.pages), str(reader.metadata)])
