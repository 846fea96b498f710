"""Where a recovery stands and at which pace it moves: several paces followed side by side.

Each pace (fast, steady, ..., no change, getting worse) is a small Kalman filter over the same answers. Its
state is the severity now, the good and bad spells that last some days, and one lasting difference per
further measure, so that neither different levels of the measures nor skipped items look like change. A pace
is trusted as far as it foretold the answers; paces may turn into one another (an interacting multiple model).
Plain arithmetic, and nothing is read but the answers handed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erf, exp, sqrt
from typing import Any

from recovery import paces
from recovery.scales import MILD_PAIN, Reading, meaningful

LOOK_AHEAD = 21
LEVEL, SPELL, FIRST_OFFSET = 0, 1, 2


@dataclass
class Trend:
    """What is known after the latest check-in. The first of `codes` is the measure the level is read on."""

    day: int
    codes: list[str]
    weights: list[float]
    means: list[list[float]]
    covariances: list[list[list[float]]]
    surprise: float
    surprises: float

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Trend":
        return cls(**data)

    @property
    def noise(self) -> float:
        """How much this person's answers jump, as a factor on the usual variance."""
        low, high = paces.NOISE_BOUNDS
        return min(high, max(low, self.surprise / self.surprises))


@dataclass(frozen=True)
class Outlook:
    """Level now (of pain, and the mean of all measures), gain to expect in three weeks, and two odds.

    `stall` is how much trust lies with paces that gain less than matters while the level is no mild remainder;
    `climb` how much lies with those that get worse.
    """

    pain: float
    level: float
    gain: float
    stall: float
    climb: float


def begin(*, code: str) -> Trend:
    """Day 0, before the first answer. `code` is the measure the level is read on: pain."""
    count = len(paces.RATES)
    return Trend(
        day=0,
        codes=[code],
        weights=list(paces.AT_THE_START),
        means=[[paces.START_LEVEL, 0.0] for _ in range(count)],
        covariances=[[[paces.START_VARIANCE, 0.0], [0.0, paces.SPELL_SD**2]] for _ in range(count)],
        surprise=paces.NOISE_PRIOR_SCORES,
        surprises=paces.NOISE_PRIOR_SCORES,
    )


def advance(before: Trend, *, day: int, readings: Sequence[Reading]) -> Trend:
    """The trend after the check-in of `day`; `before` is left as it was."""
    trend = _mixed(before, day - before.day)
    trend.day = day
    _passed(trend, day - before.day, before.noise)
    noise = before.noise
    for reading in sorted(readings, key=lambda one: (one.code != trend.codes[0], one.code)):
        _learn(trend, reading, noise)
    for mean in trend.means:
        mean[LEVEL] = max(0.0, mean[LEVEL])
    return trend


def outlook(trend: Trend) -> Outlook:
    """Averages over the paces, each by its weight."""
    pain = level = gain = stall = climb = 0.0
    for pace, (weight, mean) in enumerate(zip(trend.weights, trend.means, strict=True)):
        others = sum(mean[FIRST_OFFSET:]) / len(trend.codes)
        rise = paces.RISES[pace]
        healed = mean[LEVEL] * (1.0 - exp(-LOOK_AHEAD * paces.RATES[pace]))
        pain += weight * mean[LEVEL]
        level += weight * (mean[LEVEL] + others)
        gain += weight * (healed - rise * paces.CLIMB_LASTS_DAYS)
        if rise:
            climb += weight
            stall += weight
        elif healed < meaningful(mean[LEVEL]):
            above = mean[LEVEL] - MILD_PAIN + max(0.0, others - paces.OTHERS_WORSE)
            stall += weight * _positive(above, sqrt(max(1e-6, trend.covariances[pace][LEVEL][LEVEL])))
    return Outlook(pain=pain, level=min(10.0, max(0.0, level)), gain=gain, stall=stall, climb=climb)


def _positive(value: float, error: float) -> float:
    """How likely a figure with that error is above zero."""
    return 0.5 * (1.0 + erf(value / (error * sqrt(2.0))))


def _mixed(before: Trend, days: int) -> Trend:
    """Each pace starts from a mixture of the paces that may have turned into it since the last check-in."""
    chances = paces.turning(days)
    count, size = len(before.weights), len(before.means[0])
    squares = [
        [[cov[r][c] + mean[r] * mean[c] for c in range(size)] for r in range(size)]
        for mean, cov in zip(before.means, before.covariances, strict=True)
    ]
    weights, means, covariances = [], [], []
    for pace in range(count):
        joint = [before.weights[other] * chances[other][pace] for other in range(count)]
        total = sum(joint) + paces.LEAST
        shares = [value / total for value in joint]
        mean = [sum(s * m[k] for s, m in zip(shares, before.means, strict=True)) for k in range(size)]
        covariances.append(_spread(shares, squares, mean))
        weights.append(total)
        means.append(mean)
    return Trend(
        day=before.day,
        codes=list(before.codes),
        weights=weights,
        means=means,
        covariances=covariances,
        surprise=before.surprise,
        surprises=before.surprises,
    )


def _spread(shares: list[float], squares: list[list[list[float]]], mean: list[float]) -> list[list[float]]:
    size = len(mean)
    cov = [[0.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row, size):
            value = sum(s * square[row][column] for s, square in zip(shares, squares, strict=True))
            cov[row][column] = cov[column][row] = value - mean[row] * mean[column]
    return cov


def _passed(trend: Trend, days: int, noise: float) -> None:
    """What the days since the last check-in do to the level, and how spells fade."""
    fading = exp(-days / paces.SPELL_DAYS)
    for pace, (mean, cov) in enumerate(zip(trend.means, trend.covariances, strict=True)):
        staying, rise = exp(-paces.RATES[pace] * days), paces.RISES[pace]
        mean[LEVEL] = min(10.0, mean[LEVEL] * staying + rise * days)
        mean[SPELL] *= fading
        for index, factor in ((LEVEL, staying), (SPELL, fading)):
            cov[index] = [factor * value for value in cov[index]]
            for row in cov:
                row[index] *= factor
        cov[LEVEL][LEVEL] += (paces.DRIFT_CLIMBING if rise else paces.DRIFT) * days
        cov[SPELL][SPELL] += paces.SPELL_SD**2 * noise * (1.0 - fading * fading)


def _learn(trend: Trend, reading: Reading, noise: float) -> None:
    """One score: every pace is corrected by it and trusted by how well it foretold it."""
    shape = _shape(trend, reading.code)
    own = (paces.SEM_SHARE * reading.sem) ** 2 * noise + reading.step**2 / 12.0
    foretold = []
    for mean, cov in zip(trend.means, trend.covariances, strict=True):
        reach = [sum(row[k] * factor for k, factor in shape) for row in cov]
        variance = sum(reach[k] * factor for k, factor in shape) + own
        error = reading.severity - sum(mean[k] * factor for k, factor in shape)
        foretold.append((error, reach, variance, _odds(error, variance, paces.ODD_VARIANCE * noise)))
    likelihood = sum(w * (usual + odd) for w, (*_, (usual, odd)) in zip(trend.weights, foretold, strict=True))
    oddness = sum(w * odd for w, (*_, (_, odd)) in zip(trend.weights, foretold, strict=True)) / likelihood
    surprise = 0.0
    for pace, (error, reach, variance, (usual, odd)) in enumerate(foretold):
        surprise += trend.weights[pace] * error * error / variance
        trusted = (1.0 - oddness) / variance + oddness / (variance + paces.ODD_VARIANCE * noise)
        _correct(trend.means[pace], trend.covariances[pace], reach, error, trusted)
        trend.weights[pace] *= (usual + odd) / likelihood
    trend.surprise += min(paces.SURPRISE_CAP, surprise) * noise
    trend.surprises += 1.0


def _shape(trend: Trend, code: str) -> list[tuple[int, float]]:
    """Which parts of the state a measure shows; a new measure brings its own lasting difference along."""
    if code == trend.codes[0]:
        return [(LEVEL, 1.0), (SPELL, 1.0)]
    if code not in trend.codes:
        trend.codes.append(code)
        for mean, cov in zip(trend.means, trend.covariances, strict=True):
            mean.append(0.0)
            for row in cov:
                row.append(0.0)
            cov.append([0.0] * (len(mean) - 1) + [paces.OFFSET_VARIANCE])
    offset = FIRST_OFFSET + trend.codes.index(code) - 1
    return [(LEVEL, 1.0), (SPELL, paces.SPELL_IN_FURTHER_MEASURES), (offset, 1.0)]


def _odds(error: float, variance: float, extra: float) -> tuple[float, float]:
    """How likely the error is for a usual score and for an odd one."""
    usual = exp(-0.5 * error * error / variance) / sqrt(variance)
    odd = exp(-0.5 * error * error / (variance + extra)) / sqrt(variance + extra)
    return (1.0 - paces.ODD_CHANCE) * usual + paces.LEAST, paces.ODD_CHANCE * odd


def _correct(mean: list[float], cov: list[list[float]], reach: list[float], error: float, trusted: float) -> None:
    pulls = [value * trusted for value in reach]
    for row, pull in enumerate(pulls):
        mean[row] += pull * error
        line = cov[row]
        for column, value in enumerate(reach):
            line[column] -= pull * value
