from notifications.models.ledger import Delivery, DeliveryReminder, Heartbeat, InboxItem, Reminder
from notifications.models.wishes import FailingAddress, ReminderPreference, RuleChange, RuleSetting

__all__ = [
    "Delivery",
    "DeliveryReminder",
    "FailingAddress",
    "Heartbeat",
    "InboxItem",
    "Reminder",
    "ReminderPreference",
    "RuleChange",
    "RuleSetting",
]
