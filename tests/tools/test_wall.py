"""The wall from outside: one company full of secrets, asked by its people."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tools.throwaway import Throwaway
from tools.wall import direct_sql, facts, mutations, planting, run
from tools.wall.addresses import Address, Book, write_book
from tools.wall.answers import Asked
from tools.wall.cast import HURT
from tools.wall.company import Company, holders
from tools.wall.crawl import Crawl
from tools.wall.doors import InsideDoor
from tools.wall.founding import found
from tools.wall.judge import Finding, Judge
from tools.wall.messages import Messages, judge_message
from tools.wall.oracle import Oracle
from tools.wall.rows_api import ApiRows
from tools.wall.two_worlds import TwoWorlds

DRAWN = 20261122


@dataclass
class Tried:
    company: Company
    judge: Judge
    asked: Asked
    book: Book

    def crawl(self) -> Crawl:
        return Crawl(self.judge, ApiRows(self.judge.oracle), self.book, holders=holders(self.company))

    def addresses(self, *patterns: str) -> list[Address]:
        """One of each pattern, with a row that is there."""
        return list({one.pattern: one for one in reversed(self.book.some(1)) if one.pattern in patterns}.values())

    def number(self, key: str) -> str:
        return self.company.cases[key].number

    def client(self, key: str) -> Client:
        client = Client()
        client.force_login(self.company.user(key))
        return client


@pytest.fixture(scope="module")
def tried(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tried]:
    """Made once for all of these tests, and taken back at the end."""
    whole: Any = transaction.atomic()
    whole._from_testcase = True  # as Django's own test cases do: inside, blocks that must be outermost may begin
    with django_db_blocker.unblock(), whole:
        at = timezone.now()
        company = found(at)
        canaries = planting.plant({company.people[key].employee_id or 0 for key in HURT})
        oracle = Oracle(at)
        yield Tried(company, Judge(oracle, canaries), Asked(company, oracle), write_book(company, each=1))
        transaction.set_rollback(True)


def test_every_field_of_every_walled_table_is_classed_twice() -> None:
    assert facts.everything_is_classed() == []


def test_every_address_of_the_project_is_walked_by_the_proof(tried: Tried) -> None:
    assert tried.book.unknown == []


def test_every_walled_table_has_rows_to_be_tried_with(tried: Tried) -> None:
    assert [name for name, rows in tried.asked.rows.items() if not rows] == []


def test_secrets_of_every_class_are_planted(tried: Tried) -> None:
    planted = {str(facts.class_of(canary.row, canary.field)) for canary in tried.judge.canaries}
    assert planted >= {"identity", "event", "body", "treatment", "check_in", "restriction", "appointment", "pay"} - {
        "restriction"
    }


TEAM = ("", "team/", "approvals/", "approvals/<uuid:pk>/", "inbox/", "files/<uuid:pk>/", "admin/case/<str:number>/")
LISTS = ("admin/", "admin/cases/", "admin/injuries/case/", "admin/injuries/report/", "admin/injuries/caseevent/")


@pytest.mark.parametrize(("who", "patterns"), [("sam", TEAM), ("ada", LISTS)])
def test_a_supervisor_finds_no_secret_in_pages_and_an_auditor_none_at_the_desk(
    who: str, patterns: tuple[str, ...], tried: Tried
) -> None:
    crawl = tried.crawl()
    person = tried.company.people[who]
    addresses = tried.addresses(*patterns)
    assert {one.pattern for one in addresses} == set(patterns)
    crawl.walk(person, InsideDoor(person), addresses)
    assert crawl.findings == []


def test_of_the_api_everybody_gets_the_rows_and_fields_of_the_policy_table(tried: Tried) -> None:
    crawl = tried.crawl()
    for who in ("ana", "sam", "ada"):
        person = tried.company.people[who]
        lists = [one for one in tried.book.addresses if one.path.startswith("/api/v1/") and "<" not in one.pattern]
        crawl.walk(person, InsideDoor(person), lists)
    assert crawl.findings == []


def test_a_world_with_other_medical_facts_looks_the_same_to_a_supervisor_and_another_to_hr(tried: Tried) -> None:
    crawl, doors = tried.crawl(), {who: InsideDoor(tried.company.people[who]) for who in ("sam", "rosa")}
    crawl.keeps = frozenset(doors)
    for door in doors.values():
        for path in ("/", "/team/", "/inbox/", "/api/v1/restrictions/", f"/admin/case/{tried.number('ana')}/"):
            crawl.get(door.person, door, path)
    worlds = TwoWorlds(tried.company, tried.judge, doors, crawl.kept)
    worlds.look()
    assert worlds.changed > 100
    assert {finding.who for finding in worlds.differing} == {"rosa"}


def test_no_letter_text_or_chat_line_says_more_than_a_number_to_hr_and_a_name_to_supervisors(tried: Tried) -> None:
    messages = Messages(tried.company, tried.judge)
    messages.write()
    assert {"olga", "rosa", "ana"} <= {who for who, _what in messages.told}
    assert list(messages.leaks()) == []


def test_a_secret_in_a_letter_is_noticed_even_where_its_reader_may_know_it(tried: Tried) -> None:
    rosa = tried.company.people["rosa"]
    known = tried.judge.may_know(rosa)
    secret = next(one.word for one in tried.judge.canaries if one.field == "earlier_words" and one.word in known)
    assert list(judge_message(tried.judge, rosa, "MAIL", f"About {secret}"))
    assert list(judge_message(tried.judge, rosa, "MAIL", "About the left wrist"))


def test_whatever_an_address_does_is_taken_back_before_the_next_is_asked(tried: Tried) -> None:
    door = InsideDoor(tried.company.people["sam"])
    assert door.ask("POST", "/accounts/logout/", {}).status == 302
    assert door.ask("GET", "/team/").status == 200


def test_the_application_answers_everybody_as_the_policy_table_says(tried: Tried) -> None:
    assert list(tried.asked.judge()) == []


def test_postgresql_answers_everybody_as_the_policy_table_says(tried: Tried) -> None:
    assert list(direct_sql.judge(tried.asked)) == []


def test_the_proof_notices_a_hole_of_each_kind(tried: Tried) -> None:
    every = mutations.all_mutations()
    kinds = {one.kind: one for one in every}
    drawn = random.Random(DRAWN).sample(every, 40)
    tally = mutations.run(tried.asked, [*kinds.values(), *drawn])
    assert tally.survived == []
    assert set(tally.kinds) >= {"policy", "model", "code", "API", "policy true", "policy dropped", "table granted"}


def test_an_auditor_reads_cases_reports_and_the_journal_without_a_name(tried: Tried) -> None:
    client, surname = tried.client("ada"), tried.company.user("ana").full_name.split()[-1]
    for table in ("case", "report", "caseevent"):
        page = client.get(f"/admin/injuries/{table}/")
        assert page.status_code == 200
        assert surname not in page.content.decode()


def test_an_entry_that_it_may_not_know_answers_as_one_that_is_not_there(tried: Tried) -> None:
    event, page = tried.asked.rows["CaseEvent"][0], "/admin/injuries/caseevent/{}/change/"
    answers = {tried.client("ivo").get(page.format(key)).status_code for key in (event.pk, 987654321)}
    assert answers == {403}


@pytest.mark.parametrize(("who", "path"), [("ivo", "/help/"), ("sam", "/accounts/2fa/webauthn/")])
def test_pages_of_everybody_open_for_them(who: str, path: str, tried: Tried) -> None:
    assert tried.client(who).get(path).status_code == 200


def test_the_api_has_one_address_for_each_thing(tried: Tried) -> None:
    assert tried.client("rosa").get("/api/v1/cases.json").status_code == 404


def reported(*findings: Finding) -> run.Run:
    line = {"part": "GET", "tried": "1 route", "wrong": len(findings), "seconds": 1.0}
    report = {"lines": [line], "findings": [vars(one) for one in findings], "planted": 3, "met": ["x"], "unknown": []}
    return run.Run(Throwaway(), full=False, reports=[report])


def test_the_command_names_what_it_found_and_ends_with_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    found = reported(Finding("leak", "sam", "GET /team/", "Case.body_part of 1"))
    assert run.conclude(found, 1.0) == 1
    said = capsys.readouterr().out
    assert "NOT tight" in said and "GET /team/" in said and "Case.body_part of 1" in said


def test_the_command_ends_well_only_when_every_part_was_finished(capsys: pytest.CaptureFixture[str]) -> None:
    tried = reported()
    assert run.conclude(tried, 1.0) == 0
    tried.failed.append("read")
    assert run.conclude(tried, 1.0) == 1
    assert "`read` did not finish" in capsys.readouterr().out
