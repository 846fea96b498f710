"""A channel whose settings cannot work is named before anything starts."""

from typing import Any

import pytest
from pytest_django import Settings

from config.checks import channels


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"SMS_URLS": {"": "json://sms.example/{to}"}}, []),
        ({"SMS_URLS": {"": "json://sms.example/"}}, ["lightduty.E010"]),
        ({"CHAT_URLS": {"riverside": "nonsense://{to}"}}, ["lightduty.E011"]),
        ({"EMAIL_PROVIDER": "pigeon"}, ["lightduty.E012"]),
        ({"EMAIL_PROVIDER": "postmark"}, []),
        ({"BOUNCE_SECRET": "short"}, ["lightduty.E013"]),
    ],
)
def test_a_channel_that_cannot_work_is_named(settings: Settings, values: dict[str, Any], code: list[str]) -> None:
    for name, value in values.items():
        setattr(settings, name, value)
    assert [fault.id for fault in channels(None)] == code
