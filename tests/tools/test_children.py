"""Children end politely, then surely; and with their parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tools.children import Child, command_line, wait_until_gone, wrapped
from tools.places import ROOT

STUBBORN = (
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', os.getpid(), flush=True); time.sleep(60)"
)


def child(tmp_path: Path, program: str, **more: object) -> Child:
    command = [sys.executable, "-c", program]
    return Child(name="trial", command=command, log=tmp_path / "trial.log", env=os.environ, cwd=tmp_path, **more)


def test_a_child_that_listens_stops_when_asked(tmp_path: Path):
    asked = child(tmp_path, "import time; time.sleep(60)").start()
    asked.stop()
    assert asked.process and asked.process.returncode == -signal.SIGTERM


def test_a_child_that_does_not_listen_is_ended_with_all_that_it_started(tmp_path: Path):
    family = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); {STUBBORN}"
    deaf = child(tmp_path, family, grace=0.1).start()
    until = time.monotonic() + 20
    while deaf.tail().count("deaf") < 2 and time.monotonic() < until:
        time.sleep(0.01)
    deaf.stop()
    both = [int(line.split()[1]) for line in deaf.tail().splitlines()]
    assert len(both) == 2
    assert wait_until_gone(both, 10) == []


def test_the_end_of_a_childs_log_is_told_when_it_dies(tmp_path: Path):
    dead = child(tmp_path, "raise SystemExit('the disk is full')").start()
    assert dead.process
    dead.process.wait()
    assert "trial ended with code 1" in str(dead.died())
    assert str(dead.died()).endswith("the disk is full")
    dead.stop()


def test_the_log_of_the_start_before_is_kept(tmp_path: Path):
    for word in ("first", "second"):
        started = child(tmp_path, f"print('{word}')").start()
        assert started.process
        started.process.wait()
    assert (tmp_path / "trial.log").read_text() == "second\n"
    assert (tmp_path / "trial.log.1").read_text() == "first\n"


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path):
    parent = (
        "import subprocess, sys, time; from tools.children import wrapped; "
        "print(subprocess.Popen(wrapped(['sleep', '60'], user=None)).pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", parent]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        grandchild = int(process.stdout.readline())
        until = time.monotonic() + 20
        while "sleep 60" not in command_line(grandchild)[:9] and time.monotonic() < until:
            time.sleep(0.01)
        process.kill()
    assert wait_until_gone([grandchild], 10) == []


def test_the_command_stays_the_last_part_of_the_wrapped_one():
    assert wrapped(["web", "--port", "1"], user=None)[-3:] == ["web", "--port", "1"]
