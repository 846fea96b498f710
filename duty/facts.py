"""The facts that matching reads and the answer that it gives, as frozen records without a framework.

Rows of the database and case files are both turned into these; nothing here looks at a clock. Times are
hours, weights are pounds or kilograms as they were written. `None` always means "not recorded".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from recovery.restrictions import ANY_ACTIVITY

FITS = "FITS"
FITS_WITH_MODIFICATION = "FITS_WITH_MODIFICATION"
DOES_NOT_FIT = "DOES_NOT_FIT"
UNKNOWN = "UNKNOWN"
VERDICTS = (FITS, FITS_WITH_MODIFICATION, UNKNOWN, DOES_NOT_FIT)
OFFERABLE = frozenset({FITS, FITS_WITH_MODIFICATION})

ASSESSED, ESTIMATED = "ASSESSED", "ESTIMATED"
ROW_STATUSES = (ASSESSED, ESTIMATED, UNKNOWN)

KG_PER_LB = 0.45359237


@dataclass(frozen=True, slots=True)
class Point:
    """A weight limit in the unit that was written, for one band of frequency or (None) for any."""

    value: float
    unit: str = "lb"
    band: str | None = None

    @property
    def pounds(self) -> float:
        return self.value / KG_PER_LB if self.unit == "kg" else self.value


@dataclass(frozen=True, slots=True)
class Restriction:
    """One coded limit. Only the field that belongs to `kind` is read (see `recovery.restrictions.KINDS`).

    `valid_from` and `valid_to` are own dates, both inclusive; None takes the date of the report.
    The words of the provider are no part of it: they are medical and never enter matching.
    """

    id: str
    kind: str
    activity: str = ANY_ACTIVITY
    points: tuple[Point, ...] = ()
    band: str | None = None
    hours: float | None = None
    minutes: float | None = None
    reps: float | None = None
    days: float | None = None
    option: str | None = None
    side: str = "NA"
    valid_from: date | None = None
    valid_to: date | None = None
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What one provider said on one visit. `status`: RESTRICTED, FULL_RELEASE or OFF_WORK."""

    id: str
    provider: str
    issued: date
    valid_from: date
    status: str
    valid_to: date | None = None
    restrictions: tuple[Restriction, ...] = ()
    voided: bool = False


@dataclass(frozen=True, slots=True)
class DemandRow:
    """What a task asks of one activity. Time is `hours`, or else a `fraction` of the shift.

    `hands`: L, R, BOTH, EITHER or None (not recorded); for foot controls it is the foot.
    """

    activity: str
    status: str = ASSESSED
    hours: float | None = None
    fraction: float | None = None
    weight_lb: float | None = None
    weight_kg: float | None = None
    hands: str | None = None
    continuous_min: float | None = None
    reps_per_hour: float | None = None


ROW_FIELDS = ("hours", "fraction", "weight_lb", "weight_kg", "hands", "continuous_min", "reps_per_hour")


@dataclass(frozen=True, slots=True)
class Patch:
    """What a modification changes, applied in the order of the fields. None leaves a value alone.

    A row in `set_rows` carries an activity and the figures to change; its status is never read.
    """

    shift_hours: float | None = None
    days_per_week: float | None = None
    night: bool | None = None
    overtime: bool | None = None
    options: Mapping[str, bool] = field(default_factory=dict)
    set_rows: tuple[DemandRow, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Modification:
    code: str
    patch: Patch


@dataclass(frozen=True, slots=True)
class Task:
    """A task with its whole demand profile, or one block of a shift.

    `absent` and `unknown` name activities that do not occur or that nobody looked at; a group stands for
    all below it. `estimated`: the profile as a whole is only an opinion. `cleared` is used by
    modifications alone: activities taken out of the task, whose leaves can no longer be unknown.
    """

    code: str
    demands: tuple[DemandRow, ...] = ()
    shift_hours: float | None = None
    days_per_week: float | None = None
    night: bool | None = None
    overtime: bool | None = None
    absent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    options: Mapping[str, bool | None] = field(default_factory=dict)
    estimated: bool = False
    modifications: tuple[Modification, ...] = ()
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers behind a finding: what the task asks, what is allowed, and how often.

    `demand` and `limit` are in the unit of the restriction's kind (pounds, hours, minutes, repeats, days);
    `hours` out of `of_hours` is the time added up, `band` the frequency that it makes.
    """

    demand: float | None = None
    limit: float | None = None
    hours: float | None = None
    of_hours: float | None = None
    band: str | None = None
    unit: str = ""


NO_FIGURES = Figures()


@dataclass(frozen=True, slots=True)
class FindingRow:
    """Why one restriction is not clearly kept. `restriction` is None when there is no report at all."""

    restriction: str | None
    activity: str
    reason: str
    kind: str = ""
    figures: Figures = NO_FIGURES


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The verdict on one task, with every finding, and the modifications and conditions that belong to it."""

    verdict: str
    findings: tuple[FindingRow, ...] = ()
    modifications: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def offerable(self) -> bool:
        return self.verdict in OFFERABLE
