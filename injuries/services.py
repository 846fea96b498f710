"""Verbs on reports and cases. Triage and closing have doors on higher floors: `recovery.services.triage`,
`duty.services.close_case`."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from injuries.files import clean_upload
from injuries.journal import record
from injuries.models import Case, CaseFile, Report
from injuries.vocabulary import UNSIDED, BodyPart, RepetitiveTask, Side, Symptom
from people.clock import local_day
from people.models import Employee, User
from people.policy import DataClass
from people.refusals import NotAllowed, Refused, Words
from people.wall import Actor

EARLIEST = timedelta(days=3653)


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """What a report says; codes are those of `injuries.vocabulary`.

    `body_part` and `side` are what hurts most; `more_parts` are further places as "HAND-R", "NECK-NA".
    """

    began_on: date
    repetitive_task: str
    body_part: str = ""
    side: str = Side.NONE
    more_parts: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    earlier_injury: str = Report.Earlier.UNSURE
    task_words: str = ""
    place: str = ""
    earlier_words: str = ""
    red_flags: tuple[str, ...] = ()


class OpenCase(Refused):
    """The same person has an open case of the same part: the report can be added to `case`."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(
            {"body_part": _("There is an open case for this part already. Add your report to it instead.")},
            code="OPEN_CASE",
        )


def place(body_part: str, side: str) -> str:
    """One place of the body as a code: "WRIST-R"."""
    return f"{body_part}-{side}"


def known_places() -> set[str]:
    sides = (Side.LEFT, Side.RIGHT, Side.BOTH)
    return {place(part, side) for part in BodyPart for side in ((Side.NONE,) if part in UNSIDED else sides)}


def open_case_for(*, employee: Employee, body_part: str, side: str) -> Case | None:
    """An open case of the same part, first or further; both sides overlap either side."""
    if not body_part:
        return None
    sides = {side, Side.BOTH} | ({Side.LEFT, Side.RIGHT} if side == Side.BOTH else set())
    same = Q(body_part=body_part, side__in=sides) | Q(more_parts__overlap=[place(body_part, one) for one in sides])
    return Case.objects.open().filter(same, employee=employee).order_by("opened_at").first()


def check_report(facts: ReportFacts, *, filed_as: str, today: date) -> None:
    """Refuse impossible facts, all of them at once."""
    wrong: dict[str, Words] = {}
    if facts.began_on > today:
        wrong["began_on"] = _("Enter a day that is not in the future.")
    elif facts.began_on < today - EARLIEST:
        wrong["began_on"] = _("Enter a day within the last ten years.")
    if facts.repetitive_task not in RepetitiveTask.values:
        wrong["repetitive_task"] = _("Choose what you were doing.")
    if facts.body_part not in BodyPart.values and (facts.body_part or filed_as != Report.FiledAs.SUPERVISOR):
        wrong["body_part"] = _("Choose the part of the body.")
    elif facts.body_part and facts.body_part in UNSIDED and facts.side != Side.NONE:
        wrong["side"] = _("This part has no left and right.")
    elif facts.body_part and facts.body_part not in UNSIDED and facts.side in {Side.NONE, ""}:
        wrong["side"] = _("Choose left, right or both.")
    if set(facts.more_parts) - known_places():
        wrong["more_parts"] = _("Choose from the list.")
    if set(facts.symptoms) - set(Symptom.values):
        wrong["symptoms"] = _("Choose from the list.")
    if facts.earlier_injury not in Report.Earlier.values:
        wrong["earlier_injury"] = _("Choose yes, no or not sure.")
    if wrong:
        raise Refused(wrong)


def may_file(actor: Actor, employee: Employee) -> str | None:
    """As whom the actor may file a report about the employee, or None."""
    if actor.employee_id is not None and actor.employee_id == employee.pk:
        return Report.FiledAs.EMPLOYEE
    if actor.hr_of(employee.establishment_id):
        return Report.FiledAs.HR
    if employee.department_id in actor.departments:
        return Report.FiledAs.SUPERVISOR
    return None


@transaction.atomic
def file_report(
    *,
    actor: Actor,
    employee: Employee,
    facts: ReportFacts,
    at: datetime,
    client_key: UUID,
    add_to: Case | None = None,
) -> Report:
    """File a report; it opens a case or, with `add_to`, joins one. The same `client_key` again changes nothing."""
    before = Report.objects.filter(pk=client_key, employee=employee).first()
    if before is not None:
        return before
    filed_as = may_file(actor, employee)
    if filed_as is None or actor.user is None:
        raise NotAllowed(_("You can report for yourself or for your own team."))
    today = local_day(at, employee.establishment.timezone)
    check_report(facts, filed_as=filed_as, today=today)
    Employee.objects.select_for_update().get(pk=employee.pk)
    same = open_case_for(employee=employee, body_part=facts.body_part, side=facts.side)
    if same is not None and add_to is None:
        raise OpenCase(same)
    case = _case_to_join(add_to, employee) if add_to else _open_case(employee, facts, at=at, today=today)
    report = Report.objects.create(
        id=client_key,
        employee=employee,
        establishment_id=employee.establishment_id,
        case=case,
        filed_by=actor.user,
        filed_as=filed_as,
        filed_at=at,
        **{name: list(value) if isinstance(value, tuple) else value for name, value in vars(facts).items()},
    )
    record(case=case, kind="injury.reported", at=at, by=actor.user, data={"as": filed_as, "added": bool(add_to)})
    return report


def _case_to_join(case: Case, employee: Employee) -> Case:
    locked = Case.objects.open().select_for_update().filter(pk=case.pk, employee=employee).first()
    if locked is None:
        raise Refused({"body_part": _("This case is closed. Send the report as a new one.")}, code="CASE_CLOSED")
    return locked


def _open_case(employee: Employee, facts: ReportFacts, *, at: datetime, today: date) -> Case:
    try:
        return Case.objects.create(
            number=next_number(today.year),
            employee=employee,
            establishment_id=employee.establishment_id,
            opened_on=today,
            opened_at=at,
            began_on=facts.began_on,
            repetitive_task=facts.repetitive_task,
            body_part=facts.body_part,
            side=facts.side,
            more_parts=list(facts.more_parts),
            earlier_injury=facts.earlier_injury,
            recurrence_of=_closed_before(employee, facts),
        )
    except IntegrityError:
        same = open_case_for(employee=employee, body_part=facts.body_part, side=facts.side)
        if same is None:
            raise
        raise OpenCase(same) from None


def _closed_before(employee: Employee, facts: ReportFacts) -> Case | None:
    if not facts.body_part:
        return None
    closed = Case.objects.filter(employee=employee, body_part=facts.body_part, state=Case.State.CLOSED)
    return closed.order_by("-closed_on").first()


def next_number(year: int) -> str:
    """The next case number of a year, "2026-0114"; the row's lock keeps two from taking the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO injuries_numberseries (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = injuries_numberseries.last + 1 RETURNING last",
            [year],
        )
        row = cursor.fetchone()
    return f"{year}-{row[0]:04d}"


@transaction.atomic
def name_body_part(*, actor: Actor, case: Case, body_part: str, side: str, at: datetime) -> Case:
    """Add the body part that a supervisor's report leaves out, or correct it; by the employee or HR."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not Case.objects.writable_by(actor).filter(pk=case.pk).exists():
        raise NotAllowed(_("HR changes the report once it has been taken up."))
    facts = ReportFacts(
        began_on=locked.began_on, repetitive_task=locked.repetitive_task, body_part=body_part, side=side
    )
    check_report(facts, filed_as=Report.FiledAs.HR, today=local_day(at, locked.establishment.timezone))
    same = open_case_for(employee=locked.employee, body_part=body_part, side=side)
    if same is not None and same.pk != locked.pk:
        raise OpenCase(same)
    locked.body_part, locked.side = body_part, side
    locked.recurrence_of = locked.recurrence_of or _closed_before(locked.employee, facts)
    locked.save(update_fields=["body_part", "side", "recurrence_of"])
    data = {"part": body_part, "side": side}
    record(case=locked, kind="injury.part_named", at=at, by=actor.user, data_class=DataClass.BODY, data=data)
    return locked


@transaction.atomic
def take_up(
    *,
    case: Case,
    at: datetime,
    owner: User,
    work_related: str,
    first_check_in_on: date,
    first_treated_on: date | None,
    by: User | None,
) -> Case:
    """Triage, this floor's part: owner, work-relatedness, first check-in. The door is `recovery.services.triage`."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.state != Case.State.REPORTED:
        raise Refused(_("Somebody has triaged this case already."), code="INVALID_TRANSITION")
    today = local_day(at, locked.establishment.timezone)
    wrong: dict[str, Words] = {}
    if first_check_in_on < today:
        wrong["first_check_in_on"] = _("Enter a day that is not in the past.")
    if first_treated_on and first_treated_on > today:
        wrong["first_treated_on"] = _("Enter a day that is not in the future.")
    if work_related not in Case.WorkRelated.values:
        wrong["work_related"] = _("Choose whether it is work-related.")
    if not locked.body_part:
        wrong["body_part"] = _("Choose the part of the body first.")
    if wrong:
        raise Refused(wrong)
    locked.state, locked.triaged_at = Case.State.OPEN, at
    locked.owner, locked.work_related = owner, work_related
    locked.next_check_in_on, locked.first_treated_on = first_check_in_on, first_treated_on
    locked.save()
    record(case=locked, kind="injury.triaged", at=at, by=by, data={"owner": str(owner), "work_related": work_related})
    return locked


@transaction.atomic
def mark_closed(*, case: Case, at: datetime, by: User | None) -> Case:
    """Close the case, this floor's part. The door is `duty.services.close_case`, which checks what must be done."""
    day = local_day(at, case.establishment.timezone)
    closed = Case.objects.filter(pk=case.pk, state=Case.State.OPEN).update(
        state=Case.State.CLOSED, closed_on=day, next_check_in_on=None
    )
    if closed != 1:
        raise Refused(_("Only an open case can be closed."), code="INVALID_TRANSITION")
    case.refresh_from_db()
    record(case=case, kind="case.closed", at=at, by=by)
    return case


@transaction.atomic
def add_note(*, actor: Actor, case: Case, words: str, at: datetime) -> None:
    """A note of HR's in the journal."""
    if not words.strip():
        raise Refused({"words": _("Write the note first.")})
    if not actor.hr_of(case.establishment_id):
        raise NotAllowed(_("Only HR writes notes."))
    data = {"words": words.strip()[:2000]}
    record(case=case, kind="case.note", at=at, by=actor.user, data_class=DataClass.TREATMENT, data=data)


@transaction.atomic
def plan_prevention(*, actor: Actor, case: Case, change: str, by_whom: str, due_on: date | None, at: datetime) -> Case:
    """What is changed about the task that made it happen, by whom, by when."""
    if not actor.hr_of(case.establishment_id):
        raise NotAllowed(_("Only HR plans what is changed."))
    if not change.strip():
        raise Refused({"prevention": _("Write what is changed about the task.")})
    case.prevention, case.prevention_by, case.prevention_due_on = change.strip(), by_whom.strip(), due_on
    case.save(update_fields=["prevention", "prevention_by", "prevention_due_on"])
    record(case=case, kind="case.prevention", at=at, by=actor.user, data={"change": case.prevention})
    return case


@transaction.atomic
def add_file(*, actor: Actor, case: Case, upload: UploadedFile, at: datetime) -> CaseFile:
    """Keep a photo or document with the case, under a random key outside every public path."""
    own = actor.employee_id is not None and actor.employee_id == case.employee_id
    if actor.user is None or not (own or actor.hr_of(case.establishment_id)):
        raise NotAllowed(_("Only the employee and HR add files."))
    clean = clean_upload(upload)
    kept = CaseFile(
        case=case,
        name=clean.name,
        content_type=clean.content_type,
        size=len(clean.content),
        sha256=hashlib.sha256(clean.content).hexdigest(),
        uploaded_by=actor.user,
        uploaded_at=at,
    )
    kept.content.save(clean.name, ContentFile(clean.content), save=False)
    kept.save()
    data = {"name": clean.name, "file": str(kept.pk)}
    record(case=case, kind="case.file", at=at, by=actor.user, data_class=DataClass.TREATMENT, data=data)
    return kept
