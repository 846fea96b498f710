"""What each person may know, from the policy table and from plain facts about the cast: no query of the wall's."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from people.policy import POLICY, Cell, DataClass, Reach, Relation
from tools.wall import facts
from tools.wall.cast import Somebody

ROLES = {"hr": Relation.HR, "safety": Relation.SAFETY, "auditor": Relation.AUDITOR, "it": Relation.IT}
CLOSED = {Reach.NONE, Reach.COUNTS}
PARTLY = {Reach.NAME, Reach.FORMS, Reach.CURRENT, Reach.TIMES, Reach.PSEUDONYM, Reach.MASKED, Reach.STATE}


@dataclass
class Oracle:
    """`policy` is a copy made before anything was broken on purpose."""

    at: datetime
    # Department and employee: who is lent to whom, by name.
    lent: set[tuple[int | None, int | None]] = field(default_factory=set)
    policy: dict[DataClass, dict[Relation, Cell]] = field(default_factory=lambda: deepcopy(POLICY))

    def __post_init__(self) -> None:
        from duty.models import Assignment

        for duty in Assignment.objects.select_related("employee"):
            about = facts.about(duty, at=self.at)
            if about.published:
                self.lent.add((about.receiving, about.employee))

    def reach(self, data_class: DataClass, relation: Relation) -> Reach:
        return self.policy[data_class].get(relation, Cell()).read

    def relations(self, person: Somebody, row: facts.About) -> dict[Relation, bool]:
        """How somebody stands to the one a row is about; True where as whom the person is lent to alone."""
        found: dict[Relation, bool] = {}
        if person.linked_case is not None:
            linked = row.case == person.linked_case if row.case else row.employee == person.linked_employee
            if person.key.startswith("provider") and linked:
                found[Relation.PROVIDER] = False
            return found
        if person.employee_id is not None and person.employee_id == row.employee:
            found[Relation.SELF] = False
        elif row.team in person.department_ids:
            found[Relation.SUPERVISOR] = False
        elif row.receiving in person.department_ids:
            found[Relation.SUPERVISOR] = True
        for role in person.roles:
            if row.site == person.site_id:
                found[ROLES[role]] = False
        return found

    def opens(self, person: Somebody, about: facts.About, data_class: DataClass) -> set[Reach]:
        """The reaches at which somebody sees a row of this class."""
        found: set[Reach] = set()
        for relation in self.relations(person, about):
            reach = self.reach(data_class, relation)
            hidden = not about.published and relation in {Relation.SELF, Relation.SUPERVISOR}
            past = reach in {Reach.CURRENT, Reach.TIMES} and not about.current
            if reach in CLOSED | {Reach.OWN, Reach.FILED} or hidden or past:
                continue
            if reach is Reach.AGREED and not person.link_reads_check_ins:
                continue
            found.add(reach)
        if self._own(person, about, data_class):
            found.add(Reach.OWN)
        return found

    def _own(self, person: Somebody, about: facts.About, data_class: DataClass) -> bool:
        """Addressed to the person, or filed by the person."""
        if person.user_id is None:
            return False
        addressed = data_class is DataClass.REMINDER and about.recipient == person.user_id
        filed = self.reach(data_class, Relation.SUPERVISOR) is Reach.FILED and about.filed_by == person.user_id
        return addressed or filed

    def row(self, person: Somebody, row: Any) -> bool:
        """May the person know that this row is there?"""
        about, data_class = facts.about(row, at=self.at), facts.class_of(row, "")
        return bool(self.opens(person, about, data_class) - self._nothing_of(row))

    def _nothing_of(self, row: Any) -> set[Reach]:
        """Reaches that leave nothing open in this table, or only fields that another class has to open."""
        name = type(row).__name__
        others = set(facts.OF_FIELD.get(name, ()))
        return {reach for reach in PARTLY if not facts.OPEN.get((name, reach), set()) - others}

    def knows(self, person: Somebody, row: Any, name: str) -> bool:
        """May the person know this field of this row?"""
        if name == "account_name":
            accounts = bool(person.roles & {"hr", "it"}) and row.establishment_id == person.site_id
            return accounts or self.knows(person, row, "family_name")
        if self._named(person, row, name):
            return True
        if not self.row(person, row):
            return False
        model, about = type(row).__name__, facts.about(row, at=self.at)
        data_class = facts.class_of(row, name)
        reaches = self.opens(person, about, data_class)
        whole = bool(reaches - PARTLY)
        return whole or any(name in facts.OPEN.get((model, reach), ()) for reach in reaches)

    def _named(self, person: Somebody, row: Any, name: str) -> bool:
        """The name of somebody who is lent to the department is read with the duty."""
        return type(row).__name__ == "Employee" and name in facts.NAME and self.is_lent(person, row)

    def is_lent(self, person: Somebody, row: Any) -> bool:
        return any((department, row.pk) in self.lent for department in person.department_ids)
