"""The history of rows: the database itself writes down who changed what, whichever way the change came in."""

from datetime import timedelta

import pytest
from django.db import connection

from injuries.models import Case
from people import audit
from people.models import ApiToken, Change, Employee, User
from people.policy import Relation
from people.scope import carry_user
from people.wall import readable_fields
from tests.cast import NOON, Person, make_case, make_open_case

pytestmark = pytest.mark.django_db


def changes(table: str, row: object) -> list[Change]:
    return list(Change.objects.filter(table=table, row=str(row)).order_by("id"))


def test_a_changed_row_is_written_down_with_what_it_was_and_who_changed_it(ana: Person, rosa: Person) -> None:
    case = make_case(ana)
    carry_user(rosa.user.pk)
    Case.objects.filter(pk=case.pk).update(work_related="no")
    change = changes("injuries_case", case.pk)[-1]
    assert (change.verb, change.user, change.employee) == ("U", rosa.user, ana.employee)
    assert (change.fields, change.before, change.after) == (
        ["work_related"],
        {"work_related": "undecided"},
        {"work_related": "no"},
    )


def test_a_statement_that_changes_nothing_leaves_no_trace(ana: Person) -> None:
    case = make_case(ana)
    before = Change.objects.count()
    Case.objects.filter(pk=case.pk).update(work_related="undecided")
    assert Change.objects.count() == before


def test_a_bulk_statement_and_plain_sql_leave_a_line_for_each_row(ana: Person, sam: Person) -> None:
    Employee.objects.filter(pk__in=[ana.employee.pk, sam.employee.pk]).update(phone="555 0100")  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_employee SET phone = '' WHERE id = %s", [ana.employee.pk])  # type: ignore[union-attr]
    assert [change.after for change in changes("people_employee", ana.employee.pk)][-2:] == [  # type: ignore[union-attr]
        {"phone": "555 0100"},
        {"phone": ""},
    ]
    assert len([one for one in changes("people_employee", sam.employee.pk) if one.verb == "U"]) == 2  # type: ignore[union-attr]


def test_a_removed_row_is_kept_as_it_was(ana: Person) -> None:
    department = ana.employee.department  # type: ignore[union-attr]
    extra = type(department).objects.create(establishment=department.establishment, name="Paint shop")
    pk = extra.pk
    extra.delete()
    made, removed = changes("people_department", pk)
    assert (made.verb, made.before, removed.verb) == ("I", None, "D")
    assert removed.before["name"] == "Paint shop" and removed.establishment_id == department.establishment_id


def test_of_secrets_only_that_they_changed_is_written(ana: Person) -> None:
    ana.user.set_password("another long password")
    ana.user.save()
    token = ApiToken.objects.create(user=ana.user, name="phone", digest="a" * 64, created_at=NOON)
    pk = token.pk
    token.delete()
    change = changes("people_user", ana.user.pk)[-1]
    assert "password" in change.fields and "password" not in (change.after or {})
    assert "digest" not in changes("people_apitoken", pk)[-1].before


def test_being_seen_is_no_change(ana: Person) -> None:
    before = Change.objects.filter(table="people_user").count()
    User.objects.filter(pk=ana.user.pk).update(last_login=NOON + timedelta(days=1))
    assert Change.objects.filter(table="people_user").count() == before


@pytest.mark.parametrize("right", ["INSERT", "UPDATE", "DELETE", "TRUNCATE"])
def test_no_role_the_product_runs_as_may_write_history_itself(right: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'lightduty%%' AND NOT rolcanlogin "
            "AND has_table_privilege(oid, 'people_change', %s)",
            [right],
        )
        assert cursor.fetchall() == []


def test_every_table_of_ours_has_its_triggers_or_is_a_history_itself() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE %s GROUP BY 1",
            [f"{audit.TRIGGER}%"],
        )
        found = dict(cursor.fetchall())
    assert found == {model._meta.db_table: 3 for model in audit.audited_models()}
    assert {"injuries_case", "recovery_checkin", "duty_assignment", "people_rolegrant"} <= set(found)


def test_the_values_are_for_the_employee_and_hr_and_the_names_of_fields_for_the_auditor(
    ana: Person, rosa: Person, auditor: Person, sam: Person, otto: Person
) -> None:
    case = make_open_case(ana, rosa)
    Case.objects.filter(pk=case.pk).update(body_part="ELBOW")
    change = changes("injuries_case", case.pk)[-1]
    shown = {
        who: readable_fields(person.actor(), change, ["fields", "before", "after"])
        for who, person in {"ana": ana, "rosa": rosa, "auditor": auditor}.items()
    }
    everything = {"fields", "before", "after"}
    assert shown == {"ana": everything, "rosa": everything, "auditor": {"fields"}}
    for stranger in (sam, otto):
        assert not Change.objects.visible_to(stranger.actor()).filter(pk=change.pk).exists()
    assert auditor.actor().has(Relation.AUDITOR)
