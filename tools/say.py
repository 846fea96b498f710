"""Progress lines on the terminal, and errors that end a command with one sentence."""

import contextlib
import sys
import time
from collections.abc import Iterator


class CannotGoOn(Exception):
    """Something a person has to mend; the message says what, and how."""


def say(line: str) -> None:
    print(line, flush=True)


@contextlib.contextmanager
def step(what: str, *, talks: bool = False) -> Iterator[None]:
    """Print what begins, and how long it took; on the same line, unless it talks itself or nobody watches."""
    one_line = sys.stdout.isatty() and not talks
    print(f"  {what} …", end="" if one_line else "\n", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        if one_line:
            print(flush=True)
        raise
    took = f"{time.monotonic() - began:.1f} s"
    print(f" {took}" if one_line else f"    done in {took}", flush=True)
