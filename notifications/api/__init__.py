"""The resources of this room; `config.api` registers them."""

from django.urls import path, re_path

from notifications.api.ledger import InboxViewSet, ReminderViewSet
from notifications.api.rules import DayPreviewView, RulePreviewView, RulesView, RuleView
from notifications.api.wishes import WishesView
from people.api_views import NUMBER

__all__ = ["routes", "urlpatterns"]

routes = [("reminders", ReminderViewSet, "reminder"), ("inbox", InboxViewSet, "inbox")]
SITE, RULE = rf"^reminder-rules/(?P<pk>{NUMBER})/", r"(?P<rule>[a-z]+\.[a-z-]+)/"
urlpatterns = [
    path("me/reminded/", WishesView.as_view(), name="me-reminded"),
    re_path(f"{SITE}$", RulesView.as_view(), name="reminder-rules"),
    re_path(f"{SITE}preview/$", DayPreviewView.as_view(), name="reminder-rules-preview"),
    re_path(f"{SITE}{RULE}$", RuleView.as_view(), name="reminder-rule"),
    re_path(f"{SITE}{RULE}preview/$", RulePreviewView.as_view(), name="reminder-rule-preview"),
]
