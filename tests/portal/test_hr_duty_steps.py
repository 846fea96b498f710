"""The steps of a duty, as HR's page says them."""

import re
from pathlib import Path

from portal.views.hr.duty import STEP_WORDS, reason_words

SERVICES = Path(__file__).parents[2] / "duty" / "services"


def test_every_step_that_a_verb_stores_is_said_in_words() -> None:
    stored = {action for file in SERVICES.glob("*.py") for action in re.findall(r'action="(\w+)"', file.read_text())}
    assert {"propose", "rematch", "end"} <= stored
    assert stored - set(STEP_WORDS) == set()


def test_the_code_for_full_duty_is_said_in_words_and_other_reasons_stay() -> None:
    assert [reason_words(reason) for reason in ("full_duty", "The line is closed")] == [
        "Back to full duty",
        "The line is closed",
    ]
