"""Refusals in words: what a verb raises when it will not do what was asked. Doors show them; nothing is written."""

from collections.abc import Mapping

from django.utils.functional import Promise

Words = str | Promise


class Refused(Exception):
    """A verb refused. `fields` maps each wrong field to a sentence that names the mend; `code` is stable for machines.

    The key "" stands for the request as a whole.
    """

    def __init__(self, fields: Mapping[str, Words] | Words, *, code: str = "INVALID") -> None:
        self.fields: dict[str, Words] = dict(fields) if isinstance(fields, Mapping) else {"": fields}
        self.code = code
        super().__init__("; ".join(str(words) for words in self.fields.values()))


class NotAllowed(Refused):
    """The person may not do this at all (403); a stranger's row is a 404 instead."""

    def __init__(self, words: Words, *, code: str = "PERMISSION_DENIED") -> None:
        super().__init__(words, code=code)


class NoSuchRow(Refused):
    """What was named is not there, or a stranger's: the same answer for both (404)."""

    def __init__(self, field: str, words: Words) -> None:
        super().__init__({field: words}, code="NOT_FOUND")
