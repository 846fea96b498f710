"""Every address of the project."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config.health import healthz, readyz
from people.sign_in.work_account import come_back
from portal.views.account import ActivateApp, GenerateCodes, account_page, not_here, to_work_account

# django-allauth shows it where a limit is reached.
handler429 = "portal.views.account.too_many_tries"

# Only with a secret: without one, anybody could say that a letter came back.
provider_hooks = (
    [path("hooks/provider/", include("anymail.urls"))]
    if settings.EMAIL_PROVIDER and settings.ANYMAIL["WEBHOOK_SECRET"]
    else []
)
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    # Ours in front: pages that there are not here, and those that must also be written down.
    path("accounts/signup/", not_here),
    path("accounts/email/", account_page),
    path("accounts/sessions/", account_page),
    path("accounts/3rdparty/", account_page),
    path("accounts/3rdparty/signup/", not_here),
    path("accounts/2fa/", account_page),
    path("accounts/2fa/totp/activate/", ActivateApp.as_view()),
    path("accounts/2fa/recovery-codes/generate/", GenerateCodes.as_view()),
    path("accounts/oidc/<slug:provider_id>/login/", to_work_account),
    path("accounts/oidc/<slug:provider_id>/login/callback/", come_back),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("config.api")),
    path("language/", include("django.conf.urls.i18n")),
    *provider_hooks,
    path("", include("portal.urls")),
]
handler500 = "people.middleware.server_error"
