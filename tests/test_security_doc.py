"""docs/SECURITY.md promises: every test and command it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "SECURITY.md").read_text()
TESTS = sorted(set(re.findall(r"`(tests/[\w/.]+)(?:::(\w+))?`", TEXT)))


@pytest.mark.parametrize(("path", "name"), TESTS)
def test_every_test_that_is_named_exists(path: str, name: str) -> None:
    assert f"def {name}(" in (ROOT / path).read_text() if name else (ROOT / path).is_file()


def test_every_command_that_is_named_exists() -> None:
    named = set(re.findall(r"`\./dev (\w+)", TEXT))
    known = set(re.findall(r'"(\w+)":', (ROOT / "tools" / "commands.py").read_text()))
    assert named <= known


def test_every_place_in_another_document_that_is_named_exists() -> None:
    for document, anchor in re.findall(r"\((\w+\.md)#([\w-]+)\)", TEXT):
        headings = re.findall(r"^#+ (.+)$", (ROOT / "docs" / document).read_text(), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
