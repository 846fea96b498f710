"""What the two case-file commands share: one file in, one file or standard output out, and an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ANSWERED, SOME_MALFORMED, UNREADABLE = 0, 1, 2

Answerer = Callable[[list[Any]], tuple[list[dict[str, Any]], bool]]


class UnreadableFile(Exception):
    """The file cannot be read, is no JSON, or holds no list of cases."""


def read_cases(path: str) -> list[Any]:
    try:
        document = json.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        # ValueError covers broken JSON, broken UTF-8 and impossible paths.
        raise UnreadableFile(f"{path} cannot be read as UTF-8 JSON: {error}") from error
    cases = document.get("cases") if isinstance(document, dict) else None
    if not isinstance(cases, list):
        raise UnreadableFile(f'{path} holds no list "cases"; give {{"cases": [...]}}')
    return cases


def as_json(results: list[dict[str, Any]]) -> bytes:
    text = json.dumps({"results": results}, ensure_ascii=False, indent=1)
    # Half a surrogate pair in an id has no UTF-8; as an escape it is still the same JSON text.
    return (text + "\n").encode("utf-8", "backslashreplace")


def run(path: str, out: str | None, answerer: Answerer) -> int:
    """Answer the cases of a file; nothing but the answers goes to standard output."""
    try:
        cases = read_cases(path)
    except UnreadableFile as error:
        sys.stderr.write(f"{error}\n")
        return UNREADABLE
    results, sound = answerer(cases)
    if out:
        try:
            Path(out).write_bytes(as_json(results))
        except OSError as error:
            sys.stderr.write(f"{out} cannot be written: {error}\n")
            return UNREADABLE
    else:
        sys.stdout.buffer.write(as_json(results))
        sys.stdout.buffer.flush()
    return ANSWERED if sound else SOME_MALFORMED
