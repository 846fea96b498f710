"""Which duties fit a person, best first, each with its reason in numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from duty import facts
from duty.demands import Reading, Row, apply_patch, read_task
from duty.facts import DOES_NOT_FIT, FITS, FITS_WITH_MODIFICATION, UNKNOWN, MatchResult
from duty.limits import Limit
from duty.matching import Standing, match_in_force
from duty.models import Task
from duty.ranking import PART_LABELS, Candidate, Part, headroom, leaves_with_time, rank
from duty.reasons import CONDITION_WORDS, for_supervisor
from duty.rows import task_of, with_demands
from duty.task_templates import MODIFICATION_LABELS
from people.models import Employee
from portal.limit_words import in_words
from portal.usual_work import placement_of, plain, usual_of, wage_of, weights_at
from recovery.restriction_words import in_plain_words
from recovery.restrictions import ACTIVITIES, BANDS, lb_to_kg
from recovery.sentences import Sentence, figure

HANDS = {"USE_RIGHT_SIDE_ONLY": "R", "USE_LEFT_SIDE_ONLY": "L"}
ORDER = (FITS, FITS_WITH_MODIFICATION, UNKNOWN, DOES_NOT_FIT)
MOST_REASONS = 3


@dataclass(frozen=True)
class Reason:
    """`icon` and `tone` say what it means: kept, changed, not known, broken."""

    icon: str
    tone: str
    text: str


@dataclass(frozen=True)
class Found:
    task: Task
    result: MatchResult
    reasons: list[Reason]
    score: int | None = None
    parts: tuple[Part, ...] = ()
    best: bool = False

    @property
    def verdict(self) -> str:
        return self.result.verdict

    @property
    def offerable(self) -> bool:
        return self.result.offerable

    @property
    def hours_a_week(self) -> str:
        task = self.task
        if task.shift_minutes is None or task.days_per_week is None:
            return ""
        return figure(task.shift_minutes * task.days_per_week / 60)

    @property
    def part_lines(self) -> list[tuple[str, str]]:
        """The parts of the rank; a part whose data are missing says so."""
        return [
            (gettext(PART_LABELS[part.name]), gettext("not recorded") if part.share is None else figure(part.points))
            for part in self.parts
        ]


def found_duties(employee: Employee, tasks: Iterable[Task], standing: Standing) -> list[Found]:
    """Every task with its verdict, in the order of use: fits, fits if changed, assess first, does not fit."""
    rows = with_demands(tasks)
    matched = {task.code: (task, fact := task_of(task), match_in_force(standing, fact)) for task in rows}
    candidates = [candidate(employee, task, fact, result, standing) for task, fact, result in matched.values()]
    offerable, assess_first = rank(candidates, usual_of(employee), weights_at(employee.establishment_id))
    scored = {item.code: item for item in [*offerable, *assess_first]}
    codes = [item.code for item in [*offerable, *assess_first]]
    codes += sorted(code for code, (_task, _fact, result) in matched.items() if result.verdict == DOES_NOT_FIT)
    found, unit = [], employee.establishment.weight_unit
    for place, code in enumerate(codes):
        task, fact, result = matched[code]
        item = scored.get(code)
        found.append(
            Found(
                task=task,
                result=result,
                reasons=reasons_for(task, fact, result, standing, unit)[: MOST_REASONS + 1],
                score=round(item.score) if item and result.offerable else None,
                parts=item.parts if item and result.offerable else (),
                best=place == 0 and result.offerable,
            )
        )
    return found


def candidate(employee: Employee, task: Task, fact: facts.Task, result: MatchResult, standing: Standing) -> Candidate:
    reading = as_agreed(fact, result.modifications)
    hand = next((HANDS[code] for code in result.conditions if code in HANDS), None)
    minutes, days = task.shift_minutes, task.days_per_week
    return Candidate(
        code=task.code,
        verdict=result.verdict,
        placement=placement_of(employee, task),
        wage=wage_of(employee, task),
        required_skills={plain(skill) for skill in task.skills},
        hours_per_week=minutes * days / 60 if minutes and days else None,
        night=task.night,
        headroom=headroom(standing, reading, hand) if result.offerable else None,
        leaves=leaves_with_time(reading),
    )


def as_agreed(fact: facts.Task, codes: Sequence[str]) -> Reading:
    """The task as it would be offered, after its changes."""
    for change in fact.modifications:
        if change.code in codes:
            fact = apply_patch(fact, change.patch)
    return read_task(fact)


def reasons_for(task: Task, fact: facts.Task, result: MatchResult, standing: Standing, unit: str) -> list[Reason]:
    """Broken limits and open questions first; for what fits, how far each limit is kept."""
    changes = [Reason("sliders", "due", gettext(MODIFICATION_LABELS.get(code, code))) for code in result.modifications]
    conditions = [Reason("hand", "due", gettext(CONDITION_WORDS.get(code, code))) for code in result.conditions]
    if result.offerable:
        reading = as_agreed(fact, result.modifications)
        kept = [
            Reason("check", "ok", words) for limit in standing.limits if (words := kept_words(limit, reading, unit))
        ]
        return [*changes, *conditions, *kept]
    icon, tone = ("cross", "late") if result.verdict == DOES_NOT_FIT else ("unknown", "wait")
    return [*changes, *(Reason(icon, tone, words) for words in unkept_words(task, result, standing, unit))]


def unkept_words(task: Task, result: MatchResult, standing: Standing, unit: str) -> list[str]:
    """One sentence for each reason; what is said of several activities is said once, naming them all."""
    by_id = {limit.restriction.id: limit.restriction for limit in standing.limits}
    said: dict[str, tuple[Sentence, list[str]]] = {}
    for finding in result.findings:
        sentence = for_supervisor(task.name, finding, by_id.get(finding.restriction or ""), unit=unit)
        why = sentence.params["why"]
        whole = why if isinstance(why, Sentence) else sentence
        activity = whole.params.get("activity")
        shared = isinstance(activity, Sentence) and "demand" not in whole.params
        key = whole.msgid if shared else in_words(whole)
        said.setdefault(key, (whole, []))[1].append(in_words(activity) if isinstance(activity, Sentence) else "")
    return [_joined(whole, dict.fromkeys(activities)) for whole, activities in said.values()]


def _joined(whole: Sentence, activities: Iterable[str]) -> str:
    named = ", ".join(name for name in activities if name)
    params = {**whole.params, "activity": named} if named and "activity" in whole.params else whole.params
    words = in_words(replace(whole, params=params))
    return f"{words[:1].upper()}{words[1:]}."


def kept_words(limit: Limit, task: Reading, unit: str) -> str:
    """ "Grip: 0.5 h of 8 h. The limit is 2 h." What a limit allows beside what the task asks."""
    restriction = limit.restriction
    if not limit.mask:
        return shift_words(restriction, task)
    activity = gettext(ACTIVITIES[restriction.activity].label)
    rows = [row for row in task.rows if row.mask & limit.mask and row.counts]
    if not rows:
        return gettext("%(activity)s: does not occur.") % {"activity": activity}
    asks, allows = figures_of(restriction, rows, task, unit)
    if not asks:
        return f"{activity}: {in_words(in_plain_words(restriction, own=False).text)}."
    return gettext("%(activity)s: %(asks)s. The limit is %(allows)s.") % {
        "activity": activity,
        "asks": asks,
        "allows": allows,
    }


def figures_of(restriction: facts.Restriction, rows: list[Row], task: Reading, unit: str) -> tuple[str, str]:
    hours = sum(row.hours or 0 for row in rows)
    if restriction.kind == "MAX_WEIGHT":
        heaviest = max((row.pounds or 0 for row in rows), default=0)
        lightest = min((point.pounds for point in restriction.points), default=0)
        return gettext("up to %(weight)s") % {"weight": weight(heaviest, unit)}, weight(lightest, unit)
    if restriction.kind == "MAX_HOURS_DAY":
        day = gettext("%(time)s of %(day)s") % {"time": short_time(hours), "day": short_time(task.day_hours)}
        return day, short_time(restriction.hours or 0)
    share = BANDS.get(restriction.band or "") if restriction.kind == "MAX_FREQUENCY" else None
    if share is not None:
        day = gettext("%(time)s of %(day)s") % {"time": short_time(hours), "day": short_time(task.day_hours)}
        return day, short_time(float(share) * task.day_hours)
    if restriction.kind == "MAX_CONTINUOUS_MIN":
        longest = max((row.minutes or 0 for row in rows), default=0)
        return gettext("%(n)s min at a time") % {"n": figure(longest)}, f"{figure(restriction.minutes or 0)} min"
    if restriction.kind == "MAX_REPS_HOUR":
        most = max((row.reps or 0 for row in rows), default=0)
        return gettext("%(n)s times an hour") % {"n": figure(most)}, figure(restriction.reps or 0)
    return "", ""


def short_time(hours: float) -> str:
    """ "2 h 40 min": nobody reads 2.67 h as what it is."""
    whole, minutes = divmod(round(hours * 60), 60)
    parts = ([f"{whole} h"] if whole else []) + ([f"{minutes} min"] if minutes or not whole else [])
    return " ".join(parts)


def weight(pounds: float, unit: str) -> str:
    """In the unit of the site."""
    return f"{figure(round(lb_to_kg(pounds) if unit == 'kg' else pounds, 1))} {unit}"


def shift_words(restriction: facts.Restriction, task: Reading) -> str:
    if restriction.kind == "MAX_SHIFT_HOURS" and task.shift_hours is not None:
        return gettext("Shift of %(n)s h. The limit is %(most)s h.") % {
            "n": figure(task.shift_hours),
            "most": figure(restriction.hours or 0),
        }
    return in_words(in_plain_words(restriction, own=False).text) + "."
