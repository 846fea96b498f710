"""Letters about signing in leave beside the request, so that its time does not tell whether an address is known."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)
# One after the other, and joined when the process ends in good order: what was asked for still leaves.
_SENDER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters")


def send(letter: EmailMessage) -> "Future[None]":
    return _SENDER.submit(_send, letter)


def wait() -> None:
    """Until every letter asked for so far has left, or has failed to."""
    _SENDER.submit(lambda: None).result()


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except Exception as error:  # an error in a thread is seen by nobody; its words may hold the letter
        logger.error("A letter about signing in could not be sent: %s", type(error).__name__)
