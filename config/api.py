"""The one router of the API: each room brings its own resources."""

from importlib import import_module

from django.urls import URLPattern, include, path, re_path
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.views import APIView

from config.description import Description, docs
from people import api_schema

__all__ = ["api_schema", "urlpatterns"]  # the schema's extensions count as soon as they are imported

ROOMS = ("people.api", "injuries.api", "recovery.api", "duty.api", "notifications.api")

router = DefaultRouter(use_regex_path=True)
router.include_root_view = False
# One address for each thing: the answer is JSON whatever an address ends in.
router.include_format_suffixes = False
more: list[URLPattern] = []
# A higher room may bring a resource of a lower one again, with the doors that only it can open.
resources = {}
for room in ROOMS:
    module = import_module(room)
    for prefix, viewset, basename in module.routes:
        resources[prefix] = (viewset, basename)
    more += getattr(module, "urlpatterns", [])
for prefix, (viewset, basename) in resources.items():
    router.register(prefix, viewset, basename=basename)


class NotThere(APIView):
    """A program that asks at a wrong address is told so in the language of all other answers."""

    schema = None

    def get(self, request: Request) -> Response:
        raise NotFound("There is nothing at this address. Addresses of the API end with a slash.")

    post = put = patch = delete = get


urlpatterns = [
    path("v1/", include([*more, *router.urls])),
    path("schema/", Description.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    re_path("", NotThere.as_view()),
]
