"""The environment that config/settings.py reads, put together for the processes started here."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from tools.places import VENV


@dataclass(frozen=True)
class MailDoor:
    """Where mail goes out, and the page that shows it when it goes to the mail catcher."""

    host: str
    port: int
    page: str = ""


@dataclass(frozen=True)
class Addresses:
    """Everything the product has to find."""

    owner_url: str
    web_url: str
    redis_url: str
    base_url: str
    mail: MailDoor | None
    media: Path


OURS = ("DJANGO_", "LIGHTDUTY_", "PYTHON")


def inherited() -> dict[str, str]:
    """The caller's environment, less what would point a process at other settings or another Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    kept.pop("VIRTUAL_ENV", None)
    return {**kept, "PATH": f"{VENV / 'bin'}{os.pathsep}{kept.get('PATH', os.defpath)}", "PYTHONUNBUFFERED": "1"}


def for_product(addresses: Addresses, *, secret_key: str, **more: str) -> dict[str, str]:
    """The environment of web, worker, beat and manage.py."""
    env = inherited()
    env |= {
        "SECRET_KEY": secret_key,
        "DATABASE_URL": addresses.web_url,
        "OWNER_DATABASE_URL": addresses.owner_url,
        "REDIS_URL": addresses.redis_url,
        "BASE_URL": addresses.base_url,
        "LIGHTDUTY_MEDIA_ROOT": str(addresses.media),
    }
    if addresses.mail:
        env |= {"EMAIL_HOST": addresses.mail.host, "EMAIL_PORT": str(addresses.mail.port)}
        env |= {"EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": "", "EMAIL_USE_TLS": "0"}
        env["LIGHTDUTY_MAIL_PAGE"] = addresses.mail.page
    return {**env, **more}


def new_secret() -> str:
    """Letters and digits only: it stands in addresses, in SQL and in files."""
    return secrets.token_hex(24)
