"""What hides in a PDF: programs, other files, forms that send. Every object is looked at, wherever it hangs."""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

# ISO 32000: keys that hold programs or files, kinds of action that do more than turn a page, live annotations.
KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA"})
ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute"})
LIVE = frozenset({"/FileAttachment", "/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"})
MOST_OBJECTS = 100_000


class TooManyObjects(ValueError):
    """More objects than any note of a doctor has."""


def carries_something(reader: PdfReader) -> bool:
    """Does the file hold a program, another file or a form that sends? Raises TooManyObjects."""
    return any(
        not KEYS.isdisjoint(found) or _name(found, "/S") in ACTIONS or _name(found, "/Subtype") in LIVE
        for found in _dictionaries(reader)
    )


def _name(found: DictionaryObject, key: str) -> str:
    # Not `get`: it would not follow a reference, and a name may hide behind one.
    if key not in found:
        return ""
    value = found[key]
    return value if isinstance(value, str) else ""


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary within reach of the trailer, each once; contents of streams are not unpacked."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    looked_at = 0
    while waiting:
        found = waiting.pop()
        looked_at += 1
        if looked_at > MOST_OBJECTS:
            raise TooManyObjects
        if isinstance(found, IndirectObject):
            name = (found.idnum, found.generation)
            if name not in seen:
                seen.add(name)
                waiting.append(found.get_object())
        elif isinstance(found, DictionaryObject):
            yield found
            waiting.extend(found.raw_get(key) for key in found)
        elif isinstance(found, ArrayObject):
            waiting.extend(list.__iter__(found))
