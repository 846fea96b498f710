"""Calls that begin at the same moment, each on a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from people.refusals import Refused


def at_once(*calls: Callable[[], object]) -> list[str]:
    """For each call, "" if it went through, else the code of its refusal; anything else is raised."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], object]) -> str:
        try:
            gate.wait(timeout=30)
            call()
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
