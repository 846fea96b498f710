"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

from config.checks import stop_if_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
stop_if_unsafe()
application = get_wsgi_application()
