"""Holes that are none: a wall broken on purpose that means the same as before. Each rule says why by construction."""

from typing import Any

from people.policy import Cell, DataClass, Reach, Relation, cell
from people.wall import FIELDWISE, ROWLESS, Wall, opens
from tools.wall import facts

# Reaches that look at no employee: whoever wrote it, or whom it is addressed to, is asked instead.
ASKING_NO_EMPLOYEE = ROWLESS | {Reach.OWN, Reach.FILED}
# Resources that list what is addressed to the reader, all of whose own class the reader may read.
ADDRESSED_ALONE = {"InboxItem"}


def policy_alike(data_class: DataClass, relation: Relation, right: str, before: Cell) -> bool:
    """Is a wider cell the same?

    Reading by a link: only tables with a way to the case of a link open to one.
    Writing: a class borne by fields alone has no row to write, and whoever has no account writes through verbs; whoever
    may answer an offer has the row already, and what the answer may be is the verb's.
    """
    if right == "read":
        walls = [model.wall for model in facts.walled().values()]
        return relation is Relation.PROVIDER and not any(wall.case and data_class in classes(wall) for wall in walls)
    if before.write in {Reach.DECIDE, Reach.PROPOSE} or relation is Relation.PROVIDER:
        return True
    return data_class not in facts.CLASS.values()


def classes(wall: Wall) -> set[DataClass]:
    """Of its rows, and of single fields."""
    own = set(DataClass) if wall.data_class_field else {wall.data_class}
    return own | set(wall.fields.values())


def limits_alike(model: Any, reach: Reach, names: frozenset[str]) -> bool:
    """Only a field whose class has this reach for somebody is ever looked up among the limited ones."""
    wall: Wall = model.wall
    changed = names ^ wall.limited.get(reach, frozenset())
    return not any(_has(reach, {wall.fields[name]} if name in wall.fields else _own(wall)) for name in changed)


def _own(wall: Wall) -> set[DataClass]:
    return set(DataClass) if wall.data_class_field else {wall.data_class}


def _has(reach: Reach, among: set[DataClass]) -> bool:
    return any(cell(one, relation).read is reach for one in among for relation in Relation)


def employee_alike(wall: Wall) -> bool:
    """Nobody sees or writes these rows as the employee or the supervisor: by whom they are about nothing is decided."""
    reaches = {
        reach
        for one in classes(wall)
        for relation in (Relation.SELF, Relation.SUPERVISOR)
        for reach in (cell(one, relation).read, cell(one, relation).write)
    }
    return reaches <= ASKING_NO_EMPLOYEE


def serializer_alike(model: Any, names: list[str]) -> bool:
    """Whoever may see a row at all may see each of these fields, so that showing all shows nothing more."""
    wall: Wall = model.wall
    if model.__name__ in ADDRESSED_ALONE and not wall.fields:
        return True
    readers = [one for one in Relation if cell(wall.data_class, one).read not in ROWLESS]
    return not wall.data_class_field and not any(
        _hidden(wall, relation, name) for relation in readers if relation is not Relation.PROVIDER for name in names
    )


def _hidden(wall: Wall, relation: Relation, name: str) -> bool:
    reach = cell(wall.fields.get(name, wall.data_class), relation).read
    return not opens(wall, reach, name) if reach in FIELDWISE | ROWLESS else False


def dropped_alike(policy: str, condition: str, employees: str | None) -> bool:
    """Whoever supervises is employed here, and so holds the employee's policy as well: if that says the same, a
    supervisor's own adds nothing."""
    return policy == "wall_supervisor" and condition == employees
