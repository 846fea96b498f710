"""The verbs of reminders."""

from notifications.services.planning import plan

__all__ = ["plan"]
