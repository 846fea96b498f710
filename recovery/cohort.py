"""Files of many cases: read with a clear refusal of anything wrong, and written as changes of status.

A folder holds cohort.csv (or cohort.csv.gz), measures.csv and schedule.csv. The first row of measures.csv is
the pain measure. Every refusal names the file and the first row that breaks a rule; the header is row 1.
"""

import csv
import gzip
import io
import math
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from recovery.stall import Answer, Policy, Scale, Sensitivity, Status, assess

COHORT_COLUMNS = ("case_id", "day", "measure", "score")
MEASURE_COLUMNS = ("measure", "min", "max", "higher_is", "mcid", "sem", "step")
SCHEDULE_COLUMNS = ("case_id", "cadence_days", "last_day")


class BadInput(Exception):
    """One line for the person who made the file."""


@dataclass(frozen=True)
class Plan:
    """What was asked of one case."""

    cadence: float
    last_day: int


@dataclass(frozen=True)
class Cohort:
    scales: Sequence[Scale]
    plans: Mapping[str, Plan]
    answers: Mapping[str, Sequence[Answer]]


@dataclass(frozen=True)
class Row:
    """One line of a file, with readers that know how to complain."""

    file: str
    number: int
    fields: Mapping[str, str]

    def bad(self, problem: str) -> BadInput:
        return BadInput(f"{self.file}, row {self.number}: {problem}")

    def text(self, column: str) -> str:
        value = self.fields[column].strip()
        if not value:
            raise self.bad(f"{column} is empty")
        return value

    def figure(self, column: str) -> float:
        value = self.text(column)
        try:
            number = math.nan if "_" in value else float(value)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self.bad(f"{column} {value!r} is not a number")
        return number

    def whole(self, column: str) -> int:
        value = self.text(column)
        if not (value.isascii() and value.isdigit()):
            raise self.bad(f"{column} {value!r} is not a whole number of days from 0 on")
        return int(value)


def read(folder: Path) -> Cohort:
    """The whole cohort, or BadInput. Nothing is guessed and no row is skipped."""
    if not folder.is_dir():
        raise BadInput(f"{folder}: there is no such folder")
    scales = _scales(_rows(_existing(folder, "measures.csv"), MEASURE_COLUMNS))
    plans = _plans(_rows(_existing(folder, "schedule.csv"), SCHEDULE_COLUMNS))
    rows = _rows(_existing(folder, "cohort.csv", "cohort.csv.gz"), COHORT_COLUMNS)
    return Cohort(scales, plans, _answers(rows, {scale.code: scale for scale in scales}, plans))


def statuses(
    cohort: Cohort, *, sensitivity: Sensitivity, until: int | None
) -> Iterator[tuple[str, list[tuple[int, Status]]]]:
    """Case by case, in the order of their ids, the changes of its status. No case sees another."""
    for case in sorted(cohort.plans):
        plan = cohort.plans[case]
        end = plan.last_day if until is None else min(until, plan.last_day)
        policy = Policy(cadence=plan.cadence, sensitivity=sensitivity)
        yield case, assess(cohort.answers.get(case, ()), scales=cohort.scales, policy=policy, until=end)


def write(path: Path, found: Iterable[tuple[str, list[tuple[int, Status]]]]) -> None:
    """All or nothing: an existing file is replaced only by a complete one."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("case_id", "day", "status"))
    for case, changes in found:
        writer.writerows((case, day, status) for day, status in changes)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", newline="") as out:
            out.write(text.getvalue())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _existing(folder: Path, *names: str) -> Path:
    found = [folder / name for name in names if (folder / name).is_file()]
    if not found:
        raise BadInput(f"{names[0]}, row 1: there is no such file in {folder}")
    if len(found) > 1:
        raise BadInput(f"{names[0]}, row 1: {names[1]} is there as well; keep one of them")
    return found[0]


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield file
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file


def _rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    number = 0
    try:
        with _opened(path) as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip() for name in next(reader, [])]
            number = 1
            _check_header(path.name, header, columns)
            for fields in reader:
                number = reader.line_num
                if len(fields) != len(header):
                    raise BadInput(f"{path.name}, row {number}: {len(fields)} fields instead of {len(header)}")
                yield Row(path.name, number, dict(zip(header, fields, strict=True)))
            if number == 1:
                raise BadInput(f"{path.name}, row 2: there is nothing below the header")
    except (UnicodeDecodeError, csv.Error, gzip.BadGzipFile, zlib.error, EOFError) as problem:
        raise BadInput(f"{path.name}, row {number + 1}: cannot be read ({problem})") from problem


def _check_header(file: str, header: Sequence[str], columns: Sequence[str]) -> None:
    if not any(header):
        raise BadInput(f"{file}, row 1: the file is empty")
    for column in columns:
        if header.count(column) != 1:
            how = "is missing" if column not in header else "stands there twice"
            raise BadInput(f"{file}, row 1: column {column} {how}")


def _scales(rows: Iterable[Row]) -> list[Scale]:
    scales: dict[str, Scale] = {}
    for row in rows:
        scale = _scale(row)
        if scale.code in scales:
            raise row.bad(f"measure {scale.code} stands there twice")
        scales[scale.code] = scale
    return list(scales.values())


def _scale(row: Row) -> Scale:
    higher_is = row.text("higher_is")
    if higher_is not in ("better", "worse"):
        raise row.bad(f"higher_is {higher_is!r} is neither better nor worse")
    scale = Scale(
        code=row.text("measure"),
        minimum=row.figure("min"),
        maximum=row.figure("max"),
        higher_is="better" if higher_is == "better" else "worse",
        mcid=row.figure("mcid"),
        sem=row.figure("sem"),
        step=row.figure("step"),
    )
    if scale.maximum <= scale.minimum:
        raise row.bad(f"max {scale.maximum:g} is not above min {scale.minimum:g}")
    for name, value in (("mcid", scale.mcid), ("sem", scale.sem), ("step", scale.step)):
        if value < 0:
            raise row.bad(f"{name} {value:g} is below 0")
    return scale


def _plans(rows: Iterable[Row]) -> dict[str, Plan]:
    plans: dict[str, Plan] = {}
    for row in rows:
        case, plan = row.text("case_id"), Plan(row.figure("cadence_days"), row.whole("last_day"))
        if plan.cadence <= 0:
            raise row.bad(f"cadence_days {plan.cadence:g} is not above 0")
        if case in plans:
            raise row.bad(f"case {case} stands there twice")
        plans[case] = plan
    return plans


def _answers(rows: Iterable[Row], scales: Mapping[str, Scale], plans: Mapping[str, Plan]) -> dict[str, list[Answer]]:
    answers: dict[str, list[Answer]] = {}
    before = ("", -1)
    scores: dict[str, float] = {}
    for row in rows:
        case, day, measure = row.text("case_id"), row.whole("day"), row.text("measure")
        if case not in plans:
            raise row.bad(f"case {case} is not in schedule.csv")
        if measure not in scales:
            raise row.bad(f"measure {measure} is not in measures.csv")
        score = _score(row, scales[measure])
        if (case, day) < before:
            raise row.bad(f"not sorted: {case}, day {day} after {before[0]}, day {before[1]}")
        if (case, day) > before:
            before, scores = (case, day), {}
            answers.setdefault(case, []).append(Answer(day, scores))
        if measure in scores:
            raise row.bad(f"{case}, day {day} has {measure} twice")
        scores[measure] = score
    return answers


def _score(row: Row, scale: Scale) -> float:
    score = row.figure("score")
    if not scale.minimum <= score <= scale.maximum:
        reach = f"{scale.minimum:g}-{scale.maximum:g}"
        raise row.bad(f"score {score:g} is outside {reach} ({scale.code})")
    return score
