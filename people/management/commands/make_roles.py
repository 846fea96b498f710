"""`manage.py make_roles`: the run-time login and its rights, from DATABASE_URL; run as the owner."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from people.roles import make_roles


class Command(BaseCommand):
    help = "Make or mend the run-time database role and login. Run it after migrate, and after restoring a backup."

    def handle(self, *args: Any, **options: Any) -> None:
        login, password = settings.RUNTIME_LOGIN
        make_roles(role=settings.RUNTIME_ROLE, login=login, password=password)
        self.stderr.write(f"{login} may step into {settings.RUNTIME_ROLE}, and into nothing else.")
