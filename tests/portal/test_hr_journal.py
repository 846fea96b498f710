"""Every kind of journal entry that any room records is said in words."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from injuries.models import CaseEvent
from portal.journal import SENTENCES, entry_of

ROOT = Path(__file__).parents[2]
KIND = re.compile(r'"((?:injury|case|recovery|finding|appointment|treatment|duty)\.[a-z_]+)"')
AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def kinds_recorded() -> set[str]:
    """Every literal that looks like a kind, in the files whose verbs write the journal."""
    found: set[str] = set()
    for room in ("injuries", "recovery", "duty"):
        for file in (ROOT / room).rglob("*.py"):
            source = file.read_text()
            if "migrations" not in file.parts and "record(" in source + "note(":
                found |= set(KIND.findall(source))
    return found


def test_every_kind_recorded_anywhere_has_a_sentence() -> None:
    recorded = kinds_recorded()
    assert {"injury.reported", "duty.approved", "finding.opened"} <= recorded
    assert recorded - set(SENTENCES) == set()


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_an_entry_without_details_is_said_as_well(kind: str) -> None:
    entry = entry_of(CaseEvent(kind=kind, at=AT, data={}))
    assert str(entry.what)
    assert "None" not in str(entry.text)


def test_an_entry_says_who_when_and_what_is_known() -> None:
    event = CaseEvent(kind="duty.reviewed", at=AT, data={"task": "Scan job cards", "review_on": "2026-03-16"})
    entry = entry_of(event)
    assert (str(entry.what), entry.text) == ("Duty reviewed, goes on", "Scan job cards. Next review on March 16.")


def test_a_kind_of_a_later_version_is_shown_by_its_name() -> None:
    assert entry_of(CaseEvent(kind="duty.sung", at=AT)).what == "duty.sung"
