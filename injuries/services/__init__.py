"""Verbs on reports and cases. Triage and closing have doors on higher floors: `recovery.services.triage`,
`duty.services.close_case`."""

from injuries.services.cases import mark_closed, name_body_part, take_up
from injuries.services.codes import classify, may_classify
from injuries.services.facts import ReportFacts, check_report, known_places, place
from injuries.services.files import add_file
from injuries.services.glass import break_glass
from injuries.services.keeping import hold, keep_private
from injuries.services.notes import add_note, plan_prevention
from injuries.services.reports import OpenCase, file_report, may_file, next_number, open_case_for

__all__ = [
    "OpenCase",
    "ReportFacts",
    "add_file",
    "add_note",
    "break_glass",
    "check_report",
    "classify",
    "file_report",
    "hold",
    "keep_private",
    "known_places",
    "mark_closed",
    "may_classify",
    "may_file",
    "name_body_part",
    "next_number",
    "open_case_for",
    "place",
    "plan_prevention",
    "take_up",
]
