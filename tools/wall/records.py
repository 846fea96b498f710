"""Everything medical about the people of the company, and the duties they are offered."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from duty import services as duty
from duty.models import (
    Assignment,
    AssignmentStep,
    DayRecord,
    DutyBlock,
    DutyQuestion,
    DutyReview,
    ReturnPlan,
    ReturnStage,
    ReviewEntry,
    Task,
)
from injuries import services as injuries
from injuries.journal import record
from notifications.models import Delivery, DeliveryReminder, InboxItem, Reminder
from people.models import BrokenGlass
from people.policy import DataClass
from people.services import record_access
from recovery import services as recovery
from recovery.models import Appointment, Restriction, Stall
from tools.wall.company import DAY, DEPARTMENTS, Company, paper


def treat(company: Company, key: str) -> None:
    """Everything medical about one person."""
    case, at, hr, own = company.cases[key], company.at, company.actor(company.hr_of(key)), company.actor(key)
    recovery.submit_check_in(
        actor=own,
        case=case,
        at=at,
        client_key=uuid4(),
        scores={"pain": 7, "main_activity": 3, "work_ability": 4},
        symptoms={"tingling": 2},
    )
    recovery.add_treatment(
        actor=own, case=case, kind="therapy", words=f"treatment of {key}", started_on=company.day(key), at=at
    )
    for words, offset in (("coming", 3), ("past", -3)):
        Appointment.objects.create(
            case=case,
            kind="specialist",
            starts_at=at + offset * DAY,
            ends_at=at + offset * DAY + timedelta(hours=1),
            with_whom=f"{words} doctor of {key}",
            place=f"{words} clinic of {key}",
            entered_by=company.user(key),
            entered_at=at,
            outcome_words=f"{words} outcome of {key}" if offset < 0 else "",
            outcome="seen" if offset < 0 else "",
            outcome_at=at if offset < 0 else None,
        )
    injuries.add_file(actor=hr, case=case, upload=paper(f"scan-{key}", f"content of {key}"), at=at)
    injuries.add_note(actor=hr, case=case, words=f"note about {key}", at=at)
    injuries.plan_prevention(actor=hr, case=case, change="Rotate", by_whom="Sam", due_on=case.opened_on, at=at)
    _find_stalls(company, key)
    duty.raise_concern(actor=own, case=case, words=f"asked of {key}", stop=False, at=at, client_key=uuid4())
    DayRecord.objects.create(
        case=case,
        kind="explained",
        starts_on=case.opened_on,
        ends_on=case.opened_on,
        reason=f"day of {key}",
        by=company.user(company.hr_of(key)),
        at=at,
    )
    DutyQuestion.objects.create(
        case=case, kind="gap", opened_on=case.opened_on, due_on=case.opened_on + DAY, answer=f"answer about {key}"
    )
    record_access(actor=hr, employee=case.employee, role="hr", what="case", at=at, reason=f"reason about {key}")
    record(case=case, kind="case.note", at=at, by=None, data_class=DataClass.TREATMENT, data={"words": "by nobody"})
    if key == "ana":
        for data_class in DataClass:
            told = {"words": f"{data_class} of {key}"}
            record(case=case, kind="case.note", at=at, by=company.user(key), data_class=data_class, data=told)
    _look_in_emergency(company, key)
    report_work_status(company, key)


def _look_in_emergency(company: Company, key: str) -> None:
    """Somebody of the other site opened the case, and the hour is over."""
    case, looker = company.cases[key], "hugo" if company.hr_of(key) == "rosa" else "rosa"
    BrokenGlass.objects.create(
        user=company.user(looker),
        employee=case.employee,
        case=case.pk,
        reason=f"emergency of {key}",
        opened_at=company.at - timedelta(hours=3),
        until=company.at - timedelta(hours=2),
    )


def _find_stalls(company: Company, key: str) -> None:
    for kind in (Stall.Kind.STALLED, Stall.Kind.RED_FLAG):
        Stall.objects.get_or_create(
            case=company.cases[key],
            kind=kind,
            closed_on=None,
            defaults={"opened_on": company.day(key), "opened_at": company.at, "rule_version": "proof"},
        )


def report_work_status(company: Company, key: str) -> None:
    """An earlier report that is replaced, and the one that holds: coded limits, and words nobody could code."""
    case, day = company.cases[key], company.day(key)
    for ago, weight in ((9, 5), (0, 10)):
        facts = recovery.WorkStatusFacts(
            provider=f"provider of {key}",
            status="RESTRICTED",
            issued_on=day - ago * DAY,
            starts_on=day - ago * DAY,
            ends_on=day + 28 * DAY,
            exam_on=day - ago * DAY,
            next_appointment_on=day + 20 * DAY,
        )
        limits = (
            recovery.LimitFacts(
                kind="MAX_WEIGHT",
                activity="LIFT_CARRY",
                points=({"lb": weight, "band": None},),
                original_words=f"words about {key}",
            ),
        )
        duty.receive_report(
            actor=company.actor(company.hr_of(key)), case=case, at=company.at, facts=facts, limits=limits
        )
    _void_a_copy(company, key)


def _void_a_copy(company: Company, key: str) -> None:
    """A report entered by mistake, with limits that would still hold."""
    limit = Restriction.objects.select_related("report").filter(case=company.cases[key]).latest("pk")
    report = limit.report
    report.pk, report.voided_at, report.void_reason = None, company.at, f"voided about {key}"
    report.save(force_insert=True)
    limit.pk, limit.report = None, report
    limit.save(force_insert=True)


def make_task(company: Company, department: str) -> Task:
    place = company.departments[department]
    return Task.objects.create(
        establishment=place.establishment,
        department=place,
        code=department.lower(),
        name=f"Work of {department}",
        kind="light",
        shift_minutes=480,
        days_per_week=5,
        night=False,
        overtime=False,
        absent=["LIFT", "CARRY", "VIBRATION"],
        profile=Task.Profile.ASSESSED,
        assessed_by="Ivo",
        assessed_on=company.at.date(),
    )


def give_duties(company: Company) -> None:
    """Ana works in the office, Ben's duty there waits for its supervisor and has a version nobody sent, Otto's runs."""
    tasks = {name: make_task(company, name) for name in DEPARTMENTS}
    active = _propose(company, "ana", tasks["Office"])
    active = duty.approve(actor=company.actor("olga"), assignment=active, at=company.at)
    active = duty.accept(actor=company.actor("ana"), assignment=active, at=company.at)
    _make_past(company, active)
    _propose(company, "ben", tasks["Office"])
    _propose(company, "otto", tasks["Dock"])
    old = _propose(company, "ana", tasks["Assembly"], starts=40, send=False)
    Assignment.objects.filter(pk=old.pk).update(reason="never sent about ana")
    gone = Assignment.objects.get(pk=active.pk)
    gone.pk, gone.state, gone.reason = uuid4(), "declined_supervisor", "declined about ana"
    gone.alternative, gone.previous = "other work", None
    gone.save(force_insert=True)
    for row in Assignment.objects.select_related("employee", "task", "case"):
        _complete(company, row)


def _propose(company: Company, key: str, task: Task, *, starts: int = 0, send: bool = True) -> Assignment:
    hr = company.actor(company.hr_of(key))
    row = duty.propose(
        actor=hr,
        case=company.cases[key],
        task=task,
        at=company.at,
        starts_on=company.day(key) + starts * DAY if starts < 20 else company.day(key) + 10 * DAY,
        wage_kind="hour",
        wage_amount=Decimal("19.75"),
        doctor_agreed_on=company.day(key),
        ask_for="Olga",
    )
    return duty.submit(actor=hr, assignment=row, at=company.at) if send else row


def _make_past(company: Company, row: Assignment) -> None:
    DutyReview.objects.create(
        assignment=row,
        held_on=company.day("ana"),
        decision="continue",
        employee_words="review words of ana",
        by=company.user("rosa"),
        at=company.at,
    )
    DutyBlock.objects.create(assignment=row, task=row.task, shift_starts="08:00", shift_ends="09:00")


def _complete(company: Company, row: Assignment) -> None:
    """Whatever can hang on a duty hangs on this one, whichever state it is in."""
    rosa, day = company.user("rosa"), company.day("ana")
    AssignmentStep.objects.create(
        assignment=row, action="proof", from_state="draft", to_state=row.state, role="hr", by=rosa, at=company.at,
        reason=f"step of {row.employee}",
    )  # fmt: skip
    DutyReview.objects.create(
        assignment=row, held_on=day, decision="continue", employee_words=f"review of {row.employee}", by=rosa,
        at=company.at,
    )  # fmt: skip
    DutyBlock.objects.create(assignment=row, task=row.task, shift_starts="08:00", shift_ends="09:00")
    ReviewEntry.objects.get_or_create(assignment=row, defaults={"day": day, "changed_at": company.at})
    plan = ReturnPlan.objects.create(case=row.case, duty=row, written_by=rosa, written_at=company.at)
    ReturnStage.objects.create(
        plan=plan, position=1, starts_on=day, ends_on=day, task=row.task, goal=f"goal of {row.employee}"
    )


def remind(company: Company) -> None:
    """Somebody of each kind was told something about somebody else, in the inbox and by a letter."""
    for about, to, audience in (
        ("ana", "ana", "employee"), ("ana", "sam", "supervisor"), ("ana", "sia", "hr"), ("max", "sam", "supervisor"),
        ("otto", "otto", "employee"), ("otto", "hugo", "hr"),
    ):  # fmt: skip
        _remind(company, about, to, audience)


def _remind(company: Company, about: str, to: str, audience: str) -> None:
    employee, at = company.people[about].employee, company.at
    assert employee is not None  # noqa: S101 - only employees are written about
    case = company.cases.get(about)
    reminder = Reminder.objects.create(
        rule="recovery.check-in-due", subject_kind="case", subject_id=str(case.pk if case else 0),
        establishment_id=employee.establishment_id, employee=employee, case=case, recipient=company.user(to),
        audience=audience, due_on=company.day(about) - 20 * DAY, not_before=at, state="told", planned_at=at,
        taken_at=at, told_at=at, settled_at=at,
    )  # fmt: skip
    InboxItem.objects.create(
        recipient=reminder.recipient, reminder=reminder, title_key=reminder.rule, url="/", created_at=at
    )
    letter = Delivery.objects.create(
        channel="email", establishment_id=employee.establishment_id, recipient=reminder.recipient, state="sent",
        address=company.people[to].email, message_id=f"<{about}-{to}@proof>", created_at=at, sent_at=at,
        error=f"heard about {about}",
    )  # fmt: skip
    DeliveryReminder.objects.create(delivery=letter, reminder=reminder)
