"""`./dev up` in a clone of its own: it starts, says what matters, stops in order, and survives being killed."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import urllib.request
import venv
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import pytest

from tools import install
from tools.children import command_line
from tools.places import ROOT, VENV, running_as_root

pytestmark = pytest.mark.life
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".local", ".*_cache", "__pycache__", "screenshots", ".hypothesis")


class DevUp:
    """One `./dev up` in a session of its own, and what it has said."""

    def __init__(self, clone: Path) -> None:
        kept = ("PATH", "HOME", "LANG")
        env = {name: os.environ[name] for name in kept if name in os.environ}
        self.clone = clone
        self.process = subprocess.Popen(
            [sys.executable, str(clone / "dev"), "up"],
            env={**env, "LIGHTDUTY_DEMO": "0", "PORT": "18000"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said: list[str] = []
        self.up = threading.Event()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if "Ctrl-C stops everything" in line:
                self.up.set()
        self.up.set()

    def wait_until_up(self) -> str:
        assert self.up.wait(120), "".join(self.said)
        assert self.process.poll() is None, "".join(self.said)
        return "".join(self.said)

    def end(self) -> int:
        code = self.process.wait(60)
        self.reader.join(10)
        assert self.process.stdout
        self.process.stdout.close()
        return code


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The working tree in another folder, with the packages of requirements.lock and no others."""
    folder = tmp_path_factory.mktemp("clone") / "lightduty"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    make_run_time_environment(folder / ".venv")
    yield folder
    if running_as_root():
        shutil.rmtree(home_of(folder))


def make_run_time_environment(folder: Path) -> None:
    """Links to what is installed here, so that a package that only the tests brought is missed, as it should be."""
    venv.create(folder, with_pip=False)
    (target,) = folder.glob("lib/python3*/site-packages")
    for name in re.findall(r"^([\w.-]+)==", install.RUN_LOCK.read_text(), re.MULTILINE):
        with contextlib.suppress(metadata.PackageNotFoundError):  # one for another system
            installed = metadata.distribution(name)
            tops = {file.parts[0] for file in installed.files or [] if file.parts[0] not in {"..", "__pycache__"}}
            for top in tops:
                link = target / top
                if not link.exists():
                    link.symlink_to(Path(str(installed.locate_file(top))))
    for program in ("gunicorn", "celery"):
        (folder / "bin" / program).symlink_to(VENV / "bin" / program)
    (folder / "requirements.lock.installed").write_text(install.fingerprint(install.RUN_LOCK))


@pytest.fixture
def dev_up(clone: Path) -> Iterator[Callable[[], DevUp]]:
    started: list[DevUp] = []

    def start() -> DevUp:
        started.append(DevUp(clone))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.send_signal(signal.SIGTERM)
            each.end()


def home_of(clone: Path) -> Path:
    key = subprocess.run(
        [sys.executable, "-c", "from tools.places import servers_home; print(servers_home())"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(key.stdout.strip())


def processes_of(clone: Path) -> list[int]:
    """Every process whose command names the clone or the home of its servers."""
    names = (str(clone), str(home_of(clone)))
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
    return [pid for pid in pids if any(name in command_line(pid) for name in names)]


def page(said: str) -> int:
    address = next(word for word in said.split() if word.startswith("http://localhost:"))
    with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:  # noqa: S310 - our own address
        return answer.status


def test_it_says_where_it_is_starts_once_and_stops_on_ctrl_c_without_a_trace(clone: Path, dev_up: Callable[[], DevUp]):
    running = dev_up()
    said = running.wait_until_up()
    assert page(said) == 200
    assert "Mail is caught, not sent" in said
    second = dev_up()
    assert second.end() == 1
    assert "This clone is up already (http://localhost:" in "".join(second.said)
    os.killpg(running.process.pid, signal.SIGINT)
    assert running.end() == 0
    assert running.said[-1].startswith("Stopped. The data is kept")
    assert processes_of(clone) == []


def test_a_killed_start_leaves_nothing_in_the_way_of_the_next_and_one_signal_to_it_stops_all(
    clone: Path, dev_up: Callable[[], DevUp]
):
    killed = dev_up()
    killed.wait_until_up()
    killed.process.kill()
    killed.end()
    again = dev_up()
    assert page(again.wait_until_up()) == 200
    again.process.send_signal(signal.SIGTERM)
    assert again.end() == 0
    assert processes_of(clone) == []


def test_a_child_that_dies_is_named_and_the_rest_is_stopped(clone: Path, dev_up: Callable[[], DevUp]):
    running = dev_up()
    running.wait_until_up()
    beat = next(pid for pid in processes_of(clone) if " beat " in command_line(pid))
    os.kill(beat, signal.SIGKILL)
    assert running.end() == 1
    assert "beat ended with code -9" in "".join(running.said)
    assert processes_of(clone) == []
