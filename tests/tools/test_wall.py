"""The wall from outside: one company full of secrets, asked by its people."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tools.wall import direct_sql, facts, mutations, planting
from tools.wall.addresses import Book, write_book
from tools.wall.answers import Asked
from tools.wall.cast import HURT
from tools.wall.company import Company, holders
from tools.wall.crawl import Crawl
from tools.wall.doors import InsideDoor
from tools.wall.founding import found
from tools.wall.judge import Judge
from tools.wall.oracle import Oracle
from tools.wall.rows_api import ApiRows

DRAWN = 20261122


@dataclass
class Tried:
    company: Company
    judge: Judge
    asked: Asked
    book: Book

    def crawl(self) -> Crawl:
        return Crawl(self.judge, ApiRows(self.judge.oracle), self.book, holders=holders(self.company))

    def client(self, key: str) -> Client:
        client = Client()
        client.force_login(self.company.user(key))
        return client


@pytest.fixture(scope="module")
def tried(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tried]:
    """Made once for all of these tests, and taken back at the end."""
    whole = transaction.atomic()
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


@pytest.mark.parametrize(("who", "desk"), [("sam", False), ("ada", True)])
def test_a_supervisor_finds_no_secret_in_pages_and_an_auditor_none_at_the_desk(
    who: str, desk: bool, tried: Tried
) -> None:
    crawl = tried.crawl()
    person = tried.company.people[who]
    with transaction.atomic():
        crawl.walk(
            person, InsideDoor(person), [one for one in tried.book.some(1) if one.path.startswith("/admin/") is desk]
        )
        transaction.set_rollback(True)
    assert crawl.findings == []


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
