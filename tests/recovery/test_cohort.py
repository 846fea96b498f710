"""Files of cases: what is read, what is refused with which line, and what is written."""

import gzip
import random
from io import StringIO

import pytest
from django.core.management import call_command

from recovery.cohort import BadInput, read

MEASURES = "measure,min,max,higher_is,mcid,sem,step\npain_nrs,0,10,worse,2,1,1\nwork_ability,0,10,better,2,1.1,1\n"
SCHEDULE = "case_id,cadence_days,last_day\nC1,3.5,84\nC2,7,84\nC3,7,84\n"


def answers(seed=1):
    """C1 stays as it is, C2 gets better, C3 never answers."""
    rng = random.Random(seed)
    rows = ["case_id,day,measure,score"]
    for case, every, level in (("C1", 4, lambda day: 6), ("C2", 7, lambda day: 7 * 0.95**day)):
        for day in range(0, 84, every):
            pain = min(10, max(0, round(level(day) + rng.uniform(-1, 1))))
            rows += [f"{case},{day},pain_nrs,{pain}", f"{case},{day},work_ability,{10 - pain}"]
    return "\n".join(rows) + "\n"


@pytest.fixture
def folder(tmp_path):
    files = tmp_path / "cohort"
    files.mkdir()
    (files / "cohort.csv").write_text(answers())
    (files / "measures.csv").write_text(MEASURES)
    (files / "schedule.csv").write_text(SCHEDULE)
    return files


def assess(folder, out, **options):
    progress = StringIO()
    call_command("assess_recovery", folder, out=out, stderr=progress, **options)
    return out.read_text(), progress.getvalue()


def test_changes_of_status_are_written_case_by_case(folder, tmp_path):
    text, progress = assess(folder, tmp_path / "out.csv")
    header, *rows = text.splitlines()
    assert header == "case_id,day,status"
    assert any(row.startswith("C1,") and row.endswith(",stalled") for row in rows)
    assert any(row.startswith("C2,") and row.endswith(",recovered") for row in rows)
    assert [row for row in rows if row.startswith("C3")] == ["C3,18,silent"]
    assert "3/3 cases" in progress


def test_the_same_input_gives_the_same_bytes_also_from_a_packed_file(folder, tmp_path):
    first, _ = assess(folder, tmp_path / "a.csv")
    (folder / "cohort.csv.gz").write_bytes(gzip.compress((folder / "cohort.csv").read_bytes()))
    (folder / "cohort.csv").unlink()
    assert assess(folder, tmp_path / "b.csv")[0] == first


@pytest.mark.parametrize("day", [0, 14, 30, 60])
def test_until_equals_a_run_that_never_had_the_later_answers(folder, tmp_path, day):
    whole, _ = assess(folder, tmp_path / "whole.csv")
    until, _ = assess(folder, tmp_path / "until.csv", until=day)
    header, *rows = (folder / "cohort.csv").read_text().splitlines()
    kept = [row for row in rows if int(row.split(",")[1]) <= day]
    (folder / "cohort.csv").write_text("\n".join([header, *kept]) + "\n")
    removed, _ = assess(folder, tmp_path / "removed.csv")
    assert until.splitlines() == [row for row in whole.splitlines() if row[0] == "c" or int(row.split(",")[1]) <= day]
    assert until.splitlines() == [row for row in removed.splitlines() if row[0] == "c" or int(row.split(",")[1]) <= day]


def test_a_case_alone_equals_the_case_among_others(folder, tmp_path):
    together, _ = assess(folder, tmp_path / "all.csv")
    for case in ("C1", "C2"):
        alone = tmp_path / case
        alone.mkdir()
        for name in ("cohort.csv", "schedule.csv"):
            header, *rows = (folder / name).read_text().splitlines()
            own = [row for row in rows if row.startswith(case)]
            (alone / name).write_text("\n".join([header, *own]) + "\n")
        (alone / "measures.csv").write_text(MEASURES)
        text, _ = assess(alone, tmp_path / f"{case}.csv")
        assert text.splitlines()[1:] == [row for row in together.splitlines() if row.startswith(case)]


BAD = {
    "a measure nobody described": ("cohort.csv", "C1,0,mood,3", "row 2: measure mood is not in measures.csv"),
    "a score beyond its scale": ("cohort.csv", "C1,0,pain_nrs,11", "row 2: score 11 is outside 0-10 (pain_nrs)"),
    "a word for a score": ("cohort.csv", "C1,0,pain_nrs,much", "row 2: score 'much' is not a number"),
    "nan": ("cohort.csv", "C1,0,pain_nrs,nan", "row 2: score 'nan' is not a number"),
    "no score": ("cohort.csv", "C1,0,pain_nrs,", "row 2: score is empty"),
    "half a day": ("cohort.csv", "C1,0.5,pain_nrs,3", "row 2: day '0.5' is not a whole number"),
    "days backwards": (
        "cohort.csv",
        "C1,5,pain_nrs,3\nC1,4,pain_nrs,3",
        "row 3: not sorted: C1, day 4 after C1, day 5",
    ),
    "cases backwards": ("cohort.csv", "C2,5,pain_nrs,3\nC1,6,pain_nrs,3", "row 3: not sorted"),
    "the same twice": ("cohort.csv", "C1,5,pain_nrs,3\nC1,5,pain_nrs,3", "row 3: C1, day 5 has pain_nrs twice"),
    "a case nobody planned": ("cohort.csv", "C9,0,pain_nrs,3", "row 2: case C9 is not in schedule.csv"),
    "a short row": ("cohort.csv", "C1,0,pain_nrs", "row 2: 3 fields instead of 4"),
    "nothing below the header": ("cohort.csv", "", "row 2: there is nothing below the header"),
    "no measures": ("measures.csv", "", "row 2: there is nothing below the header"),
    "no plan": ("schedule.csv", "", "row 2: there is nothing below the header"),
    "a scale upside down": ("measures.csv", "pain_nrs,10,0,worse,2,1,1", "row 2: max 0 is not above min 10"),
    "a direction unknown": ("measures.csv", "pain_nrs,0,10,up,2,1,1", "row 2: higher_is 'up' is neither"),
    "a measure twice": (
        "measures.csv",
        "p,0,10,worse,2,1,1\np,0,10,worse,2,1,1",
        "row 3: measure p stands there twice",
    ),
    "noise below zero": ("measures.csv", "p,0,10,worse,2,-1,1", "row 2: sem -1 is below 0"),
    "no cadence": ("schedule.csv", "C1,0,84", "row 2: cadence_days 0 is not above 0"),
    "a plan twice": ("schedule.csv", "C1,7,84\nC1,7,84", "row 3: case C1 stands there twice"),
}


@pytest.mark.parametrize(("file", "rows", "line"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_with_file_and_row(folder, tmp_path, file, rows, line):
    header = (folder / file).read_text().splitlines()[0]
    (folder / file).write_text(f"{header}\n{rows}\n" if rows else f"{header}\n")
    refused(folder, tmp_path, f"{file}, {line}")


@pytest.mark.parametrize("file", ["cohort.csv", "measures.csv", "schedule.csv"])
def test_an_empty_file_a_missing_one_or_a_missing_column_is_refused(folder, tmp_path, file):
    text = (folder / file).read_text()
    (folder / file).write_text("")
    refused(folder, tmp_path, f"{file}, row 1: the file is empty")
    header, rest = text.split("\n", 1)
    last = header.rsplit(",", 1)[1]
    (folder / file).write_text(header.rsplit(",", 1)[0] + "\n" + rest)
    refused(folder, tmp_path, f"{file}, row 1: column {last} is missing")
    (folder / file).unlink()
    refused(folder, tmp_path, f"{file}, row 1: there is no such file")


def test_a_packed_file_that_is_broken_is_refused(folder, tmp_path):
    (folder / "cohort.csv").unlink()
    packed = gzip.compress(answers().encode())
    (folder / "cohort.csv.gz").write_bytes(packed[: len(packed) // 2])
    refused(folder, tmp_path, "cohort.csv.gz, row")


def test_the_first_broken_row_is_the_one_named(folder):
    (folder / "cohort.csv").write_text(
        "case_id,day,measure,score\nC1,0,pain_nrs,3\nC1,1,pain_nrs,x\nC1,2,pain_nrs,11\n"
    )
    with pytest.raises(BadInput, match="row 3"):
        read(folder)


@pytest.mark.parametrize("options", [{"until": -1}, {"out": "no/such/folder/out.csv"}])
def test_a_wrong_option_is_refused_too(folder, tmp_path, options):
    with pytest.raises(SystemExit) as stopped:
        call_command("assess_recovery", folder, **{"out": tmp_path / "out.csv", **options})
    assert stopped.value.code == 2


def refused(folder, tmp_path, line):
    """Exit status 2, one line, and an existing file as it was."""
    out, said = tmp_path / "out.csv", StringIO()
    out.write_text("as it was")
    with pytest.raises(SystemExit) as stopped:
        call_command("assess_recovery", folder, out=out, stderr=said)
    assert stopped.value.code == 2
    assert out.read_text() == "as it was"
    assert line in said.getvalue() and said.getvalue().count("\n") == 1
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["out.csv"]
