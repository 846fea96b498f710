"""Rows as the parts of a page show them: limits in plain words, evidence as a sentence, recovery as charts."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import gettext, ngettext

from injuries.models import Case
from portal.charts import Point, RecoveryChart
from portal.limit_words import as_line
from portal.measure_words import words_of
from portal.parts import Limit
from recovery.evidence import sentence as evidence_parts
from recovery.measures import CATALOGUE
from recovery.models import CheckIn
from recovery.reading import evidence_of
from recovery.restriction_words import RestrictionLike, all_in_plain_words


def short_day(day: date) -> str:
    """ "Fri, May 22": the weekday is what people plan by."""
    return str(formats.date_format(day, gettext("D, M j")))


def limits_shown(restrictions: Iterable[RestrictionLike], *, own: bool) -> list[Limit]:
    """`own`: said to the person; otherwise about them. Never a provider's word."""
    return [as_line(limit) for limit in all_in_plain_words(restrictions, own=own)]


def evidence_shown(stored: dict[str, Any], day_zero: date) -> str:
    """Level, course and what would be meaningful, from one computation with the status; "" while there is none."""
    evidence = evidence_of(stored)
    if evidence is None:
        return ""
    parts = evidence_parts(evidence)
    course = (
        gettext("On course to gain %(gain)s in three weeks; %(meaningful)s would be meaningful.")
        if parts.course == "gain"
        else gettext("On course to lose %(gain)s in three weeks; a gain of %(meaningful)s would be meaningful.")
    )
    since = formats.date_format(day_zero + timedelta(days=parts.since), gettext("F j"))
    return " ".join(
        [
            gettext("About %(level)s out of 10 now (lower is better).") % {"level": parts.level},
            course % {"gain": parts.gain, "meaningful": parts.meaningful},
            ngettext(
                "From %(count)s check-in since %(since)s;",
                "From %(count)s check-ins since %(since)s;",
                parts.count,
            )
            % {"count": parts.count, "since": since},
            ngettext("%(count)s was not answered.", "%(count)s were not answered.", parts.unanswered)
            % {"count": parts.unanswered},
        ]
    )


def recovery_charts(case: Case, check_ins: Sequence[CheckIn], *, main_activity: str) -> list[RecoveryChart]:
    """One chart for each measure that was ever answered, oldest answer first."""
    ordered = sorted(check_ins, key=lambda check_in: check_in.day)
    answered = {code for check_in in ordered for code in check_in.scores}
    codes = [code for code in CATALOGUE if code in answered]
    charts = []
    for code in codes:
        words = words_of(code, main_activity=main_activity)
        points = tuple(Point(on=check_in.day, value=check_in.scores.get(code)) for check_in in ordered)
        charts.append(
            RecoveryChart(
                name=words.title,
                points=points,
                best_word=words.high if not words.less_is_better else words.low,
                worst_word=words.low if not words.less_is_better else words.high,
                less_is_better=words.less_is_better,
                lowest=words.lowest,
                highest=words.highest,
            )
        )
    return charts
