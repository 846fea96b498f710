"""The ledger in plain words: why a reminder exists, and why it was sent, held back or given up."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notifications.models import Reminder
from notifications.rules import BY_ID

State, Reason, Instead, Moved = Reminder.State, Reminder.Reason, Reminder.Instead, Reminder.Moved
MOVED = {
    Moved.QUIET: gettext_lazy("It had waited for the end of the recipient's quiet hours."),
    Moved.DIGEST: gettext_lazy("It had waited for the recipient's one letter of the day."),
    Moved.DAY_OFF: gettext_lazy("It had waited for a working day of the site."),
    Moved.SNOOZED: gettext_lazy("The recipient had put it off."),
}
ROLES = {
    Reminder.Audience.EMPLOYEE: gettext_lazy("It is addressed to you because it is about you."),
    Reminder.Audience.SUPERVISOR: gettext_lazy("It is addressed to you because you supervise the department."),
    Reminder.Audience.SUBSTITUTE: gettext_lazy("It is addressed to you because you stand in for the supervisor."),
    Reminder.Audience.HR: gettext_lazy("It is addressed to you because you are HR of this site."),
}


def title_of(rule_id: str) -> str:
    """What a reminder is called behind the sign-in; a rule that is gone keeps its id."""
    rule = BY_ID.get(rule_id)
    return str(rule.title) if rule else rule_id


def explain(reminder: Reminder, *, of_others: bool = True) -> str:
    """Two or three sentences: why it was planned, to whom it went, and what came of it."""
    rule = BY_ID.get(reminder.rule)
    sentences = [str(rule.why) if rule else "", _instead(reminder) if of_others else "", _outcome(reminder)]
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
        return _told(reminder, reminder.told_at)
    if reminder.state == State.WITHDRAWN:
        return _withdrawn(reminder)
    if reminder.state == State.MISSED:
        return _missed(reminder)
    return _failed(reminder)


def _planned(reminder: Reminder) -> str:
    when = {"when": _local(reminder, reminder.not_before)}
    if reminder.taken_at:
        return _("It is being sent.")
    moved = reminder.data.get("moved")
    if moved == Moved.QUIET:
        return _("It waits for the end of the recipient's quiet hours, on %(when)s.") % when
    if moved == Moved.DIGEST:
        return _("It waits for the recipient's one letter of the day, on %(when)s.") % when
    if moved == Moved.DAY_OFF:
        return _("It waits for the next working day of the site, on %(when)s.") % when
    if moved == Moved.SNOOZED:
        return _("The recipient has read it and put it off. It comes again on %(when)s.") % when
    return _("It will be sent on %(when)s or as soon as possible after that.") % when


def _told(reminder: Reminder, told_at: datetime) -> str:
    sentences = [_("It was told on %(when)s.") % {"when": _local(reminder, told_at)}]
    moved = reminder.data.get("moved")
    if moved in MOVED:
        sentences.append(str(MOVED[moved]))
    if reminder.data.get("another_way"):
        sentences.append(_("The first way failed, so another one was used."))
    if not any(one.channel != "inbox" for one in reminder.deliveries.all()):
        sentences.append(_("It stands in the inbox alone, because the recipient wants no letter about this."))
    return " ".join(sentences)


def _withdrawn(reminder: Reminder) -> str:
    if reminder.reason == Reason.SWITCHED_OFF:
        return _("It was not sent, because HR has switched this rule off at the site.")
    if reminder.told_at:
        words = _("It was told on %(when)s and put off; it is no longer needed.")
        return " ".join([words % {"when": _local(reminder, reminder.told_at)}, _settled(reminder)]).strip()
    return " ".join([_("It was not sent, because it was no longer needed."), _settled(reminder)]).strip()


def to_whom(reminder: Reminder) -> str:
    """Why this person got it, said to them."""
    if reminder.data.get("instead"):
        return _instead(reminder)
    return str(ROLES[Reminder.Audience(reminder.audience)])


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
    error = str(reminder.data.get("error", "")).rstrip(". ")
    said = _("It could not be delivered: %(error)s.") % {"error": error} if error else _("It could not be delivered.")
    return f"{said} " + _("Correct the address if it is wrong, then send it again.")


def _local(reminder: Reminder, moment: datetime) -> str:
    """A moment by the clock of the establishment."""
    return date_format(moment.astimezone(ZoneInfo(reminder.establishment.timezone)), _("D, M j, g:i A"))
