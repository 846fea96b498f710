"""Whose data each table holds, written down a second time: the proof must not ask the wall that it tries.

A model or field of the product that is missing here fails `everything_is_classed`, so a new one is thought about twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from people.policy import DataClass as C
from people.policy import Reach
from tools.wall.cast import Somebody


@dataclass(frozen=True)
class About:
    """What one row is about, in ids; `receiving` is the department that the person is lent to."""

    employee: int | None
    team: int | None
    site: int
    case: int | None = None
    receiving: int | None = None
    published: bool = True
    current: bool = False
    filed_by: int | None = None
    recipient: int | None = None


def _of_case(row: Any, **more: Any) -> About:
    person = row.case.employee
    return About(person.pk, person.department_id, row.case.establishment_id, case=row.case_id, **more)


def _of_duty(row: Any) -> About:
    sent = row.submitted_at is not None
    lent = row.state not in {"draft", "ended", "declined_supervisor", "declined_employee", "withdrawn"}
    receiving = row.department_id if lent else None
    person = row.employee
    return About(
        person.pk, person.department_id, row.establishment_id, case=row.case_id, receiving=receiving, published=sent
    )


def _of_step(row: Any) -> About:
    return _of_duty(row.assignment)


def _of_entry(row: Any) -> About:
    """A day in a calendar stays there for whoever had it."""
    found = _of_duty(row.assignment)
    return About(**{**vars(found), "receiving": row.assignment.department_id})


def _of_person(row: Any) -> About:
    return About(row.pk, row.department_id, row.establishment_id)


def _of_reminder(row: Any) -> About:
    person = row.employee
    return About(person.pk, person.department_id, row.establishment_id, recipient=row.recipient_id)


def _of_limit(row: Any, today: Any) -> About:
    standing = row.report.voided_at is None and row.case.closed_on is None and row.replaced_on > today
    return _of_case(row, current=standing)


def about(row: Any, *, at: Any) -> About:
    """Of which person, team and site a row is."""
    name = type(row).__name__
    if name == "Restriction":
        from people.clock import local_day

        return _of_limit(row, local_day(at, row.case.establishment.timezone))
    if name == "Appointment":
        return _of_case(row, current=row.cancelled_at is None and row.ends_at >= at)
    return PLACED[name](row)


def _of_change(row: Any) -> About:
    """A change outlives the row it is about, and the person perhaps as well."""
    return About(row.employee_id, row.employee.department_id if row.employee else None, row.establishment_id or 0)


PLACED: dict[str, Callable[[Any], About]] = {
    "Employee": _of_person,
    "Change": _of_change,
    "BrokenGlass": lambda row: _of_person(row.employee),
    "ReturnPlan": lambda row: _of_duty(row.duty),
    "ReturnStage": lambda row: _of_duty(row.plan.duty),
    "AccessEntry": lambda row: _of_person(row.employee),
    "Case": lambda row: About(row.employee_id, row.employee.department_id, row.establishment_id, case=row.pk),
    "Report": lambda row: About(
        row.employee_id, row.employee.department_id, row.establishment_id, case=row.case_id, filed_by=row.filed_by_id
    ),
    "Assignment": _of_duty,
    "AssignmentStep": _of_step,
    "DutyReview": _of_step,
    "DutyBlock": _of_step,
    "ReviewEntry": _of_entry,
    "Reminder": _of_reminder,
    "InboxItem": lambda row: About(**{**vars(_of_reminder(row.reminder)), "recipient": row.recipient_id}),
    "Delivery": lambda row: About(None, None, row.establishment_id, recipient=row.recipient_id),
    **dict.fromkeys(
        (
            "CaseEvent", "CaseFile", "Appointment", "Treatment", "CheckIn", "Course", "Stall", "DropBoxLink", "Consent",
            "WorkStatusReport", "Restriction", "Concern", "ProviderLink",
            "DayRecord", "DutyQuestion",
        ),
        _of_case,
    ),
}  # fmt: skip

CLASS: dict[str, C] = {
    "Employee": C.IDENTITY,
    "AccessEntry": C.ACCESS,
    "Change": C.ACCESS,
    "BrokenGlass": C.ACCESS,
    "ReturnPlan": C.ASSIGNMENT,
    "ReturnStage": C.ASSIGNMENT,
    "Case": C.EVENT,
    "Report": C.EVENT,
    "CaseFile": C.TREATMENT,
    "DutyQuestion": C.TREATMENT,
    "DayRecord": C.EVENT,
    "Treatment": C.TREATMENT,
    "WorkStatusReport": C.TREATMENT,
    "ProviderLink": C.TREATMENT,
    "Appointment": C.APPOINTMENT,
    "Restriction": C.RESTRICTION,
    **dict.fromkeys(("CheckIn", "Course", "Stall", "DropBoxLink", "Consent", "Concern"), C.CHECK_IN),
    **dict.fromkeys(("Assignment", "AssignmentStep", "DutyReview", "DutyBlock", "ReviewEntry"), C.ASSIGNMENT),
    **dict.fromkeys(("Reminder", "Delivery", "InboxItem"), C.REMINDER),
}
PARTS = ("body_part", "side", "more_parts", "earlier_injury")
OF_FIELD: dict[str, dict[str, C]] = {
    "Employee": dict.fromkeys(("usual_hourly_wage", "usual_weekly_hours"), C.PAY),
    "Case": {
        **dict.fromkeys((*PARTS, "oiics_nature", "oiics_part", "privacy_ground"), C.BODY),
        **dict.fromkeys(("first_treated_on", "held_because"), C.TREATMENT),
        "next_check_in_on": C.CHECK_IN,
        "employee": C.IDENTITY,
    },
    "Report": {
        **dict.fromkeys((*PARTS, "symptoms", "earlier_words", "red_flags", "case"), C.BODY),
        **dict.fromkeys(("employee", "filed_by"), C.IDENTITY),
    },
    "CaseEvent": {"by": C.IDENTITY},
    "ReturnPlan": {"case": C.TREATMENT, "written_by": C.IDENTITY},
    "ReturnStage": {"goal": C.TREATMENT},
    "DayRecord": {"reason": C.TREATMENT},
    "Change": {**dict.fromkeys(("before", "after"), C.TREATMENT), "employee": C.IDENTITY},
    "AccessEntry": {"employee": C.IDENTITY},
    "Restriction": dict.fromkeys(("original_words", "report", "case", "coded_by"), C.TREATMENT),
    "Assignment": {
        **dict.fromkeys(("case", "match", "offer_text", "doctor_agreed_on", "signed_copy", "reason"), C.TREATMENT),
        **dict.fromkeys(("wage_kind", "wage_amount"), C.PAY),
        "employee": C.IDENTITY,
    },
    "AssignmentStep": {**dict.fromkeys(("match", "reason", "text"), C.TREATMENT), "by": C.IDENTITY},
    "DutyReview": {"employee_words": C.TREATMENT},
    "Reminder": {"case": C.TREATMENT},
}
NAME = {"id", "name", "given_name", "family_name", "job_title", "department", "establishment"}
LIMIT = {
    "id", "employee", "kind", "activity", "points", "band", "minutes", "reps", "option",
    "days", "side", "starts_on", "ends_on", "permanent", "words", "until",
}  # fmt: skip
# What a reach below "all of it" leaves open.
OPEN: dict[tuple[str, Reach], set[str]] = {
    ("Employee", Reach.NAME): NAME,
    ("Employee", Reach.PSEUDONYM): {"id", "pseudonym", "job_title", "department", "establishment"},
    ("Case", Reach.FORMS): {"body_part", "side", "oiics_nature", "oiics_part"},
    ("Report", Reach.FORMS): {"body_part", "side"},
    ("Appointment", Reach.TIMES): {"id", "employee", "starts_at", "ends_at"},
    ("Restriction", Reach.CURRENT): LIMIT,
    ("CaseEvent", Reach.NAME): {"by"},
    ("Report", Reach.NAME): {"employee", "filed_by"},
    ("Assignment", Reach.NAME): {"employee"},
    ("AssignmentStep", Reach.NAME): {"by"},
    ("Reminder", Reach.STATE): {
        "id",
        "rule",
        "state",
        "reason",
        "due_on",
        "establishment",
        "planned_at",
        "told_at",
        "deliveries",
    },
    ("Delivery", Reach.STATE): {
        "id",
        "channel",
        "state",
        "attempts",
        "resumed",
        "next_attempt_at",
        "sent_at",
        "error",
        "permanent",
    },
    ("InboxItem", Reach.STATE): {"id", "created_at", "read_at"},
}


def class_of(row: Any, name: str) -> C:
    """A journal entry says itself of which class it is."""
    model = type(row).__name__
    own = C(row.data_class) if model == "CaseEvent" else CLASS[model]
    return OF_FIELD.get(model, {}).get(name, own)


@cache
def walled() -> dict[str, Any]:
    from django.apps import apps

    return {model.__name__: model for model in apps.get_models() if hasattr(model, "wall")}


def everything_is_classed() -> list[str]:
    """Where the product's own classes and these differ, or a table is missing here."""
    wrong = []
    for name, model in walled().items():
        if name not in PLACED:
            wrong.append(f"{name} is not in tools/wall/facts.py")
            continue
        if name == "CaseEvent":
            continue
        own = OF_FIELD.get(name, {})
        names = {field.name for field in model._meta.concrete_fields} | set(own) | set(model.wall.fields)
        wrong += [
            f"{name}.{one}: the product says {declared}, the proof {own.get(one, CLASS[name])}"
            for one in sorted(names)
            if (declared := model.wall.fields.get(one, model.wall.data_class)) != own.get(one, CLASS[name])
        ]
    return wrong


def is_signed_in(person: Somebody) -> bool:
    return person.user is not None
