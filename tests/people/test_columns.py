"""Rights on single columns: of a row that somebody may see, PostgreSQL hands out what the policy table opens."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction

from duty.models import Assignment
from injuries.models import Case
from people.columns import SECRETS, columns_of, hidden_columns, readable_columns
from people.database_roles import KINDS, mixed, person_roles, relations_of_role, role_of
from people.drift import drift
from people.models import Employee, RoleGrant, User
from people.openness import kinds_of_reader
from people.policy import Relation
from people.scope import person, run_time_transaction
from people.services import grant_role
from people.wall import OutOfSight
from recovery.models import DropBoxLink, Restriction
from tests.cast import NOON, TODAY, Person, make_department, make_open_case, make_person
from tests.portal import hr_cases
from tools.wall.direct_columns import tried_columns

pytestmark = pytest.mark.django_db
WALLED = [model for model in apps.get_models() if hasattr(model, "wall")]
SUPERVISORS_NEVER = {
    Assignment: {"match", "offer_text", "reason", "wage_amount", "case_id", "doctor_agreed_on", "signed_copy_id"},
    Restriction: {"original_words", "coded_by_id"},
    Employee: {"usual_hourly_wage", "phone", "email", "number", "user_id"},
}


@contextmanager
def acting(who: Person) -> Iterator[None]:
    actor = who.actor()
    with run_time_transaction(), person(actor):
        yield


def may_select(role: str, table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_column_privilege(%s, %s, %s, 'SELECT')", [role, table, column])
        found: bool = cursor.fetchone()[0]
    return found


@pytest.fixture
def lent(ana: Person, sam: Person, olga: Person, rosa: Person, office: models.Model) -> Assignment:
    """Ana's duty in the office, which Olga supervises."""
    case = make_open_case(ana, rosa)
    hr_cases.give_report(rosa, case, hr_cases.LIFT_TEN)
    return hr_cases.make_active(rosa, olga, ana, case, hr_cases.make_task(office))


@pytest.fixture
def employed_officer(site: models.Model) -> Person:
    somebody = make_person("Eve", "Rowe", make_department(site, "Safety"))  # type: ignore[arg-type]  # a site
    grant_role(user=somebody.user, role=RoleGrant.Role.SAFETY)
    return somebody


def test_postgresql_hands_out_the_columns_of_the_policy_table_and_no_other() -> None:
    tried, wrong = tried_columns()
    assert wrong == []
    assert tried > 10_000


@pytest.mark.parametrize("model", SUPERVISORS_NEVER, ids=lambda model: model.__name__)
@pytest.mark.parametrize("relations", [(Relation.SUPERVISOR,), (Relation.SELF, Relation.SUPERVISOR)])
def test_a_supervisor_has_no_right_to_a_medical_column_though_employed(
    model: type[models.Model], relations: tuple[Relation, ...]
) -> None:
    open_to_read = {
        column for column in SUPERVISORS_NEVER[model] if may_select(role_of(relations), model._meta.db_table, column)
    }
    assert open_to_read == set()


@pytest.mark.parametrize("column", ["privacy_ground", "first_treated_on", "more_parts", "next_check_in_on"])
def test_a_safety_officer_has_no_right_to_what_the_forms_do_not_ask(column: str) -> None:
    for relations in [(Relation.SAFETY,), (Relation.SELF, Relation.SAFETY)]:
        assert not may_select(role_of(relations), "injuries_case", column)


def test_no_person_has_a_right_to_a_secret() -> None:
    for table, columns in SECRETS.items():
        for role in [*person_roles(), *mixed()]:
            assert [column for column in sorted(columns) if may_select(role, table, column)] == [], (role, table)


def test_every_secret_names_a_column_that_exists() -> None:
    tables = {model._meta.db_table: columns_of(model) for model in apps.get_models()}
    assert {table: columns - tables[table] for table, columns in SECRETS.items() if columns - tables[table]} == {}


def test_a_row_comes_with_the_columns_of_its_reader(lent: Assignment, olga: Person) -> None:
    actor = olga.actor()
    with acting(olga):
        row = Assignment.objects.visible_to(actor).select_related("employee").get()
        assert {"match", "reason", "wage_amount"} <= row.get_deferred_fields()
        assert "usual_hourly_wage" in row.employee.get_deferred_fields()
        assert row.employee.short_name == "A. Rivera"


def test_touching_what_is_out_of_sight_says_so(lent: Assignment, olga: Person) -> None:
    actor = olga.actor()
    with acting(olga):
        row = Assignment.objects.visible_to(actor).get()
        with pytest.raises(OutOfSight, match=r"match of duty\.Assignment"):
            _ = row.match
        assert Assignment.objects.visible_to(actor).exists(), "the transaction goes on"


def test_asking_for_a_hidden_column_by_name_is_refused(lent: Assignment, olga: Person) -> None:
    with acting(olga), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        list(Assignment.objects.values_list("match"))


def test_nobody_reads_the_hash_of_a_password(rosa: Person) -> None:
    with acting(rosa):
        assert "password" in User.objects.get(pk=rosa.user.pk).get_deferred_fields()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(User.objects.values_list("password"))


def test_a_safety_officer_reads_all_of_the_own_case_and_only_the_forms_of_others(
    employed_officer: Person, ana: Person, rosa: Person
) -> None:
    own, other = make_open_case(employed_officer, rosa), make_open_case(ana, rosa)
    with acting(employed_officer):
        assert Case.objects.get(pk=own.pk).next_check_in_on is not None
        with pytest.raises(OutOfSight):
            _ = Case.objects.get(pk=other.pk).next_check_in_on


def test_the_columns_of_the_own_record_are_read_once(
    employed_officer: Person, rosa: Person, django_assert_num_queries: object
) -> None:
    own = make_open_case(employed_officer, rosa)
    with acting(employed_officer):
        row = Case.objects.get(pk=own.pk)
        _ = row.next_check_in_on
        with django_assert_num_queries(0):  # type: ignore[operator]  # pytest-django's
            assert (row.privacy_ground, row.held_because) is not None


def test_a_column_given_away_by_hand_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT (password) ON people_user TO lightduty_hr")
    assert any("people_user.password" in line for line in drift())


def test_hr_and_the_employee_miss_nothing_but_secrets() -> None:
    for model in WALLED:
        for relation in (Relation.HR, Relation.SELF):
            if relation in kinds_of_reader(model):
                secret = SECRETS.get(model._meta.db_table, frozenset())
                assert readable_columns(model, frozenset({relation})) == columns_of(model) - secret, model


def test_the_roles_without_a_person_hide_nothing() -> None:
    assert [hidden_columns(role) for role in ("lightduty_door", "lightduty_system", "none")] == [{}, {}, {}]
    assert relations_of_role("lightduty_employee_hr") == {Relation.SELF, Relation.HR}
    assert len(KINDS) == 6


def test_a_secret_of_ones_own_row_stays_one(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    DropBoxLink.objects.create(case=case, due_on=TODAY, digest="d" * 64, made_at=NOON, expires_at=NOON)
    with acting(ana):
        row = DropBoxLink.objects.get()
        with pytest.raises(OutOfSight, match="digest"):
            _ = row.digest
