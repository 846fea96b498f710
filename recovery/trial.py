"""Trying other rules on the past: which follow-up reminders each would have led to, and when.

A site's dated check-ins and appointments go through the very fold of `recovery.stall` once under the present rules
and once under the tried ones. Pure: no framework, no clock, no rows, and no reminder rules; what those ask of rows
is asked here of the facts as they were known on each day. Answers that nobody was asked for cannot be invented, and
appointments stay as they were in fact entered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from recovery import backstop
from recovery.backstop import Grades
from recovery.evidence import Sensitivity
from recovery.reading import SCALES, read
from recovery.rhythm import Rhythm
from recovery.stall import Answer, Policy
from recovery.visits import Visit, booked_soon, coming, free_since, quiet_until

ESCALATE_AGAIN_DAYS = 21
ALERTS = ("stalled", "worsening")
GOOD = ("improving", "recovered")
Audience = Literal["employee", "hr"]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rules:
    """What HR may set for a site, as far as it decides who is reminded and when."""

    first: float
    later: float
    sensitivity: Sensitivity
    backstop_day: int
    measures: tuple[str, ...]
    repeat_after_days: int
    escalate_after_days: int

    def rhythm(self, own: float | None) -> Rhythm:
        return Rhythm(first=self.first, later=self.later, own=own)


@dataclass(frozen=True)
class Answered:
    """One check-in, on the establishment's local day."""

    on: date
    scores: Mapping[str, float]
    symptoms: Mapping[str, int]


@dataclass(frozen=True)
class PastCase:
    """A case as it went. `pace` is its own number of days between check-ins, if it has one."""

    key: int
    day_zero: date
    taken_up_on: date
    closed_on: date | None
    pace: float | None
    answers: Sequence[Answered]
    visits: Sequence[Visit]

    def number(self, day: date) -> int:
        """The day of the case, counted from day 0."""
        return max(0, (day - self.day_zero).days)


@dataclass(frozen=True)
class Sent:
    """A reminder that would have gone out. `booked`: an appointment was in fact entered within four weeks."""

    case: int
    on: date
    number: int
    to: Audience
    booked: bool


@dataclass(frozen=True)
class Tally:
    """What one set of rules would have sent."""

    sent: tuple[Sent, ...]

    def to(self, audience: Audience) -> int:
        return sum(one.to == audience for one in self.sent)

    @property
    def booked(self) -> int:
        return sum(one.booked for one in self.sent)

    @property
    def cases(self) -> frozenset[int]:
        return frozenset(one.case for one in self.sent)

    @property
    def usual_first_day(self) -> int | None:
        """The middle one of the days of a case on which its first reminder goes out."""
        first: dict[int, int] = {}
        for one in self.sent:
            first[one.case] = min(one.number, first.get(one.case, one.number))
        days = sorted(first.values())
        return days[len(days) // 2] if days else None


@dataclass(frozen=True)
class Trial:
    """Both sets of rules over the same cases, and what the past cannot tell.

    `asked_more_often`: the tried rules ask on days on which nobody was asked. `never_asked`: measures they add of
    which no answer is there.
    """

    present: Tally
    tried: Tally
    cases: int
    answers: int
    asked_more_often: bool
    never_asked: tuple[str, ...]


def compare(cases: Sequence[PastCase], *, present: Rules, tried: Rules, since: date, until: date) -> Trial:
    """What `tried` would have sent from `since` to `until`, beside what `present` would have."""
    known = {code for case in cases for answer in case.answers for code in answer.scores}
    return Trial(
        present=_tally(cases, present, asked=present, since=since, until=until),
        tried=_tally(cases, tried, asked=present, since=since, until=until),
        cases=len(cases),
        answers=sum(len(case.answers) for case in cases),
        asked_more_often=tried.first < present.first or tried.later < present.later,
        never_asked=tuple(code for code in tried.measures if code not in known),
    )


def _tally(cases: Iterable[PastCase], rules: Rules, *, asked: Rules, since: date, until: date) -> Tally:
    found = [one for case in cases for one in reminders(case, rules, asked=asked, until=until) if one.on >= since]
    return Tally(tuple(sorted(found, key=lambda one: (one.on, one.case, one.to))))


def reminders(case: PastCase, rules: Rules, *, asked: Rules, until: date) -> Iterator[Sent]:
    """Every reminder of one case up to a day, in order. Under `asked` the answers came in."""
    answers = answers_under(case, rules, asked=asked)
    course = _Course(case, rules)
    by_day = {answer.on: answer for answer in answers}
    day = min([case.taken_up_on, *by_day])
    while day <= until and (case.closed_on is None or day < case.closed_on):
        course.live(day, by_day.get(day))
        for audience in course.due(day):
            yield Sent(case.key, day, case.number(day), audience, booked=booked_soon(case.visits, day))
        day += DAY


def answers_under(case: PastCase, rules: Rules, *, asked: Rules) -> list[Answered]:
    """The answers there would be: only of the measures asked, and of slower rules only those nearest to their days."""
    ours, theirs = rules.rhythm(case.pace), asked.rhythm(case.pace)
    kept: list[Answered] = []
    for answer in sorted(case.answers, key=lambda one: one.on):
        number = case.number(answer.on)
        before = case.number(kept[-1].on) if kept else None
        slower = before is not None and ours.on(before) > theirs.on(before)
        if before is not None and slower and number < ours.next_day(before) - theirs.on(before) / 2:
            continue
        scores = {code: score for code, score in answer.scores.items() if code in rules.measures}
        kept.append(Answered(answer.on, scores, answer.symptoms))
    return kept


class _Course:
    """One case on its way through the days: its findings that ask for a follow-up, by kind, since when."""

    def __init__(self, case: PastCase, rules: Rules) -> None:
        self.case, self.rules = case, rules
        self.open: dict[str, date] = {}
        self.state: dict[str, Any] = {}
        self.seen: list[Answer] = []
        self.grades: list[Grades] = []
        backstop_on = case.day_zero + timedelta(days=rules.backstop_day)
        self.look_on: date | None = max(case.taken_up_on, backstop_on)

    def live(self, today: date, answer: Answered | None) -> None:
        """What a day brings: the outcome of a visit, the look on the backstop day, an answer."""
        for visit in self.case.visits:
            if visit.outcome == "seen" and visit.outcome_on == today:
                self.open = {kind: since for kind, since in self.open.items() if since > visit.on}
        if self.look_on and self.look_on <= today:
            self.look_on = quiet_until(self.case.visits, today)
            if self.look_on is None and self._no_gain(today):
                self.open["no_gain"] = today
        if answer is not None:
            self._read(answer)

    def due(self, today: date) -> list[Audience]:
        """Who is reminded today: the employee again and again, HR when that has not helped."""
        if not self.open or coming(self.case.visits, today):
            return []
        waited = (today - max(min(self.open.values()), free_since(self.case.visits, today))).days
        late = waited - self.rules.escalate_after_days
        told: list[Audience] = []
        if waited >= 0 and waited % self.rules.repeat_after_days == 0:
            told.append("employee")
        if late >= 0 and late % ESCALATE_AGAIN_DAYS == 0:
            told.append("hr")
        return told

    def _read(self, answer: Answered) -> None:
        number = self.case.number(answer.on)
        if answer.symptoms:
            self.grades.append(Grades(number, answer.symptoms))
        said = read(
            before=self.state,
            day=number,
            scores=answer.scores,
            grades=self.grades,
            policy=Policy(
                cadence=self.rules.rhythm(self.case.pace).on(number),
                sensitivity=self.rules.sensitivity,
                backstop_day=self.rules.backstop_day,
            ),
        )
        self.state = said.state
        if answer.scores:
            self.seen.append(Answer(number, answer.scores))
        if said.status in GOOD:
            self.open = {kind: since for kind, since in self.open.items() if kind not in ALERTS}
        elif said.status in ALERTS and (said.symptom or quiet_until(self.case.visits, answer.on) is None):
            self.open.setdefault(said.status, answer.on)
        if "no_gain" in self.open and not self._no_gain(answer.on):
            del self.open["no_gain"]

    def _no_gain(self, today: date) -> bool:
        return backstop.no_gain(self.seen, scales=SCALES, day=self.case.number(today)) is not None
