"""The house rules, as far as a program can see them: budgets, names, clocks, registries."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("config", "people", "injuries", "recovery", "duty", "notifications", "portal")
FORBIDDEN_NAMES = {"utils", "common", "core", "helpers", "selectors", "signals", "misc"}
DOORS = re.compile(
    r"/(tasks|api|admin|views|forms|management|tokens|middleware|clock|health|desk|context|sign_in)(/|\.py)"
)


def sources(*rooms: str) -> Iterator[Path]:
    for room in rooms or ROOMS:
        yield from (path for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def ninth_decile(numbers: list[int]) -> float:
    return statistics.quantiles(numbers, n=10)[-1]


def test_no_file_is_longer_than_400_lines_and_nine_in_ten_are_under_250() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    assert ninth_decile(list(lengths.values())) <= 250


def test_no_function_is_longer_than_50_lines_and_nine_in_ten_are_under_30() -> None:
    lengths = {name: length for path in sources() for name, length in functions(path)}
    assert {name: length for name, length in lengths.items() if length > 50} == {}
    assert ninth_decile(list(lengths.values())) <= 30


def test_every_room_and_file_has_a_name_of_its_own() -> None:
    odd = [path for path in sources() if FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts[:-1]}]
    assert odd == []


def test_only_doors_ask_the_clock() -> None:
    asking = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|clock\.now\(|localdate\(|localtime\(")
    below = [
        str(path.relative_to(ROOT))
        for path in sources()
        if asking.search(path.read_text()) and not DOORS.search(f"/{path.relative_to(ROOT)}")
    ]
    assert below == []


def test_a_task_reads_the_clock_and_calls_one_service() -> None:
    long = {
        name: length for path in sources() if path.name == "tasks.py" for name, length in functions(path) if length > 8
    }
    assert long == {}


def test_every_room_writes_its_verbs_in_services() -> None:
    rooms = ["people", "injuries", "recovery", "duty", "notifications"]
    assert [
        room for room in rooms if not ((ROOT / room / "services.py").exists() or (ROOT / room / "services").is_dir())
    ] == []


def test_what_a_service_writes_it_writes_as_a_verb() -> None:
    """A person's database role may write nothing: `@transaction.atomic` alone would fail behind every page."""
    bare = re.compile(r"^\s*@(transaction\.)?atomic\b", re.MULTILINE)
    services = [path for path in sources() if "services" in {path.stem, *path.relative_to(ROOT).parts[:-1]}]
    assert len(services) > 30
    assert [str(path.relative_to(ROOT)) for path in services if bare.search(path.read_text())] == []


@pytest.mark.parametrize("model", [m for m in apps.get_models() if hasattr(m, "wall")], ids=lambda m: m.__name__)
def test_a_walled_model_names_only_fields_and_paths_that_exist(model: type) -> None:
    from people.models import User
    from people.wall import Actor, rows_for

    somebody = Actor(user=User(pk=1), employee_id=1, departments=frozenset({1}))
    str(model.objects.filter(rows_for(model.wall, somebody)).query)
    known = {field.name for field in model._meta.get_fields()}
    assert set(model.wall.fields) | model.wall.compared <= known


def test_each_term_of_the_glossary_exists_in_the_code() -> None:
    names = re.findall(r"`([A-Z]\w+)(?:\.\w+)?`", (ROOT / "docs" / "GLOSSARY.md").read_text())
    code = "\n".join(path.read_text() for path in sources())
    assert [name for name in names if not re.search(rf"\b{name}\b", code)] == []


def test_no_page_carries_an_inline_script_or_style() -> None:
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=\"|\son(click|change|submit|load)=")
    templates = [path for room in ROOMS for path in (ROOT / room).rglob("*.html")]
    # A mail has no policy and no sheet: its few styles must stand in the tag.
    pages = [path for path in templates if "notifications" not in path.parts]
    assert [str(path.relative_to(ROOT)) for path in pages if inline.search(path.read_text())] == []
