"""Who may read which part of an assignment: an allow-list, so that a new field is closed by itself."""

from __future__ import annotations

from .lifecycle import NOT_YOUR_RECORD, OPEN_STATES, PERMISSION_DENIED, Actor, Assignment, Refusal

SUPERVISOR_FIELDS = frozenset(
    {"task", "schedule", "restrictions", "accommodations", "modifications", "review_date", "state"}
)
_STAFF = frozenset({"hr", "case_manager"})


def may_read(
    assignment: Assignment, actor: Actor, field: str, *, is_current_supervisor: bool = False
) -> Refusal | None:
    """None when allowed. A supervisor reads as the one of the receiving department while the version is
    open, or as the person's own current supervisor; another supervisor reads nothing."""
    if actor.role == "employee":
        return None if actor.id == assignment.subject else Refusal(NOT_YOUR_RECORD)
    if actor.role in _STAFF:
        return None
    if actor.role == "supervisor" and field in SUPERVISOR_FIELDS:
        receiving = actor.id in assignment.receiving_supervisors and assignment.state in OPEN_STATES
        if receiving or is_current_supervisor:
            return None
    return Refusal(PERMISSION_DENIED)
