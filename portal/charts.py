"""Drawings of recovery as inline SVG: higher is better, one measure each, nothing invented in a gap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

LOOK_BACK = timedelta(days=21)


@dataclass(frozen=True)
class Point:
    """One check-in; `value` is None where the question was not answered."""

    on: date
    value: float | None


@dataclass(frozen=True)
class RecoveryChart:
    """One measure over time. With `less_is_better` (pain) the scale is turned round, never the numbers."""

    name: str
    points: tuple[Point, ...]
    best_word: str
    worst_word: str
    less_is_better: bool = False
    lowest: float = 0
    highest: float = 10

    @property
    def answered(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.value is not None)

    @property
    def sentence(self) -> str:
        return finding(self)


@dataclass(frozen=True)
class Box:
    """The paper of a chart, in SVG units."""

    width: int
    height: int
    dates: int
    left: int = 28
    right: int = 26
    top: int = 20
    bottom: int = 42


LARGE = Box(width=340, height=182, dates=3)
SMALL = Box(width=200, height=166, dates=2)


def shown(value: float) -> str:
    """5, 4.5: no more digits than the answer had."""
    return str(formats.number_format(round(value, 1), 0 if float(value).is_integer() else 1))


def change_sentence(now: float, before: float, *, less_is_better: bool = False) -> str:
    """'About the same: 5, was 5': the finding in words, with both numbers."""
    gain = (before - now) if less_is_better else (now - before)
    small = abs(gain) < 1.5
    if abs(gain) < 0.5:
        words = gettext("About the same: %(now)s, was %(before)s")
    elif gain > 0 and small:
        words = gettext("A little better: %(now)s, was %(before)s")
    elif gain > 0:
        words = gettext("Better: %(now)s, was %(before)s")
    elif less_is_better and small:
        words = gettext("A little worse: %(now)s, was %(before)s")
    elif less_is_better:
        words = gettext("Worse: %(now)s, was %(before)s")
    elif small:
        words = gettext("A little less: %(now)s, was %(before)s")
    else:
        words = gettext("Less: %(now)s, was %(before)s")
    return words % {"now": shown(now), "before": shown(before)}


def value_before(points: Sequence[Point]) -> float | None:
    """The answer three weeks before the last one, or the first of all in a younger case."""
    answered = [(point.on, point.value) for point in points if point.value is not None]
    if not answered:
        return None
    limit = answered[-1][0] - LOOK_BACK
    older = [value for on, value in answered if on <= limit]
    return older[-1] if older else answered[0][1]


def finding(chart: RecoveryChart) -> str:
    """The heading of a chart: what it shows, in one sentence."""
    values = [point.value for point in chart.points if point.value is not None]
    before = value_before(chart.points)
    if not values or before is None:
        return gettext("No answers yet")
    if len(values) == 1:
        return gettext("First answer: %(now)s") % {"now": shown(values[0])}
    return change_sentence(values[-1], before, less_is_better=chart.less_is_better)


def day(on: date) -> str:
    return str(formats.date_format(on, gettext("M j")))


@dataclass(frozen=True)
class Plot:
    """Where a day and a value lie on the paper."""

    chart: RecoveryChart
    box: Box

    def x(self, on: date) -> float:
        first, last = self.chart.points[0].on, self.chart.points[-1].on
        start, end = self.box.left + 14, self.box.width - self.box.right
        if first == last:
            return float(end)
        return round(start + (end - start) * ((on - first) / (last - first)), 1)

    def y(self, value: float) -> float:
        low, high = self.chart.lowest, self.chart.highest
        share = (value - low) / (high - low)
        share = 1 - share if self.chart.less_is_better else share
        return round(self.floor - (self.floor - self.box.top) * min(max(share, 0), 1), 1)

    @property
    def floor(self) -> int:
        return self.box.height - self.box.bottom


def grid(plot: Plot) -> SafeString:
    """Three lines with their numbers, and the words at both ends of the scale."""
    chart, box = plot.chart, plot.box
    end = box.width - box.right
    marks = (chart.lowest, (chart.lowest + chart.highest) / 2, chart.highest)
    lines = format_html_join(
        "",
        '<path class="grid" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        ((box.left, plot.y(v), end, box.left - 8, plot.y(v) + 4, shown(v)) for v in marks),
    )
    return format_html(
        '{}<text x="{}" y="{}">{}</text><text x="{}" y="{}">{}</text>',
        *(lines, box.left, box.top - 7, chart.best_word, box.left, plot.floor + 17, chart.worst_word),
    )


def lines(plot: Plot) -> SafeString:
    """Solid between answers that follow each other, dotted across a question that was skipped."""
    pieces = []
    start: tuple[float, float] | None = None
    gap = False
    for point in plot.chart.points:
        if point.value is None:
            gap = True
            continue
        here = (plot.x(point.on), plot.y(point.value))
        if start is not None:
            pieces.append(("ln gap" if gap else "ln", *start, *here))
        start, gap = here, False
    return format_html_join("", '<path class="{}" d="M{} {}L{} {}"/>', pieces)


def dots(plot: Plot) -> SafeString:
    """A cross on the base line for no answer, a ring for an answer, a filled dot for the last one."""
    missed = [point for point in plot.chart.points if point.value is None]
    crosses = format_html_join(
        "",
        '<path class="miss" d="M{} {}l8 8m0-8l-8 8"/>',
        ((round(plot.x(point.on) - 4, 1), plot.floor - 4) for point in missed),
    )
    spots = [(plot.x(point.on), plot.y(point.value or 0)) for point in plot.chart.answered]
    rings = format_html_join("", '<circle class="pt" cx="{}" cy="{}" r="3.6"/>', spots[:-1])
    last = format_html_join("", '<circle class="pt now" cx="{}" cy="{}" r="5.5"/>', spots[-1:])
    return format_html("{}{}{}", crosses, rings, last)


def first_and_last(plot: Plot) -> SafeString:
    """The first and the last value in figures; under the dot where there is no room above it."""
    answered = plot.chart.answered
    ends = answered if len(answered) < 2 else (answered[0], answered[-1])
    return format_html_join(
        "",
        '<text class="v" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (plot.x(point.on), round(y - 11 if y > plot.box.top + 14 else y + 22, 1), shown(point.value or 0))
            for point in ends
            for y in (plot.y(point.value or 0),)
        ),
    )


def date_labels(plot: Plot) -> SafeString:
    """First and last day, and one between them on the wide paper."""
    days = sorted({point.on for point in plot.chart.points})
    if len(days) == 1:
        labels = [(days[0], "end")]
    elif plot.box.dates > 2 and len(days) > 4:
        labels = [(days[0], "start"), (days[len(days) // 2], "middle"), (days[-1], "end")]
    else:
        labels = [(days[0], "start"), (days[-1], "end")]
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        ((plot.x(on), plot.box.height - 6, anchor, day(on)) for on, anchor in labels),
    )


def summary(chart: RecoveryChart) -> str:
    """What a screen reader says in place of the drawing."""
    if not chart.answered:
        return gettext("%(name)s: no answers yet") % {"name": chart.name}
    first, last = chart.answered[0], chart.answered[-1]
    words = gettext("%(name)s, best is %(best)s. %(first)s on %(first_day)s, %(last)s on %(last_day)s.")
    return words % {
        "name": chart.name,
        "best": chart.best_word,
        "first": shown(first.value or 0),
        "first_day": day(first.on),
        "last": shown(last.value or 0),
        "last_day": day(last.on),
    }


def recovery_svg(chart: RecoveryChart, *, small: bool = False) -> SafeString:
    """The drawing itself; an empty string while there is nothing to draw."""
    if not chart.points:
        return SafeString("")
    plot = Plot(chart=chart, box=SMALL if small else LARGE)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>{}{}{}{}{}</svg>',
        *(plot.box.width, plot.box.height, summary(chart), summary(chart)),
        *(grid(plot), lines(plot), dots(plot), first_and_last(plot), date_labels(plot)),
    )


@dataclass(frozen=True)
class Bar:
    """One bar of a row of bars. `share` is between 0 and 1; `now` sets the latest apart from earlier ones."""

    label: str
    share: float
    value: str
    note: str = ""
    now: bool = True


def bar_svg(bars: Iterable[Bar], *, title: str, label_width: int = 140) -> SafeString:
    """Bars under each other, each with its number."""
    rows = list(bars)
    room = 480 - label_width - 110
    end = label_width + room
    drawn = format_html_join(
        "",
        '<g transform="translate(0 {})"><text class="name" x="0" y="22">{}</text>'
        '<rect class="rest" x="{}" y="6" width="{}" height="24" rx="5"/>'
        '<rect class="{}" x="{}" y="6" width="{}" height="24" rx="5"/>'
        '<text class="v" x="{}" y="23">{}</text><text x="{}" y="23">{}</text></g>',
        (
            (
                *(38 * n, bar.label, label_width, room, "fill" if bar.now else "was", label_width),
                *(round(room * min(max(bar.share, 0), 1)), end + 10, bar.value, end + 52, bar.note),
            )
            for n, bar in enumerate(rows)
        ),
    )
    return format_html(
        '<svg class="chart bars" viewBox="0 0 480 {}" role="img" aria-label="{}"><title>{}</title>{}</svg>',
        *(38 * len(rows) + 4, title, title, drawn),
    )
