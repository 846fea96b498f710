"""The verbs of recovery. Every door (pages, API, admin, commands, tasks) calls these and writes nothing itself."""

from recovery.coding import LimitFacts
from recovery.services.alarms import file_report, name_signs
from recovery.services.anew import reassess_changed
from recovery.services.appointments import book_appointment, cancel_appointment, record_outcome
from recovery.services.check_in import submit_check_in, withdraw_check_in
from recovery.services.consents import consent_of, let_provider_read, set_drop_box, switch_drop_box
from recovery.services.courses import close_course, look_again, notice_time, reassess
from recovery.services.drop_box import DoorState, drop_box_links, find_drop_box, use_drop_box
from recovery.services.findings import answer_finding
from recovery.services.site_rules import set_policy
from recovery.services.treatments import add_treatment, end_treatment
from recovery.services.triage import pause_reminders, set_cadence, set_main_activity, triage
from recovery.services.try_rules import try_policy
from recovery.services.work_status import (
    WorkStatusFacts,
    accept_work_status_report,
    ask_provider,
    check_work_status,
    store_work_status_report,
    void_work_status_report,
)

__all__ = [
    "DoorState",
    "LimitFacts",
    "WorkStatusFacts",
    "accept_work_status_report",
    "add_treatment",
    "answer_finding",
    "ask_provider",
    "book_appointment",
    "cancel_appointment",
    "check_work_status",
    "close_course",
    "consent_of",
    "drop_box_links",
    "end_treatment",
    "file_report",
    "find_drop_box",
    "let_provider_read",
    "look_again",
    "name_signs",
    "notice_time",
    "pause_reminders",
    "reassess",
    "reassess_changed",
    "record_outcome",
    "set_cadence",
    "set_drop_box",
    "set_main_activity",
    "set_policy",
    "store_work_status_report",
    "submit_check_in",
    "switch_drop_box",
    "triage",
    "try_policy",
    "use_drop_box",
    "void_work_status_report",
    "withdraw_check_in",
]
