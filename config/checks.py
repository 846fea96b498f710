"""System checks: a setting that would be unsafe in production stops the program with a sentence."""

from importlib.util import find_spec
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
        (settings.DEMO, "LIGHTDUTY_DEMO", "the demo accounts have a known password. Remove it.", "E001"),
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
        (
            not settings.SECOND_FACTOR,
            "LIGHTDUTY_SECOND_FACTOR",
            "must not be 0: desk roles need it. Remove it.",
            "E007",
        ),
        (
            bool(settings.OIDC_ISSUER) and not settings.OIDC_ISSUER.startswith("https://"),
            "OIDC_ISSUER",
            "must begin with https://: tokens travel from there.",
            "E008",
        ),
        (
            bool(settings.OIDC_ISSUER) and not (settings.OIDC_CLIENT_ID and settings.OIDC_CLIENT_SECRET),
            "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET",
            "must be set with OIDC_ISSUER. Your identity provider shows them.",
            "E009",
        ),
    ]
    return [Error(f"{name} {words}", id=f"lightduty.{code}") for wrong, name, words, code in rules if wrong]


@register()
def channels(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Addresses of services and the mail provider, as they were written in the environment."""
    found: list[CheckMessage] = []
    for name, urls in (("LIGHTDUTY_SMS_URL", settings.SMS_URLS), ("LIGHTDUTY_CHAT_URL", settings.CHAT_URLS)):
        for code, url in urls.items():
            where = f"{name}__{code.upper()}" if code else name
            if "{to}" not in url:
                words = "has no {to}: it would reach a room in which others read along."
                found.append(Error(f"{where} {words}", id="lightduty.E010"))
            elif not _is_known(url.replace("{to}", "5550100100")):
                found.append(Error(f"{where} is no address that Apprise knows.", id="lightduty.E011"))
    if settings.EMAIL_PROVIDER and find_spec(f"anymail.backends.{settings.EMAIL_PROVIDER}") is None:
        found.append(Error(f"EMAIL_PROVIDER is {settings.EMAIL_PROVIDER!r}, which is unknown.", id="lightduty.E012"))
    if settings.BOUNCE_SECRET and len(settings.BOUNCE_SECRET) < 32:
        found.append(Error("LIGHTDUTY_BOUNCE_SECRET is short. Set at least 32 characters.", id="lightduty.E013"))
    return found


def _is_known(url: str) -> bool:
    import apprise  # a hundred services come with it; most sites have none of them

    return bool(apprise.Apprise.instantiate(url))


def stop_if_unsafe() -> None:
    """Web and worker run no system checks by themselves: stop them with the same sentences."""
    faults = [*production_settings(None), *channels(None)]
    if faults:
        raise WrongSetting("\n".join(f"{fault.id}: {fault.msg}" for fault in faults))
