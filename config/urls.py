"""Every address of the project."""

from django.contrib import admin
from django.urls import include, path

try:
    from config.health import healthz, readyz
except ImportError:
    readyz = healthz = None

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("config.api")),
    path("", include("portal.urls")),
]
if healthz:
    urlpatterns += [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
