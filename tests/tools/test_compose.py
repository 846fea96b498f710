"""docker-compose.yml runs what `./dev up` runs, keeps no secret, and waits for what it needs."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools import processes
from tools.places import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
EXAMPLE = dict(
    line.split("=", 1) for line in (ROOT / ".env.example").read_text().splitlines() if line and not line.startswith("#")
)


@pytest.mark.parametrize(
    ("service", "command"),
    [
        ("web", processes.web("0.0.0.0", 8000)),  # noqa: S104 - inside the container
        ("worker", processes.worker()),
        ("beat", processes.beat(Path("/tmp/beat-schedule"))),  # noqa: S108 - inside the container
    ],
)
def test_production_starts_the_same_processes_as_dev_up(service: str, command: list[str]):
    assert SERVICES[service]["command"] == command


def test_every_value_that_compose_asks_for_is_explained_in_the_example():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked == set(EXAMPLE)


def test_no_secret_has_a_value_in_the_files():
    secret = [name for name in EXAMPLE if re.search("PASSWORD|SECRET", name)]
    assert {EXAMPLE[name] for name in secret} == {""}
    text = (ROOT / "docker-compose.yml").read_text()
    assert not [name for name in secret if re.search(r"\$\{" + name + r":-[^}]", text)]


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_nothing_starts_before_the_database_is_migrated(service: str):
    conditions = {name: wait["condition"] for name, wait in SERVICES[service]["depends_on"].items()}
    assert conditions == {
        "migrate": "service_completed_successfully",
        "db": "service_healthy",
        "broker": "service_healthy",
    }


def test_only_migrate_knows_the_owner_of_the_database():
    knowing = {name for name, service in SERVICES.items() if "OWNER_DATABASE_URL" in service.get("environment", {})}
    assert knowing == {"migrate"}


def test_what_compose_waits_for_has_a_health_check():
    assert all("healthcheck" in SERVICES[name] for name in ("db", "broker", "web", "worker"))


def test_the_image_does_not_run_as_root():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert lines.index("USER lightduty") < next(i for i, line in enumerate(lines) if line.startswith("CMD"))
