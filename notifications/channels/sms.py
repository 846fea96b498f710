"""A text: one short line and a link, to the number of somebody who has asked for texts."""

import re
from collections.abc import Mapping

from django.conf import settings

from notifications.channels.through_apprise import ThroughApprise
from people.models import User

NUMBER = re.compile(r"\+?[0-9]{7,15}")


class Sms(ThroughApprise):
    name = "sms"

    @property
    def urls(self) -> Mapping[str, str]:
        return dict(settings.SMS_URLS)

    def address_of(self, recipient: User) -> str:
        """The number a person has given for texts, else the one HR keeps; without spaces and dashes."""
        wishes = getattr(recipient, "reminder_preference", None)
        employee = getattr(recipient, "employee", None)
        return plain_number((wishes.mobile if wishes else "") or (employee.phone if employee else ""))


def plain_number(words: str) -> str:
    """The number as services want it, or nothing where it is none."""
    number = re.sub(r"[\s().\-/]", "", words)
    return number if NUMBER.fullmatch(number) else ""
