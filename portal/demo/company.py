"""Who works where: three establishments, about two hundred people, their supervisors and the office."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import make_password

from duty.models import Task
from duty.services import add_template_tasks, assess_task
from people.actors import actor_for
from people.models import Department, Employee, Establishment, Holiday, Supervision, User
from people.services import appoint_supervisor, grant_role, name_substitute, open_account
from people.wall import NOBODY, Actor
from portal.demo import names
from recovery.models import Policy

PASSWORD = "lightduty-demo"  # noqa: S105 - printed at every start; production settings refuse demo mode
WITH_PASSWORD = ("hr", "auditor", "safety", "it", "supervisor", "employee")
EMAIL = "{}@demo.example"
FIRST_SHIFT = (time(7), time(15, 30))
USUAL_PAY, USUAL_HOURS = Decimal("21.50"), Decimal(40)


@dataclass(frozen=True)
class Site:
    name: str
    code: str
    timezone: str
    phone: str
    state: str
    departments: dict[str, tuple[str, int]]  # name -> (job, people)


SITES = (
    Site(
        "Riverside plant",
        "riverside",
        "America/Chicago",
        "(312) 555-0141",
        "IL",
        {
            "Assembly": ("Assembler", 38),
            "Machining": ("Machine operator", 22),
            "Shipping": ("Shipping clerk", 16),
            "Parts office": ("Parts clerk", 10),
            "Quality": ("Inspector", 8),
        },
    ),
    Site(
        "Hillside warehouse",
        "hillside",
        "America/Denver",
        "(303) 555-0172",
        "CO",
        {
            "Picking": ("Order picker", 30),
            "Packing": ("Packer", 20),
            "Dock": ("Dock worker", 14),
            "Office": ("Clerk", 8),
        },
    ),
    Site(
        "Harbor service center",
        "harbor",
        "America/New_York",
        "(617) 555-0118",
        "MA",
        {"Returns": ("Returns clerk", 14), "Call center": ("Agent", 16), "Front office": ("Office clerk", 6)},
    ),
)
HOLIDAYS = {(1, 1): "New Year's Day", (7, 4): "Independence Day", (12, 25): "Christmas Day"}


@dataclass
class Company:
    """The people of the story, found by where they are."""

    hr: dict[int, User] = field(default_factory=dict)
    supervisors: dict[int, Employee] = field(default_factory=dict)
    employees: dict[int, list[Employee]] = field(default_factory=dict)
    sites: dict[str, Establishment] = field(default_factory=dict)
    departments: dict[tuple[str, str], Department] = field(default_factory=dict)
    actors: dict[int, Actor] = field(default_factory=dict)

    def hr_actor(self, establishment_id: int, at: datetime) -> Actor:
        return self.actor(self.hr[establishment_id], at)

    def supervisor_actor(self, department_id: int, at: datetime) -> Actor:
        return self.actor(self.supervisors[department_id].user, at)

    def actor(self, user: User | None, at: datetime) -> Actor:
        """Roles do not change in this story, so each person is looked up once."""
        if user is None:
            return NOBODY
        if user.pk not in self.actors:
            self.actors[user.pk] = actor_for(user, at=at)
        return replace(self.actors[user.pk], at=at, today=at.date())


def found_company(rng: random.Random, *, at: datetime, since: date) -> Company:
    """Make establishments, departments, people, roles and the task bank, as they stood on `since`."""
    company = Company()
    for site in SITES:
        _found_site(company, site, rng, since)
    _staff_the_office(company)
    _name_the_demo_accounts(company)
    # Hashed once for all of them: that is made to be slow, and this password is everybody's.
    known = [EMAIL.format(name) for name in WITH_PASSWORD]
    User.objects.filter(email__in=known).update(password=make_password(PASSWORD))
    for code, establishment in company.sites.items():
        _open_task_bank(company, code, establishment, at=at)
    return company


def _found_site(company: Company, site: Site, rng: random.Random, since: date) -> None:
    establishment = Establishment.objects.create(
        name=site.name,
        code=site.code,
        timezone=site.timezone,
        contact_name="Rosa Patel" if site.code != "harbor" else "Nora Weiss",
        contact_phone=site.phone,
        state=site.state,
    )
    company.sites[site.code] = establishment
    Policy.objects.create(establishment=establishment)
    years = (since.year, since.year + 1)
    Holiday.objects.bulk_create(
        Holiday(establishment=establishment, day=date(year, *when), name=name)
        for year in years
        for when, name in HOLIDAYS.items()
    )
    for name, (job, count) in site.departments.items():
        department = Department.objects.create(establishment=establishment, name=name)
        company.departments[site.code, name] = department
        people = Employee.objects.bulk_create(_somebody(department, job, rng) for _ in range(count))
        company.employees[department.pk] = people
        head = people.pop(0)
        head.job_title = "Supervisor"
        head.save(update_fields=["job_title"])
        open_account(email=head.email, full_name=head.name, password=None, employee=head)
        appoint_supervisor(department=department, supervisor=head, starts_on=since - timedelta(days=400))
        company.supervisors[department.pk] = head


def _somebody(department: Department, job: str, rng: random.Random) -> Employee:
    given, family = names.take(rng)
    return Employee(
        establishment=department.establishment,
        department=department,
        number=f"{rng.randrange(10_000, 99_999)}-{names.serial()}",
        given_name=given,
        family_name=family,
        email=names.email(given, family),
        phone=f"555-0{rng.randrange(100, 199)}",
        job_title=job,
        language="es" if rng.random() < 0.15 else "en",
        hired_on=date(rng.randrange(2008, 2025), rng.randrange(1, 13), rng.randrange(1, 28)),
        shift_starts=FIRST_SHIFT[0],
        shift_ends=FIRST_SHIFT[1],
        usual_hourly_wage=USUAL_PAY,
        usual_weekly_hours=USUAL_HOURS,
    )


def _staff_the_office(company: Company) -> None:
    rosa = open_account(email=EMAIL.format("hr"), full_name="Rosa Patel", password=None)
    nora = open_account(email=EMAIL.format("nora.weiss"), full_name="Nora Weiss", password=None)
    for code, establishment in company.sites.items():
        owner = nora if code == "harbor" else rosa
        grant_role(user=owner, role="hr", establishment_id=establishment.pk, is_lead=True)
        company.hr[establishment.pk] = owner
    auditor = open_account(email=EMAIL.format("auditor"), full_name="Ada Lindqvist", password=None)
    grant_role(user=auditor, role="auditor")
    safety = open_account(email=EMAIL.format("safety"), full_name="Pat Silva", password=None)
    grant_role(user=safety, role="safety")
    it = open_account(email=EMAIL.format("it"), full_name="Ivo Tran", password=None)
    grant_role(user=it, role="it")
    RecoveryCodes.activate(it)


def _name_the_demo_accounts(company: Company) -> None:
    """Sam supervises the Parts office, where light duty is; Ana works at Assembly."""
    parts = company.departments["riverside", "Parts office"]
    _rename(company.supervisors[parts.pk], "Sam", "Okafor", EMAIL.format("supervisor"))
    assembly = company.departments["riverside", "Assembly"]
    ana = company.employees[assembly.pk][0]
    open_account(email=ana.email, full_name=ana.name, password=None, employee=ana)
    _rename(ana, "Ana", "Rivera", EMAIL.format("employee"))


def _rename(employee: Employee, given: str, family: str, email: str) -> None:
    employee.given_name, employee.family_name, employee.email = given, family, email
    employee.language = "en"
    employee.save(update_fields=["given_name", "family_name", "email", "language"])
    user = User.objects.get(employee=employee)
    user.email, user.full_name = email, employee.name
    user.save()
    employee.user = user


def send_away(company: Company, *, today: date) -> None:
    """The supervisor of Shipping is away this week; somebody stands in, so that substitutes are to be seen."""
    shipping = company.departments["riverside", "Shipping"]
    post = Supervision.objects.principal().in_force(today).get(department=shipping)
    sam = company.supervisors[company.departments["riverside", "Parts office"].pk]
    name_substitute(
        stands_in_for=post, supervisor=sam, starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=6)
    )


# Which department does the work of which area of the task templates.
BANK = {
    "riverside": {
        "Office": "Parts office",
        "Any department": "Parts office",
        "Warehouse": "Shipping",
        "Transport": "Shipping",
        "Production": "Assembly",
        "Maintenance": "Machining",
        "Facilities": "Quality",
        "Safety": "Quality",
    },
    "hillside": {
        "Office": "Office",
        "Any department": "Office",
        "Warehouse": "Dock",
        "Transport": "Dock",
        "Facilities": "Packing",
        "Production": "Packing",
    },
    "harbor": {"Office": "Front office", "Any department": "Call center", "Store": "Returns"},
}
# Nobody has looked at these yet: they stand under "assess first".
NOT_ASSESSED = frozenset({"SCAN_DOCS", "TOOL_CRIB", "DISPATCH", "SAFETY_WALK", "GREETER", "PAINT_TOUCH", "ELEARN"})


def _open_task_bank(company: Company, code: str, establishment: Establishment, *, at: datetime) -> None:
    """The templates as a start; then somebody looked at most of the real tasks."""
    departments = {area: company.departments[code, name] for area, name in BANK[code].items()}
    hr = company.hr_actor(establishment.pk, at)
    for task in add_template_tasks(establishment=establishment, departments=departments, at=at):
        if task.code in NOT_ASSESSED:
            continue
        assess_task(
            actor=hr,
            task=task,
            assessed_by="Pat Silva",
            assessed_on=at.date() - timedelta(days=9),
            at=at,
            every_row=True,
        )
    # Most employers keep the pay up; nothing about the body changes, so no new version is needed.
    Task.objects.filter(establishment=establishment).update(pays_usual=True)
