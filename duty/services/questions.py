"""Questions that only HR can answer: asked when the rows call for it, closed when they no longer do or by words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from duty.days import day_ledgers
from duty.ledger import Gap, Ledger
from duty.lifecycle import INVALID_TRANSITION, PERMISSION_DENIED
from duty.matching import Standing, restrictions_in_force
from duty.models import DutyPolicy, DutyQuestion
from duty.refusal_words import refusal
from duty.rows import reports_of
from duty.services.policies import policies_of
from duty.spans import active_spans, days_in
from injuries.journal import record
from injuries.models import Case
from people.clock import local_day
from people.refusals import Refused
from people.scope import verb
from people.wall import Actor

Kind, Cause = DutyQuestion.Kind, DutyQuestion.Cause
GAP_AFTER = timedelta(days=3)
ANSWER_WITHIN = timedelta(days=7)
AT_ONCE = 200


@dataclass(frozen=True)
class Asked:
    """What the rows of a case ask at the moment."""

    due_on: date
    since: date | None = None
    days: int = 0
    of_days: int = 0


Key = tuple[str, str]


@verb
def ask(*, case_ids: Iterable[int], at: datetime) -> int:
    """Open what the rows of these cases call for and close what they no longer do; answers how many changed."""
    cases = {row.pk: row for row in Case.objects.open().filter(pk__in=list(case_ids)).select_related("establishment")}
    by_day: dict[date, list[Case]] = {}
    for case in cases.values():
        by_day.setdefault(local_day(at, case.establishment.timezone), []).append(case)
    return sum(_settle(rows, today, at) for today, rows in by_day.items())


def ask_everybody(at: datetime) -> int:
    """The same for all open cases, a batch at a time."""
    every = list(Case.objects.open().order_by("pk").values_list("pk", flat=True))
    return sum(ask(case_ids=every[first : first + AT_ONCE], at=at) for first in range(0, len(every), AT_ONCE))


def _settle(cases: list[Case], today: date, at: datetime) -> int:
    ids = [case.pk for case in cases]
    spans, reports = active_spans(ids, today), reports_of(ids)
    ledgers = day_ledgers(ids, today, spans=spans, reports=reports)
    policies = policies_of({case.establishment_id for case in cases})
    known: dict[int, list[DutyQuestion]] = {pk: [] for pk in ids}
    for row in DutyQuestion.objects.filter(case_id__in=ids):
        known[row.case_id].append(row)
    changed = 0
    for case in cases:
        wanted = asked_of(
            ledgers[case.pk],
            days_in(spans.get(case.pk, []), until=today),
            restrictions_in_force(reports[case.pk], today),
            policies[case.establishment_id],
            today,
        )
        changed += _write(case, known[case.pk], wanted, today, at)
    return changed


def asked_of(ledger: Ledger, used: int, standing: Standing, policy: DutyPolicy, today: date) -> dict[Key, Asked]:
    wanted: dict[Key, Asked] = {}
    gaps = [gap for gap in ledger.gaps if gap.start <= today - GAP_AFTER]
    if gaps:
        wanted[Kind.GAP, ""] = _gap(gaps)
    longest = policy.longest_days
    if used >= longest:
        wanted[Kind.PERIOD_REACHED, ""] = Asked(today, days=used, of_days=longest)
        wanted[Kind.ACCOMMODATION, Cause.PERIOD] = Asked(today + ANSWER_WITHIN, days=used, of_days=longest)
    elif used and used >= longest - policy.warn_days:
        wanted[Kind.PERIOD_SOON, ""] = Asked(today + timedelta(days=longest - used), days=used, of_days=longest)
    if any(limit.restriction.permanent for limit in standing.limits):
        wanted[Kind.ACCOMMODATION, Cause.PERMANENT] = Asked(today + ANSWER_WITHIN)
    return wanted


def _gap(gaps: list[Gap]) -> Asked:
    first = gaps[0].start
    return Asked(first + ANSWER_WITHIN, since=first, days=sum(gap.days for gap in gaps))


def _write(case: Case, known: list[DutyQuestion], wanted: Mapping[Key, Asked], today: date, at: datetime) -> int:
    """A question about a period or an accommodation is asked once; a gap as often as there is one."""
    open_ones = {(row.kind, row.cause): row for row in known if row.closed_at is None}
    answered = {(row.kind, row.cause) for row in known if row.closed_at and row.kind != Kind.GAP and row.closed_by_id}
    changed = 0
    for key, asked in wanted.items():
        row = open_ones.get(key)
        if row is None and key not in answered:
            DutyQuestion.objects.create(case=case, kind=key[0], cause=key[1], opened_on=today, **vars(asked))
            changed += 1
        elif row is not None and (row.since, row.days) != (asked.since, asked.days):
            DutyQuestion.objects.filter(pk=row.pk).update(since=asked.since, days=asked.days)
    over = [row.pk for key, row in open_ones.items() if key not in wanted and key[0] != Kind.ACCOMMODATION]
    return changed + DutyQuestion.objects.open().filter(pk__in=over).update(closed_at=at)


def decide_period(*, actor: Actor, case: Case, reason: str, at: datetime) -> None:
    """More time with a reason is the decision on the longest period, where that was asked."""
    asked = DutyQuestion.objects.open().filter(case=case, kind__in=(Kind.PERIOD_SOON, Kind.PERIOD_REACHED))
    asked.update(answer=reason.strip()[:500], closed_at=at, closed_by=actor.user)


@verb
def answer_question(*, actor: Actor, question: DutyQuestion, answer: str, at: datetime) -> DutyQuestion:
    """HR's decision with its reason. Days without a record are answered by a record."""
    case = question.case
    if not actor.hr_of(case.establishment_id):
        raise refusal(PERMISSION_DENIED)
    if question.kind == Kind.GAP:
        raise Refused({"": _("Say for each of these days what the person did.")}, code="RECORD_THE_DAYS")
    if not answer.strip():
        raise Refused({"answer": _("Write what you decided, and why.")})
    columns = {"answer": answer.strip()[:500], "closed_at": at, "closed_by": actor.user}
    if DutyQuestion.objects.open().filter(pk=question.pk).update(**columns) != 1:
        raise refusal(INVALID_TRANSITION)
    record(case=case, kind="duty.question_answered", at=at, by=actor.user, data={"kind": question.kind})
    question.refresh_from_db()
    return question
