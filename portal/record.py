"""An employee's own record in words: the cases with what is on file for each, and old answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import formats
from django.utils.translation import gettext as _

from duty.rows import restriction_of
from injuries.models import Case, Report
from injuries.vocabulary import Symptom
from portal.charts import shown
from portal.forms.body_parts import in_words
from portal.forms.check_in import GRADES
from portal.forms.report import as_places
from portal.measure_words import words_of
from portal.parts import Fact, Limit
from portal.shown import limits_shown, short_day
from recovery.measures import CATALOGUE
from recovery.models import CheckIn, Course, WorkStatusReport


@dataclass(frozen=True)
class Paper:
    """A work status report: its status, its days, its limits in plain words."""

    report: WorkStatusReport
    span: str
    limits: list[Limit] = field(default_factory=list)


@dataclass(frozen=True)
class CaseShown:
    case: Case
    facts: list[Fact]
    papers: list[Paper]


def case_shown(case: Case) -> CaseShown:
    return CaseShown(case, facts_of_case(case), [paper_of(row) for row in case.work_status_reports.all()])


def facts_of_case(case: Case) -> list[Fact]:
    """What was reported, and who works on it."""
    rows = [
        (_("Where it hurts"), places_of(case)),
        (_("Began on"), full_day(case)),
        (_("What you were doing"), task_of(case.reports.all(), case)),
        (_("Who runs the case at HR"), str(case.owner) if case.owner else _("Nobody yet")),
        (_("Work-related"), str(case.get_work_related_display())),
        (_("Case number"), case.number),
    ]
    return [Fact(question, answer) for question, answer in rows if answer]


def full_day(case: Case) -> str:
    return str(formats.date_format(case.began_on, _("F j, Y")))


def places_of(case: Case) -> str:
    if not case.body_part:
        return _("Not named yet")
    places = [(case.body_part, case.side), *((placed.part, placed.side) for placed in as_places(case.more_parts))]
    return ", ".join(in_words(part, side) for part, side in places)


def task_of(reports: Iterable[Report], case: Case) -> str:
    words = next((report.task_words for report in reports if report.task_words), "")
    task = str(case.get_repetitive_task_display())
    return f"{task}. {words}" if words else task


def paper_of(row: WorkStatusReport) -> Paper:
    end = short_day(row.ends_on) if row.ends_on else _("no end given")
    span = _("%(start)s to %(end)s") % {"start": short_day(row.starts_on), "end": end}
    return Paper(row, span, limits_shown([restriction_of(limit) for limit in row.restrictions.all()], own=True))


def answers_in_words(row: CheckIn) -> list[str]:
    """ "Pain: 4", "Stiffness: a little": what was answered on a day."""
    course: Course | None = getattr(row.case, "course", None)
    activity = course.main_activity if course else ""
    given = [code for code in CATALOGUE if code in row.scores]
    scores = [f"{words_of(code, main_activity=activity).title}: {shown(row.scores[code])}" for code in given]
    grades = {int(code): str(words).lower() for code, words in GRADES}
    known = {symptom.value: symptom for symptom in Symptom}
    symptoms = [f"{known[code].label}: {grades[grade]}" for code, grade in row.symptoms.items() if code in known]
    alarm = [_("Something alarming")] if row.alarming else []
    return [*alarm, *scores, *symptoms]
