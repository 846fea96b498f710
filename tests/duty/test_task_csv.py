"""The task bank as a spreadsheet: out and in again without a change, and each fault at its line."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from duty.models import Task
from duty.task_csv import COLUMNS, export_tasks, read_sheet
from people.models import Department
from tests.cast import TODAY
from tests.duty.building import make_task

pytestmark = pytest.mark.django_db
HEAD = "code,name,kind,department,absent,activity,status,minutes,weight,hands\n"
GOOD = "DESK,Desk,light,Assembly,CLIMB,SIT,ASSESSED,300,,\nDESK,Desk,light,Assembly,CLIMB,LIFT,ASSESSED,30,8,BOTH\n"
BAD = "CRATES,Crates,heavy,Nowhere,,JUGGLE,ASSESSED,many,,\n"


def imported(tmp_path: Path, text: str, *more: str) -> None:
    file = tmp_path / "tasks.csv"
    file.write_text(text, encoding="utf-8")
    call_command("import_tasks", str(file), "--establishment", "riverside", *more)


def test_a_sheet_goes_out_and_comes_back_without_a_change(assembly: Department, tmp_path: Path) -> None:
    make_task(assembly, options={"SIT_STAND": True, "HELPER": False}, place="=cmd()")
    file = tmp_path / "out.csv"
    call_command("export_tasks", str(file), "--establishment", "riverside")
    assert "'=cmd()" in file.read_text(encoding="utf-8")
    call_command("import_tasks", str(file), "--establishment", "riverside", "--confirm")
    task = Task.objects.get()
    assert (task.version, task.place, task.options) == (1, "=cmd()", {"SIT_STAND": True, "HELPER": False})


def test_lines_of_one_task_are_its_demands(assembly: Department, tmp_path: Path) -> None:
    imported(tmp_path, HEAD + GOOD, "--confirm")
    task = Task.objects.get(code="DESK")
    assert [(row.activity, row.minutes) for row in task.demands.all()] == [("SIT", 300), ("LIFT", 30)]
    assert task.profile == "ESTIMATED"


def test_nothing_is_written_until_it_is_confirmed(
    assembly: Department, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(tmp_path, HEAD + GOOD)
    assert not Task.objects.exists()
    assert "1 new tasks, 0 that are there already." in capsys.readouterr().out


def test_with_a_fault_nothing_is_written_unless_confirmed(
    assembly: Department, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError):
        imported(tmp_path, HEAD + GOOD + BAD)
    assert not Task.objects.exists()
    assert "line 4, minutes: Write a whole number." in capsys.readouterr().err
    with pytest.raises(CommandError):
        imported(tmp_path, HEAD + GOOD + BAD.replace("many", ""), "--establishment", "nowhere")
    imported(tmp_path, HEAD + GOOD + BAD, "--confirm")
    assert [task.code for task in Task.objects.all()] == ["DESK"]


@pytest.mark.parametrize(
    ("cells", "line", "column"),
    [
        ("DESK,Desk,light,Assembly,,JUGGLE,,,,", 2, "activity"),
        ("DESK,Desk,heavy,Assembly,,SIT,,,,", 2, "kind"),
        ("DESK,Desk,light,Nowhere,,SIT,,,,", 2, "department"),
        ("DESK,Desk,light,Assembly,JUGGLE,SIT,,,,", 2, "absent[0]"),
        ("DESK,Desk,light,Assembly,,SIT,,,-3,", 2, "weight"),
        ("DESK,Desk,light,Assembly,,SIT,,99999999,,", 2, "minutes"),
        ("DESK,Desk,light,Assembly,,SIT,,,,THREE", 2, "hands"),
    ],
)
def test_a_fault_is_named_by_line_and_column(cells: str, line: int, column: str, assembly: Department) -> None:
    sheet = read_sheet(io.StringIO(HEAD + cells + "\n"), assembly.establishment, today=TODAY)
    assert [(fault[0], fault[1]) for fault in sheet.faults] == [(line, column)]
    assert sheet.tasks == []


def test_unknown_and_missing_columns_are_named(assembly: Department) -> None:
    sheet = read_sheet(io.StringIO("code,shoe_size\nX,44\n"), assembly.establishment, today=TODAY)
    assert {fault[1] for fault in sheet.faults} == {"shoe_size", "name", "kind", "department"}


def test_every_column_is_exported(assembly: Department) -> None:
    out = io.StringIO()
    assert export_tasks([make_task(assembly)], out) == 2
    assert out.getvalue().splitlines()[0] == ",".join(COLUMNS)
