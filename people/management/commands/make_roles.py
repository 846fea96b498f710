"""`manage.py make_roles`: the roles, the run-time login and the wall, from DATABASE_URL; run as the owner."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from people.database_roles import all_roles
from people.roles import make_roles


class Command(BaseCommand):
    help = "Make or mend the run-time login, its roles and the wall. Run it after migrate, and around a restore."

    def handle(self, *args: Any, **options: Any) -> None:
        login, password = settings.RUNTIME_LOGIN
        make_roles(login=login, password=password)
        self.stderr.write(f"{login} may step into {len(all_roles())} roles, and has no right of its own.")
