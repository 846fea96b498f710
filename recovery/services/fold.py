"""Folding a case's stored check-ins: from a day on, starting from the state kept before it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from recovery import stall
from recovery.backstop import Grades
from recovery.models import CheckIn
from recovery.reading import GRADES_DAYS, Said, outdated, read
from recovery.services.rules import Subject

READ = ["state", "status", "evidence"]


@dataclass
class Fold:
    """The check-in before the first day looked at, and those from it on with what they say."""

    prior: CheckIn | None
    rows: list[tuple[CheckIn, Said]] = field(default_factory=list)

    @property
    def last(self) -> CheckIn | None:
        return self.rows[-1][0] if self.rows else self.prior

    @property
    def status(self) -> str:
        return self.last.status if self.last else "insufficient"

    def status_on(self, day: date) -> str:
        """The status as it stood at the end of a day."""
        for row, said in reversed(self.rows):
            if row.day <= day:
                return said.status
        return self.prior.status if self.prior and self.prior.day <= day else "insufficient"

    @property
    def numbers(self) -> dict[str, object]:
        """The latest numbers there are; a check-in without a score brings none."""
        for row in [*(row for row, _ in reversed(self.rows)), *([self.prior] if self.prior else [])]:
            if row.evidence:
                return dict(row.evidence)
        return {}


def refold(subject: Subject, from_day: date | None, *, anew: bool = False, only: CheckIn | None = None) -> Fold:
    """Read the check-ins from a day on (all without one) and store what changed.

    A check-in keeps the sensitivity and pace under which it was read first, unless read `anew` under new rules.
    `only`: the one check-in there is from that day on, if the caller knows.
    """
    current = CheckIn.objects.current().filter(case=subject.case)
    prior = current.filter(day__lt=from_day).order_by("-day").first() if from_day else None
    if prior and outdated(prior.state):
        prior, from_day, only = None, None, None
    rows = [only] if only else list(current.filter(day__gte=from_day or date.min).order_by("day"))
    grades = _grades(subject, rows[0].day) if rows else []
    fold = Fold(prior)
    state = prior.state if prior else {}
    changed = []
    for row in rows:
        number = subject.number(row.day)
        policy = subject.detector(number) if anew else read_under(row, subject.detector(number))
        said = read(before=state, day=number, scores=row.scores, grades=grades, policy=policy)
        state = said.state
        found = (said.state, said.status, said.numbers)
        if (row.state, row.status, row.evidence) != found:
            row.state, row.status, row.evidence = found
            changed.append(row)
        fold.rows.append((row, said))
    _store(changed)
    return fold


def _store(changed: list[CheckIn]) -> None:
    # The usual one alone is written plainly: the statement for many costs several times as much.
    if len(changed) == 1:
        changed[0].save(update_fields=READ)
    else:
        CheckIn.objects.bulk_update(changed, READ, batch_size=200)


def read_under(row: CheckIn, rules: stall.Policy) -> stall.Policy:
    """The rules under which a check-in was read when it came in, else those of now."""
    if "sensitivity" not in row.evidence:
        return rules
    return stall.Policy(
        cadence=row.evidence["cadence"],
        sensitivity=row.evidence["sensitivity"],
        backstop_day=rules.backstop_day,
    )


def _grades(subject: Subject, first: date) -> list[Grades]:
    graded = CheckIn.objects.current().filter(case=subject.case, day__gt=first - timedelta(days=GRADES_DAYS))
    rows = graded.exclude(symptoms={}).order_by("day").values_list("day", "symptoms")
    return [Grades(subject.number(day), symptoms) for day, symptoms in rows]
