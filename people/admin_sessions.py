"""Ending the sessions of somebody else: a telephone was lost, or somebody else has got into the account."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import SecurityEvent, User
from people.scope import verb
from people.sign_in import events, sessions


@verb
def sign_out_of_account(request: HttpRequest, user: User, *, by: str) -> None:
    """Everywhere and at once. The account itself stays open: its owner signs in again."""
    sessions.end_all(user)
    events.note(request, SecurityEvent.Kind.SESSIONS_TAKEN, user=user, detail=by)


class EndsSessions(admin.ModelAdmin[User]):
    """Adds the button to the page of one account."""

    change_form_template = "admin/people/user/change_form.html"

    def may_end_sessions(self, request: HttpRequest, user: User) -> bool:
        raise NotImplementedError

    def hat_of(self, request: HttpRequest) -> str:
        """Written down beside the event, which shows the address of whoever pressed the button."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.end_sessions))
        return [path("<path:object_id>/sign-out/", view, name="people_user_sign_out"), *super().get_urls()]

    def end_sessions(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self.get_object(request, object_id)
        if user is None or not self.may_end_sessions(request, user):
            raise Http404
        sign_out_of_account(request, user, by=self.hat_of(request))
        self.log_change(request, user, "every session ended")
        messages.success(request, _("%(name)s is signed out everywhere.") % {"name": user})
        return redirect(reverse("admin:people_user_change", args=[user.pk]))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        user = kwargs.get("obj")
        if user is not None and self.may_end_sessions(request, user):
            context["sign_out_url"] = reverse("admin:people_user_sign_out", args=[user.pk])
        return super().render_change_form(request, context, *args, **kwargs)
