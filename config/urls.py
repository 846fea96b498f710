"""Every address of the project."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config.health import healthz, readyz

# Only with a secret: without one, anybody could say that a letter came back.
provider_hooks = (
    [path("hooks/provider/", include("anymail.urls"))]
    if settings.EMAIL_PROVIDER and settings.ANYMAIL["WEBHOOK_SECRET"]
    else []
)
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("config.api")),
    path("language/", include("django.conf.urls.i18n")),
    *provider_hooks,
    path("", include("portal.urls")),
]
