"""How often somebody may knock at a door that asks for no sign-in. Counted in the shared cache, by hash: neither an
address nor a token can be read from it."""

import hashlib
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 600


def knock(door: str, key: str, *, at: datetime, most: int) -> bool:
    """Count one knock; False once there were more than `most` within the window."""
    window = int(at.timestamp()) // WINDOW_SECONDS
    name = f"door:{door}:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}:{window}"
    if cache.add(name, 1, 2 * WINDOW_SECONDS):
        return most >= 1
    try:
        return int(cache.incr(name)) <= most
    except ValueError:  # it ran out between the two questions
        return True


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as the settings of trusted proxies say."""
    return str(get_adapter(request).get_client_ip(request))
