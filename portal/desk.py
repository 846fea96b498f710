"""HR's desk: the admin site of the project, with the work queue as its first page and the case pages below it."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from people.database_roles import relations_of
from people.openness import kinds_of_reader
from people.wall import NOBODY, SITE_RELATIONS, Actor
from portal.parts import NavItem

# Word, icon, page and (for a list of the admin) model of each place in the rail.
PLACES = (
    (_("Work queue"), "list", "admin:index", ""),
    (_("Cases"), "file", "admin:cases", ""),
    (_("Accounts"), "user", "admin:people_user_changelist", "people.User"),
    (_("Security events"), "shield", "admin:people_securityevent_changelist", "people.SecurityEvent"),
    (_("People"), "users", "admin:people_employee_changelist", "people.Employee"),
    (_("Tasks"), "box", "admin:duty_task_changelist", "duty.Task"),
    (_("Reminders"), "bell", "admin:reminders", ""),
    (_("Rules"), "sliders", "admin:rules", ""),
)
# Pages about cases: not for a role that no case opens itself to.
OF_CASES = frozenset({"admin:index", "admin:cases"})
# Lists that HR finds among the tables; whoever has no cases has them at hand.
WITHOUT_CASES = frozenset({"people.User", "people.SecurityEvent"})


class DeskSite(AdminSite):
    site_header = _("Lightduty")
    site_title = _("Lightduty")
    index_title = _("Work queue")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever has a role at an establishment; what is seen inside is the wall's answer."""
        actor = getattr(request, "actor", NOBODY)
        return bool(actor.user and actor.user.is_active and any(actor.sites.values()))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """There is one sign-in; somebody without a role at the desk is sent to their own page."""
        if request.user.is_authenticated:
            return redirect("/" if not self.has_permission(request) else "admin:index")
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.GET.get('next', request.path)})}")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from portal.views.hr.work_queue import work_queue

        if not has_cases(getattr(request, "actor", NOBODY)):
            return redirect("admin:people_user_changelist")
        return work_queue(request)  # type: ignore[arg-type]  # the middleware has given the request its actor

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from portal.views.hr.urls import urls_of

        return [*urls_of(self), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), **rail_context(self, request)}

    def all_tables(self, request: HttpRequest) -> HttpResponseBase:
        """Rules, tables and ledgers that are kept in lists: what Django's first page shows."""
        context = {
            **self.each_context(request),
            "title": _("Rules and settings"),
            "app_list": self.get_app_list(request),
        }
        return TemplateResponse(request, "admin/index.html", context)


def rail_context(site: AdminSite, request: HttpRequest) -> dict[str, Any]:
    """The rail at the left, the search box, one's own messages, and where and when the person is."""
    from notifications.models import Reminder
    from portal.inbox import unread_of
    from portal.queue import queue_size
    from portal.views.hr.door import desk_day, place_name

    actor = getattr(request, "actor", NOBODY)
    today = desk_day(actor)
    failed = Reminder.objects.visible_to(actor).failed().count() if actor.is_hr else 0
    counts = {"admin:index": queue_size(actor, today), "admin:reminders": failed}
    return {
        "rail": [item for place in PLACES if (item := _place(site, request, *place, counts=counts))],
        "home_url": reverse("admin:index"),
        "search_url": reverse("admin:find") if has_cases(actor) else "",
        "inbox_url": reverse("portal:inbox"),
        "unread_items": unread_of(actor),
        "rail_place": place_name(actor),
        "today": today,
    }


def has_cases(actor: Actor) -> bool:
    """Does the policy open any case to this person's roles?"""
    return bool(kinds_of_reader(apps.get_model("injuries.Case")) & relations_of(actor) & set(SITE_RELATIONS))


def _place(
    site: AdminSite, request: HttpRequest, name: Any, icon: str, page: str, model: str, *, counts: dict[str, int]
) -> NavItem | None:
    cases = has_cases(getattr(request, "actor", NOBODY))
    if (page in OF_CASES and not cases) or (model in WITHOUT_CASES and cases):
        return None
    if model and not _listed(site, request, model):
        return None
    url = reverse(page)
    # A case's own pages stand under its number ("case/..."), not under the list ("cases/").
    below = f"{reverse('admin:index')}case" if page == "admin:cases" else url
    here = request.path == url if page == "admin:index" else request.path.startswith(below)
    return NavItem(url=url, name=name, icon=icon, count=counts.get(page, 0), current=here)


def _listed(site: AdminSite, request: HttpRequest, label: str) -> bool:
    """Is there a list of this model, and may this person open it?"""
    model = apps.get_model(label)
    return site.is_registered(model) and bool(site.get_model_admin(model).has_view_or_change_permission(request))
