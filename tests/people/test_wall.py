"""The wall itself: one table decides, and the questions to it agree with each other."""

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from injuries.journal import record
from injuries.models import Case, CaseEvent
from notifications.models import Reminder
from people.models import RoleGrant
from people.policy import POLICY, DataClass, Reach, Relation, cell
from people.services import grant_role, record_accesses
from people.wall import NOBODY, readable, readable_fields, relations_to, rows_to_filter
from tests.cast import NOON, Person, make_open_case

pytestmark = pytest.mark.django_db
WALLED = [model for model in apps.get_models() if hasattr(model, "wall")]
MEDICAL = (DataClass.BODY, DataClass.TREATMENT, DataClass.CHECK_IN)


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def test_the_table_names_every_class() -> None:
    assert set(POLICY) == set(DataClass)


@pytest.mark.parametrize("data_class", MEDICAL)
def test_a_supervisor_has_no_right_to_anything_medical(data_class: DataClass) -> None:
    assert cell(data_class, Relation.SUPERVISOR).read is Reach.NONE
    assert cell(data_class, Relation.SUPERVISOR).write is Reach.NONE


@pytest.mark.parametrize("model", WALLED, ids=lambda model: model.__name__)
def test_nobody_sees_nothing(model: type) -> None:
    assert not model.objects.visible_to(NOBODY).exists()  # type: ignore[attr-defined]
    assert not model.objects.writable_by(NOBODY).exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize("data_class", [*MEDICAL, DataClass.RESTRICTION, DataClass.APPOINTMENT, DataClass.OSHA])
def test_a_supervisor_reads_no_entry_about_the_body_or_its_care(
    data_class: DataClass, sam: Person, rosa: Person, case: Case
) -> None:
    entry = record(case=case, kind="x.y", at=NOON, by=rosa.user, data_class=data_class)
    assert not CaseEvent.objects.visible_to(sam.actor()).filter(pk=entry.pk).exists()
    assert not readable(sam.actor(), entry, "data")


@pytest.mark.parametrize(
    ("who", "data_class"),
    [
        ("sam", DataClass.IDENTITY),
        ("auditor", DataClass.IDENTITY),
        ("safety", DataClass.BODY),
        ("it", DataClass.ACCESS),
    ],
)
def test_an_entry_of_which_nothing_would_be_shown_is_not_there(
    who: str, data_class: DataClass, rosa: Person, case: Case, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(who).actor()
    record(case=case, kind="x.y", at=NOON, by=rosa.user, data_class=data_class)
    assert not CaseEvent.objects.visible_to(actor).filter(data_class=data_class).exists()


@pytest.mark.parametrize("who", ["ana", "sam", "rosa", "safety", "auditor", "it", "otto", "hugo"])
def test_fields_asked_one_by_one_or_together_are_the_same(who: str, case: Case, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(who).actor()
    names = [field.name for field in Case._meta.get_fields() if field.concrete]
    assert readable_fields(actor, case, names) == {name for name in names if readable(actor, case, name)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(name=st.sampled_from([field.name for field in Case._meta.get_fields() if field.concrete]))
def test_a_filter_looks_only_at_rows_whose_column_may_be_read(
    name: str, case: Case, ana: Person, sam: Person, rosa: Person, safety: Person, auditor: Person
) -> None:
    for person in (ana, sam, rosa, safety, auditor):
        actor = person.actor()
        seen = Case.objects.visible_to(actor).filter(pk=case.pk).exists() and readable(actor, case, name)
        assert Case.objects.filter(rows_to_filter(Case.wall, actor, name), pk=case.pk).exists() == seen


def test_a_page_of_rows_is_one_entry_for_each_employee_read(ana: Person, rosa: Person, case: Case) -> None:
    from people.models import AccessEntry

    entries = list(CaseEvent.objects.filter(case=case)) * 3
    path = CaseEvent.wall.employee
    record_accesses(actor=rosa.actor(), rows=entries, path=path, what="journal", at=NOON)
    record_accesses(actor=ana.actor(), rows=entries, path=path, what="journal", at=NOON)
    assert list(AccessEntry.objects.values_list("user", "role")) == [(rosa.user.pk, "hr")]


def test_a_desk_does_not_open_to_its_holder_what_was_told_somebody_else_about_them(ana: Person, sam: Person) -> None:
    assert ana.employee is not None
    site = ana.employee.establishment
    grant_role(user=ana.user, role=RoleGrant.Role.IT, establishment_id=site.pk)
    told = Reminder(employee=ana.employee, establishment=site, recipient=sam.user)
    assert readable(ana.actor(), told, "told_at")
    assert not readable(ana.actor(), told, "data")


def test_nobody_supervises_themselves(sam: Person, rosa: Person) -> None:
    own = make_open_case(sam, rosa)
    assert relations_to(sam.actor(), own) == {Relation.SELF}


@pytest.mark.parametrize("name", ["usual_hourly_wage", "usual_weekly_hours"])
def test_pay_is_read_by_the_person_and_hr_alone(
    name: str, ana: Person, sam: Person, rosa: Person, safety: Person, auditor: Person, it: Person
) -> None:
    readers = [who for who in (ana, sam, rosa, safety, auditor, it) if readable(who.actor(), ana.employee, name)]  # type: ignore[arg-type]
    assert readers == [ana, rosa]
