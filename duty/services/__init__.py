"""Every verb of this room; each is atomic, refuses in words, and writes its rows and one entry in the journal."""

from duty.services.bank import DemandFacts, TaskFacts, assess_task, retire_task, store_task, write_task
from duty.services.closing import close_case
from duty.services.concerns import answer_concern, raise_concern
from duty.services.decisions import accept, approve, decline, refuse, start
from duty.services.drafts import amend, propose, submit, withdraw
from duty.services.letters import acknowledge, keep_signed_copy
from duty.services.links import (
    actor_of_link,
    answer_by_link,
    find_provider_link,
    make_provider_link,
    open_words,
    revoke_provider_link,
)
from duty.services.plans import Block
from duty.services.reports import accept_report, receive_report, void_report
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
    "accept_report",
    "acknowledge",
    "actor_of_link",
    "add_template_tasks",
    "advance",
    "amend",
    "answer_by_link",
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
    "find_provider_link",
    "hold_review",
    "keep_signed_copy",
    "make_provider_link",
    "open_words",
    "propose",
    "raise_concern",
    "receive_report",
    "refuse",
    "rematch_case",
    "rematch_task",
    "resume",
    "retire_task",
    "revoke_provider_link",
    "safety_stop",
    "start",
    "store_task",
    "submit",
    "void_report",
    "withdraw",
    "write_task",
]
