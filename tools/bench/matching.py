"""`./dev bench matching`: one person against 10,000 tasks.

Left: what PostgreSQL takes to leave out what certainly breaks a limit, beside counting the same rows. Right: the
exact verdicts with their reasons for one page of tasks. Run by `tools.bench.run` inside Django.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

TASKS, ON_THE_PAGE, ROUNDS = 10_000, 400, 7
SITTING = ("LIFT", "CARRY", "PUSH_PULL", "GRIP", "REACH_OVERHEAD", "BEND", "STAND", "WALK", "KNEEL", "VIBRATION")


def main() -> None:
    case, tasks = company()
    from duty.rows import standing_of

    standing = standing_of(case, date.today())  # noqa: DTZ011 - the day of a company made a moment ago
    report(case, tasks, standing)


def company() -> tuple[Any, Any]:
    """A case with three limits, and a bank of tasks with random demands, screened."""
    from django.db import connection, transaction

    from duty.models import Task
    from duty.services import fill_screens
    from people import clock
    from people.models import RoleGrant
    from recovery.services import LimitFacts
    from tests import cast
    from tests.portal.hr_cases import give_report

    at = clock.now()
    with transaction.atomic():
        site = cast.make_site()
        department = cast.make_department(site)
        ana = cast.make_person("Ana", "Rivera", department)
        rosa = cast.make_office("rosa@example.com", "Rosa Patel", RoleGrant.Role.HR, site)
        case = cast.make_open_case(ana, rosa, at=at)
        limits = (
            LimitFacts(kind="MAX_WEIGHT", activity="LIFT_CARRY", points=({"lb": 18, "band": None},)),
            LimitFacts(kind="MAX_HOURS_DAY", activity="GRIP", side="R", minutes=120),
            LimitFacts(kind="PROHIBITED", activity="VIBRATION"),
        )
        give_report(rosa, case, *limits, at=at)
        make_tasks(department)
    fill_screens()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return case, Task.objects.offered().filter(establishment=site)


def make_tasks(department: Any) -> None:
    from duty.models import Demand, Task

    rng = random.Random(20260302)  # noqa: S311 - the same bank in every run
    facts = {"establishment": department.establishment, "department": department, "shift_minutes": 480}
    known = {"days_per_week": 5, "night": False, "overtime": False, "absent": ["CLIMB", "DRIVE"]}
    assessed = {"profile": "ASSESSED", "assessed_by": "Ivo Tran", "assessed_on": date(2026, 1, 5)}
    tasks = Task.objects.bulk_create(
        Task(code=f"task-{n}", name=f"Task {n}", kind="light", **facts, **known, **assessed) for n in range(TASKS)
    )
    Demand.objects.bulk_create(
        Demand(
            task=task,
            activity=activity,
            status="ASSESSED",
            minutes=rng.choice((0, 30, 60, 120, 240)),
            weight=rng.choice((2, 5, 10, 15, 20, 40)) if activity in SITTING[:3] else None,
            hands=rng.choice(("BOTH", "EITHER", "R", "")),
        )
        for task in tasks
        for activity in rng.sample(SITTING, 5)
    )


def report(case: Any, tasks: Any, standing: Any) -> None:
    from duty.services import candidates
    from portal.find_duty import found_duties

    kept = candidates(tasks, standing)
    counted = median(lambda: in_postgres(tasks))
    screened = median(lambda: in_postgres(kept))
    page = list(kept.select_related("department").order_by("pk")[:ON_THE_PAGE])
    exact = median(lambda: found_duties(case.employee, fresh(page), standing))
    left, every = kept.count(), tasks.count()
    say(f"{every} tasks, {every - left} left out, {left} candidates")
    say(f"candidates in PostgreSQL   {screened:7.2f} ms   {screened / counted:5.1f} x counting the tasks   goal 5 ms")
    say(f"verdicts of {len(page)} tasks     {exact:7.1f} ms   {exact / len(page):5.2f} ms each            goal 200 ms")


def in_postgres(rows: Any) -> float:
    """What the server itself says that a query took, in milliseconds."""
    from django.db import connection

    query, values = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {query}", values)
        [[[plan]]] = cursor.fetchall()
    return float(plan["Execution Time"])


def fresh(page: list[Any]) -> Any:
    """The same tasks as a request meets them: read anew, their demands not at hand."""
    from duty.models import Task

    return list(Task.objects.filter(pk__in=[task.pk for task in page]).select_related("department"))


def median(work: Callable[[], Any]) -> float:
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        told = work()
        times.append(told if isinstance(told, float) else (time.perf_counter() - start) * 1000)
    return statistics.median(times)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
