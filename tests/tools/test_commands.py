"""What `./dev` answers when it is asked for something that it cannot do."""

import re
import socket
import subprocess
import sys

import pytest

from tools import commands, install, up
from tools.embedded import given_databases
from tools.places import ROOT
from tools.ports import NOBODY_CALLS_FROM, any_free, is_free, next_free
from tools.say import CannotGoOn


def test_no_word_and_help_show_the_commands(capsys: pytest.CaptureFixture[str]):
    assert commands.main([]) == commands.main(["--help"]) == 0
    assert "./dev up" in capsys.readouterr().out


def test_an_unknown_word_is_named_and_the_known_ones_are_shown(capsys: pytest.CaptureFixture[str]):
    assert commands.main(["fly"]) == 2
    told = capsys.readouterr().err
    assert "There is no `./dev fly`." in told
    assert all(f"./dev {name}" in told for name in commands.COMMANDS)


@pytest.mark.parametrize("arguments", [["up", "now"], ["check", "all"], ["reset", "everything"], ["screenshots"]])
def test_an_argument_that_is_not_understood_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    assert commands.main(arguments) == 1
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_named(port: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CannotGoOn, match="PORT is"):
        up.chosen_port()


def test_a_taken_port_gives_way_to_the_next_free_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    with socket.create_server(("127.0.0.1", any_free())) as holder:
        taken = holder.getsockname()[1]
        monkeypatch.setenv("PORT", str(taken))
        chosen = up.chosen_port()
        assert chosen > taken
        assert is_free(chosen)
    assert f"Port {taken} is taken; using {chosen}." in capsys.readouterr().out


def test_two_starts_in_the_same_second_choose_two_ports():
    port = next_free(28100)
    other = f"from tools.ports import next_free; print(next_free({port}))"
    command = [sys.executable, "-c", other]
    chosen = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(chosen.stdout) > port


def test_a_database_of_ones_own_needs_both_logins(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://lightduty_web@db/lightduty")
    monkeypatch.delenv("OWNER_DATABASE_URL", raising=False)
    with pytest.raises(CannotGoOn, match="OWNER_DATABASE_URL is not"):
        given_databases()
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgresql://lightduty_web@db/lightduty")
    with pytest.raises(CannotGoOn, match="two different logins"):
        given_databases()


def pins(lock: str) -> set[tuple[str, str]]:
    return set(re.findall(r"^([\w.-]+)==([^\s;]+)", lock, re.MULTILINE))


def test_the_tests_run_on_the_very_packages_of_production():
    assert pins(install.RUN_LOCK.read_text()) <= pins(install.TEST_LOCK.read_text())


def test_no_port_is_chosen_that_a_caller_may_be_given() -> None:
    """A server that is restarted would find it taken."""
    first, last = NOBODY_CALLS_FROM
    chosen = {any_free() for _ in range(20)}
    assert len(chosen) == 20
    assert all(first <= port <= last for port in chosen)
