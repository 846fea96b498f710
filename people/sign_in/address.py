"""Changing the e-mail address of the own account: the new one shows that it is read, the old one is told.

The code is asked for in the very session that wanted it, so a forwarded letter opens nothing.
"""

import secrets
import time
from typing import TypedDict

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from people.models import Employee, SecurityEvent, User
from people.refusals import Refused
from people.scope import verb
from people.sign_in import events, sessions

ASKED = "lightduty_new_address"
SECONDS, TRIES = 600, 3
LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"


class Asked(TypedDict):
    address: str
    code: str
    until: float
    tries: int


def ask(request: HttpRequest, user: User, address: str) -> None:
    """Send a code to the new address. One that another account has gets no letter, and the page says nothing of it."""
    address = address.strip().lower()
    code = "".join(secrets.choice(LETTERS) for _one in range(8))
    request.session[ASKED] = Asked(address=address, code=code, until=time.time() + SECONDS, tries=TRIES)
    if not User.objects.filter(email=address).exists():
        get_adapter(request).send_mail("account/email/new_address", address, {"code": code})


def waiting(request: HttpRequest) -> str:
    """The address that a code was sent to and that still waits for it."""
    asked: Asked | None = request.session.get(ASKED)
    return asked["address"] if asked and asked["until"] > time.time() and asked["tries"] > 0 else ""


def give_up(request: HttpRequest) -> None:
    request.session.pop(ASKED, None)


def confirm(request: HttpRequest, user: User, code: str) -> str:
    """The new address, if this is the code that was sent there; the old one is told and other sessions end."""
    if not waiting(request):
        raise Refused({"code": _("The code has run out. Ask for a new one.")})
    asked: Asked = request.session[ASKED]
    request.session[ASKED] = Asked(**{**asked, "tries": asked["tries"] - 1})
    if not constant_time_compare(code.strip().upper(), asked["code"]):
        raise Refused({"code": _("This is not the code that was sent. Look again, or ask for a new one.")})
    old = change_address(request, user, asked["address"])
    give_up(request)
    facts = {"from_email": old, "to_email": asked["address"]}
    get_adapter(request).send_notification_mail("account/email/email_changed", user, facts, email=old)
    return asked["address"]


@verb
def change_address(request: HttpRequest, user: User, address: str) -> str:
    """The address before. The library's own list of addresses would still open the account with that one."""
    before = User.objects.select_for_update().get(pk=user.pk)
    if User.objects.filter(email=address).exclude(pk=user.pk).exists():
        raise Refused({"code": _("There is an account with this address already.")})
    old, before.email = before.email, address
    before.save(update_fields=["email"])
    user.email = address
    Employee.objects.filter(user=user, email__iexact=old).update(email=address)
    EmailAddress.objects.filter(user=user).delete()
    sessions.end([row for row in sessions.of_account(user) if row.session_key != request.session.session_key])
    events.note(request, SecurityEvent.Kind.EMAIL_CHANGED, user=user)
    return old
