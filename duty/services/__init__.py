"""Every verb of this room; each is atomic, refuses in words, and writes its rows and one entry in the journal."""

from duty.services.bank import DemandFacts, TaskFacts, assess_task, retire_task, store_task, write_task
from duty.services.closing import close_case
from duty.services.concerns import answer_concern, raise_concern
from duty.services.decisions import accept, approve, decline, refuse, start
from duty.services.drafts import amend, propose, submit, withdraw
from duty.services.letters import acknowledge, keep_signed_copy
from duty.services.plans import Block
from duty.services.reports import receive_report, void_report
from duty.services.reviews import change, end, extend, hold_review, resume, safety_stop
from duty.services.screens import candidates, fill_screens
from duty.services.steps import SYSTEM
from duty.services.sweeps import advance, rematch_case, rematch_task
from duty.services.templates import add_template_tasks

__all__ = [
    "SYSTEM",
    "Block",
    "DemandFacts",
    "TaskFacts",
    "accept",
    "acknowledge",
    "add_template_tasks",
    "advance",
    "amend",
    "answer_concern",
    "approve",
    "assess_task",
    "candidates",
    "change",
    "close_case",
    "decline",
    "end",
    "extend",
    "fill_screens",
    "hold_review",
    "keep_signed_copy",
    "propose",
    "raise_concern",
    "receive_report",
    "refuse",
    "rematch_case",
    "rematch_task",
    "resume",
    "retire_task",
    "safety_stop",
    "start",
    "store_task",
    "submit",
    "void_report",
    "withdraw",
    "write_task",
]
