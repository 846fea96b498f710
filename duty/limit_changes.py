"""What changed in the limits of a person between two days: new, gone, changed, run out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .facts import Restriction
from .limits import Limit
from .matching import Standing

NEW, CHANGED, GONE, EXPIRED = "new", "changed", "gone", "expired"
ORDER = (NEW, CHANGED, EXPIRED, GONE)


@dataclass(frozen=True, slots=True)
class LimitChange:
    """`now` is None for a limit that is gone, `before` for one that is new."""

    kind: str
    now: Restriction | None = None
    before: Restriction | None = None


def limit_changes(before: Standing, now: Standing) -> list[LimitChange]:
    """The same limit said again by a newer report is no change; an end that passed is one."""
    earlier, later = list(before.limits), list(now.limits)
    for limit in list(earlier):
        same = next((other for other in later if _said(other) == _said(limit)), None)
        if same is not None and same.expired == limit.expired:
            earlier.remove(limit)
            later.remove(same)
    changes = []
    for limit in later:
        old = next((other for other in earlier if _about(other) == _about(limit)), None)
        if old is not None:
            earlier.remove(old)
        changes.append(LimitChange(_kind(limit, old), limit.restriction, old.restriction if old else None))
    changes += [LimitChange(GONE, before=limit.restriction) for limit in earlier]
    return sorted(changes, key=lambda change: ORDER.index(change.kind))


def _kind(limit: Limit, old: Limit | None) -> str:
    if old is None:
        return NEW
    return EXPIRED if limit.expired and _said(limit) == _said(old) else CHANGED


def _said(limit: Limit) -> Restriction:
    """What a limit says, whoever said it and until when."""
    return replace(limit.restriction, id="", valid_from=None, valid_to=None)


def _about(limit: Limit) -> tuple[str, str, str, str | None]:
    restriction = limit.restriction
    # Two weights or two hours of one activity are one limit that was changed; so is "not at all" that became some.
    kind = "" if limit.mask else restriction.kind
    return kind, restriction.activity, restriction.side, restriction.option
