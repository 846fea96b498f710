"""Every verb of this room; each is atomic, refuses in words, and writes its rows and one entry in the journal."""

from duty.services.bank import DemandFacts, TaskFacts, assess_task, retire_task, store_task, write_task
from duty.services.closing import close_case
from duty.services.concerns import answer_concern, raise_concern
from duty.services.days import record_days, void_days
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
from duty.services.policies import longest_days, set_duty_policy
from duty.services.questions import answer_question, ask_everybody
from duty.services.reports import accept_report, receive_report, void_report
from duty.services.reviews import change, end, extend, hold_review, resume, safety_stop
from duty.services.screens import candidates, fill_screens
from duty.services.stages import StageFacts, plan_return, step_down, step_up
from duty.services.steps import SYSTEM
from duty.services.sweeps import advance, rematch_case, rematch_task
from duty.services.templates import add_template_tasks

__all__ = [
    "SYSTEM",
    "Block",
    "DemandFacts",
    "StageFacts",
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
    "answer_question",
    "approve",
    "ask_everybody",
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
    "longest_days",
    "make_provider_link",
    "open_words",
    "plan_return",
    "propose",
    "raise_concern",
    "receive_report",
    "record_days",
    "refuse",
    "rematch_case",
    "rematch_task",
    "resume",
    "retire_task",
    "revoke_provider_link",
    "safety_stop",
    "set_duty_policy",
    "start",
    "step_down",
    "step_up",
    "store_task",
    "submit",
    "void_days",
    "void_report",
    "withdraw",
    "write_task",
]
