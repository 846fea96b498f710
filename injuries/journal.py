"""Writing the journal: one entry for each verb, in the same transaction as its rows."""

from datetime import datetime
from typing import Any

from injuries.models import Case, CaseEvent
from people.models import User
from people.policy import DataClass


def record(
    *,
    case: Case,
    kind: str,
    at: datetime,
    by: User | None,
    data_class: DataClass = DataClass.EVENT,
    data: dict[str, Any] | None = None,
) -> CaseEvent:
    """Add an entry. `kind` is a dotted name such as "duty.approved"; `data` holds what its sentence needs.

    `data_class` decides who may read the entry: it must be the strictest class of anything in `data`.
    """
    return CaseEvent.objects.create(case=case, kind=kind, at=at, by=by, data_class=data_class, data=data or {})
