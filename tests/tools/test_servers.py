"""The throw-away servers, and the product running on them."""

import pytest
from django.db import connection

from tools.running import RunningLightduty


@pytest.mark.django_db
def test_the_tests_speak_to_a_real_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int >= 160000, current_setting('fsync')")
        assert cursor.fetchone() == (True, "off")


@pytest.mark.life
def test_web_worker_and_beat_are_ready(running_lightduty: RunningLightduty):
    assert all(child.alive for child in running_lightduty.product.children)
