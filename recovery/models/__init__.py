from recovery.models.care import Appointment, Treatment
from recovery.models.course import CheckIn, Course, Policy, PolicyChange, Stall
from recovery.models.work_status import Restriction, WorkStatusReport

__all__ = [
    "Appointment",
    "CheckIn",
    "Course",
    "Policy",
    "PolicyChange",
    "Restriction",
    "Stall",
    "Treatment",
    "WorkStatusReport",
]
