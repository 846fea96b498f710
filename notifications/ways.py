"""By which channels somebody is reminded: what they chose, what HR lets a rule use, and what is left when one fails."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """by_choice: used only for a person who has asked for it; the others unless they have turned it off."""

    name: str
    by_choice: bool = False


@dataclass(frozen=True)
class Wish:
    """What the question is about: the kind of a rule, whether it can be muted, and the channels HR lets it use."""

    kind: str
    must: bool = False
    allowed: Collection[str] | None = None


def turned(kind: str, channel: str) -> str:
    return f"{kind}:{channel}"


def is_on(way: Way, kind: str, exceptions: Collection[str]) -> bool:
    return way.by_choice == (turned(kind, way.name) in exceptions)


def wanted(wish: Wish, ways: Sequence[Way], exceptions: Collection[str]) -> list[str]:
    """The channels a reminder goes out by, in their order; none: the person reads it in the inbox.

    HR's choice among channels never leaves somebody without the one they can be reached by.
    """
    on = [way.name for way in ways if is_on(way, wish.kind, exceptions) or (wish.must and not way.by_choice)]
    if wish.allowed is None:
        return on
    return [name for name in on if name in wish.allowed] or on


def opened(ways: Sequence[Way], exceptions: Collection[str]) -> list[str]:
    """The channels that may carry anything to this person at all, in the order in which they stand in."""
    asked_for = {pair.partition(":")[2] for pair in exceptions}
    return [way.name for way in ways if not way.by_choice or way.name in asked_for]
