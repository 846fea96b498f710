"""What people do with reminders: read them, and try again."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from notifications.channels import BY_NAME
from notifications.models import DeliveryReminder, FailingAddress, Heartbeat, InboxItem, Reminder
from notifications.parcels import new_delivery, outside_channels
from notifications.routing import next_ways
from notifications.rules import BY_ID
from people.clock import local_day
from people.models import User
from people.refusals import NotAllowed, Refused, Words
from people.scope import verb
from people.wall import Actor

SNOOZE_DAYS = (1, 3, 7)
MOST_SNOOZES = 3


@verb
def mark_read(*, actor: Actor, item: InboxItem, at: datetime) -> InboxItem:
    """The recipient has seen it. A second time changes nothing."""
    if actor.user_id is None or actor.user_id != item.recipient_id:
        raise NotAllowed(_("Only the person it is addressed to can do this."))
    if InboxItem.objects.filter(pk=item.pk, read_at__isnull=True).update(read_at=at):
        item.read_at = at
    return item


@verb
def mark_all_read(*, actor: Actor, until: int, at: datetime) -> int:
    """All that stood there when the person looked; what came meanwhile stays new. Returns how many were new."""
    if actor.user is None:
        raise NotAllowed(_("Sign in first."))
    return InboxItem.objects.of(actor.user).unread().filter(pk__lte=until).update(read_at=at)


@verb
def snooze(*, actor: Actor, item: InboxItem, days: int, at: datetime) -> Reminder:
    """The recipient puts a reminder off: it comes again on that day. Its due date stays what it is."""
    if actor.user_id is None or actor.user_id != item.recipient_id:
        raise NotAllowed(_("Only the person it is addressed to can do this."))
    reminder = Reminder.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=item.reminder_id)
    if (why_not := why_not_snoozed(reminder, days, at)) is not None:
        raise Refused(why_not, code="INVALID_TRANSITION")
    site = reminder.establishment
    morning = datetime.combine(local_day(at, site.timezone) + timedelta(days=days), time(site.send_hour))
    reminder.not_before = morning.replace(tzinfo=ZoneInfo(site.timezone))
    reminder.state, reminder.taken_at, reminder.settled_at = Reminder.State.PLANNED, None, None
    reminder.data |= {"moved": Reminder.Moved.SNOOZED.value, "snoozed": reminder.data.get("snoozed", 0) + 1}
    reminder.save(update_fields=["not_before", "state", "taken_at", "settled_at", "data"])
    InboxItem.objects.filter(pk=item.pk, read_at__isnull=True).update(read_at=at)
    return reminder


def why_not_snoozed(reminder: Reminder, days: int, at: datetime) -> Words | None:
    """Why it cannot be put off for so long, or None when it can."""
    rule = BY_ID.get(reminder.rule)
    if days not in SNOOZE_DAYS:
        return _("Choose one of the days offered.")
    if rule is None or rule.urgent or rule.must:
        return _("This cannot be put off.")
    if reminder.state != Reminder.State.TOLD:
        return _("Only what has been told can be put off.")
    if reminder.data.get("snoozed", 0) >= MOST_SNOOZES:
        return _("It has been put off three times.")
    until = local_day(at, reminder.establishment.timezone) + timedelta(days=days)
    if until > reminder.due_on + timedelta(days=max(rule.late_after, 1)):
        return _("By then it would be too late.")
    return None


@verb
def correct_address(*, actor: Actor, reminder: Reminder, email: str, phone: str, at: datetime) -> Reminder:
    """HR writes down where the recipient is reached, and all that failed there is sent again."""
    if not actor.hr_of(reminder.establishment_id):
        raise NotAllowed(_("Only HR of the site sends a reminder again."))
    employee = getattr(reminder.recipient, "employee", None)
    if employee is None or not actor.hr_of(employee.establishment_id):
        raise Refused({"email": _("This person is not an employee of your site: ask IT about the address.")})
    employee.email, employee.phone = email, phone
    employee.save(update_fields=["email", "phone"])
    others = list(failed_beside(reminder).select_for_update())
    sent = retry(actor=actor, reminder=reminder, at=at)
    _send_again(others, reminder.recipient, at=at)
    return sent


def failed_beside(reminder: Reminder) -> QuerySet[Reminder]:
    """What else of the same site has not reached this person."""
    same = Reminder.objects.failed().filter(establishment=reminder.establishment_id, recipient=reminder.recipient_id)
    return same.exclude(reason=Reminder.Reason.UNKNOWN_RULE).exclude(pk=reminder.pk)


@verb
def retry(*, actor: Actor, reminder: Reminder, at: datetime) -> Reminder:
    """Send a failed reminder again, to the address that is on file now."""
    if not actor.hr_of(reminder.establishment_id):
        raise NotAllowed(_("Only HR of the site sends a reminder again."))
    locked = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if locked.state != Reminder.State.FAILED or locked.reason == Reminder.Reason.UNKNOWN_RULE:
        raise Refused(_("Only a reminder that could not be delivered can be sent again."), code="INVALID_TRANSITION")
    _send_again([locked], locked.recipient, at=at)
    return locked


def _send_again(reminders: Sequence[Reminder], recipient: User, *, at: datetime) -> None:
    """In one letter by each way that is open to the recipient; all of one site."""
    for name in next_ways(recipient, outside_channels(), {}, tried=()) if reminders else ():
        delivery = new_delivery(BY_NAME[name], recipient, reminders[0].establishment_id, at=at)
        # HR says that it works (again): whether it does, the server will say.
        FailingAddress.objects.filter(channel=name, address=delivery.address).delete()
        delivery.next_attempt_at = at
        delivery.save(force_insert=True)
        DeliveryReminder.objects.bulk_create(DeliveryReminder(delivery=delivery, reminder=one) for one in reminders)
    for one in reminders:
        one.state, one.settled_at, one.reason = Reminder.State.PLANNED, None, ""
        one.data.pop("error", None)
    Reminder.objects.bulk_update(reminders, ["state", "settled_at", "reason", "data"])


def beat_heart(*, name: str, at: datetime) -> None:
    """A part of the machinery is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
