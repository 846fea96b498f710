from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """A mail provider's webhooks arrive at django-anymail, which tells us by its own signal."""
        from anymail.signals import tracking

        from portal.views.provider_hooks import heard

        tracking.connect(heard)
