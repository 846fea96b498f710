"""HR's desk: the admin site of the project."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.wall import NOBODY


class DeskSite(AdminSite):
    site_header = _("Lightduty")
    site_title = _("Lightduty")
    index_title = _("Work queue")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever has a role at an establishment; what is seen inside is the wall's answer."""
        actor = getattr(request, "actor", NOBODY)
        return bool(actor.user and actor.user.is_active and any(actor.sites.values()))
