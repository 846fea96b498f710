"""Settings that would be unsafe in production stop web and worker with a sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAFE = {
    "PATH": os.environ["PATH"],
    "LIGHTDUTY_PRODUCTION": "1",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "hr.example.com",
    "BASE_URL": "https://hr.example.com",
    "DATABASE_URL": "postgresql://lightduty_web:secret@db/lightduty",
}


def start(module: str, **changed: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(command, cwd=ROOT, env={**SAFE, **changed}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["config.wsgi", "config.celery"])
def test_production_does_not_start_with_the_demo_accounts(module: str) -> None:
    stopped = start(module, LIGHTDUTY_DEMO="1")
    assert stopped.returncode != 0
    assert "LIGHTDUTY_DEMO" in stopped.stderr


def test_production_does_not_start_as_the_owner_of_the_database() -> None:
    stopped = start("config.wsgi", OWNER_DATABASE_URL=SAFE["DATABASE_URL"])
    assert stopped.returncode != 0
    assert "run-time login" in stopped.stderr


@pytest.mark.parametrize("module", ["config.wsgi", "config.celery"])
def test_production_starts_with_safe_settings(module: str) -> None:
    assert start(module).returncode == 0


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"LIGHTDUTY_SECOND_FACTOR": "0"}, "lightduty.E007"),
        ({"OIDC_ISSUER": "http://id.example", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}, "lightduty.E008"),
        ({"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "a"}, "lightduty.E009"),
        ({"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_SECRET": "b"}, "lightduty.E009"),
        ({"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}, ""),
    ],
)
def test_production_does_not_start_with_a_weak_way_in(changed: dict[str, str], fault: str) -> None:
    stopped = start("config.wsgi", **changed)
    assert (stopped.returncode != 0) == bool(fault)
    assert [word for word in stopped.stderr.replace(":", " ").split() if word.startswith("lightduty.E")] == (
        [fault] if fault else []
    )


def test_no_two_faults_share_a_number() -> None:
    numbers = re.findall(r"\bE0\d\d\b", (ROOT / "config" / "checks.py").read_text())
    assert sorted(numbers) == sorted(set(numbers))


def printed(code: str) -> str:
    """What these lines print over production's settings."""
    command = [
        sys.executable,
        "-c",
        f"import django, os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\n{code}",
    ]
    return subprocess.run(command, cwd=ROOT, env=SAFE, capture_output=True, text=True, check=True).stdout.strip()


def test_production_keeps_browsers_on_tls() -> None:
    told = printed(
        "django.setup()\nfrom django.test import Client\n"
        "answer = Client(headers={'host': 'hr.example.com'}).get('/healthz', secure=True)\n"
        "print(answer.headers['Strict-Transport-Security'])"
    )
    assert told == "max-age=31536000; includeSubDomains; preload"


def test_production_sends_its_cookies_over_tls_alone() -> None:
    told = printed(
        "from django.conf import settings as s\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
        " s.CSRF_COOKIE_HTTPONLY, s.LANGUAGE_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE)"
    )
    assert told == "True True True True True True Lax Lax"
