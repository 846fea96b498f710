"""A mail server that keeps every message and delivers none, with a page that shows them."""

from tools.mailcatcher.catcher import MailCatcher
from tools.mailcatcher.failures import Failure
from tools.mailcatcher.store import CaughtMessage

__all__ = ["CaughtMessage", "Failure", "MailCatcher"]
