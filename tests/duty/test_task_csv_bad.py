"""A bad sheet of tasks: each bad line is named with its reason, the good ones stay good, and nothing breaks."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from duty.models import Task
from duty.task_cells import read, written
from duty.task_csv import COLUMNS, export_tasks, read_sheet
from people.models import Department
from tests.cast import TODAY
from tests.duty.building import make_task

HEAD = "code,name,kind,department,skills,place,shift_starts,shift_minutes,activity,minutes,weight\n"
GOOD = "DESK,Desk,light,Assembly,,,,,SIT,300,\n"
START = "=+-@\t\r\n＝＋－＠"


def faults(assembly: Department, lines: str) -> list[tuple[int, str, str]]:
    """The faults of these lines between two good tasks, which stay good."""
    text = HEAD + GOOD + lines + GOOD.replace("DESK", "LAST")
    sheet = read_sheet(io.StringIO(text, newline=""), assembly.establishment, today=TODAY)
    assert [facts.code for facts in sheet.tasks] == ["DESK", "LAST"]
    return sheet.faults


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("KIT,Kits\0,light,Assembly,,,,,SIT,300,", "name"),
        ("KIT," + "x" * 121 + ",light,Assembly,,,,,SIT,300,", "name"),
        ("../../etc,Kits,light,Assembly,,,,,SIT,300,", "code"),
        ("KIT,Kits,light,Assembly,,,,1" + "0" * 5000 + ",SIT,300,", "shift_minutes"),
        ("KIT,Kits,light,Assembly,,,,,SIT,300,1e5000", "weight"),
        ("KIT,Kits,light,Assembly,,,,,SIT,300,NaN", "weight"),
        ("KIT,Kits,light,Assembly,,,07:00+15:00,,SIT,300,", "shift_starts"),
        ("KIT,Kits,light,Assembly,,,07:00+05:00,,SIT,300,", "shift_starts"),
        ("KIT,Kits,light,Assembly," + "y" * 41 + ",,,,SIT,300,", "skills"),
        ("KIT,Kits,light,Assembly,,,,,SIT,300,,more,and more", "line"),
    ],
)
def test_a_bad_line_is_named_and_the_lines_around_it_stay_good(assembly: Department, line: str, column: str) -> None:
    assert [(fault[0], fault[1]) for fault in faults(assembly, line + "\n")] == [(3, column)]


@pytest.mark.django_db
def test_what_no_spreadsheet_wrote_is_told_where_it_begins(assembly: Department) -> None:
    """A cell of 200,000 letters is more than the reader takes: what stood before it is good, what follows unread."""
    text = HEAD + GOOD + "KIT," + "x" * 200_000 + ",light,Assembly,,,,,SIT,300,\n"
    sheet = read_sheet(io.StringIO(text), assembly.establishment, today=TODAY)
    assert [facts.code for facts in sheet.tasks] == ["DESK"]
    assert [(line, column) for line, column, _words in sheet.faults] == [(3, "line")]


@pytest.mark.django_db
def test_a_file_that_is_no_text_is_refused_with_a_sentence(assembly: Department, tmp_path: Path) -> None:
    file = tmp_path / "tasks.csv"
    for content in (b"\x89PNG\r\n\x1a\n\xff\xfe", HEAD.encode("utf-16")):
        file.write_bytes(content)
        with pytest.raises(CommandError, match="cannot be read as UTF-8"):
            call_command("import_tasks", str(file), "--establishment", "riverside", "--confirm")
    assert not Task.objects.exists()


@given(st.sampled_from(START), st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20))
def test_no_cell_that_is_written_begins_like_a_formula_and_each_reads_as_it_was(first: str, rest: str) -> None:
    for words in (first + rest, f"'{first}{rest}", rest):
        cell = written(words)
        assert not cell.startswith(tuple(START))
        assert read("weight_unit", cell) == words


@pytest.mark.django_db
@pytest.mark.parametrize("first", START)
def test_no_cell_of_the_exported_tasks_runs(assembly: Department, first: str) -> None:
    evil = f'{first}HYPERLINK("http://example.com")'
    task = make_task(assembly, name=evil, place=evil, description=evil, skills=[evil], usual_job=evil)
    Department.objects.filter(pk=assembly.pk).update(name=evil)
    task.department.refresh_from_db()
    out = io.StringIO(newline="")
    export_tasks([task], out)
    _head, *lines = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert lines
    cells = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
    assert {line["name"] for line in cells} == {f"'{evil}"}
    assert not [cell for line in lines for cell in line if cell.startswith(tuple(START))]
