"""The company that is attacked, built inside the product's own environment: `python -m tools.fuzz.company`.

Everything that the browser tests play with, and beside it who must find nothing: HR of another site, an account without
any role, and somebody whose token was revoked.
"""

import json
import os
from importlib import import_module
from typing import Any


def build() -> dict[str, Any]:
    from people.models import RoleGrant, User
    from people.services import open_account
    from people.tokens import make_token, revoke_token

    # By name: the type checker leaves the tests alone.
    cast, everything = import_module("tests.cast"), import_module("tests.browser.everything")
    told = everything.build()
    hillside = cast.make_site("Hillside", timezone="America/New_York")
    cast.make_person("Otto", "Voss", cast.make_department(hillside))
    more = {
        "hr elsewhere": cast.make_office("hugo@example.com", "Hugo Lang", RoleGrant.Role.HR, hillside).user,
        "fresh": open_account(email="fresh@example.com", full_name="Nia New", password=None),
    }
    for user in more.values():
        user.set_password(cast.PASSWORD)
        user.save()
    emails = {name: email for name, email in told["emails"].items() if name not in {"offered", "unhurt"}}
    emails |= {name: user.email for name, user in more.items()}
    users = {name: User.objects.get(email=email) for name, email in emails.items()}
    keys = {name: make_token(user=user, name="fuzz", at=everything.NOW)[1] for name, user in users.items()}
    lost, keys["revoked"] = make_token(user=users["hr"], name="lost", at=everything.NOW)
    revoke_token(token=lost, at=everything.NOW)
    return {"emails": emails, "keys": keys, "now": told["now"], "password": cast.PASSWORD}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        told = build()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
