"""The harness that breaks things: its table, its oracle, and the sink that counts letters."""

import smtplib
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from notifications.rules import RULES
from notifications.smtp import hand_over
from tools.faults import run
from tools.faults.asking import Questions
from tools.faults.report import Fault, Line, Outcome, table
from tools.faults.run import FAULTS, read
from tools.faults.year.cohorts import COHORTS, LATE
from tools.faults.year.oracle import Facts, expected
from tools.places import ROOT
from tools.say import CannotGoOn
from tools.sink import Sink
from tools.throwaway import Throwaway


def test_a_loss_is_shown_and_fails() -> None:
    fault = Fault("kill", "kill -9")
    kept, lost = Line(fault, Outcome("1"), 1), Line(fault, Outcome("1", lost=1), 1)
    assert (kept.passed, lost.passed) == (True, False)
    assert "FAIL" in table([kept, lost]).splitlines()[-1]


def test_a_letter_repeated_with_its_key_is_counted_and_passes() -> None:
    fault = Fault("kill", "kill -9")
    assert Line(fault, Outcome("1", same_key=3), 1).passed


def test_the_promised_sizes_are_taken_whole_or_in_part() -> None:
    assert [read([argument]).full for argument in ("--full", "--full=4")] == [1, 4]


def test_the_promised_sizes_end_with_a_year() -> None:
    year, quick = "year_of_a_company", read([]).names
    assert (quick, read(["--full"]).names) == ([name for name in FAULTS if name != year], [*quick, year])


@pytest.mark.parametrize("argument", ["--full=none", "--full=0", "--seed=x", "--seed", "--sed=3", "-x", "earthquake"])
def test_what_is_not_understood_is_answered_with_a_sentence(argument: str) -> None:
    with pytest.raises(CannotGoOn, match=argument):
        read(["database", argument])


def test_after_a_fault_that_did_not_end_the_next_one_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    def no_stack(**_: object) -> nullcontext[None]:
        begun.append("stack")
        return nullcontext()

    def ends(_stack: object, name: str, _full: int) -> Line:
        begun.append(name)
        return Line(Fault(name, name), Outcome("1"), 1, finished=name != "hangs")

    monkeypatch.setattr(run, "Stack", no_stack)
    monkeypatch.setattr(run, "one", ends)
    run.together(["hangs", "ends", "ends too"], lanes=1, full=0, seed=7)
    assert begun == ["stack", "hangs", "stack", "ends", "ends too"]


def test_every_fault_has_its_file() -> None:
    assert all((ROOT / "tools" / "faults" / f"{name}.py").exists() for name in FAULTS)


def test_the_oracle_counts_every_rule_and_knows_how_late_each_may_be() -> None:
    counted = {due.rule for cohort in COHORTS for due in expected(Facts(1, cohort, "UTC", date(2028, 1, 1)))}
    assert counted == set(LATE)
    assert {rule.id: rule.late_after for rule in RULES} == LATE


def test_questions_go_on_when_their_connection_was_cut(throwaway_servers: Throwaway, tmp_path: Path) -> None:
    server = throwaway_servers.planned()
    asked = Questions(server, "postgres", tmp_path / "psql.log")
    server.sql(f"SELECT pg_terminate_backend({asked.sql('SELECT pg_backend_pid()')}, 5000)")
    assert asked.sql("SELECT 1; SELECT 2;") == "1\n2"
    asked.stop()


def test_a_question_that_is_wrong_is_answered_with_the_error(throwaway_servers: Throwaway, tmp_path: Path) -> None:
    asked = Questions(throwaway_servers.planned(), "postgres", tmp_path / "psql.log")
    with pytest.raises(CannotGoOn, match="no_such_table"):
        asked.sql("SELECT * FROM no_such_table")
    asked.stop()


def test_the_sink_keeps_recipient_and_key_of_each_letter(tmp_path: Path) -> None:
    sink = Sink(tmp_path / "sink").start()
    with smtplib.SMTP("127.0.0.1", sink.port) as server:
        server.ehlo()
        for number in range(2):
            letter = f"Message-ID: <{number}@here>\r\n\r\nHello\r\n".encode()
            hand_over(server, "lightduty@example.com", "ana@example.com", letter)
    assert sink.letters() == [("ana@example.com", "<0@here>"), ("ana@example.com", "<1@here>")]
    sink.stop()
