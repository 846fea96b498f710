"""What the drop-box asks: two numbers and one question, nothing that names a person or a part of the body."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.forms.look import LookForm, NumberField, YesNoField
from portal.measure_words import words_of

ASKED = ("pain", "work_ability")


class DropBoxForm(LookForm):
    say_optional = False
    refusal_fields: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in ASKED:
            words = words_of(code)
            self.fields[code] = NumberField(
                low=words.low, high=words.high, label=words.title, help_text=words.hint, required=False
            )
        self.fields["alarming"] = YesNoField(
            label=_("Anything new or alarming?"),
            help_text=_("Such as numb legs, fever, or growing weakness"),
            required=False,
        )

    @property
    def scores(self) -> dict[str, int]:
        return {code: self.cleaned_data[code] for code in ASKED if self.cleaned_data[code] is not None}
