"""Several processes share one run of the tests, and together they run each of them once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.parts import taken


@dataclass(frozen=True)
class OneTest:
    """What `taken` asks of a test of pytest's."""

    nodeid: str
    mark: str = ""

    def get_closest_marker(self, name: str) -> bool:
        return name == self.mark


def collected() -> list[Any]:
    """Four modules, one of which starts processes; a fixture has torn the third apart."""
    tests = [OneTest(f"tests/test_{module}.py::test_{number}") for module in "ab" for number in range(3)]
    torn = [OneTest("tests/test_c.py::test_0"), *tests, OneTest("tests/test_c.py::test_1")]
    return [*torn, OneTest("tests/test_d.py::test_0", mark="life")]


def test_each_test_runs_once_whoever_takes_its_module(tmp_path: Path) -> None:
    tests = collected()
    one, other = taken(tests, tmp_path), taken(list(reversed(tests)), tmp_path)
    run = []
    while left := [test for part in (one, other) if (test := next(part, None)) is not None]:
        run += left
    assert sorted(test.nodeid for test in run) == sorted(test.nodeid for test in tests)


def test_a_module_is_not_shared(tmp_path: Path) -> None:
    first = taken(collected(), tmp_path)
    begun = next(first)
    assert begun.nodeid.partition("::")[0] not in {
        test.nodeid.partition("::")[0] for test in taken(collected(), tmp_path)
    }


def test_what_starts_processes_comes_first(tmp_path: Path) -> None:
    assert next(taken(collected(), tmp_path)).nodeid == "tests/test_d.py::test_0"
