"""Reading the environment: a wrong value stops the program with a sentence."""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class WrongSetting(SystemExit):
    """A value in the environment that cannot be used; the text says how to mend it."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise WrongSetting(f"{name} is {value!r}; write 1 or 0.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise WrongSetting(f"{name} is {value!r}; write a whole number.") from None


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def provider(name: str) -> dict[str, Any]:
    """What a mail provider needs: everything in the environment that begins with its name, and our own address book.

    EMAIL_PROVIDER=postmark with POSTMARK_SERVER_TOKEN=… (the names are django-anymail's).
    """
    if not name:
        return {}
    own = {key: value for key, value in os.environ.items() if key.startswith(f"{name.upper()}_")}
    return {**own, "WEBHOOK_SECRET": text("ANYMAIL_WEBHOOK_SECRET"), "IGNORE_UNSUPPORTED_FEATURES": True}


def by_site(name: str) -> dict[str, str]:
    """NAME for every site, and NAME__RIVERSIDE for the site with the code "riverside"."""
    found = {"": text(name)}
    for key, value in os.environ.items():
        if key.startswith(f"{name}__"):
            found[key.removeprefix(f"{name}__").lower().replace("_", "-")] = value
    return {code: url for code, url in found.items() if url}


def database(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://user:password@host:port/name?host=/socket/folder` address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting(f"The database address must begin with postgresql://, not {parts.scheme}://.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", parts.hostname or "")
    port = query.pop("port", str(parts.port or ""))
    return {
        "ENGINE": "people.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": dict(query),
    }
