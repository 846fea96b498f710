"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"demo": settings.DEMO, "mail_page": settings.MAIL_PAGE, "work_account": bool(settings.OIDC_ISSUER)}
