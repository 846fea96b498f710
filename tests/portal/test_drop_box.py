"""The drop-box of a check-in: answers go in without sign-in, nothing comes out, each link works once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as project
from django.test import Client

from injuries.models import Case, CaseEvent
from recovery.models import CheckIn, DropBoxLink, Stall
from recovery.services import drop_box_links, set_drop_box, submit_check_in, switch_drop_box
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.portal.phone import words_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ANSWERS = {"pain": "4", "work_ability": "6", "alarming": "no"}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


@pytest.fixture
def link(case: Case) -> str:
    return path_of(case)


def path_of(case: Case) -> str:
    made = drop_box_links(asks=[(case.pk, TODAY)], at=NOON)
    return made[case.pk, TODAY].removeprefix(project.BASE_URL)


def seen(response: object) -> str:
    return words_of(response.content.decode())  # type: ignore[attr-defined]


def test_the_form_asks_two_numbers_and_one_question_and_names_nobody(ana: Person, case: Case, link: str) -> None:
    response = Client().get(link)
    html = response.content.decode()
    assert response.status_code == 200
    names = {part.split('"')[0] for part in html.split('name="')[1:]} - {"viewport", "color-scheme", "robots"}
    assert names == {"pain", "work_ability", "alarming"}
    for secret in ("Ana", "Rivera", case.number, "wrist", "Assembl", "Riverside"):
        assert secret.lower() not in html.lower()


def test_looking_changes_nothing_however_often_a_mail_scanner_does(link: str) -> None:
    for _look in range(5):
        assert Client().get(link).status_code == 200
        Client().head(link)
    assert not CheckIn.objects.exists()
    assert DropBoxLink.objects.get().used_at is None


def test_an_answer_is_kept_as_the_employees_and_the_journal_says_how_it_came(
    ana: Person, case: Case, link: str
) -> None:
    response = Client().post(link, ANSWERS)
    made = CheckIn.objects.get()
    assert "Received, thank you" in seen(response)
    assert (made.scores, made.by, made.alarming) == ({"pain": 4, "work_ability": 6}, ana.user, False)
    assert CaseEvent.objects.get(kind="recovery.check_in").data["link"] is True


def test_after_its_use_a_link_says_only_that_the_answer_was_received(link: str) -> None:
    Client().post(link, {**ANSWERS, "alarming": "yes"})
    for response in (Client().get(link), Client().get(link)):
        assert response.status_code == 200
        assert "Received, thank you" in seen(response)
        assert "911" not in seen(response)


def test_a_link_takes_one_answer_only(link: str) -> None:
    Client().post(link, ANSWERS)
    again = Client().post(link, {**ANSWERS, "pain": "9"})
    assert "What you sent now was not added" in seen(again)
    assert [one.scores["pain"] for one in CheckIn.objects.all()] == [4]


def test_a_yes_shows_the_fixed_words_first_and_tells_hr(link: str) -> None:
    shown = seen(Client().post(link, {**ANSWERS, "alarming": "yes"}))
    assert shown.index("Talk to a doctor or nurse today") < shown.index("Received, thank you")
    assert Stall.objects.open().filter(kind=Stall.Kind.RED_FLAG).exists()


def test_a_yes_at_a_dead_link_still_shows_the_fixed_words() -> None:
    response = Client().post("/c/0123456789abcdef0123456789abcdef/", {"alarming": "yes"})
    assert response.status_code == 404
    assert "Talk to a doctor or nurse today" in seen(response)


def test_nothing_answered_is_asked_again_and_the_link_still_works(link: str) -> None:
    response = Client().post(link, {})
    assert response.status_code == 422
    assert "Answer at least one question." in seen(response)
    assert "Received" in seen(Client().post(link, ANSWERS))


def test_wrong_expired_and_revoked_links_answer_alike(ana: Person, case: Case, link: str) -> None:
    wrong = Client().get("/c/0123456789abcdef0123456789abcdef/")
    with time_machine.travel(NOON + 8 * DAY, tick=False):
        expired = Client().get(link)
    switch_drop_box(actor=ana.actor(), case=case, on=False, at=NOON)
    revoked = Client().get(link)
    assert {one.status_code for one in (wrong, expired, revoked)} == {404}
    assert wrong.content == expired.content == revoked.content
    assert dict(wrong.headers) == dict(revoked.headers)


def test_a_link_dies_with_its_case_and_with_its_account(ana: Person, case: Case, link: str) -> None:
    ana.user.is_active = False
    ana.user.save()
    assert Client().get(link).status_code == 404
    ana.user.is_active = True
    ana.user.save()
    assert Client().get(link).status_code == 200
    Case.objects.filter(pk=case.pk).update(state="closed", closed_on=TODAY)
    assert Client().post(link, ANSWERS).status_code == 404


def test_a_check_in_answered_behind_the_sign_in_uses_the_link_up(ana: Person, case: Case, link: str) -> None:
    from uuid import uuid4

    submit_check_in(actor=ana.actor(), case=case, at=NOON, scores={"pain": 2}, client_key=uuid4())
    assert "Received, thank you" in seen(Client().get(link))
    assert "not added" in seen(Client().post(link, ANSWERS))
    assert CheckIn.objects.count() == 1


def test_the_same_reminder_carries_the_same_link_and_only_its_hash_is_kept(case: Case, link: str) -> None:
    assert path_of(case) == link
    row = DropBoxLink.objects.get()
    assert link.split("/")[2] not in {str(value) for value in vars(row).values()}


def test_links_for_thousands_are_made_by_one_statement(case: Case, django_assert_num_queries: object) -> None:
    asks = [(case.pk, TODAY + n * DAY) for n in range(1000)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(drop_box_links(asks=asks, at=NOON)) == 1000


def test_no_link_is_made_where_the_employee_or_the_site_wants_none(ana: Person, rosa: Person, case: Case) -> None:
    switch_drop_box(actor=ana.actor(), case=case, on=False, at=NOON)
    assert drop_box_links(asks=[(case.pk, TODAY)], at=NOON) == {}
    switch_drop_box(actor=ana.actor(), case=case, on=True, at=NOON)
    assert len(drop_box_links(asks=[(case.pk, TODAY)], at=NOON)) == 1
    set_drop_box(actor=rosa.actor(), establishment=case.establishment, on=False, at=NOON)
    assert drop_box_links(asks=[(case.pk, TODAY)], at=NOON) == {}


def test_hr_switches_a_site_off_and_links_that_are_out_open_nothing(rosa: Person, case: Case, link: str) -> None:
    set_drop_box(actor=rosa.actor(), establishment=case.establishment, on=False, at=NOON)
    assert Client().get(link).status_code == 404


def test_knocking_too_often_is_told_to_wait(link: str, settings: object) -> None:
    settings.DOOR_KNOCKS_AT_TOKEN = 3  # type: ignore[attr-defined]
    answers = [Client().get(link).status_code for _knock in range(4)]
    assert answers == [200, 200, 200, 429]


def test_guessing_from_one_address_is_told_to_wait(settings: object) -> None:
    settings.DOOR_KNOCKS_OF_ADDRESS = 5  # type: ignore[attr-defined]
    answers = [Client().get(f"/c/{n:032x}/").status_code for n in range(6)]
    assert answers == [404] * 5 + [429]


def test_nothing_on_the_way_keeps_or_passes_on_the_page(link: str) -> None:
    for path in (link, "/c/nothing/"):
        response = Client().get(path)
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "unsafe" not in response["Content-Security-Policy"]
        assert not response.cookies


def test_a_signed_in_colleague_is_nobody_special_at_this_door(sam: Person, link: str) -> None:
    client = Client()
    client.force_login(sam.user)
    assert client.get(link).content == Client().get(link).content


def test_the_page_speaks_the_language_that_is_asked_for(link: str) -> None:
    assert 'lang="es"' in Client().get(f"{link}?language=es").content.decode()
    assert 'lang="en"' in Client().get(f"{link}?language=xx").content.decode()


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "%F0%9F%98%80", "..%2F", "%0d%0aX: y"])
def test_strange_tokens_are_dead_links(token: str) -> None:
    assert Client().get(f"/c/{token}/").status_code == 404
