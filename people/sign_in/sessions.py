"""The sessions of an account: how long each lasts, and ending them.

Their ages are measured by the machine's own time: a trial that lives through days by LIGHTDUTY_CLOCK_FILE signs
nobody out.
"""

import time
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from people.models import User

BEGAN, SEEN = "lightduty_began", "lightduty_seen"
NOTED_EVERY = 60  # seconds: not every request writes a row


def begin(request: HttpRequest) -> None:
    request.session[BEGAN] = request.session[SEEN] = time.time()


def is_over(request: HttpRequest, *, at_desk: bool) -> bool:
    """Idle for too long, or too old; sooner for a role at a desk."""
    if BEGAN not in request.session:
        return False
    now = time.time()
    idle = settings.DESK_IDLE_MINUTES if at_desk else settings.SESSION_IDLE_MINUTES
    hours = settings.DESK_SESSION_HOURS if at_desk else settings.SESSION_HOURS
    return bool(now - request.session[SEEN] > idle * 60 or now - request.session[BEGAN] > hours * 3600)


def seen(request: HttpRequest, *, at: datetime) -> None:
    if BEGAN not in request.session:
        begin(request)
    if time.time() - request.session[SEEN] > NOTED_EVERY:
        request.session[SEEN] = time.time()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=at)


def of_account(user: User) -> list[UserSession]:
    """The open ones, newest first; those that ended by themselves are forgotten on the way."""
    rows = UserSession.objects.purge_and_list(user)
    return sorted(rows, key=lambda row: row.last_seen_at, reverse=True)


def end(rows: list[UserSession]) -> None:
    for row in rows:
        row.end()


def end_all(user: User) -> None:
    """Everywhere and at once: for an account that was closed or whose factors were taken away."""
    end(list(UserSession.objects.filter(user=user)))
