"""A clock that tests of this room may turn."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.cast import NOON


@pytest.fixture
def time_machine_at_noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller
