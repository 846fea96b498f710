"""What HR is asked for a graded return: up to six stages, each with days, work, hours and a goal."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from duty.models import Task
from duty.services import StageFacts
from duty.stage_days import FEWEST, MOST
from portal.forms.look import DateInput, LookForm, TimeInput

NEEDED = ("task", "starts_on", "ends_on", "goal")
PARTS = ("task", "starts_on", "ends_on", "shift_starts", "shift_ends", "goal", "own_job")


if TYPE_CHECKING:
    TaskField = forms.ModelChoiceField[Task]
else:
    TaskField = forms.ModelChoiceField


class TaskChoice(TaskField):
    def label_from_instance(self, obj: Task) -> str:
        return f"{obj.name}, {obj.department.name}"


class StagesForm(LookForm):
    def __init__(self, *args: Any, tasks: QuerySet[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, MOST + 1):
            must = place <= FEWEST
            self.fields |= {
                f"stages_{place}_task": TaskChoice(tasks, label=_("Task"), required=must, empty_label=_("Choose")),
                f"stages_{place}_starts_on": forms.DateField(label=_("First day"), widget=DateInput, required=must),
                f"stages_{place}_ends_on": forms.DateField(label=_("Last day"), widget=DateInput, required=must),
                f"stages_{place}_shift_starts": forms.TimeField(label=_("From"), widget=TimeInput, required=False),
                f"stages_{place}_shift_ends": forms.TimeField(label=_("To"), widget=TimeInput, required=False),
                f"stages_{place}_goal": forms.CharField(label=_("Goal"), max_length=200, required=must),
                f"stages_{place}_own_job": forms.BooleanField(label=_("This is the own job, changed"), required=False),
            }

    @property
    def first_stages(self) -> list[tuple[int, dict[str, forms.BoundField]]]:
        return [(place, self._row(place)) for place in range(1, FEWEST + 1)]

    @property
    def more_stages(self) -> list[tuple[int, dict[str, forms.BoundField]]]:
        return [(place, self._row(place)) for place in range(FEWEST + 1, MOST + 1)]

    @property
    def has_more(self) -> bool:
        return any(field.value() or field.errors for _place, row in self.more_stages for field in row.values())

    def _row(self, place: int) -> dict[str, forms.BoundField]:
        return {part: self[f"stages_{place}_{part}"] for part in PARTS}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        found: list[StageFacts] = []
        for place in range(1, MOST + 1):
            row: dict[str, Any] = {part: said.get(f"stages_{place}_{part}") for part in PARTS}
            if any(row.values()):
                self._check(place, row, follows=len(found) == place - 1)
                if not self.errors:
                    found.append(StageFacts(**{**row, "own_job": bool(row["own_job"])}))
        return {"stages": found}

    def _check(self, place: int, row: dict[str, Any], *, follows: bool) -> None:
        """A stage is whole, and stands right after the one before."""
        if not follows and not self.errors:
            self.add_error(f"stages_{place}_task", _("Fill in the stages in their order, without one left out."))
        for part in NEEDED:
            name = f"stages_{place}_{part}"
            if not row[part] and name not in self.errors:
                self.add_error(name, _("Fill in the whole stage."))
