"""A work status form as far as it can be read, for the hints beside it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from portal.forms.hr.limit_rows import LimitRow
from portal.forms.hr.work_status import WorkStatusForm
from portal.limit_words import in_words
from recovery.note_check import Hint, TypedLimit, TypedNote, hints
from recovery.restrictions import kg_to_lb


def hints_for(form: WorkStatusForm, today: date) -> list[dict[str, str]]:
    """Tone, words and the field that each is about; what cannot be read yet is left out."""
    form.is_valid()
    note = typed_note(form, today)
    return [{"tone": hint.tone, "words": in_words(hint.text), "target": target_of(hint)} for hint in hints(note)]


def target_of(hint: Hint) -> str:
    return f"id_{hint.place}" if hint.place else ""


def typed_note(form: WorkStatusForm, today: date) -> TypedNote:
    said: dict[str, Any] = getattr(form, "cleaned_data", {})
    hours: Decimal | None = said.get("shift_hours")
    return TypedNote(
        status=said.get("status") or "",
        issued=said.get("issued_on"),
        starts=said.get("starts_on"),
        ends=said.get("ends_on"),
        open_end=bool(said.get("open_end")),
        today=today,
        shift_minutes=round(hours * 60) if hours is not None else None,
        limits=tuple(typed_limits(form.rows)),
        words=(said.get("words") or "").strip(),
    )


def typed_limits(rows: list[LimitRow]) -> Iterator[TypedLimit]:
    for row in rows:
        said: dict[str, Any] = getattr(row, "cleaned_data", {})
        typed = TypedLimit(
            place=f"{row.prefix}-kind",
            kind=said.get("kind") or "",
            activity=said.get("activity") or "",
            side=said.get("side") or "NA",
            band=said.get("band") or "",
            words=(said.get("words") or "").strip(),
            **amount_of(said),
        )
        if typed.kind or typed.words or typed.band or typed.pounds is not None:
            yield typed


def amount_of(said: dict[str, Any]) -> dict[str, Any]:
    """The number in the column that its kind means; without a kind as pounds, so that it is asked about."""
    amount: Decimal | None = said.get("amount")
    if amount is None:
        return {}
    kind = said.get("kind")
    if kind == "MAX_HOURS_DAY":
        return {"minutes": round(amount * 60)}
    if kind == "MAX_CONTINUOUS_MIN":
        return {"minutes": round(amount)}
    if kind == "MAX_REPS_HOUR":
        return {"reps": round(amount)}
    return {"pounds": kg_to_lb(float(amount)) if said.get("unit") == "kg" else float(amount)}
