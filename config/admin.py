"""Which admin site the project runs: HR's desk, built in portal."""

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    default_site = "portal.desk.DeskSite"
