"""Every channel. To add one: a file beside this one, a line here, its settings and a check in `config/checks.py`."""

from notifications.channels.base import Channel, ChannelError, Parcel
from notifications.channels.chat import Chat
from notifications.channels.email import Email
from notifications.channels.inbox import Inbox
from notifications.channels.sms import Sms

CHANNELS: tuple[Channel, ...] = (Inbox(), Email(), Sms(), Chat())
BY_NAME = {channel.name: channel for channel in CHANNELS}

__all__ = ["BY_NAME", "CHANNELS", "Channel", "ChannelError", "Parcel"]
