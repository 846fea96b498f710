"""Walking through the sign-in as a browser does: pages, codes and letters."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from people.models import User
from people.sign_in import letters
from people.sign_in.sealing import seal
from tests.cast import PASSWORD, Person

LOGIN, CODE, CONFIRM = "/accounts/login/", "/accounts/login/code/", "/accounts/login/code/confirm/"
SECOND, SHOW = "/accounts/2fa/authenticate/", "/accounts/2fa/reauthenticate/"


def with_password(person: Person, password: str = PASSWORD) -> Person:
    person.user.set_password(password)
    person.user.save()
    return person


def enter(client: Client, person: Person, password: str = PASSWORD, **more: str) -> HttpResponse:
    """The first step of the sign-in."""
    return client.post(LOGIN, {"login": person.user.email, "password": password, **more})


def is_inside(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def letters_sent() -> list[mail.EmailMessage]:
    """Every letter, once those that are on their way have left."""
    letters.wait()
    return mail.outbox


def code_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", str(letter.body), re.MULTILINE)
    assert found, letter.body
    return found[1]


def app_code(secret: str, *, steps: int = 0) -> str:
    """What an authenticator app shows now, or some half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_app(user: User) -> str:
    """An authenticator app for an account, with recovery codes; its secret."""
    secret = generate_totp_secret()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": seal(secret)})
    RecoveryCodes.activate(user)
    return secret


def recovery_codes_of(user: User) -> list[str]:
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return list(row.wrap().get_unused_codes())
