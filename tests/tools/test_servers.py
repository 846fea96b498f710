"""The throw-away servers, and the product running on them."""

from datetime import UTC, datetime

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


@pytest.mark.life
def test_every_process_lives_on_the_day_that_the_clock_is_set_to(running_lightduty: RunningLightduty):
    running_lightduty.clock.set(datetime(2031, 2, 3, 12, tzinfo=UTC))
    running_lightduty.clock.advance(days=2)
    assert running_lightduty.python("from people import clock; print(clock.now().date())") == "2031-02-05"


@pytest.mark.life
def test_mail_of_the_instance_lands_in_its_own_catcher(running_lightduty: RunningLightduty):
    message = "'Hello', 'There is an item.', None, ['ana@plant.example']"
    running_lightduty.python(f"from django.core.mail import send_mail; send_mail({message})")
    assert running_lightduty.mail.wait_for(1, to="ana@plant.example")[0].subject == "Hello"
