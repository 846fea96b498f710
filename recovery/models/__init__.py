from recovery.models.care import Appointment, Treatment
from recovery.models.course import CheckIn, Course, Policy, PolicyChange, Stall
from recovery.models.doors import Consent, DropBoxLink
from recovery.models.work_status import Restriction, WorkStatusReport

__all__ = [
    "Appointment",
    "CheckIn",
    "Consent",
    "Course",
    "DropBoxLink",
    "Policy",
    "PolicyChange",
    "Restriction",
    "Stall",
    "Treatment",
    "WorkStatusReport",
]
