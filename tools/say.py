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
def step(what: str) -> Iterator[None]:
    """Print what begins, and how long it took."""
    on_terminal = sys.stdout.isatty()
    print(f"  {what} …", end="" if on_terminal else "\n", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        if on_terminal:
            print(flush=True)
        raise
    took = f"{time.monotonic() - began:.1f} s"
    print(f" {took}" if on_terminal else f"    done in {took}", flush=True)
