"""The one table of who may read or write which class of data.

Basis: medical information is kept apart and confidential; a supervisor may be told only the necessary
restrictions and accommodations (42 USC 12112(d), 29 CFR 1630.14). Everything that answers a question about
access (`visible_to`, serializers, admin, pages) takes its answer from `POLICY`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How the person who looks stands to the employee whom a row is about."""

    SELF = "self"
    SUPERVISOR = "supervisor"
    HR = "hr"
    SAFETY = "safety"
    PROVIDER = "provider"
    AUDITOR = "auditor"
    IT = "it"


class DataClass(StrEnum):
    IDENTITY = "identity"
    EVENT = "event"
    BODY = "body"
    TREATMENT = "treatment"
    CHECK_IN = "check_in"
    RESTRICTION = "restriction"
    ASSIGNMENT = "assignment"
    APPOINTMENT = "appointment"
    OSHA = "osha"
    PAY = "pay"
    REMINDER = "reminder"
    ACCESS = "access"


class Reach(StrEnum):
    """How far a right goes."""

    NONE = "none"
    FULL = "full"
    NAME = "name"  # name and job, nothing else of the person
    FILED = "filed"  # only rows this person filed
    UNTIL_TRIAGE = "until_triage"  # only while nobody has triaged the case
    CURRENT = "current"  # only what is in force now or comes
    TIMES = "times"  # that somebody is away, not why
    FORMS = "forms"  # what the OSHA forms 300 and 301 need
    COUNTS = "counts"  # numbers over ten or more people, never rows
    PSEUDONYM = "pseudonym"
    MASKED = "masked"  # privacy cases without the name (29 CFR 1904.29(b)(6))
    OWN = "own"  # only what is addressed to this person
    DECIDE = "decide"  # may answer (approve, decline, accept, refuse), not write
    PROPOSE = "propose"
    AGREED = "agreed"  # only while the employee agrees
    STATE = "state"  # that and how something was delivered, never its text


@dataclass(frozen=True)
class Cell:
    read: Reach = Reach.NONE
    write: Reach = Reach.NONE


NOTHING = Cell()
RW = Cell(Reach.FULL, Reach.FULL)
R = Cell(Reach.FULL)

POLICY: dict[DataClass, dict[Relation, Cell]] = {
    DataClass.IDENTITY: {
        Relation.SELF: R,
        Relation.SUPERVISOR: Cell(Reach.NAME),
        Relation.HR: RW,
        Relation.SAFETY: R,
        Relation.PROVIDER: R,
        Relation.AUDITOR: Cell(Reach.PSEUDONYM),
        Relation.IT: NOTHING,
    },
    DataClass.EVENT: {
        Relation.SELF: Cell(Reach.FULL, Reach.UNTIL_TRIAGE),
        Relation.SUPERVISOR: Cell(Reach.FILED, Reach.FILED),
        Relation.HR: RW,
        Relation.SAFETY: RW,
        Relation.PROVIDER: R,
        Relation.AUDITOR: R,
    },
    DataClass.BODY: {
        Relation.SELF: Cell(Reach.FULL, Reach.UNTIL_TRIAGE),
        Relation.HR: RW,
        Relation.SAFETY: Cell(Reach.FORMS),
        Relation.PROVIDER: RW,
    },
    DataClass.TREATMENT: {
        Relation.SELF: RW,
        Relation.HR: RW,
        Relation.PROVIDER: Cell(Reach.OWN, Reach.OWN),
    },
    DataClass.CHECK_IN: {
        Relation.SELF: RW,
        Relation.HR: RW,
        Relation.SAFETY: Cell(Reach.COUNTS),
        Relation.PROVIDER: Cell(Reach.AGREED),
        Relation.AUDITOR: Cell(Reach.COUNTS),
    },
    DataClass.RESTRICTION: {
        Relation.SELF: R,
        Relation.SUPERVISOR: Cell(Reach.CURRENT),
        Relation.HR: RW,
        Relation.SAFETY: R,
        Relation.PROVIDER: Cell(Reach.FULL, Reach.PROPOSE),
        Relation.AUDITOR: R,
    },
    DataClass.ASSIGNMENT: {
        Relation.SELF: Cell(Reach.FULL, Reach.DECIDE),
        Relation.SUPERVISOR: Cell(Reach.FULL, Reach.DECIDE),
        Relation.HR: RW,
        Relation.SAFETY: R,
        Relation.PROVIDER: R,
        Relation.AUDITOR: R,
    },
    DataClass.APPOINTMENT: {
        Relation.SELF: RW,
        Relation.SUPERVISOR: Cell(Reach.TIMES),
        Relation.HR: RW,
        Relation.PROVIDER: Cell(Reach.OWN, Reach.OWN),
    },
    DataClass.OSHA: {
        Relation.SELF: Cell(Reach.OWN),
        Relation.HR: RW,
        Relation.SAFETY: RW,
        Relation.AUDITOR: Cell(Reach.MASKED),
    },
    # Not medical, and nobody's business but the person's and HR's.
    DataClass.PAY: {
        Relation.SELF: R,
        Relation.HR: RW,
    },
    DataClass.REMINDER: {
        Relation.SELF: Cell(Reach.OWN),
        Relation.SUPERVISOR: Cell(Reach.OWN),
        Relation.HR: R,
        Relation.SAFETY: Cell(Reach.OWN),
        Relation.PROVIDER: Cell(Reach.OWN),
        Relation.AUDITOR: Cell(Reach.STATE),
        Relation.IT: Cell(Reach.STATE),
    },
    DataClass.ACCESS: {
        Relation.SELF: R,
        Relation.HR: R,
        Relation.AUDITOR: R,
        Relation.IT: Cell(Reach.STATE),
    },
}


def cell(data_class: DataClass, relation: Relation) -> Cell:
    """What the table says; a pair it does not name has no right."""
    return POLICY[data_class].get(relation, NOTHING)
