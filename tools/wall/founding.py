"""A small company in which everything that can be written about somebody is written about four people.

The verbs of the product write what they can; rows of the past are put straight into their tables. Called as the
owner of the database.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection

from duty import services as duty
from duty.models import Task
from duty.services.links import token_of
from injuries import services as injuries
from injuries.models import Case
from notifications.services import deliver_due, plan
from people.calendar_keys import make_calendar_key
from people.models import Department, Employee, Establishment, RoleGrant, Supervision
from people.services import appoint_supervisor, grant_role, name_substitute, open_account
from people.tokens import make_token
from recovery import services as recovery
from recovery.models import Policy
from tools.wall.cast import HURT, Somebody, cast, visitors
from tools.wall.company import DAY, DEPARTMENTS, PARTS, SITES, Company
from tools.wall.records import give_duties, remind, treat

# Keys that no person has: whoever takes the one for the other must find something else.
FIRST_SITE, FIRST_DEPARTMENT = 9001, 8001


def found(at: datetime, *, tell: bool = True) -> Company:
    """Make it all. `tell`: what is due stands in the inbox already; otherwise a worker finds it."""
    company = Company(at=at, people=cast() | visitors())
    _found_sites(company)
    for person in company.people.values():
        _hire(company, person)
    _appoint(company)
    for key in HURT:
        _hurt(company, key)
    for key in ("ana", "ben", "otto"):
        treat(company, key)
    give_duties(company)
    remind(company)
    _open_doors(company)
    plan(at=at)
    connection.check_constraints()
    if tell:
        deliver_due(at=at, channels=("inbox",))
    return company


def _found_sites(company: Company) -> None:
    for key, (name, zone) in enumerate(SITES.items(), FIRST_SITE):
        site = Establishment.objects.create(
            id=key, name=name, code=name.lower(), timezone=zone, contact_name="HR", state="IL"
        )
        company.sites[name] = site
        Policy.objects.create(establishment=site)
    for key, (name, site_name) in enumerate(DEPARTMENTS.items(), FIRST_DEPARTMENT):
        company.departments[name] = Department.objects.create(id=key, establishment=company.sites[site_name], name=name)


def _hire(company: Company, person: Somebody) -> None:
    if not person.site:
        return
    person.site_id = company.sites[person.site].pk
    person.department_ids = frozenset(company.departments[name].pk for name in person.supervises)
    name = f"{person.key.capitalize()} {person.key.capitalize()}son"
    if person.department:
        given, family = name.split()
        person.employee = Employee.objects.create(
            establishment_id=person.site_id,
            department=company.departments[person.department],
            number=f"N-{person.key}",
            given_name=given,
            family_name=family,
            email=person.email,
            phone=f"phone of {person.key}",
            job_title="Assembler",
            hired_on=date(2011, 4, 5),
            usual_hourly_wage=Decimal("21.50"),
            usual_weekly_hours=Decimal("38.5"),
        )
    person.user = open_account(email=person.email, full_name=name, password=None, employee=person.employee)
    for role in person.roles:
        grant_role(user=person.user, role=RoleGrant.Role(role), establishment_id=person.site_id)


def _appoint(company: Company) -> None:
    today, people = company.at.date(), company.people
    for key, department in (("sam", "Assembly"), ("olga", "Office"), ("dora", "Dock")):
        supervisor = _employed(people[key])
        appoint_supervisor(
            department=company.departments[department], supervisor=supervisor, starts_on=today - 400 * DAY
        )
    post = Supervision.objects.get(supervisor=_employed(people["sam"]))
    Supervision.objects.create(
        department=post.department,
        supervisor=_employed(people["fred"]),
        starts_on=today - 900 * DAY,
        ends_on=today - 401 * DAY,
    )
    Supervision.objects.create(
        department=post.department,
        supervisor=_employed(people["tess"]),
        starts_on=today - 20 * DAY,
        ends_on=today - 10 * DAY,
        stands_in_for=post,
    )
    name_substitute(
        stands_in_for=post, supervisor=_employed(people["tina"]), starts_on=today - DAY, ends_on=today + 20 * DAY
    )


def _employed(person: Somebody) -> Employee:
    assert person.employee is not None  # noqa: S101 - the cast says who is employed
    return person.employee


def _hurt(company: Company, key: str) -> None:
    """A report and its case; Cora's is filed by her supervisor and waits for triage."""
    at, by_supervisor = company.at, key == "cora"
    body: dict[str, Any] = {
        "body_part": PARTS[key],
        "side": "R",
        "more_parts": ("HAND-L",),
        "symptoms": ("tingling",),
        "earlier_injury": "yes",
        "earlier_words": f"earlier of {key}",
    }
    facts = injuries.ReportFacts(
        began_on=company.day(key) - 12 * DAY,
        repetitive_task="assembly",
        task_words=f"task of {key}",
        place=f"place of {key}",
        **({} if by_supervisor else body),
    )
    report = injuries.file_report(
        actor=company.actor("sam" if by_supervisor else key),
        employee=_employed(company.people[key]),
        facts=facts,
        at=at,
        client_key=uuid4(),
    )
    assert report.case is not None  # noqa: S101 - it is nobody's second report
    company.cases[key] = report.case
    if not by_supervisor:
        company.cases[key] = recovery.triage(
            actor=company.actor(company.hr_of(key)),
            case=report.case,
            at=at,
            owner=company.user(company.hr_of(key)),
            work_related=Case.WorkRelated.YES,
            first_check_in_on=company.day(key),
            main_activity=f"activity of {key}",
        )
        Case.objects.filter(pk=report.case.pk).update(opened_on=company.day(key) - 10 * DAY)
        company.cases[key].refresh_from_db()


def _open_doors(company: Company) -> None:
    """The addresses that need no sign-in, and the keys of accounts."""
    at, people = company.at, company.people
    company.keys["calendar"] = {
        key: make_calendar_key(user=user, at=at) for key, user in _users(company) if people[key].site
    }
    company.keys["api"] = {
        key: make_token(user=user, name=f"token of {key}", at=at)[1] for key, user in _users(company)
    }
    company.keys["drop"] = {}
    company.keys["provider"] = {}
    for key in ("ana", "otto"):
        case = company.cases[key]
        # The check-in of a day that is not answered yet: the link is open.
        ask = (case.pk, company.day(key) + DAY)
        company.keys["drop"][key] = recovery.drop_box_links(asks=[ask], at=at)[ask].rstrip("/").rsplit("/", 1)[1]
        link = duty.make_provider_link(
            actor=company.actor(company.hr_of(key)),
            case=case,
            provider=f"linked doctor of {key}",
            email="",
            tasks=list(Task.objects.filter(establishment=case.establishment_id)[:1]),
            by_mail=False,
            at=at,
        )
        company.keys["provider"][key] = token_of(link)
        for kind in ("drop", "provider"):
            visitor = Somebody(f"{kind}-{key}", f"{kind} link of {key}", site="", linked_case=case.pk)
            visitor.linked_employee = people[key].employee_id
            people[visitor.key] = visitor
    recovery.let_provider_read(actor=company.actor("ana"), case=company.cases["ana"], agreed=True, at=at)
    people["provider-ana"].link_reads_check_ins = True


def _users(company: Company) -> list[tuple[str, Any]]:
    return [(key, person.user) for key, person in company.people.items() if person.user]
