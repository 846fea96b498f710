"""Who stands before the wall: each way of being related to the people whose records are full of secrets."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import Employee, User

ANYBODY, SELF, TEAM, SITE = "anybody", "self", "team", "site"


@dataclass
class Somebody:
    """One person of the proof. `supervises` are departments of today, by name; `roles` are held at `site`."""

    key: str
    what: str
    site: str = "Riverside"
    department: str = ""
    supervises: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    # Set once the company stands.
    user: "User | None" = None
    employee: "Employee | None" = None
    site_id: int = 0
    department_ids: frozenset[int] = field(default_factory=frozenset)
    # The case that a link without sign-in opens.
    linked_case: int | None = None
    linked_employee: int | None = None
    link_reads_check_ins: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@wall.example"

    @property
    def employee_id(self) -> int | None:
        return self.employee.pk if self.employee else None

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None


HURT = ("ana", "ben", "cora", "otto")


def cast() -> dict[str, Somebody]:
    """Everybody, by key. Departments: Assembly and Office at Riverside, Dock at Hillside."""
    one = Somebody
    people = (
        one("ana", "the employee herself", department="Assembly"),
        one("ben", "another employee, hurt as well", department="Assembly"),
        one("cora", "an employee whose report nobody took up yet", department="Assembly"),
        one("eve", "a co-worker", department="Assembly"),
        one("sam", "her supervisor", department="Assembly", supervises=frozenset({"Assembly"})),
        one("olga", "supervisor of the receiving department", department="Office", supervises=frozenset({"Office"})),
        one("fred", "her former supervisor", department="Assembly"),
        one("tess", "a stand-in whose time is over", department="Assembly"),
        one("tina", "a stand-in of today", department="Office", supervises=frozenset({"Assembly"})),
        one("rosa", "HR of the site", roles=frozenset({"hr"})),
        one("hugo", "HR of the other site", site="Hillside", roles=frozenset({"hr"})),
        one("sia", "safety officer", roles=frozenset({"safety"})),
        one("ada", "auditor", roles=frozenset({"auditor"})),
        one("ivo", "IT", roles=frozenset({"it"})),
        one("max", "an employee who audits and runs IT", department="Assembly", roles=frozenset({"auditor", "it"})),
        one("otto", "an employee of the other site", site="Hillside", department="Dock"),
        one("dora", "a supervisor there", site="Hillside", department="Dock", supervises=frozenset({"Dock"})),
    )  # fmt: skip
    return {person.key: person for person in people}


def visitors() -> dict[str, Somebody]:
    """Nobody: without an account, or with a link alone."""
    return {"anonymous": Somebody("anonymous", "without sign-in", site="")}
