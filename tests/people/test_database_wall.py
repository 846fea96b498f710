"""The wall inside PostgreSQL: what each kind of person's role sees of rows that are all there."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, models, transaction
from django.test import Client

from duty.models import Assignment, ReturnPlan, ReturnStage
from injuries.models import Case, CaseEvent, CaseFile
from injuries.services import break_glass
from notifications.models import Delivery, InboxItem, Reminder
from notifications.services import deliver_due, plan
from people.database_roles import all_roles, relations_of, role_of
from people.drift import drift, undeclared
from people.models import AccessEntry, BrokenGlass, Change, Employee, RoleGrant
from people.openness import kinds_of_reader
from people.roles import make_roles
from people.scope import beyond_the_wall, person, run_time_transaction
from people.services import grant_role, record_access
from people.wall import NOBODY
from recovery.models import Appointment, CheckIn, Restriction, Treatment, WorkStatusReport
from tests.cast import NOON, TODAY, Person, make_department, make_open_case, make_person, sign_in
from tests.notifications import worlds
from tests.portal import hr_cases

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
WALLED = [model for model in apps.get_models() if hasattr(model, "wall")]
MEDICAL = (CheckIn, Treatment, WorkStatusReport, CaseFile, Case)
CAST = ("ana", "sam", "olga", "tina", "rosa", "safety", "auditor", "it", "otto", "hugo", "both", "everywhere")


@pytest.fixture
def both(sam: Person, other_site: Any) -> Person:
    """Supervises here, and is a case manager at the other establishment."""
    grant_role(user=sam.user, role=RoleGrant.Role.HR, establishment_id=other_site.pk)
    return sam


@pytest.fixture
def everywhere(site: Any) -> Person:
    """A safety officer of all establishments who is an employee of one."""
    somebody = make_person("Eve", "Rowe", make_department(site, "Safety"))
    grant_role(user=somebody.user, role=RoleGrant.Role.SAFETY)
    return somebody


@pytest.fixture
def world(ana: Person, sam: Person, olga: Person, rosa: Person, hugo: Person, otto: Person, office: Any) -> Case:
    """Rows of every kind about Ana, who is lent to the office, and some about Otto at the other site."""
    case = make_open_case(ana, rosa)
    hr_cases.give_report(rosa, case, hr_cases.LIFT_TEN)
    row = hr_cases.make_active(rosa, olga, ana, case, hr_cases.make_task(office))
    graded = ReturnPlan.objects.create(case=case, duty=row, written_by=rosa.user, written_at=NOON)
    days = {"starts_on": TODAY, "ends_on": TODAY}
    ReturnStage.objects.create(plan=graded, position=1, task=row.task, goal="Begin", **days)
    worlds.concern(case, by=ana)
    hr_cases.check_in(ana, case, NOON)
    for who, about in ((rosa, case), (hugo, make_open_case(otto, hugo))):
        worlds.appointment(about, NOON + timedelta(days=2), by=who)
        worlds.appointment(about, NOON - timedelta(days=2), by=who)
        worlds.finding(about)
        Treatment.objects.create(
            case=about, kind="rest", words="Rest", started_on=TODAY, entered_by=who.user, entered_at=NOON
        )
        CaseFile.objects.create(
            case=about, name="scan.pdf", content="x", content_type="application/pdf", size=1, sha256="x",
            uploaded_by=who.user, uploaded_at=NOON,
        )  # fmt: skip
        record_access(actor=who.actor(), employee=about.employee, role="hr", what="case", at=NOON)
    elsewhere = Case.objects.exclude(pk=case.pk).get()
    break_glass(actor=rosa.actor(), number=elsewhere.number, reason="The clinic calls", at=NOON)
    worlds.limit(Case.objects.exclude(pk=case.pk).get(), TODAY + timedelta(days=5), by=hugo)
    plan(at=NOON)
    deliver_due(at=NOON)
    return case


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        yield


def keys(rows: models.QuerySet[Any]) -> set[Any]:
    return set(rows.order_by().values_list("pk", flat=True))


@pytest.mark.parametrize("who", CAST)
def test_a_role_sees_exactly_the_rows_that_the_application_shows(
    who: str, world: Case, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(who).actor()
    for model in WALLED:
        wanted = keys(model.objects.visible_to(actor))
        if model is Employee and actor.departments:
            # A supervisor also reads the names of those who are lent to the department.
            wanted |= set(Assignment.objects.visible_to(actor).values_list("employee_id", flat=True))
        with run_time_transaction(), person(actor):
            if kinds_of_reader(model) & relations_of(actor):
                assert keys(model.objects.all()) == wanted, model
            else:
                assert wanted == set()
                with refused():
                    model.objects.exists()


def test_the_world_has_rows_of_every_kind(world: Case) -> None:
    empty = {model.__name__ for model in WALLED if not model.objects.exists()}
    assert empty <= {
        "DutyReview",
        "DutyBlock",
        "DropBoxLink",
        "Consent",
        "ReviewEntry",
        "ProviderLink",
        "DayRecord",
        "DutyQuestion",
    }


def test_who_has_not_said_who_they_are_sees_no_row(world: Case) -> None:
    for model in WALLED:
        for relation in kinds_of_reader(model):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {role_of([relation])}")
                assert not model.objects.exists(), (model, relation)
                cursor.execute("RESET ROLE")


@pytest.mark.parametrize("model", MEDICAL)
def test_a_supervisor_has_no_right_to_any_medical_table(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_any_column_privilege('lightduty_supervisor', %s, 'SELECT')", [model._meta.db_table])
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("model", [AccessEntry, BrokenGlass, Change, CaseEvent])
def test_it_has_no_right_to_what_was_done_to_records(model: type[models.Model], world: Case, it: Person) -> None:
    with run_time_transaction(), person(it.actor()), refused():
        model._default_manager.exists()


@pytest.mark.parametrize("who", ["ana", "sam", "rosa", "safety", "auditor", "it"])
def test_a_person_writes_nothing_but_by_a_verb(who: str, world: Case, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(who).actor()
    with run_time_transaction(), person(actor):
        for model in apps.get_models():
            with refused():
                model._default_manager.filter(pk__isnull=False).update(**{model._meta.concrete_fields[-1].name: None})


def test_not_even_the_system_rewrites_what_is_written_for_good(world: Case) -> None:
    for model in (CaseEvent, AccessEntry):
        with refused(), beyond_the_wall("to try"):
            model.objects.all().delete()


def test_at_the_door_nobody_is_known(world: Case, ana: Person) -> None:
    with run_time_transaction(), person(NOBODY):
        assert not Employee.objects.exists()
        for model in (Case, CheckIn, Reminder, InboxItem, Restriction, Appointment, Delivery):
            with refused():
                model.objects.exists()


def test_nobody_keeps_anothers_role_after_a_request(ana: Person, rosa: Person, world: Case) -> None:
    for who, code in ((rosa, 200), (ana, 404)):
        client = Client()
        sign_in(client, who)
        assert client.get(f"/api/v1/check-ins/{CheckIn.objects.get(case=world).pk}/").status_code == 200
        assert client.get(f"/admin/case/{world.number}/").status_code in {code, 302, 403}
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user = session_user")
            assert cursor.fetchone() == (True,)


def test_an_error_in_a_verb_gives_back_the_role_it_was_called_in(rosa: Person) -> None:
    with run_time_transaction(), person(rosa.actor()):
        for breaking in (ValueError, DatabaseError):
            with pytest.raises(breaking), transaction.atomic(), beyond_the_wall("to break"):
                raise breaking
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_user")
                assert cursor.fetchone() == ("lightduty_hr",)


def test_the_login_becomes_the_walls_roles_and_no_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT roleid::regrole::text, inherit_option FROM pg_auth_members WHERE member = 'lightduty_web'::regrole"
        )
        assert set(cursor.fetchall()) == {(role, False) for role in all_roles()}
        cursor.execute("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = 'lightduty_web'")
        assert cursor.fetchone() == (False,)


def test_nothing_is_compiled_for_either_login() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolconfig FROM pg_roles WHERE rolname IN ('lightduty_web', current_user)")
        assert cursor.fetchall() == [(["jit=off"],)] * 2


def test_the_wall_stands_as_declared_also_when_it_is_made_twice() -> None:
    make_roles(login="lightduty_web", password="")
    assert drift() == []
    assert undeclared() == []


@pytest.mark.parametrize(
    "damage",
    [
        "DROP POLICY wall_hr ON recovery_checkin",
        "ALTER POLICY wall_employee ON recovery_checkin USING (true)",
        "ALTER TABLE recovery_checkin NO FORCE ROW LEVEL SECURITY",
        "GRANT SELECT ON recovery_checkin TO lightduty_supervisor",
        "GRANT SELECT (side) ON injuries_case TO lightduty_supervisor",
        "GRANT UPDATE ON injuries_caseevent TO lightduty_system",
    ],
)
def test_damage_to_the_wall_is_found(damage: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(damage)
    assert drift()


def test_a_model_that_says_nothing_is_found() -> None:
    open_to = RoleGrant.open_to
    del RoleGrant.open_to
    try:
        assert undeclared() == ["people_rolegrant"]
    finally:
        RoleGrant.open_to = open_to


def test_every_reading_beyond_the_wall_is_known() -> None:
    found = {}
    for room in ("config", "people", "injuries", "recovery", "duty", "notifications", "portal"):
        for path in (ROOT / room).rglob("*.py"):
            calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
            uses = [call for call in calls if getattr(call.func, "id", "") == "beyond_the_wall"]
            if uses:
                found[str(path.relative_to(ROOT))] = len(uses)
    assert found == BEYOND


# A new line here is a decision: each place says its reason where it stands.
BEYOND = {
    "duty/api/assignments.py": 1,
    "duty/rows.py": 2,
    "people/admin.py": 2,
    "people/api_views.py": 1,
    "people/sign_in/backend.py": 2,
    "portal/calendar_feed.py": 1,
    "portal/case_facts.py": 1,
    "portal/team.py": 2,
    "portal/views/employee/offer.py": 1,
    "portal/views/hr/case.py": 1,
    "portal/views/provider.py": 1,
    "portal/views/team_frame.py": 1,
    "recovery/services/drop_box.py": 1,
}
