"""What the proof knows of its small company: who is who, which cases they have, and the addresses that are secrets."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from fpdf import FPDF

from injuries.models import Case
from people.actors import actor_for
from people.clock import local_day
from people.models import Department, Establishment, User
from people.wall import Actor
from tools.wall.cast import Somebody

DAY = timedelta(days=1)
SITES = {"Riverside": "America/Chicago", "Hillside": "America/New_York"}
DEPARTMENTS = {"Assembly": "Riverside", "Office": "Riverside", "Dock": "Hillside"}
# Body part, symptom and what only the demands of the duty have in common with the limits.
PARTS = {"ana": "WRIST", "ben": "SHOULDER", "cora": "KNEE", "otto": "ELBOW"}


@dataclass
class Company:
    """What the proof knows of the company it made."""

    at: datetime
    people: dict[str, Somebody]
    sites: dict[str, Establishment] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    # Addresses that are secrets themselves: kind -> whose -> token.
    keys: dict[str, dict[str, str]] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        return actor_for(self.people[key].user, at=self.at)

    def user(self, key: str) -> User:
        user = self.people[key].user
        assert user is not None  # noqa: S101 - everybody of the cast but a visitor has an account
        return user

    def day(self, key: str) -> date:
        return local_day(self.at, SITES[self.people[key].site])

    def hr_of(self, key: str) -> str:
        return "rosa" if self.people[key].site == "Riverside" else "hugo"


def holders(company: Company) -> dict[str, Somebody]:
    """The secret addresses, and whom each was given to."""
    found = {f"/calendar/{token}.ics": company.people[key] for key, token in company.keys["calendar"].items()}
    for kind, start in (("provider", "p"), ("drop", "c")):
        found |= {f"/{start}/{token}/": company.people[f"{kind}-{key}"] for key, token in company.keys[kind].items()}
    return found


def paper(name: str, words: str) -> SimpleUploadedFile:
    """A PDF whose words stand in it uncompressed."""
    page = FPDF()
    page.set_compression(False)
    page.add_page()
    page.set_font("helvetica", size=12)
    page.text(10, 10, words)
    return SimpleUploadedFile(f"{name}.pdf", bytes(page.output()), content_type="application/pdf")
