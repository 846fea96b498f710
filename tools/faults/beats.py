"""Two and three beats and two worker hosts, through a day and a night in four time zones."""

from datetime import UTC, datetime

from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import World, work

ZONES = ("America/Chicago", "Pacific/Honolulu", "Europe/Berlin", "Australia/Lord_Howe")


TOLD = "notifications_reminder WHERE state = 'told' AND rule = 'recovery.check-in-due' AND due_on = '2026-03-02'"
# The whole of Monday in every zone: from before it begins on Lord Howe until it is over in Honolulu.
BEGIN, HOURS = datetime(2026, 3, 1, 12, tzinfo=UTC), 46
DUE = """
SELECT count(*) FROM injuries_case known JOIN people_establishment site ON site.id = known.establishment_id
WHERE timezone(site.timezone, '{now}'::timestamptz) >= '2026-03-02 08:00'
"""


def run(stack: Stack, full: int) -> Outcome:
    people, minutes = (4000, 30) if full else (400, 120)
    outcome = Outcome(f"a day in 4 zones, {people} reminders, twice")
    for beats in (2, 3):
        with stack.world(due_people(people, zones=ZONES)) as made:
            made.clock.set(BEGIN)
            work(made, workers=2, beats=beats)
            for _step in range(HOURS * 60 // minutes):
                made.clock.advance(minutes=minutes)
                settle(made)
            made.account(outcome)
            told = made.count(TOLD)
            outcome.expect(told == people, f"{told} of {people} check-ins were asked for with {beats} beats")
    outcome.expect(outcome.same_key == 0, "a letter went out twice although no sender died")
    return outcome


def settle(made: World) -> None:
    """Until everybody is told for whom it is Monday and past eight in the morning."""
    due = int(made.sql(DUE.format(now=made.clock.now().isoformat())))
    made.wait_until(lambda: made.count(TOLD) >= due, f"{due} check-ins are asked for")
