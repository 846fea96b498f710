"""Starting points for the task bank: common light and modified duties with estimated demands.

The figures stand in `task_templates.json`. Every row and every profile read from it is ESTIMATED, whatever
the file says, so a template may exclude a person and can never clear one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from recovery.sentences import gettext_noop as _

from .case_files import read_task_record
from .facts import ESTIMATED, Task

_FILE = Path(__file__).with_name("task_templates.json")

NAMES: dict[str, str] = {
    "FILE_DOCS": _("Filing documents"),
    "PHONES": _("Answering phones"),
    "CLERICAL": _("Clerical work"),
    "DATA_ENTRY": _("Entering data"),
    "SCAN_DOCS": _("Scanning papers"),
    "RECEPTION": _("Front desk"),
    "MAIL_SORT": _("Sorting mail"),
    "SHRED": _("Shredding old files"),
    "INVENTORY_COUNT": _("Counting stock with a scanner"),
    "LABELS": _("Putting on labels"),
    "TOOL_CRIB": _("Handing out tools"),
    "PPE_CHECK": _("Checking safety gear"),
    "SAFETY_WALK": _("Safety walk with a checklist"),
    "SDS_UPDATE": _("Keeping safety sheets up to date"),
    "TRAIN_NEW": _("Showing the job to new people"),
    "ELEARN": _("Online training"),
    "ASSIST_COWORKER": _("Helping co-workers with light things"),
    "QA_VISUAL": _("Looking over finished parts"),
    "KITTING": _("Packing kits of small parts"),
    "SECURITY_DESK": _("Watching cameras"),
    "GATE_LOG": _("Checking badges at the gate"),
    "DISPATCH": _("Dispatch by radio or phone"),
    "SCHEDULE": _("Planning shifts"),
    "ORDER_PARTS": _("Ordering parts"),
    "GREETER": _("Greeting visitors"),
    "CASH_SEATED": _("Cash register with a seat"),
    "FOLD_LINEN": _("Folding linen"),
    "MEAL_TRAYS": _("Setting up meal trays"),
    "PATIENT_COMPANION": _("Sitting with a patient"),
    "CHART_AUDIT": _("Checking records"),
    "FORKLIFT": _("Driving a forklift"),
    "SPILL_CLEAN": _("Cleaning up spills"),
    "SWEEP": _("Sweeping and light mopping"),
    "RESTOCK_LIGHT": _("Filling shelves with light goods"),
    "DELIVER_CAR": _("Small deliveries by car"),
    "TEND_MACHINE": _("Minding a machine"),
    "ASSEMBLE_SMALL": _("Putting small products together"),
    "TRAFFIC_FLAG": _("Guiding traffic in the yard"),
    "GROUNDS_LIGHT": _("Litter and watering"),
    "VEHICLE_WASH": _("Washing vehicles"),
    "PAINT_TOUCH": _("Touching up paint"),
    "FOOD_PREP": _("Cutting and portioning food"),
}

AREAS: dict[str, str] = {
    "OFFICE": _("Office"),
    "WAREHOUSE": _("Warehouse"),
    "MAINTENANCE": _("Maintenance"),
    "SAFETY": _("Safety"),
    "ANY": _("Any department"),
    "PRODUCTION": _("Production"),
    "SECURITY": _("Security"),
    "TRANSPORT": _("Transport"),
    "RETAIL": _("Store"),
    "LAUNDRY": _("Laundry"),
    "KITCHEN": _("Kitchen"),
    "CARE": _("Care"),
    "FACILITIES": _("Facilities"),
    "GROUNDS": _("Grounds"),
    "FLEET": _("Vehicles"),
}

KINDS: dict[str, str] = {"LIGHT": _("Light duty"), "MODIFIED": _("Modified duty")}

MODIFICATION_LABELS: dict[str, str] = {
    "TOP_DRAWERS_ONLY": _("Only the upper drawers"),
    "SEATED_SORTING": _("Sort while sitting"),
    "HEADSET": _("Use a headset"),
    "REDUCE_TO_4H": _("Four hours instead of eight"),
    "VOICE_INPUT": _("Speak instead of typing"),
    "SMALL_TRAYS": _("Smaller trays, up to 5 lb"),
    "LOW_RACKS_ONLY": _("Only shelves below the shoulder"),
    "SLOW_PACE": _("A slower pace, up to 50 an hour"),
    "ADD_STOOL": _("A stool, to sit or stand freely"),
    "NO_STAIRS_ROUTE": _("A route without stairs"),
    "MOVE_TO_DAY": _("Day shift instead of night"),
    "NO_HAND_LOADING": _("No loading by hand"),
    "LONG_HANDLE_TOOLS": _("Tools with a long handle"),
    "HALF_BOXES": _("Half-full boxes, up to 8 lb"),
}


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    """`name` and `area` are texts to translate; `founding` marks the examples the project began with."""

    code: str
    name: str
    kind: str
    area: str
    founding: bool
    min_block_hours: int
    task: Task


@lru_cache(maxsize=1)
def templates() -> tuple[TaskTemplate, ...]:
    entries = json.loads(_FILE.read_text(encoding="utf-8"))["templates"]
    return tuple(_template(entry) for entry in entries)


def template(code: str) -> TaskTemplate:
    return next(found for found in templates() if found.code == code)


def _template(entry: dict[str, Any]) -> TaskTemplate:
    rows = [{**row, "status": ESTIMATED} for row in entry["demands"]]
    task = read_task_record({**entry, "demands": rows}, entry["code"])
    return TaskTemplate(
        code=entry["code"],
        name=NAMES[entry["code"]],
        kind=entry["kind"],
        area=AREAS[entry["area"]],
        founding=entry["founding"],
        min_block_hours=entry["min_block_hours"],
        task=replace(task, estimated=True),
    )
