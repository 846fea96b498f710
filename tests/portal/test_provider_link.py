"""A provider answers by a one-time link: sees the work, the name and nothing else, and HR looks before limits ease."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from duty.models import Assignment, ProviderLink, Task
from duty.rows import limits_in_force, release_on_file, standing_of
from duty.services import accept_report, make_provider_link, open_words, revoke_provider_link
from duty.services.links import token_of
from injuries.models import Case, CaseEvent, CaseFile
from people.models import Department
from people.refusals import NotAllowed, Refused
from recovery.models import CheckIn, WorkStatusReport
from recovery.services import LimitFacts, add_treatment, let_provider_read, submit_check_in
from tests.browser.everything import photo
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, at_desk, give_report, make_active, make_task
from tests.portal.phone import words_at, words_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
UNTIL = (TODAY + 28 * DAY).isoformat()
FROM = TODAY.isoformat()
STATUS = {"screen": "status", "go": "next", "status": "RESTRICTED", "starts_on": FROM, "ends_on": UNTIL}
LIFT = {"limited": "LIFT_CARRY", "limit-LIFT_CARRY-activity": "LIFT_CARRY", "limit-LIFT_CARRY-kind": "MAX_WEIGHT"}
FIVE = {**LIFT, "limit-LIFT_CARRY-amount": "5", "limit-LIFT_CARRY-unit": "lb", "limit-LIFT_CARRY-side": "NA"}
SIGN = {"screen": "sign", "go": "next", "signed_by": "L. Kim, MD"}
RELEASE = {**STATUS, **SIGN, "status": "FULL_RELEASE", "ends_on": ""}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


@pytest.fixture
def task(assembly: Department) -> Task:
    return make_task(assembly, weight=8)


def made(rosa: Person, case: Case, *tasks: Task, **changed: Any) -> ProviderLink:
    facts: dict[str, Any] = {"provider": "Dr. L. Kim", "email": "", "tasks": tasks, "by_mail": False, "at": NOON}
    return make_provider_link(actor=rosa.actor(), case=case, **{**facts, **changed})


@pytest.fixture
def link(rosa: Person, case: Case, task: Task) -> ProviderLink:
    return made(rosa, case, task)


def path(link: ProviderLink) -> str:
    return f"/p/{token_of(link)}/"


def seen(response: Any) -> str:
    return words_of(response.content.decode())


def sent(link: ProviderLink, answers: dict[str, Any], **more: Any) -> Any:
    return Client().post(path(link), {**answers, **more})


def pounds(case: Case) -> list[float]:
    found = [limit.fact.points[0].pounds for limit in limits_in_force(case, TODAY) if limit.fact.points]
    return sorted(round(one) for one in found)


def test_the_form_shows_the_work_and_the_name_and_nothing_else_of_the_case(
    rosa: Person, ana: Person, case: Case, link: ProviderLink, task: Task
) -> None:
    add_treatment(actor=rosa.actor(), case=case, kind="injection", words="canary-drug", started_on=TODAY, at=NOON)
    submit_check_in(actor=ana.actor(), case=case, at=NOON, scores={"pain": 7}, client_key=uuid4())
    give_report(rosa, case, LIFT_TEN, provider="Dr. Other")
    shown = Client().get(path(link)).content.decode()
    for told in (ana.employee.name, ana.employee.job_title, task.name, "up to 8 lb"):  # type: ignore[union-attr]
        assert escape(told) in shown
    for secret in ("canary", "right wrist", "tingling", case.number, "Dr. Other", "Pain", "10 lb", ana.user.email):
        assert secret.lower() not in shown.lower()


def test_looking_changes_nothing_however_often_a_mail_scanner_does(link: ProviderLink) -> None:
    for _look in range(4):
        assert Client().get(path(link)).status_code == 200
    link.refresh_from_db()
    assert link.used_at is None


def test_three_screens_lead_from_the_status_to_the_signature(link: ProviderLink, case: Case) -> None:
    second = sent(link, {**STATUS, "limited": "LIFT_CARRY"})
    assert "How much of it?" in seen(second)
    third = sent(link, {**STATUS, **FIVE, "screen": "limits"})
    assert "Sign and send" in seen(third)
    assert "5 lb" in seen(third)
    assert not WorkStatusReport.objects.exists()
    assert "Received, thank you" in seen(sent(link, {**STATUS, **FIVE, **SIGN}))
    report = WorkStatusReport.objects.get()
    assert (report.provider, report.signed_by, report.by_link, report.entered_by) == (
        "Dr. L. Kim",
        "L. Kim, MD",
        True,
        None,
    )
    assert pounds(case) == [5]


def test_full_duty_and_off_work_need_no_second_screen(link: ProviderLink) -> None:
    assert "Sign and send" in seen(sent(link, {**STATUS, "status": "OFF_WORK"}))


def test_going_back_keeps_what_was_said(link: ProviderLink) -> None:
    back = sent(link, {**STATUS, **FIVE, "screen": "limits", "go": "back"}).content.decode()
    assert f'value="{UNTIL}"' in back
    assert '<input type="hidden" name="limit-LIFT_CARRY-amount" value="5">' in back


def test_all_mistakes_of_a_screen_are_listed_and_the_values_stay(link: ProviderLink) -> None:
    answer = sent(link, {**STATUS, "limited": ["LIFT_CARRY", "GRIP"], "screen": "limits", "shift_hours": "99"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shown.count("Choose the limit, or go back and untick it") >= 4
    assert 'value="99"' in shown
    assert "ends_on" in sent(link, {**STATUS, "ends_on": ""}).content.decode()


def test_work_within_limits_says_at_least_one(link: ProviderLink) -> None:
    answer = sent(link, {**STATUS, "screen": "limits"})
    assert answer.status_code == 422
    assert "Enter a limit, or go back and tick what is limited" in seen(answer)


def test_dates_the_wrong_way_round_lead_back_to_their_screen(link: ProviderLink) -> None:
    answer = sent(link, {**STATUS, **FIVE, **SIGN, "ends_on": (TODAY - DAY).isoformat()})
    assert answer.status_code == 422
    assert "The last day must not be before the first." in seen(answer)
    assert not WorkStatusReport.objects.exists()


def test_an_answer_without_a_signature_is_not_taken(link: ProviderLink) -> None:
    assert sent(link, {**STATUS, **FIVE, **SIGN, "signed_by": "  "}).status_code == 422


def test_an_answer_is_taken_once_and_nothing_is_read_back(link: ProviderLink, ana: Person) -> None:
    sent(link, {**STATUS, **FIVE, **SIGN})
    again = Client().get(path(link))
    assert "Received, thank you" in seen(again)
    assert "Ana" not in seen(again)
    assert "not added" in seen(sent(link, {**STATUS, **FIVE, **SIGN}))
    assert WorkStatusReport.objects.count() == 1


def test_stricter_limits_hold_at_once_and_stop_the_duty(
    rosa: Person, ana: Person, sam: Person, case: Case, link: ProviderLink, task: Task
) -> None:
    give_report(rosa, case, LIFT_TEN)
    duty = make_active(rosa, sam, ana, case, task)
    sent(link, {**STATUS, **FIVE, **SIGN})
    duty.refresh_from_db()
    assert duty.state == Assignment.State.SUSPENDED
    assert pounds(case) == [5, 10]


def test_looser_limits_wait_until_hr_has_looked(rosa: Person, case: Case, link: ProviderLink) -> None:
    give_report(rosa, case, LIFT_TEN, provider="dr. l. kim", at=NOON - DAY)
    sent(link, {**STATUS, **FIVE, **SIGN, "limit-LIFT_CARRY-amount": "40"})
    assert pounds(case) == [10, 40]
    accept_report(actor=rosa.actor(), report=WorkStatusReport.objects.get(by_link=True), at=NOON)
    assert pounds(case) == [40]


def test_a_release_by_link_counts_only_after_hr_has_looked(rosa: Person, case: Case, link: ProviderLink) -> None:
    give_report(rosa, case, LIFT_TEN, provider="Dr. L. Kim")
    sent(link, RELEASE)
    assert not release_on_file(standing_of(case, TODAY))
    assert pounds(case) == [10]
    with time_machine.travel(NOON + DAY, tick=False):
        accept_report(actor=rosa.actor(), report=WorkStatusReport.objects.get(by_link=True), at=NOON + DAY)


def test_a_release_by_link_alone_clears_nobody(case: Case, link: ProviderLink) -> None:
    sent(link, RELEASE)
    standing = standing_of(case, TODAY)
    assert not standing.reports
    assert not release_on_file(standing)


def test_hr_finds_the_answer_in_the_queue_and_accepts_it(rosa: Person, case: Case, link: ProviderLink) -> None:
    sent(link, {**STATUS, **FIVE, **SIGN})
    report = WorkStatusReport.objects.get()
    assert "A provider has answered" in words_at(rosa, "/admin/")
    page = f"/admin/case/{case.number}/work-status/{report.pk}/"
    assert "Please look at it" in words_at(rosa, page)
    at_desk(rosa).post(f"{page}accept/")
    report.refresh_from_db()
    assert report.accepted_by == rosa.user
    assert "A provider has answered" not in words_at(rosa, "/admin/")
    with pytest.raises(Refused):
        accept_report(actor=rosa.actor(), report=report, at=NOON)


def test_only_hr_of_the_site_accepts_makes_or_revokes(
    rosa: Person, hugo: Person, ana: Person, sam: Person, case: Case, link: ProviderLink
) -> None:
    sent(link, {**STATUS, **FIVE, **SIGN})
    report = WorkStatusReport.objects.get()
    for person in (hugo, ana, sam):
        with pytest.raises(NotAllowed):
            accept_report(actor=person.actor(), report=report, at=NOON)
        with pytest.raises(NotAllowed):
            made(person, case)
        with pytest.raises(NotAllowed):
            revoke_provider_link(actor=person.actor(), link=link, at=NOON)
    assert at_desk(hugo).get(f"/admin/case/{case.number}/provider/").status_code == 404


def test_the_check_ins_stand_on_the_form_only_while_the_employee_agrees(
    ana: Person, case: Case, link: ProviderLink
) -> None:
    submit_check_in(actor=ana.actor(), case=case, at=NOON, scores={"pain": 7}, client_key=uuid4())
    assert "How it has been going" not in seen(Client().get(path(link)))
    let_provider_read(actor=ana.actor(), case=case, agreed=True, at=NOON)
    assert "Pain" in seen(Client().get(path(link)))
    let_provider_read(actor=ana.actor(), case=case, agreed=False, at=NOON)
    assert "Pain" not in seen(Client().get(path(link)))


def test_the_providers_own_words_come_back_as_a_question_and_no_other_providers(
    rosa: Person, case: Case, link: ProviderLink
) -> None:
    give_report(rosa, case, LimitFacts(original_words="light duty"), provider="Dr. L. Kim")
    give_report(rosa, case, LimitFacts(original_words="canary words"), provider="Dr. Other")
    assert [row.original_words for row in open_words(link)] == ["light duty"]
    shown = seen(Client().get(path(link)))
    assert "you wrote “light duty”" in shown
    assert "canary" not in shown


def test_words_without_figures_become_a_question_for_hr(rosa: Person, case: Case, link: ProviderLink) -> None:
    sent(link, {**STATUS, **SIGN, "words": "light duty"})
    assert [limit.fact.kind for limit in limits_in_force(case, TODAY)] == ["UNCODED"]


def test_a_file_is_cleaned_and_kept_with_the_report(link: ProviderLink) -> None:
    sent(link, {**STATUS, **FIVE, **SIGN}, upload=photo())
    kept = CaseFile.objects.get()
    assert (kept.content_type, kept.uploaded_by) == ("image/jpeg", None)
    assert WorkStatusReport.objects.get().file == kept


def test_a_file_that_may_not_come_in_is_refused_and_the_link_still_works(link: ProviderLink) -> None:
    answer = sent(link, {**STATUS, **FIVE, **SIGN}, upload=SimpleUploadedFile("note.pdf", b"MZ not a pdf"))
    assert answer.status_code == 422
    assert "Choose a PDF, a JPEG or a PNG." in seen(answer)
    link.refresh_from_db()
    assert link.used_at is None


def test_wrong_expired_and_revoked_links_answer_alike(rosa: Person, link: ProviderLink) -> None:
    wrong = Client().get(f"/p/{'0' * 32}/")
    with time_machine.travel(NOON + 15 * DAY, tick=False):
        expired = Client().get(path(link))
    revoke_provider_link(actor=rosa.actor(), link=link, at=NOON)
    revoked = Client().get(path(link))
    assert {one.status_code for one in (wrong, expired, revoked)} == {404}
    assert wrong.content == expired.content == revoked.content
    assert sent(link, {**STATUS, **FIVE, **SIGN}).status_code == 404


def test_nothing_on_the_way_keeps_or_passes_on_the_form(link: ProviderLink) -> None:
    for response in (Client().get(path(link)), sent(link, {**STATUS, "limited": "GRIP"})):
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert not response.cookies


def test_only_the_hash_of_the_token_is_kept(link: ProviderLink) -> None:
    assert token_of(link) not in {str(value) for value in vars(link).values()}


def test_the_journal_names_the_provider_and_the_employee_reads_it(ana: Person, case: Case, link: ProviderLink) -> None:
    sent(link, {**STATUS, **FIVE, **SIGN})
    assert set(CaseEvent.objects.values_list("kind", flat=True)) >= {"duty.link_made", "recovery.work_status"}
    assert "Dr. L. Kim, by provider link" in words_at(ana, "/record/")


def test_the_link_is_shown_once_with_its_picture(rosa: Person, case: Case, task: Task) -> None:
    page = f"/admin/case/{case.number}/provider/"
    answer = at_desk(rosa).post(page, {"provider": "Dr. L. Kim", "how": "hand", "tasks": [task.pk]})
    link = ProviderLink.objects.get()
    assert token_of(link) in answer.content.decode()
    assert "data:image/svg+xml" in answer.content.decode()
    assert token_of(link) not in at_desk(rosa).get(page).content.decode()


def test_by_mail_needs_an_address(rosa: Person, case: Case) -> None:
    answer = at_desk(rosa).post(f"/admin/case/{case.number}/provider/", {"provider": "Dr. L. Kim", "how": "mail"})
    assert answer.status_code == 422
    assert "Enter the address, or choose to hand the link over." in seen(answer)


def test_hr_revokes_a_link_from_the_list(rosa: Person, case: Case, link: ProviderLink) -> None:
    at_desk(rosa).post(f"/admin/case/{case.number}/provider/{link.pk}/revoke/")
    assert Client().get(path(link)).status_code == 404
    assert "Revoked" in words_at(rosa, f"/admin/case/{case.number}/provider/")


def test_a_link_opens_one_case_to_the_wall_and_nothing_beside_it(
    ana: Person, rosa: Person, case: Case, link: ProviderLink, assembly: Department
) -> None:
    from duty.services import actor_of_link
    from recovery.models import Appointment, Stall, Treatment
    from tests.cast import make_person

    other = make_open_case(make_person("Ben", "Cole", assembly), rosa)
    actor = actor_of_link(link, at=NOON)
    assert list(Case.objects.visible_to(actor)) == [case]
    assert not Case.objects.writable_by(actor).exists()
    assert other not in Case.objects.visible_to(actor)
    for model in (CheckIn, Stall, Treatment, Appointment, CaseFile, CaseEvent, WorkStatusReport, ProviderLink):
        assert not model.objects.visible_to(actor).exists()
