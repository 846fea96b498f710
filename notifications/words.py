"""The ledger in plain words: why a reminder exists, and why it was sent, held back or given up."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.models import Reminder
from notifications.rules import BY_ID

State, Reason, Instead = Reminder.State, Reminder.Reason, Reminder.Instead


def title_of(rule_id: str) -> str:
    """What a reminder is called behind the sign-in; a rule that is gone keeps its id."""
    rule = BY_ID.get(rule_id)
    return str(rule.title) if rule else rule_id


def explain(reminder: Reminder) -> str:
    """Two or three sentences: why it was planned, to whom it went, and what came of it."""
    rule = BY_ID.get(reminder.rule)
    sentences = [str(rule.why) if rule else "", _instead(reminder), _outcome(reminder)]
    return " ".join(sentence for sentence in sentences if sentence)


def _instead(reminder: Reminder) -> str:
    """Why HR got what was meant for somebody else."""
    instead = reminder.data.get("instead")
    if instead == Instead.NO_ACCOUNT:
        return _("The employee has no account that can be reached, so HR is told instead.")
    if instead == Instead.NO_SUPERVISOR:
        return _("No supervisor of the receiving department can be reached, so HR is told instead.")
    return ""


def _outcome(reminder: Reminder) -> str:
    if reminder.state == State.PLANNED:
        return _planned(reminder)
    if reminder.state == State.TOLD and reminder.told_at:
        return _("It was told on %(when)s.") % {"when": _local(reminder, reminder.told_at)}
    if reminder.state == State.WITHDRAWN:
        return " ".join([_("It was not sent, because it was no longer needed."), _settled(reminder)]).strip()
    if reminder.state == State.MISSED:
        return _missed(reminder)
    return _failed(reminder)


def _planned(reminder: Reminder) -> str:
    when = {"when": _local(reminder, reminder.not_before)}
    if reminder.taken_at:
        return _("It is being sent.")
    return _("It will be sent on %(when)s or as soon as possible after that.") % when


def _settled(reminder: Reminder) -> str:
    rule = BY_ID.get(reminder.rule)
    return str(rule.settled) if rule else ""


def _missed(reminder: Reminder) -> str:
    if reminder.reason == Reason.OVERTAKEN:
        return _("It was not sent, because a later date of the same matter had come.")
    rule = BY_ID.get(reminder.rule)
    days = rule.late_after if rule else 0
    if not days:
        return _("It was not sent, because its day had passed.")
    return ngettext(
        "It was not sent, because more than %(days)s day had passed.",
        "It was not sent, because more than %(days)s days had passed.",
        days,
    ) % {"days": days}


def _failed(reminder: Reminder) -> str:
    if reminder.reason == Reason.UNKNOWN_RULE:
        return _("It was not sent, because its rule is no longer part of the program.")
    error = str(reminder.data.get("error", ""))
    said = _("It could not be delivered: %(error)s") % {"error": error} if error else _("It could not be delivered.")
    return f"{said} " + _("Correct the e-mail address if it is wrong, then send it again.")


def _local(reminder: Reminder, moment: datetime) -> str:
    """A moment by the clock of the establishment."""
    return date_format(moment.astimezone(ZoneInfo(reminder.establishment.timezone)), "DATETIME_FORMAT")
