"""The hook for a virus scanner: any program that reads a file from standard input and answers as clamdscan does."""

import logging
import shlex
import subprocess

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.refusals import Refused

CLEAN, FOUND = 0, 1
logger = logging.getLogger(__name__)


def scan(content: bytes) -> None:
    """Ask the scanner of `LIGHTDUTY_SCAN_COMMAND`, where one is set. Raises Refused at the field `file`.

    Exit 0 means clean, 1 means found. Anything else, and silence, refuses too: a file nobody could check is not kept.
    """
    if not settings.SCAN_COMMAND:
        return
    try:
        done = subprocess.run(  # noqa: S603  # the command is the operator's own setting; the file goes to its standard input
            shlex.split(settings.SCAN_COMMAND),
            input=content,
            capture_output=True,
            timeout=settings.SCAN_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        logger.exception("The virus scanner did not answer")
        raise Refused({"file": UNCHECKED}, code="UNCHECKED") from None
    if done.returncode == FOUND:
        logger.warning("The virus scanner refused a file")
        raise Refused({"file": _("The virus scanner refused this file. Choose another one.")}, code="INFECTED")
    if done.returncode != CLEAN:
        logger.error("The virus scanner failed with exit code %s", done.returncode)
        raise Refused({"file": UNCHECKED}, code="UNCHECKED")


UNCHECKED = _("The file could not be checked for viruses. Try again later, or tell IT.")
