"""What a message says, and what it must never say."""

import re
from dataclasses import fields, replace
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import override_settings
from django.urls import resolve

from duty.models import Assignment, DutyQuestion
from injuries.models import Case
from notifications.letters import Item, Letter, render
from notifications.mime import ReadyMail, body_of, header
from notifications.models import Delivery, Reminder
from notifications.rule import Rule
from notifications.rules import BY_ID, RULES
from notifications.services import deliver_due, plan
from notifications.words import explain
from people.models import BrokenGlass, Department, Employee, Supervision
from recovery.models import Restriction, Stall, Treatment, WorkStatusReport
from tests.cast import NOON, TODAY, Person, make_case, make_person
from tests.notifications.worlds import (
    appointment,
    at,
    concern,
    days,
    duty,
    finding,
    in_first_stage,
    limit,
    link,
    open_case,
    question,
    report,
    step,
)
from tools.mailcatcher import MailCatcher

NOW = at(TODAY)
TEMPLATES = Path(__file__).parents[2] / "notifications" / "templates" / "notifications"
CANARIES = ("canary", "wrist", "stalled", "pain", "Kim", "injection", "appointment", "doctor", "injur", "limit")


def every_kind_of_item(ana: Person, rosa: Person, assembly: Department) -> None:
    """Cases with everything in them that a message must not tell, and a reason for each rule to speak."""
    make_case(ana, at=NOON, body_part="NECK", side="NA")
    calm = open_case(ana, rosa, next_check_in_on=TODAY, body_part="ELBOW")
    case = open_case(ana, rosa, prevention="canary-prevention", prevention_due_on=days(3))
    open_case(ana, rosa, state=Case.State.REPORTED, opened_on=days(-6), body_part="KNEE")
    for kind in set(Stall.Kind) - {Stall.Kind.RESTRICTIONS_UNCHANGED}:
        finding(case, kind, opened_on=days(-12))
    finding(calm, Stall.Kind.RESTRICTIONS_UNCHANGED)
    settled_finding(calm, ana)
    limit(case, days(7), by=rosa, original_words="canary-words")
    limit(calm, days(2), by=rosa, original_words="canary-words")
    Treatment.objects.create(
        case=case, kind="injection", words="canary-drug", started_on=TODAY, entered_by=rosa.user, entered_at=NOON
    )
    for raised_on in (TODAY, days(-2)):
        concern(case, by=ana, raised_at=at(raised_on))
    for day, kind in ((1, "therapy"), (-12, "follow_up")):
        appointment(case, at(days(day)), by=ana, kind=kind, with_whom="canary-person", place="canary-place")
    duty(case, assembly, Assignment.State.PENDING_SUPERVISOR, by=rosa, submitted_at=at(days(-7)))
    offered = duty(case, assembly, Assignment.State.PENDING_EMPLOYEE, by=rosa, answer_by=days(-1))
    step(offered, Assignment.State.PENDING_EMPLOYEE, NOW)
    duty(case, assembly, Assignment.State.ACTIVE, by=rosa, review_on=days(-1), planned_end_on=days(7))
    staged = duty(case, assembly, Assignment.State.ACTIVE, by=rosa, review_on=days(2), starts_on=days(40))
    in_first_stage(staged, days(2), goal="canary-words")
    duty(case, assembly, Assignment.State.SCHEDULED, by=rosa, starts_on=days(1))
    stopped = duty(case, assembly, Assignment.State.SUSPENDED, by=rosa)
    step(stopped, Assignment.State.SUSPENDED, at(days(-3)))
    BrokenGlass.objects.create(
        user=ana.user,
        employee=case.employee,
        case=case.pk,
        reason="canary-reason",
        opened_at=NOON,
        until=at(days(1)),
    )
    unclear = limit(calm, days(2), by=rosa, original_words="canary-words", received_on=days(-4))
    Restriction.objects.filter(pk=unclear.pk).update(kind="UNCODED", activity="")
    WorkStatusReport.objects.filter(pk=unclear.report_id).update(asked_on=days(-4))
    what_a_report_asks(ana, rosa)
    what_a_duty_asks(ana, rosa, assembly)


def what_a_report_asks(ana: Person, rosa: Person) -> None:
    """Cases of their own: one report more would answer what another case still asks."""
    places = iter(("HIP", "THIGH", "FOOT", "HEAD", "LOWER_BACK", "SHOULDER"))

    def case(**changed: object) -> Case:
        return open_case(ana, rosa, body_part=next(places), side="L", **changed)

    open_case(ana, rosa, body_part="CHEST", triaged_at=at(days(-7)))
    limit(case(), days(-1), by=rosa, received_on=days(-9), original_words="canary-words")
    names = {"next_appointment_on": days(7), "expected_full_duty_on": days(5), "mmi_on": days(6)}
    report(case(), by=rosa, provider="Dr Kim", **names)
    report(case(), by=rosa, received_on=days(-3), expected_full_duty_on=days(-1))
    report(case(), by=rosa, status="OFF_WORK", ends_on=days(3))
    report(case(), by=rosa, status="FULL_RELEASE", received_on=days(-3))
    asked = case()
    link(asked, by=rosa, lasts=2)
    report(asked, by=rosa, provider="Dr Kim Canary", by_link=True, signed_by="canary-name")


def what_a_duty_asks(ana: Person, rosa: Person, assembly: Department) -> None:
    """Duties and people beside the cases: what ran out, what waits, what only HR can decide, and who leaves."""
    case = open_case(ana, rosa, body_part="ANKLE")
    lapsed = duty(case, assembly, Assignment.State.LAPSED, by=rosa)
    step(lapsed, Assignment.State.LAPSED, NOON)
    duty(case, assembly, Assignment.State.DRAFT, by=rosa, proposed_at=at(days(-3)))
    offered = duty(case, assembly, Assignment.State.PENDING_EMPLOYEE, by=rosa, answer_by=days(1))
    step(offered, Assignment.State.PENDING_EMPLOYEE, at(days(-3)))
    for kind in DutyQuestion.Kind:
        question(case, kind, days(-4) if kind == DutyQuestion.Kind.GAP else days(7), opened_on=days(-1))
    gone = make_person("Gil", "Norr", assembly, account=False)
    Employee.objects.filter(pk=gone.employee.pk).update(left_on=days(-1))
    open_case(gone, rosa, opened_on=days(-9))
    post = Supervision.objects.get(department=assembly)
    stand_in = make_person("Tina", "Lind", assembly)
    packing = Department.objects.create(establishment=assembly.establishment, name="Packing")
    Supervision.objects.create(department=packing, supervisor=stand_in.employee, starts_on=days(-9), ends_on=days(4))
    Supervision.objects.create(
        department=assembly, supervisor=stand_in.employee, starts_on=days(-9), ends_on=days(1), stands_in_for=post
    )


def settled_finding(case: Case, ana: Person) -> None:
    """A stall that ended by itself, after its employee had been asked to book a follow-up."""
    stall = finding(case, Stall.Kind.STALLED, opened_on=days(-20))
    Stall.objects.filter(pk=stall.pk).update(closed_on=TODAY, closed_at=NOON, close_reason="improved")
    Reminder.objects.create(
        rule="recovery.follow-up",
        subject_kind="finding",
        subject_id=str(stall.pk),
        establishment=case.establishment,
        employee=ana.employee,
        case=case,
        recipient=ana.user,
        audience="employee",
        due_on=days(-20),
        not_before=NOON,
        planned_at=NOON,
        state=Reminder.State.TOLD,
        told_at=NOON,
    )


def test_no_message_contains_a_medical_word(
    ana: Person, rosa: Person, sam: Person, assembly: Department, post: MailCatcher
) -> None:
    every_kind_of_item(ana, rosa, assembly)
    plan(at=NOW)
    assert set(Reminder.objects.values_list("rule", flat=True)) == set(BY_ID)
    deliver_due(at=NOW)
    assert {to for message in post.messages for to in message.recipients} == {
        "ana.rivera@example.com",
        "rosa.patel@example.com",
        "sam.okafor@example.com",
        "tina.lind@example.com",
    }
    for message in post.messages:
        seen = f"{message.subject} {message.text} {message.html}".lower()
        assert [word for word in CANARIES if word.lower() in seen] == []


def test_a_message_has_no_field_for_a_medical_fact() -> None:
    assert {field.name for field in fields(Item)} == {"template", "url", "case_number", "person", "door"}
    assert {field.name for field in fields(Letter)} == {"language", "items"}


def test_the_supervisors_mail_names_the_employee_and_has_one_link(
    ana: Person, sam: Person, rosa: Person, assembly: Department, post: MailCatcher
) -> None:
    row = duty(open_case(ana, rosa), assembly, Assignment.State.PENDING_SUPERVISOR, by=rosa)
    plan(at=NOW)
    deliver_due(at=NOW)
    mail = post.to("sam.okafor@example.com")[0]
    assert mail.subject == "You have an item to review"
    assert "Ana Rivera: a duty change to approve." in mail.text
    assert mail.text.count("http") == mail.html.count("http") == 1
    assert f"https://lightduty.example/approvals/{row.pk}/" in mail.text


def test_the_mail_of_a_check_in_carries_a_link_of_its_own_and_the_way_behind_the_sign_in(
    ana: Person, rosa: Person, assembly: Department, post: MailCatcher
) -> None:
    ben = make_person("Ben", "Cole", assembly)
    for person in (ana, ben):
        open_case(person, rosa, next_check_in_on=TODAY)
    plan(at=NOW)
    deliver_due(at=NOW)
    links = set()
    for message in post.messages:
        (door,) = set(re.findall(r"https://lightduty\.example/c/[0-9a-f]{32}/", message.text))
        assert door in message.html
        assert "https://lightduty.example/check-in/" in message.text
        assert ".invalid" not in message.text + message.html
        assert "You sign in first" not in message.text
        links.add(door)
    assert len(links) == 2
    assert {resolve(urlsplit(link).path).url_name for link in links} == {"drop_box"}


def test_a_letter_sent_again_carries_the_same_link(ana: Person, rosa: Person, post: MailCatcher) -> None:
    open_case(ana, rosa, next_check_in_on=TODAY)
    plan(at=NOW)
    deliver_due(at=NOW)
    Reminder.objects.update(state=Reminder.State.PLANNED, taken_at=None, told_at=None)
    deliver_due(at=NOW)
    first, second = post.messages
    assert first.text == second.text


def test_a_letter_says_the_same_whether_its_body_was_made_once_or_for_itself() -> None:
    for words in ("https://lightduty.example/c/0a/", "https://lightduty.example/c/" + "0a" * 600 + "/"):
        item = Item(template="recovery.check-in-due", url="https://lightduty.example/check-in/", door=words)
        own = render(Letter(language="es", items=(item,)))
        shared = message_from_bytes(body_of(own))
        alone = message_from_bytes(body_of(replace(own, alike=None, doors=())))
        for part, other in zip(shared.walk(), alone.walk(), strict=True):
            assert part.get_payload(decode=True) == other.get_payload(decode=True)


def test_hrs_mail_names_the_case_and_nobody(ana: Person, rosa: Person, post: MailCatcher) -> None:
    case = open_case(ana, rosa)
    finding(case, Stall.Kind.SILENT)
    plan(at=NOW)
    deliver_due(at=NOW)
    mail = post.messages[0]
    assert f"https://lightduty.example/admin/case/{case.number}/" in mail.text
    assert "Ana" not in mail.text + mail.html


def test_an_item_for_an_employee_without_an_account_is_passed_on_by_hr(
    rosa: Person, assembly: Department, post: MailCatcher
) -> None:
    case = open_case(make_person("Ben", "Vogt", assembly, account=False), rosa)
    finding(case)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert "Please pass it on." in post.messages[0].text
    assert f"/admin/case/{case.number}/" in post.messages[0].text


def test_a_mail_says_that_a_machine_wrote_it(ana: Person, rosa: Person, post: MailCatcher) -> None:
    finding(open_case(ana, rosa))
    plan(at=NOW)
    deliver_due(at=NOW)
    head = post.messages[0].parsed
    assert head["Auto-Submitted"] == "auto-generated"
    assert head["Message-ID"] == Delivery.objects.get(channel="email").message_id
    assert [part.get_content_type() for part in head.iter_parts()] == ["text/plain", "text/html"]


def test_a_letter_speaks_the_recipients_language(db: None) -> None:
    letter = Letter(language="es", items=(Item("recovery.check-in-due", "https://example.com/check-in/"),))
    assert '<html lang="es">' in render(letter).html


def test_a_name_cannot_write_html_or_a_header(db: None) -> None:
    item = Item("duty.approval-waiting", "https://example.com/", person="<b>Bo\r\nBcc: x@example.com</b>")
    rendered = render(Letter(language="en", items=(item,)))
    assert "<b>" not in rendered.html
    head = ReadyMail(rendered, to="sam@example.com", message_id="<1@x>", at=NOW).message().as_bytes()
    assert b"\r\nBcc:" not in head.split(b"\r\n\r\n")[0]


@pytest.mark.parametrize("value", ["a\r\nBcc: b@example.com", "a\nb", "a\rb", "a\0b"])
def test_a_line_break_in_a_header_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        header("Subject", value)


def test_a_header_beyond_ascii_is_encoded(db: None) -> None:
    line = header("Subject", "Revisión")
    assert line.isascii()
    assert str(make_header(decode_header(line.removeprefix("Subject: ")))) == "Revisión"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_its_templates_its_words_and_a_page(rule: Rule) -> None:
    assert {path.name for path in (TEMPLATES / rule.id).iterdir()} == {"subject.txt", "text.txt", "html.html"}
    assert str(rule.title)
    assert str(rule.why)
    assert str(rule.settled)
    with override_settings(BASE_URL="https://example.com"):
        rendered = render(
            Letter("en", (Item(rule.id, "https://example.com/x/", case_number="2026-0001", person="Bo"),))
        )
    assert rendered.subject == "You have an item to review"
    assert rendered.text
    assert "https://example.com/x/" in rendered.html


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("audience", Reminder.Audience.values)
def test_each_link_leads_to_a_page_that_exists(rule: Rule, audience: str) -> None:
    for in_mail in (True, False):
        resolve(rule.page(audience, subject="0b1c4e6a-58c5-4b8e-9f0e-3a1f0c9d2e11", case="2026-0001", in_mail=in_mail))


def test_rules_have_different_ids() -> None:
    assert len(BY_ID) == len(RULES)


@pytest.mark.parametrize("state", Reminder.State.values)
def test_the_ledger_explains_every_state(ana: Person, rosa: Person, state: str) -> None:
    finding(open_case(ana, rosa))
    plan(at=NOW)
    reminder = Reminder.objects.get()
    reminder.state, reminder.told_at = state, NOW
    assert explain(reminder).startswith("A finding asks for a follow-up")
    assert explain(reminder).endswith(".")


def test_a_failure_is_explained_with_what_the_server_said(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa))
    plan(at=NOW)
    reminder = Reminder.objects.get()
    reminder.state, reminder.data = "failed", {"error": "550 5.1.1 No such user"}
    assert "550 5.1.1 No such user" in explain(reminder)
