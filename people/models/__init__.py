from people.models.account import AccessEntry, ApiToken, CalendarKey, RoleGrant, User
from people.models.change import Change
from people.models.company import Department, Employee, Establishment, Holiday, Supervision
from people.models.glass import BrokenGlass
from people.models.security import SecurityEvent

__all__ = [
    "AccessEntry",
    "ApiToken",
    "BrokenGlass",
    "CalendarKey",
    "Change",
    "Department",
    "Employee",
    "Establishment",
    "Holiday",
    "RoleGrant",
    "SecurityEvent",
    "Supervision",
    "User",
]
