"""The secret address of a person's calendar: off until it is asked for, made anew or taken away at will."""

import secrets
from datetime import datetime

from people.models import CalendarKey, User
from people.scope import verb
from people.tokens import digest_of


@verb
def make_calendar_key(*, user: User, at: datetime) -> str:
    """A new key, shown once; the one before opens nothing any more."""
    key = secrets.token_urlsafe(32)
    CalendarKey.objects.update_or_create(user=user, defaults={"digest": digest_of(key), "made_at": at})
    return key


@verb
def drop_calendar_key(*, user: User) -> None:
    CalendarKey.objects.filter(user=user).delete()


def owner_of_calendar(key: str) -> User | None:
    """Whose calendar this is; nobody's, if the key is wrong, was taken away, or the account is closed."""
    return User.objects.filter(calendar_key__digest=digest_of(key), is_active=True).first()
