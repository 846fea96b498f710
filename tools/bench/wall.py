"""What the wall inside PostgreSQL costs: the same pages with it and without it, turn by turn.

"Without" steps into the system's role, whose policies let every row pass: requests, transactions and application alike.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

ROUNDS, REQUESTS = 12, 10
PAGES = {
    "HR: list of cases": ("hr", "/admin/cases/"),
    "HR: queue": ("hr", "/admin/"),
    "supervisor: team": ("supervisor", "/team/"),
    "employee: today": ("employee", "/"),
}


def main() -> None:
    from django.conf import settings
    from django.core.management import call_command

    settings.DEMO = True  # throw-away servers; its accounts need no second factor
    call_command("seed_demo", verbosity=0)
    ratios = []
    for name, (who, address) in PAGES.items():
        client = signed_in(who)
        with_wall, without = [], []
        for _round in range(ROUNDS):
            with_wall.append(per_second(client, address))
            with no_wall():
                without.append(per_second(client, address))
        ratio = statistics.median(mine / other for mine, other in zip(with_wall, without, strict=True))
        ratios.append(ratio)
        figures = f"{statistics.median(with_wall):7.1f} with   {statistics.median(without):7.1f} without"
        sys.stdout.write(f"{name:22} {figures}   requests a second   ratio {ratio:.2f}\n")
    sys.stdout.write(f"{'all':22} ratio {statistics.mean(ratios):.2f}\n")


def signed_in(who: str) -> Any:
    from django.test import Client

    from people.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email__startswith=f"{who}@"))
    return client


def per_second(client: Any, address: str) -> float:
    began = time.perf_counter()
    for _request in range(REQUESTS):
        status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address} answered {status}")
    return REQUESTS / (time.perf_counter() - began)


@contextmanager
def no_wall() -> Iterator[None]:
    from people.database_roles import SYSTEM

    with patch("people.scope.role_of", return_value=SYSTEM):
        yield
