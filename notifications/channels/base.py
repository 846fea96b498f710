"""What a channel is: a door out of the house, or a place inside it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from notifications.models import Delivery, Reminder
from people.models import User


class ChannelError(Exception):
    """Not delivered. permanent: no further attempt helps. down: nothing can be sent now, to nobody.

    bad_address: nothing will ever arrive there, so nothing more is sent there.
    """

    def __init__(self, words: str, *, permanent: bool = False, down: bool = False, bad_address: bool = False) -> None:
        self.permanent = permanent
        self.down = down
        self.bad_address = bad_address
        super().__init__(words)


@dataclass(frozen=True)
class Parcel:
    """A delivery with the reminders in it that still hold, and the links of those that need no sign-in."""

    delivery: Delivery
    reminders: Sequence[Reminder]
    doors: Mapping[int, str] = field(default_factory=dict)


class Door(Protocol):
    def send(self, parcel: Parcel, at: datetime) -> None:
        """Deliver, or raise ChannelError."""


class Channel(ABC):
    """`outside`: it leaves the database. So it is used after the claim is committed, and only it can make told.

    by_choice: for those alone who have asked for it. available: set up on this machine.
    """

    name: str
    outside: bool
    by_choice: bool = False

    @property
    def available(self) -> bool:
        return True

    @abstractmethod
    def address_of(self, recipient: User) -> str:
        """Where the recipient is reached; empty when not by this channel."""

    @contextmanager
    def open(self) -> Iterator[Door]:
        """A door for a whole batch, closed afterwards."""
        raise NotImplementedError
        yield

    def put(self, reminders: Sequence[Reminder], at: datetime) -> None:
        """Inside: write the reminders where they are found, in the transaction of the claim."""
        raise NotImplementedError
