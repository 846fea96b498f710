"""Keeps the calendars' entry of a review in step with the duty, at each step that the duty takes."""

from datetime import datetime

from django.db.models import F

from duty.models import Assignment, ReviewEntry

# In these a review is to be held; a stopped duty is looked at before it goes on, not on its review date.
REVIEWED_STATES = frozenset({"scheduled", "active"})


def keep_entry(row: Assignment, at: datetime) -> None:
    """Made when a review is first due, moved with it, and kept as canceled when it falls away."""
    stands = row.state in REVIEWED_STATES
    entry = ReviewEntry.objects.filter(pk=row.pk).first()
    if entry is None:
        if stands:
            ReviewEntry.objects.create(assignment=row, day=row.review_on, changed_at=at)
        return
    day = row.review_on if stands else entry.day
    if (entry.standing, entry.day) != (stands, day):
        moved = {"day": day, "standing": stands, "changed_at": at}
        ReviewEntry.objects.filter(pk=row.pk).update(sequence=F("sequence") + 1, **moved)
