"""Choosing a row in the admin: what a browser sends may be no key of any row."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Model


def may_be_key(model: type[Model], typed: object) -> bool:
    """Can this be the key of a row at all? Django looks up whatever was sent, and breaks where it is none."""
    key: Any = model._meta.pk
    try:
        key.run_validators(key.to_python(typed))
    except ValidationError:
        return False
    return True


class RowToFind(AutocompleteSelect):
    """A box to search for a row, which shows nothing chosen where something else than a key was sent."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        known = [one for one in value if one in ("", None) or may_be_key(self.field.remote_field.model, one)]
        return super().optgroups(name, known, attr)
