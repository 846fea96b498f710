"""The ledger in plain words: why a reminder exists, and why it was sent, held back or given up.

Said twice: about somebody to HR, and to the recipient, who is "you".
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notifications.models import Reminder
from notifications.rules import BY_ID
from people.refusals import Words

State, Reason, Instead, Moved = Reminder.State, Reminder.Reason, Reminder.Instead, Reminder.Moved
# Why it waits, and why it had waited: to HR, and to the recipient.
WAITS = {
    Moved.QUIET: (
        gettext_lazy("It waits for the end of the recipient's quiet hours, on %(when)s."),
        gettext_lazy("It waits for the end of your quiet hours, on %(when)s."),
    ),
    Moved.DIGEST: (
        gettext_lazy("It waits for the recipient's one letter of the day, on %(when)s."),
        gettext_lazy("It waits for your one letter of the day, on %(when)s."),
    ),
    Moved.DAY_OFF: (
        gettext_lazy("It waits for the next working day of the site, on %(when)s."),
        gettext_lazy("It waits for the next working day of the site, on %(when)s."),
    ),
    Moved.SNOOZED: (
        gettext_lazy("The recipient has read it and put it off. It comes again on %(when)s."),
        gettext_lazy("You have put it off. It comes again on %(when)s."),
    ),
}
MOVED = {
    Moved.QUIET: (
        gettext_lazy("It had waited for the end of the recipient's quiet hours."),
        gettext_lazy("It had waited for the end of your quiet hours."),
    ),
    Moved.DIGEST: (
        gettext_lazy("It had waited for the recipient's one letter of the day."),
        gettext_lazy("It had waited for your one letter of the day."),
    ),
    Moved.DAY_OFF: (
        gettext_lazy("It had waited for a working day of the site."),
        gettext_lazy("It had waited for a working day of the site."),
    ),
    Moved.SNOOZED: (gettext_lazy("The recipient had put it off."), gettext_lazy("You had put it off.")),
}
INSTEAD: dict[str, Words] = {
    Instead.NO_ACCOUNT: gettext_lazy("The employee has no account that can be reached, so HR is told instead."),
    Instead.NO_SUPERVISOR: gettext_lazy(
        "No supervisor of the receiving department can be reached, so HR is told instead."
    ),
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


def explain(reminder: Reminder, *, to_recipient: bool = False) -> str:
    """Two or three sentences: why it was planned, to whom it went, and what came of it."""
    rule = BY_ID.get(reminder.rule)
    instead = INSTEAD.get(reminder.data.get("instead", ""), "")
    sentences = [str(rule.why) if rule else "", "" if to_recipient else str(instead), _outcome(reminder, to_recipient)]
    return " ".join(sentence for sentence in sentences if sentence)


def to_whom(reminder: Reminder) -> str:
    """Why this person got it, said to them."""
    return str(INSTEAD.get(reminder.data.get("instead", ""), ROLES[Reminder.Audience(reminder.audience)]))


def _outcome(reminder: Reminder, you: bool) -> str:
    if reminder.state == State.PLANNED:
        return _planned(reminder, you)
    if reminder.state == State.TOLD and reminder.told_at:
        return _told(reminder, reminder.told_at, you)
    if reminder.state == State.WITHDRAWN:
        return _withdrawn(reminder, you)
    if reminder.state == State.MISSED:
        return _missed(reminder)
    return _failed(reminder, you)


def _planned(reminder: Reminder, you: bool) -> str:
    if reminder.taken_at:
        return _("It is being sent.")
    when = {"when": _local(reminder, reminder.not_before)}
    if (moved := reminder.data.get("moved")) in WAITS:
        return str(WAITS[moved][you]) % when
    return _("It will be sent on %(when)s or as soon as possible after that.") % when


def _told(reminder: Reminder, told_at: datetime, you: bool) -> str:
    sentences = [_("It was told on %(when)s.") % {"when": _local(reminder, told_at)}]
    if (moved := reminder.data.get("moved")) in MOVED:
        sentences.append(str(MOVED[moved][you]))
    if reminder.data.get("another_way"):
        sentences.append(_("The first way failed, so another one was used."))
    if not any(one.channel != "inbox" for one in reminder.deliveries.all()):
        sentences.append(_inside(reminder, you))
    return " ".join(sentences)


def _inside(reminder: Reminder, you: bool) -> str:
    """Without a letter: the recipient has muted the kind, or it was told afterwards, about days that had passed."""
    if you:
        because_you_want_none = _("It stands in your messages alone, because you want no letter about this.")
        return because_you_want_none if reminder.data.get("muted") else _("It stands in your messages alone.")
    if reminder.data.get("muted"):
        return _("It stands in the inbox alone, because the recipient wants no letter about this.")
    return _("It stands in the inbox alone.")


def _withdrawn(reminder: Reminder, you: bool) -> str:
    if reminder.told_at:
        before = _("It was told on %(when)s and put off.") % {"when": _local(reminder, reminder.told_at)}
        return f"{before} {_withdrawn_since(reminder)}"
    if reminder.reason == Reason.SWITCHED_OFF:
        return _("It was not sent, because HR has switched this rule off at the site.")
    if getattr(reminder, "passed_on", False):
        return _("It was not sent, because somebody else is told now.")
    if you and reminder.audience != Reminder.Audience.EMPLOYEE:
        return _("It was not sent, because it was no longer needed, or is somebody else's to answer.")
    return f"{_('It was not sent, because it was no longer needed.')} {_settled(reminder)}".strip()


def _withdrawn_since(reminder: Reminder) -> str:
    if reminder.reason == Reason.SWITCHED_OFF:
        return _("HR has since switched this rule off at the site.")
    return f"{_('It is no longer needed.')} {_settled(reminder)}".strip()


def _settled(reminder: Reminder) -> str:
    rule = BY_ID.get(reminder.rule)
    return str(rule.settled) if rule else ""


def _missed(reminder: Reminder) -> str:
    if reminder.reason == Reason.OVERTAKEN:
        return _("It was not sent, because a later date of the same matter had come.")
    days = _days_late(reminder)
    if days < 1:
        return _("It was not sent, because its day had passed.")
    # The number of days that a rule is worth telling can be set, and may be another one by now.
    return ngettext(
        "It was not sent, because %(days)s day had passed since its date: too late to be worth telling.",
        "It was not sent, because %(days)s days had passed since its date: too late to be worth telling.",
        days,
    ) % {"days": days}


def _days_late(reminder: Reminder) -> int:
    if reminder.settled_at is None:
        return 0
    zone = ZoneInfo(reminder.establishment.timezone)
    return (reminder.settled_at.astimezone(zone).date() - reminder.due_on).days


def _failed(reminder: Reminder, you: bool) -> str:
    if reminder.reason == Reason.UNKNOWN_RULE:
        return _("It was not sent, because its rule is no longer part of the program.")
    if you:
        return _("No letter about it could be delivered. HR sees that, and corrects the address or sends it again.")
    error = str(reminder.data.get("error", "")).rstrip(". ")
    said = _("It could not be delivered: %(error)s.") % {"error": error} if error else _("It could not be delivered.")
    return f"{said} " + _("Correct the address if it is wrong, then send it again.")


def _local(reminder: Reminder, moment: datetime) -> str:
    """A moment by the clock of the establishment."""
    return date_format(moment.astimezone(ZoneInfo(reminder.establishment.timezone)), _("D, M j, g:i A"))
