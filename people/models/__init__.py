from people.models.account import AccessEntry, ApiToken, CalendarKey, RoleGrant, User
from people.models.company import Department, Employee, Establishment, Holiday, Supervision

__all__ = [
    "AccessEntry",
    "ApiToken",
    "CalendarKey",
    "Department",
    "Employee",
    "Establishment",
    "Holiday",
    "RoleGrant",
    "Supervision",
    "User",
]
