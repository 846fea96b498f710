"""System checks: a setting that would be unsafe in production stops the program with a sentence."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from config.environment import WrongSetting, text

WEAK = "only-for-a-machine-of-ones-own"


@register(Tags.security)
def production_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Nothing to say outside production."""
    if not settings.PRODUCTION:
        return []
    rules = [
        (settings.DEMO, "LIGHTDUTY_DEMO", "the four demo accounts have a known password. Remove it.", "E001"),
        (settings.CLOCK_FILE, "LIGHTDUTY_CLOCK_FILE", "shifts the clock, for trials only. Remove it.", "E002"),
        (
            len(settings.SECRET_KEY) < 40 or settings.SECRET_KEY == WEAK,
            "SECRET_KEY",
            "is missing or short. Set at least 40 random characters.",
            "E003",
        ),
        (not settings.ALLOWED_HOSTS, "ALLOWED_HOSTS", "is empty. Name the host of this site.", "E004"),
        (not settings.BASE_URL.startswith("https://"), "BASE_URL", "must begin with https:// for mail links.", "E005"),
        (
            # Web and worker are not told the owner's login at all, and need not be.
            text("OWNER_DATABASE_URL") == settings.RUNTIME_DATABASE_URL,
            "DATABASE_URL",
            "must be the run-time login, not the owner's (OWNER_DATABASE_URL). See docs/OPERATIONS.md.",
            "E006",
        ),
    ]
    return [Error(f"{name} {words}", id=f"lightduty.{code}") for wrong, name, words, code in rules if wrong]


def stop_if_unsafe() -> None:
    """Web and worker run no system checks by themselves: stop them with the same sentences."""
    faults = production_settings(None)
    if faults:
        raise WrongSetting("\n".join(f"{fault.id}: {fault.msg}" for fault in faults))
