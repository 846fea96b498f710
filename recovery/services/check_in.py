"""The employee's own short report of a day: saved, corrected, withdrawn. Each reassesses its case at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case
from injuries.vocabulary import Symptom
from people.policy import DataClass, Relation
from people.refusals import Refused, Words
from people.scope import verb
from people.wall import Actor
from recovery.measures import CATALOGUE, Measure
from recovery.models import CheckIn, Stall
from recovery.red_flags import RED_FLAGS, urgency_of
from recovery.services.courses import conclude, reassess
from recovery.services.findings import open_finding
from recovery.services.fold import refold
from recovery.services.rights import locked_case, writer_of
from recovery.services.rules import Subject, subject_of

HIGHEST_GRADE = 3
GRADED = frozenset(Symptom.values) - {Symptom.PAIN}


@verb
def submit_check_in(
    *,
    actor: Actor,
    case: Case,
    at: datetime,
    scores: Mapping[str, int],
    client_key: UUID,
    symptoms: Mapping[str, int] | None = None,
    overall_change: int | None = None,
    alarming: bool = False,
    red_flags: Sequence[str] = (),
    by_telephone: bool = False,
    by_link: bool = False,
    day: date | None = None,
) -> CheckIn:
    """One check-in per case and local day; a second one replaces the first, which stays in the history.

    HR enters what was told by telephone, and it is marked so whatever `by_telephone` says. `client_key` again:
    the check-in made before. `by_link`: it came without a sign-in. `day` may only be today, which is also what its
    absence means.
    """
    user, writing = writer_of(actor, case, DataClass.CHECK_IN)
    held = locked_case(case)
    before = CheckIn.objects.filter(pk=client_key).first()
    if before is not None:
        return _made_before(before, held)
    subject = subject_of(held, at=at)
    if subject is None:
        raise Refused(_("HR has not taken up this case yet. Check-ins start afterwards."), code="NOT_TRIAGED")
    check_answers(scores, symptoms or {}, overall_change, red_flags, alarming=alarming)
    told = Relation.SELF not in writing
    _check_day(subject, day, by_telephone=by_telephone and not told)
    latest = subject.course.last_answer_on
    replaced = _replace_todays(subject) if latest and latest >= subject.today else 0
    made = CheckIn.objects.create(
        id=client_key,
        case=held,
        day=subject.today,
        at=at,
        by=user,
        by_telephone=told,
        scores={code: scores[code] for code in CATALOGUE if code in scores},
        symptoms=dict(symptoms or {}),
        overall_change=overall_change,
        alarming=alarming or bool(red_flags),
        red_flags=list(red_flags),
    )
    latest_one = latest is None or latest <= made.day
    _after(subject, made, replaced=bool(replaced), latest=latest_one, by_link=by_link)
    return made


def _check_day(subject: Subject, day: date | None, *, by_telephone: bool) -> None:
    if day is not None and day != subject.today:
        raise Refused({"day": _("A check-in is about today. Send it without a day.")})
    if by_telephone:
        raise Refused({"by_telephone": _("Only HR enters check-ins by telephone.")})


def _replace_todays(subject: Subject) -> int:
    todays = CheckIn.objects.current().filter(case=subject.case, day=subject.today)
    return todays.update(replaced_at=subject.at)


def _made_before(before: CheckIn, case: Case) -> CheckIn:
    if before.case_id != case.pk:
        raise Refused({"client_key": _("This key was used before. Make a new one.")}, code="KEY_USED")
    return before


def _after(subject: Subject, made: CheckIn, *, replaced: bool, latest: bool, by_link: bool) -> None:
    """What a check-in sets in motion: journal, an alarm, the reassessment, the day of the next one."""
    case, at = subject.case, subject.at
    kind = "recovery.check_in_corrected" if replaced else "recovery.check_in"
    data = {"check_in": str(made.pk), "day": made.day.isoformat(), "telephone": made.by_telephone}
    data |= {"link": True} if by_link else {}
    record(case=case, kind=kind, at=at, by=made.by, data_class=DataClass.CHECK_IN, data=data)
    if made.alarming:
        evidence = {"check_in": str(made.pk), "red_flags": made.red_flags, "urgency": urgency_of(made.red_flags)}
        open_finding(subject, Stall.Kind.RED_FLAG, evidence, by=made.by)
    if latest:
        number = subject.number(made.day)
        case.next_check_in_on = subject.date_of(subject.rhythm.next_day(number))
        case.save(update_fields=["next_check_in_on"])
    conclude(subject, refold(subject, made.day, only=made if latest else None), from_day=made.day)
    if not latest:
        made.refresh_from_db()


@verb
def withdraw_check_in(*, actor: Actor, check_in: CheckIn, at: datetime) -> CheckIn:
    """Take back an answer; it stays in the history and counts no more. An alarm stays until HR has been in touch."""
    user, _writing = writer_of(actor, check_in.case, DataClass.CHECK_IN)
    held = locked_case(check_in.case)
    taken = CheckIn.objects.current().filter(pk=check_in.pk).update(replaced_at=at)
    if taken != 1:
        raise Refused(_("This check-in has been replaced or withdrawn already."), code="INVALID_TRANSITION")
    subject = subject_of(held, at=at)
    if subject is not None and check_in.day == subject.today:
        held.next_check_in_on = subject.today
        held.save(update_fields=["next_check_in_on"])
    data = {"check_in": str(check_in.pk), "day": check_in.day.isoformat()}
    record(case=held, kind="recovery.check_in_withdrawn", at=at, by=user, data_class=DataClass.CHECK_IN, data=data)
    reassess(case=held, at=at, from_day=check_in.day)
    check_in.refresh_from_db()
    return check_in


def check_answers(
    scores: Mapping[str, object],
    symptoms: Mapping[str, object],
    overall_change: object,
    red_flags: Sequence[str],
    *,
    alarming: bool,
) -> None:
    """Refuse answers outside their scales, all of them at once."""
    wrong: dict[str, Words] = {}
    for code, score in scores.items():
        words = _score_mend(code, score)
        if words:
            wrong[f"scores.{code}"] = words
    for code, grade in symptoms.items():
        if code not in GRADED:
            wrong[f"symptoms.{code}"] = _("Choose a symptom from the list.")
        elif not _whole(grade) or not 0 <= grade <= HIGHEST_GRADE:  # type: ignore[operator]  # a whole number by now
            wrong[f"symptoms.{code}"] = _("Choose a number from 0 to 3.")
    if overall_change is not None and (not _whole(overall_change) or not -5 <= overall_change <= 5):  # type: ignore[operator]  # as above
        wrong["overall_change"] = _("Choose a number from -5 to 5.")
    if set(red_flags) - set(RED_FLAGS) or len(set(red_flags)) != len(red_flags):
        wrong["red_flags"] = _("Choose signs from the list, each once.")
    if not scores and not alarming and not red_flags:
        wrong["scores"] = _("Answer at least one question.")
    if wrong:
        raise Refused(wrong)


def _score_mend(code: str, score: object) -> Words | None:
    measure = CATALOGUE.get(code)
    if measure is None or not (measure.decides and measure.bundled):
        return _("There is no question of this name.")
    if isinstance(score, bool) or not isinstance(score, int | float):
        return _range_words(measure)
    # A comparison is also false for what is not a number, and takes whole numbers too large for a float.
    if not measure.minimum <= score <= measure.maximum or (measure.step == 1 and score != int(score)):
        return _range_words(measure)
    return None


def _range_words(measure: Measure) -> Words:
    lowest, highest = f"{measure.minimum:g}", f"{measure.maximum:g}"
    return gettext("Choose a number from %(lowest)s to %(highest)s.") % {"lowest": lowest, "highest": highest}


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
