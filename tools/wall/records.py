"""Everything medical about the people of the company, and the duties they are offered."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from duty import services as duty
from duty.models import Assignment, DayRecord, DutyBlock, DutyQuestion, DutyReview, Task
from injuries import services as injuries
from injuries.journal import record
from people.policy import DataClass
from people.services import record_access
from recovery import services as recovery
from recovery.models import Appointment, Stall
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
    report_work_status(company, key)


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
