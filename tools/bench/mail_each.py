"""The usual way, to compare with: a Celery task for each mail, which opens a connection, sends and closes it."""

import os

from celery import Celery
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("mail_each", broker=os.environ["REDIS_URL"])
app.conf.update(task_ignore_result=True, task_acks_late=True, worker_prefetch_multiplier=1)


@app.task(name="mail_each")  # type: ignore[untyped-decorator]  # celery ships no types
def mail_each(address: str, key: str, text: str, html: str) -> None:
    headers = {"Message-ID": key}
    mail = EmailMultiAlternatives("A reminder", text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)
    mail.attach_alternative(html, "text/html")
    mail.send()
