"""The judge of `./dev fuzz` sees what is wrong, and says how to see it again."""

import json
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from tools.fuzz import report, run
from tools.fuzz.allowed import forbidden
from tools.fuzz.crawl import Page
from tools.fuzz.judge import BROKEN, HANGS, TELLS, Rows, Tally, wrong_with
from tools.fuzz.values import JSON_VALUES, uploads
from tools.fuzz.wire import Answer, Sent, parsed
from tools.say import CannotGoOn
from tools.throwaway import Throwaway

HTML = {"content-type": "text/html; charset=utf-8"}


def operation(method: str, path: str) -> Any:
    label = f"{method} {path}"
    return SimpleNamespace(method=method, label=label, path=f"/api/v1{path}", resource=path.split("/")[1])


def rows_of(*keys: int) -> Answer:
    body = json.dumps({"results": [{"id": key} for key in keys]}).encode()
    return Answer(200, {"content-type": "application/json"}, body)


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        (Answer(0, seconds=20), [HANGS]),
        (Answer(500, HTML, b"Sorry"), [BROKEN]),
        (Answer(400, HTML, b'File "/srv/duty/services.py", line 3'), [TELLS]),
        (Answer(400, HTML, b"SELECT id FROM injuries_case"), [TELLS]),
        (Answer(400, HTML, b"Select a date from the list"), []),
        (Answer(404, HTML, b"There is no such page."), []),
    ],
)
def test_an_answer_that_breaks_hangs_or_tells_of_insides_is_wrong(answer: Answer, kinds: list[str]) -> None:
    assert [kind for kind, _words in wrong_with(answer)] == kinds


def test_an_answer_in_pieces_is_put_together() -> None:
    answer = parsed(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=1\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
    assert (answer.status, answer.body, answer.cookies) == (200, b"abc", ("a=1",))


def test_what_is_no_answer_counts_as_none() -> None:
    assert parsed(b"").status == parsed(b"nonsense").status == 0


def test_a_finding_can_be_sent_again() -> None:
    line = Sent("POST", "/api/v1/tasks/", (("Authorization", "Token k"),), b'{"a": "it\'s"}').curl("http://host")
    assert line.startswith("curl -sik -X POST --path-as-is http://host/api/v1/tasks/ -H 'Authorization: Token k'")


def test_rows_of_whoever_is_not_named_are_wrongly_shown() -> None:
    check_ins = operation("GET", "/check-ins/")
    assert forbidden(check_ins, "supervisor", rows_of(7), {}) == "shows supervisor 7"
    assert forbidden(check_ins, "supervisor", rows_of(), {}) == ""
    assert forbidden(check_ins, "employee", rows_of(7), {}) == ""


def test_hr_of_another_site_may_be_shown_its_own_rows_alone() -> None:
    employees = operation("GET", "/employees/")
    known = {"employees": ["7"]}
    assert forbidden(employees, "hr elsewhere", rows_of(9), known) == ""
    assert forbidden(employees, "hr elsewhere", rows_of(7, 9), known) == "shows hr elsewhere 7"


def test_an_answer_that_nobody_can_read_is_reported() -> None:
    assert "text/html" in forbidden(operation("GET", "/me/"), "hr", Answer(200, HTML, b"<p>"), {})


def test_a_verb_of_hr_is_nobody_elses() -> None:
    triage = operation("POST", "/cases/{number}/triage/")
    assert forbidden(triage, "employee", rows_of(1), {})
    assert forbidden(triage, "employee", Answer(403), {}) == ""
    assert forbidden(triage, "hr", rows_of(1), {}) == ""


def test_without_a_token_nothing_but_401_will_do() -> None:
    assert forbidden(operation("GET", "/me/"), "no token", Answer(404), {})
    assert forbidden(operation("GET", "/me/"), "revoked", Answer(401), {}) == ""


def test_a_resource_that_nobody_wrote_down_is_reported() -> None:
    assert "nobody has written down" in forbidden(operation("GET", "/new-things/"), "hr", rows_of(1), {})


def test_a_form_is_read_with_its_values() -> None:
    page = Page(
        "http://host/a/",
        '<a href="../b/">b</a><form method="post" enctype="multipart/form-data"><input name="x" value="1">'
        '<input type="file" name="photo"><select name="s"><option value="u"><option value="v" selected></select>',
    )
    (form,) = page.forms
    assert page.links == ["http://host/b/"]
    assert (form.method, form.multipart, form.fields, form.files) == ("POST", True, {"x": "1", "s": "v"}, ["photo"])


def test_every_text_of_the_list_is_json_or_a_known_trap() -> None:
    for name, text in JSON_VALUES.items():
        if name not in {"10 to the 5000th", "10 to the 400th"}:
            json.loads(text)
    assert all(one.name for one in uploads().values())


def test_half_a_change_of_one_value_is_seen(throwaway_servers: Throwaway) -> None:
    database = throwaway_servers.fresh_database()
    with psycopg.connect(database.owner_url, autocommit=True) as line:
        line.execute("CREATE TABLE one_row (words text); INSERT INTO one_row VALUES ('a'), (NULL)")
        known = Rows(database.owner_url)
        line.execute("UPDATE one_row SET words = 'b' WHERE words = 'a'")
        assert known.changed() == ["one_row"]
        assert known.changed() == []
        known.close()
    throwaway_servers.drop_database(database)


def test_the_table_counts_by_area_and_caller() -> None:
    tally = Tally("http://host")
    sent = Sent("GET", "/a/")
    tally.there_are["API"] = 7
    tally.judge("API", "hr", "GET /b/", sent, Answer(404, HTML))
    tally.judge("pages", "hr", "GET /a/", sent, Answer(200, HTML))
    tally.judge("pages", "hr", "GET /a/", sent, Answer(502, HTML))
    assert report.table(tally).splitlines()[2].split()[:4] == ["API", "hr", "1/7", "1"]
    assert report.table(tally).splitlines()[3].split() == ["pages", "hr", "1", "2", "1", "0", "0", "0", "0", "0"]
    assert "5xx: GET /a/ as hr (1 times): answers 502" in report.findings(tally)


def test_a_run_can_be_repeated_by_its_seed() -> None:
    assert run.size_of(["--seconds", "9", "--seed", "7"]) == run.Size(7, seconds=9)
    assert run.size_of(["--full", "--seed", "7"]).share == 1


def test_a_word_that_is_not_known_is_an_error() -> None:
    with pytest.raises(CannotGoOn, match="--fast"):
        run.size_of(["--fast"])
