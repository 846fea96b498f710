"""The worker and the one timetable. PostgreSQL remembers the work; Celery only carries it."""

import os

from celery import Celery
from django.conf import settings

from config.checks import stop_if_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("LIGHTDUTY_PROCESS", "worker")

# The ledger of days of every open case is read for it: for twenty thousand of them that takes a quarter of a minute.
ASK_SECONDS = max(settings.SWEEP_SECONDS * 20, 300)

stop_if_unsafe()
app = Celery("lightduty", broker=settings.REDIS_URL)
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    task_time_limit=600,
    # A message is only a hint, so the broker need not keep those under way: a worker whose broker is restarted would
    # try to hand them back over the connection it has just lost, and end.
    broker_transport_options={"ack_emulation": False},
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    timezone="UTC",
    # A sweep that waited longer than its period is worth nothing: the next one asks the same question.
    beat_schedule={
        name: {"task": task, "schedule": seconds, "options": {"expires": max(seconds, 10)}}
        for name, task, seconds in [
            ("plan reminders", "notifications.tasks.plan", settings.SWEEP_SECONDS),
            ("deliver reminders", "notifications.tasks.deliver", settings.SWEEP_SECONDS),
            ("send links to providers", "notifications.tasks.send_provider_letters", settings.SWEEP_SECONDS),
            ("beat of the heart", "notifications.tasks.beat_heart", settings.SWEEP_SECONDS),
            ("notice silence and the backstop", "recovery.tasks.notice_time", settings.SWEEP_SECONDS * 10),
            ("read cases under changed rules", "recovery.tasks.reassess_changed", settings.SWEEP_SECONDS),
            ("ask about days and long duties", "duty.tasks.ask", ASK_SECONDS),
            ("start and lapse duties", "duty.tasks.advance", settings.SWEEP_SECONDS * 2),
            ("screen tasks", "duty.tasks.screen", settings.SWEEP_SECONDS * 10),
        ]
    },
)
app.autodiscover_tasks()
