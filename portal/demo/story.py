"""Who gets hurt when: about sixty cases over eight months, some of them placed so that today has something to do."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from people.models import Employee
from people.services import open_account
from portal.demo.bodies import COMPLAINTS, Complaint, Healing, plateau, quick, slowing, steady, stuck, worse
from portal.demo.company import Company
from portal.demo.life import PROVIDERS, Life
from recovery.measures import scales_for
from recovery.rhythm import Rhythm
from recovery.scales import Answer
from recovery.stall import Policy, assess

COURSES: tuple[tuple[Callable[[random.Random], Healing], int], ...] = (
    (quick, 8),
    (steady, 7),
    (plateau, 4),
    (stuck, 3),
    (worse, 1),
)
PAST = 42
FRESH_STALLS = 5
# Days ago, and what is special: answers that wait for the demo supervisor, reviews that nobody held, words only.
ARRIVALS: tuple[tuple[int, dict[str, object]], ...] = (
    (19, {"review_late": 30, "graded": True}),
    (18, {"review_late": 30}),
    (17, {"review_late": 30, "prefers": "Parts office", "graded": True}),
    (12, {"prefers": "Parts office"}),
    (8, {"words_only": True}),
    (6, {"propose_after": 3, "unanswered": True, "prefers": "Parts office", "graded": True}),
    (5, {"propose_after": 3, "unanswered": True, "prefers": "Parts office"}),
    (4, {"propose_after": 1, "unanswered": True, "prefers": "Shipping"}),
    (3, {}),
    (2, {}),
    (1, {"reported_by": "supervisor"}),
    (0, {}),
    (0, {"reported_by": "supervisor"}),
)


def cast(company: Company, rng: random.Random, *, today: dict[int, date]) -> list[Life]:
    """Everybody's life: the past, the stalls that show up today, and what came in during the past days."""
    pool = [person for people in company.employees.values() for person in people]
    ana = next(person for person in pool if person.given_name == "Ana" and person.family_name == "Rivera")
    pool.remove(ana)
    rng.shuffle(pool)
    lives = [_fresh_stall(company, ana, COMPLAINTS[0], rng, today)]
    lives += [_fresh_stall(company, _next(pool), complaint, rng, today) for complaint in COMPLAINTS[1:FRESH_STALLS]]
    lives += [_past(company, _next(pool), rng, today) for _ in range(PAST)]
    lives += [_arrival(company, _next(pool, "riverside"), rng, today, days, more) for days, more in ARRIVALS]
    return lives


def _next(pool: list[Employee], site: str = "") -> Employee:
    """The next to be hurt (at a site), who then needs an account."""
    place = next(index for index, one in enumerate(pool) if not site or one.establishment.code == site)
    person = pool.pop(place)
    open_account(email=person.email, full_name=person.name, password=None, employee=person, language=person.language)
    return person


def _past(company: Company, employee: Employee, rng: random.Random, today: dict[int, date]) -> Life:
    course = rng.choices([one for one, _weight in COURSES], [weight for _one, weight in COURSES])[0]
    days = rng.randrange(12, 232)
    return Life(
        employee=employee,
        company=company,
        complaint=rng.choice(COMPLAINTS),
        healing=course(rng),
        starts=today[employee.establishment_id] - timedelta(days=days),
        rng=random.Random(rng.random()),  # noqa: S311 - a story
        mood=random.Random(rng.random()),  # noqa: S311 - a story
        answers=rng.choice((0.95, 0.9, 0.85, 0.7)),
        silent_after=rng.randrange(10, 40) if rng.random() < 0.12 else None,
        books_after=rng.choice((2, 3, 5, 9, 14, 60)),
        reported_by=rng.choice(("employee", "employee", "employee", "supervisor", "hr")),
        words_only=rng.random() < 0.05,
        propose_after=rng.choice((1, 2, 3)),
        review_late=rng.choice((0, 0, 0, 1, 2, 4)),
        provider=rng.choice(PROVIDERS),
    )


def _arrival(
    company: Company,
    employee: Employee,
    rng: random.Random,
    today: dict[int, date],
    days: int,
    more: dict[str, object],
) -> Life:
    """Came in during the past weeks: to triage, to be matched, to be approved, to be reviewed."""
    life = Life(
        employee=employee,
        company=company,
        complaint=rng.choice(COMPLAINTS),
        healing=steady(rng),
        starts=today[employee.establishment_id] - timedelta(days=days),
        rng=random.Random(rng.random()),  # noqa: S311 - a story
        mood=random.Random(rng.random()),  # noqa: S311 - a story
        answers=1.0,
        provider=rng.choice(PROVIDERS),
    )
    return replace(life, **more)  # type: ignore[arg-type]  # the table above names fields of Life


def _fresh_stall(
    company: Company, employee: Employee, complaint: Complaint, rng: random.Random, today: dict[int, date]
) -> Life:
    """A recovery that stands still, begun so many days ago that the detector says so today for the first time."""
    seed = rng.random()
    healing = slowing(rng)
    days = _days_until_stalled(healing, random.Random(seed))  # noqa: S311 - a story
    return Life(
        employee=employee,
        company=company,
        complaint=complaint,
        healing=healing,
        starts=today[employee.establishment_id] - timedelta(days=days),
        rng=random.Random(seed),  # noqa: S311 - a story
        mood=random.Random(seed),  # noqa: S311 - a story
        answers=1.0,
        books_after=5,
        provider=PROVIDERS[0],
    )


def _days_until_stalled(healing: Healing, rng: random.Random) -> int:
    """The day of the case on which a check-in first brings the word "stalled", asked of the detector itself.

    Draws from `rng` in the order in which the life will.
    """
    rhythm = Rhythm(first=3.5, later=7.0)
    day, answers = 2, []
    while day < 60:
        rng.random()
        answers.append(Answer(day=day, scores=healing.answers(day - 1, rng)))
        changes = assess(answers, scales=scales_for(), policy=Policy(cadence=3.5), until=day)
        if any(status == "stalled" for _day, status in changes):
            return day
        day = rhythm.next_day(day)
    return 28
