"""The company and its accounts at HR's desk."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people import clock
from people.admin_base import Ledger, SiteTable, WalledAdmin, actor_of
from people.admin_sessions import EndsSessions
from people.models import (
    AccessEntry,
    ApiToken,
    Department,
    Employee,
    Establishment,
    Holiday,
    RoleGrant,
    SecurityEvent,
    Supervision,
    User,
)
from people.policy import Relation
from people.scope import beyond_the_wall, verb
from people.services import grant_role, open_account
from people.tokens import revoke_token
from people.wall import Actor, readable

EVERY_ROLE = (Relation.HR, Relation.SAFETY, Relation.AUDITOR, Relation.IT)
EVERYWHERE = 0  # stands among an actor's leads for "at all establishments"
BY_SITE = ("establishment", RelatedOnlyFieldListFilter)


@admin.register(Establishment)
class EstablishmentAdmin(SiteTable):
    site_path = "pk"
    readers = EVERY_ROLE
    list_display = ("name", "code", "timezone", "contact_name", "contact_phone", "emergency_number")
    search_fields = ("name", "code")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return EVERYWHERE in actor_of(request).leads


@admin.register(Holiday)
class HolidayAdmin(SiteTable):
    list_display = ("day", "name", "establishment")
    list_filter = (BY_SITE,)
    list_select_related = ("establishment",)
    search_fields = ("name",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A day that is no holiday after all; nothing hangs on the row."""
        return self.has_change_permission(request, obj)


@admin.register(Department)
class DepartmentAdmin(SiteTable):
    readers = EVERY_ROLE
    list_display = ("name", "establishment")
    list_filter = (BY_SITE,)
    list_select_related = ("establishment",)
    search_fields = ("name",)


class EmployeeForm(forms.ModelForm[Employee]):
    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        department, site = facts.get("department"), facts.get("establishment")
        if department and site and department.establishment_id != site.pk:
            self.add_error("department", _("Choose a department of this establishment."))
        return facts


@admin.register(Employee)
class EmployeeAdmin(WalledAdmin):
    form = EmployeeForm
    writers = (Relation.HR,)
    list_display = ("family_name", "given_name", "number", "job_title", "department", "establishment", "left_on")
    list_filter = (BY_SITE, ("department", RelatedOnlyFieldListFilter))
    list_select_related = ("department", "establishment")
    search_fields = ("family_name", "given_name", "=number")
    ordering = ("family_name", "given_name", "pk")
    exclude = ("user",)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The page of one person bears the name in its title: not for whoever reads pseudonyms."""
        if not self.reads(actor_of(request), "family_name"):
            return None
        return super().get_object(request, object_id, from_field)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """With two roles at two sites, one opens a column of this person and the other does not."""
        names = super().get_fields(request, obj)
        return names if obj is None else [name for name in names if readable(actor_of(request), obj, name)]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request) and (obj is None or actor_of(request).hr_of(obj.establishment_id))


class SupervisionForm(forms.ModelForm[Supervision]):
    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        department, supervisor = facts.get("department"), facts.get("supervisor")
        instead_of = facts.get("stands_in_for")
        if department and supervisor and department.establishment_id != supervisor.establishment_id:
            self.add_error("supervisor", _("Choose somebody of the same establishment."))
        if instead_of and department and instead_of.department_id != department.pk:
            self.add_error("stands_in_for", _("Choose a supervision of the same department."))
        if instead_of and supervisor and instead_of.supervisor_id == supervisor.pk:
            self.add_error("supervisor", _("Choose somebody other than the supervisor."))
        return facts


@admin.register(Supervision)
class SupervisionAdmin(SiteTable):
    form = SupervisionForm
    site_path = "department__establishment_id"
    list_display = ("supervisor", "department", "starts_on", "ends_on", "stands_in_for")
    list_filter = (("department", RelatedOnlyFieldListFilter),)
    list_select_related = ("supervisor", "department", "stands_in_for__supervisor", "stands_in_for__department")
    search_fields = ("supervisor__family_name", "department__name")
    autocomplete_fields = ("supervisor",)


class RoleGrantForm(forms.ModelForm[RoleGrant]):
    email = forms.EmailField(label=_("Account"), help_text=_("The e-mail address of an account that exists."))

    class Meta:
        model = RoleGrant
        fields: ClassVar[list[str]] = ["role", "establishment", "is_lead"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if not User.objects.filter(email=email, is_active=True).exists():
            raise ValidationError(_("There is no active account with this address."))
        return email

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        account = User.objects.filter(email=facts.get("email", "")).first()
        same = RoleGrant.objects.filter(user=account, role=facts.get("role"), establishment=facts.get("establishment"))
        if account and same.exists():
            self.add_error("role", _("This account has this role already."))
        return facts


@admin.register(RoleGrant)
class RoleGrantAdmin(SiteTable):
    """Roles are given and taken by leads of HR, for their own sites only."""

    form = RoleGrantForm
    list_display = ("user", "role", "establishment", "is_lead")
    list_filter = ("role", BY_SITE)
    list_select_related = ("user", "establishment")
    search_fields = ("user__email", "user__full_name")
    fields = ("email", "role", "establishment", "is_lead")

    def leads(self, request: HttpRequest) -> frozenset[int]:
        return actor_of(request).leads

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.leads(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A role is taken away and given anew, so that each is one line of the log."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        leads = self.leads(request)
        if obj is None:
            return bool(leads)
        return EVERYWHERE in leads or (obj.establishment_id or EVERYWHERE) in leads

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["user", "role", "establishment", "is_lead"] if obj else list(self.fields or [])

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        # One at a time: the action would also take roles of sites that somebody else leads.
        return {}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        leads = self.leads(request)
        if db_field.name == "establishment" and field is not None and EVERYWHERE not in leads:
            field.queryset = Establishment.objects.filter(pk__in=leads)
            field.required = True
        return field

    def save_model(self, request: HttpRequest, obj: RoleGrant, form: Any, change: bool) -> None:
        user = User.objects.get(email=form.cleaned_data["email"])
        made = grant_role(user=user, role=obj.role, establishment_id=obj.establishment_id, is_lead=obj.is_lead)
        obj.pk, obj.user = made.pk, user


class NewAccountForm(forms.ModelForm[User]):
    """An account for an employee of one's own site; it opens with the link of "forgot password"."""

    employee = forms.ModelChoiceField(Employee.objects.none(), label=_("Employee"))

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["email", "full_name", "language"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("There is an account with this address already."))
        return email


def accounts_of(sites: Iterable[int]) -> list[int]:
    """The accounts of a site's people, and of those who have a role there."""
    grants = RoleGrant.objects.filter(establishment_id__in=sites)
    theirs = Q(employee__establishment_id__in=sites) | Q(pk__in=grants.values("user_id"))
    with beyond_the_wall("IT looks after the accounts of a site's people and sees no list of employees"):
        return list(User.objects.filter(theirs).values_list("pk", flat=True))


@admin.register(User)
class AccountAdmin(EndsSessions, SiteTable):
    """Accounts of people of one's own sites, for HR and IT. Neither sees or sets a password."""

    readers = (Relation.HR, Relation.IT)
    list_display = ("email", "full_name", "language", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    readonly_fields = ("email", "last_login", "date_joined")

    def rows_of(self, actor: Actor) -> QuerySet[Any]:
        sites: set[int] = set().union(*(actor.sites.get(one, frozenset()) for one in self.readers))
        return User.objects.filter(pk__in=accounts_of(sites))

    def may_end_sessions(self, request: HttpRequest, user: User) -> bool:
        return actor_of(request).has(Relation.IT) or self.has_change_permission(request, user)

    def hat_of(self, request: HttpRequest) -> str:
        return "by IT" if actor_of(request).has(Relation.IT) else "by HR"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody with a role at a desk is changed by a lead."""
        if obj is None:
            return self.may_write(request)
        actor = actor_of(request)
        theirs = obj.pk in accounts_of(actor.sites.get(Relation.HR, frozenset()))
        return theirs and (not obj.is_staff or bool(actor.leads))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        sites = actor_of(request).sites.get(Relation.HR, frozenset())
        form = super().get_form(request, obj, change, form=NewAccountForm, **kwargs)
        choices: Any = form.base_fields["employee"]
        choices.queryset = Employee.objects.filter(establishment_id__in=sites, user=None)
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("email", "last_login", "date_joined", "is_staff") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return ["employee", "email", "full_name", "language"]
        return ["email", "full_name", "language", "is_active", "is_staff", "last_login", "date_joined"]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            verb(obj.save)(update_fields=["full_name", "language", "is_active"])
            return
        facts = form.cleaned_data
        made = open_account(
            email=facts["email"],
            full_name=facts["full_name"] or facts["employee"].name,
            password=None,
            employee=facts["employee"],
            language=facts["language"],
        )
        obj.pk = made.pk


@admin.register(ApiToken)
class ApiTokenAdmin(SiteTable):
    """Keys to the API are made by their owner's administrator on the server; here they are seen and revoked."""

    readers = (Relation.HR, Relation.IT)
    writers = (Relation.HR, Relation.IT)
    list_display = ("name", "user", "created_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__email")
    fields = ("name", "user", "created_at", "last_used_at", "revoked_at")
    actions = ("revoke",)

    def rows_of(self, actor: Actor) -> QuerySet[Any]:
        sites: set[int] = set().union(*(actor.sites.get(one, frozenset()) for one in self.readers))
        return ApiToken.objects.filter(user_id__in=accounts_of(sites))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Revoke"), permissions=["view"])
    def revoke(self, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
        at, count = clock.now(), 0
        for token in tokens.filter(revoked_at=None):
            revoke_token(token=token, at=at)
            self.log_change(request, token, "revoked")
            count += 1
        words = ngettext("%(count)d token revoked.", "%(count)d tokens revoked.", count)
        self.message_user(request, words % {"count": count})


@admin.register(AccessEntry)
class AccessEntryAdmin(Ledger):
    list_display = ("at", "user", "role", "what", "employee", "reason")
    list_filter = ("role",)
    list_select_related = ("user", "employee")
    search_fields = ("employee__family_name", "user__email")


@admin.register(SecurityEvent)
class SecurityEventAdmin(SiteTable):
    """What happened at the doors; IT of everywhere also sees tries at addresses that are nobody's."""

    readers = (Relation.IT,)
    writers = ()
    list_display = ("at", "kind", "user", "address", "detail", "browser")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__email", "=address")
    fields = ("at", "kind", "user", "address", "browser", "detail")
    actions = None

    def rows_of(self, actor: Actor) -> QuerySet[Any]:
        sites = actor.sites.get(Relation.IT, frozenset())
        grants = RoleGrant.objects.filter(Q(establishment_id__in=sites) | Q(establishment=None))
        with beyond_the_wall("IT watches over the accounts of a site's people and sees no list of employees"):
            theirs = list(
                Employee.objects.filter(establishment_id__in=sites, user__isnull=False).values_list("user_id")
            )
        mine = Q(user_id__in=[pk for (pk,) in theirs]) | Q(user_id__in=grants.values("user_id"))
        if RoleGrant.objects.filter(user=actor.user, role=RoleGrant.Role.IT, establishment=None).exists():
            mine |= Q(user=None)
        return SecurityEvent.objects.filter(mine) if sites else SecurityEvent.objects.none()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
