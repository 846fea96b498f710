"""Settings; everything that differs between machines comes from the environment (see docs/OPERATIONS.md)."""

from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from config import environment as env
from config.sign_in import *  # noqa: F403 - a part of these settings

# Generic admin, form and serializer classes can be written with their model, as the type checker wants them.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = env.flag("LIGHTDUTY_PRODUCTION")
DEMO = env.flag("LIGHTDUTY_DEMO")
DEBUG = False
SECRET_KEY = env.text("SECRET_KEY", "" if PRODUCTION else "only-for-a-machine-of-ones-own")
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")
BASE_URL = env.text("BASE_URL", "http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "people",
    "injuries",
    "recovery",
    "duty",
    "notifications",
    "portal",
    "config.apps.ConfigApp",
    "config.admin.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "people.middleware.content_security_policy",
    "people.middleware.request_transaction",
    "people.middleware.no_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.actor_of_request",
    "people.sign_in.gate.session_limits",
    "people.sign_in.gate.second_factor_first",
    "people.middleware.as_person",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.shell",
            ]
        },
    }
]

# Two logins: the owner migrates; the run-time login can only step into the roles of the wall, for one transaction
# at a time in the web (people.middleware), for the length of a connection in the worker.
PROCESS = env.text("LIGHTDUTY_PROCESS", "web")
DATABASE_ROLE = "lightduty_system" if PROCESS == "worker" else "none"
RUNTIME_DATABASE_URL = env.text("DATABASE_URL", "postgresql://lightduty_web@localhost/lightduty")
OWNER_DATABASE_URL = env.text("OWNER_DATABASE_URL", RUNTIME_DATABASE_URL)

# The pool waits twice as long after each attempt, up to five minutes by default, and pages would stay away long after
# PostgreSQL came back. It gives up early instead: the next request tries anew.
WEB_POOL = {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 2}
# A worker whose machine is put to sleep in the middle of a transaction keeps its locks no longer than this: else the
# other workers would pass by what it was about to claim for as long as it sleeps.
WORKER_PAUSE = "30s"


def database_settings() -> dict[str, Any]:
    settings = env.database(OWNER_DATABASE_URL if PROCESS == "manage" else RUNTIME_DATABASE_URL)
    settings["CONN_HEALTH_CHECKS"] = True
    if PROCESS == "web":
        settings["OPTIONS"]["pool"] = WEB_POOL
    if PROCESS == "worker":
        settings["CONN_MAX_AGE"] = 60
        settings["OPTIONS"]["options"] = (
            f"-c role={DATABASE_ROLE} -c idle_in_transaction_session_timeout={WORKER_PAUSE}"
        )
    return settings


RUNTIME_LOGIN = tuple(env.database(RUNTIME_DATABASE_URL)[key] for key in ("USER", "PASSWORD"))
DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The web must not need the broker: a Redis cache that is down would turn sign-in into an error.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}
REDIS_URL = env.text("REDIS_URL", "redis://localhost:6379/0")

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A provider's name (mailgun, postmark, sendgrid, amazon_ses …) sends mail through its API instead of SMTP.
EMAIL_PROVIDER = env.text("EMAIL_PROVIDER").lower()
EMAIL_BACKEND = (
    f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend"
    if EMAIL_PROVIDER
    else "django.core.mail.backends.smtp.EmailBackend"
)
ANYMAIL = env.provider(EMAIL_PROVIDER)
# Addresses as Apprise writes them, with {to} where a number or a name belongs; NAME__SITE for one site alone.
SMS_URLS = env.by_site("LIGHTDUTY_SMS_URL")
CHAT_URLS = env.by_site("LIGHTDUTY_CHAT_URL")
# With it, a provider or a mail server may tell us of letters that came back.
BOUNCE_SECRET = env.text("LIGHTDUTY_BOUNCE_SECRET")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Lightduty <lightduty@localhost>")
MAIL_PAGE = env.text("LIGHTDUTY_MAIL_PAGE")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".local" / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Files of cases lie outside the static path and have no URL of their own: a view checks the record first.
MEDIA_ROOT = Path(env.text("LIGHTDUTY_MEDIA_ROOT", str(BASE_DIR / ".local" / "files")))
MEDIA_URL = ""
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024
# A program that reads a file from standard input; exit 0 clean, 1 found (docs/OPERATIONS.md). Empty: none.
SCAN_COMMAND = env.text("LIGHTDUTY_SCAN_COMMAND")
SCAN_SECONDS = 30

# Years after which `manage.py forget_old` forgets (docs/OPERATIONS.md): cases after the person left, letters, looks.
RETENTION_CASE_YEARS = env.number("LIGHTDUTY_RETENTION_CASE_YEARS", 30)
RETENTION_LETTER_YEARS = env.number("LIGHTDUTY_RETENTION_LETTER_YEARS", 3)
RETENTION_LOOK_YEARS = env.number("LIGHTDUTY_RETENTION_LOOK_YEARS", 7)

# Links that work without sign-in (docs/OPERATIONS.md): how long each lives, and how often one may be knocked at.
DROP_BOX_DAYS = env.number("LIGHTDUTY_DROP_BOX_DAYS", 7)
PROVIDER_LINK_DAYS = env.number("LIGHTDUTY_PROVIDER_LINK_DAYS", 14)
DOOR_KNOCKS_OF_ADDRESS = env.number("LIGHTDUTY_DOOR_KNOCKS_OF_ADDRESS", 300)
DOOR_KNOCKS_AT_TOKEN = env.number("LIGHTDUTY_DOOR_KNOCKS_AT_TOKEN", 30)

CLOCK_FILE = env.text("LIGHTDUTY_CLOCK_FILE")
SWEEP_SECONDS = env.number("LIGHTDUTY_SWEEP_SECONDS", 30)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # First, because the first one says how a request without any is answered: 401, not 403.
        "people.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["people.api_access.HasActor"],
    "DEFAULT_PAGINATION_CLASS": "people.api_base.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["people.api_fields.StrictJSONParser"],
    "EXCEPTION_HANDLER": "people.api_base.explain",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Lightduty",
    "DESCRIPTION": "Reports, duty, check-ins, stalls and the reminders that follow from them.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "people.api_schema.say_how_it_refuses",
    ],
    "ENUM_NAME_OVERRIDES": {
        "AppointmentKind": "recovery.models.Appointment.Kind",
        "TreatmentKind": "recovery.models.Treatment.Kind",
        "FindingKind": "recovery.models.Stall.Kind",
        "DutyKind": "duty.models.task.Kind",
        "DayRecordKind": "duty.models.days.DayRecord.Kind",
        "WorkStatus": "recovery.models.WorkStatusReport.Status",
        "DemandStatus": "duty.models.Demand.Status",
        "ReminderKind": "notifications.kinds.Kind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
