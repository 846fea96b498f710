"""`manage.py read_bounces [MAILDIR]`: letters that came back, from a mailbox or piped in by the mail server."""

import mailbox
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from notifications.bounces import bounces_in
from notifications.services import take_back
from people import clock


class Command(BaseCommand):
    help = "Read delivery status notifications: one from standard input, or all new ones of a Maildir."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("maildir", nargs="?", help="the folder with cur/, new/ and tmp/")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["maildir"]
        if folder is None:
            letters = self._read(sys.stdin.buffer.read())
        elif not (Path(folder) / "new").is_dir():
            raise CommandError(f"{folder} is no Maildir: it has no folder new/.")
        else:
            letters = self._read_all(mailbox.Maildir(folder, create=False))
        self.stdout.write(f"Letters that came back: {letters}")

    def _read_all(self, box: mailbox.Maildir) -> int:
        """Each is marked as seen once it is dealt with, so that a second run reads only what is new."""
        letters = 0
        for key in list(box.keys()):
            message = box[key]
            if message.get_subdir() == "cur" and "S" in message.get_flags():
                continue
            letters += self._read(box.get_bytes(key))
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message
        return letters

    def _read(self, content: bytes) -> int:
        return take_back(bounces=bounces_in(content), at=clock.now())
