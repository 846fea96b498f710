"""For somebody who lost the telephone and the recovery codes: the next sign-in sets a new factor up."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from people import clock
from people.models import SecurityEvent, User
from people.sign_in import sessions


class Command(BaseCommand):
    help = "Takes every second factor from an account and ends its sessions. Make sure first who is asking."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        count, _rows = Authenticator.objects.filter(user=user).delete()
        sessions.end_all(user)
        kind = SecurityEvent.Kind.FACTOR_REMOVED
        SecurityEvent.objects.create(at=clock.now(), kind=kind, user=user, detail="on the server")
        self.stdout.write(f"{user.email}: {count} factors taken away, every session ended.")
