"""The verbs of reminders."""

from notifications.provider_letters import send_provider_letters
from notifications.services.bounces import take_back
from notifications.services.delivering import deliver_due
from notifications.services.desk import beat_heart, correct_address, mark_all_read, mark_read, retry, snooze
from notifications.services.planning import plan
from notifications.services.tuning import set_rule
from notifications.services.wishes import set_wishes

__all__ = [
    "beat_heart",
    "correct_address",
    "deliver_due",
    "mark_all_read",
    "mark_read",
    "plan",
    "retry",
    "send_provider_letters",
    "set_rule",
    "set_wishes",
    "snooze",
    "take_back",
]
