"""Several pytest processes share one run: each takes the next module that nobody has taken.

`tools/test.py` starts them and names the folder in which they leave their marks. Without it nothing is different.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = "LIGHTDUTY_TEST_PARTS"
# Web, worker and beat take their time to start: whoever comes upon such a module last is waited for.
SLOW = ("browser", "life")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """pytest's own loop, over the modules that are taken along the way."""
    folder = os.environ.get(FOLDER)
    if folder is None or session.config.option.collectonly or session.testsfailed:
        return None
    mine = taken(session.items, Path(folder))
    item = next(mine, None)
    while item is not None:
        following = next(mine, None)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        if following is None or module_of(following) != module_of(item):
            show_marks(session)
        item = following
    return True


def show_marks(session: pytest.Session) -> None:
    """Nobody sees what waits in a buffer: into a pipe pytest writes in blocks."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write_line("")
        reporter.flush()


def module_of(test: pytest.Item) -> str:
    return test.nodeid.partition("::")[0]


def taken(items: list[pytest.Item], folder: Path) -> Iterator[pytest.Item]:
    """The tests of the modules that this process is the first to come upon, in their order but for the slow ones."""
    modules: dict[str, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(module_of(item), []).append(item)
    for name, tests in sorted(modules.items(), key=lambda module: not slow(module[1][0])):
        if take(folder, name):
            yield from tests


def slow(test: pytest.Item) -> bool:
    return any(test.get_closest_marker(name) for name in SLOW)


def take(folder: Path, module: str) -> bool:
    """Only one process can make a file that must not be there yet."""
    try:
        (folder / module.replace("/", "-")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
