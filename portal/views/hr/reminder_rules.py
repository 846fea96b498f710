"""Reminder rules of a site: what is on, setting one, and who would be told on the coming days."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from notifications.models import RuleChange
from notifications.preview import coming_days, preview, rules_at
from notifications.rule import Rule
from notifications.rules import BY_ID, RULES
from notifications.services import set_rule
from notifications.settings import all_tuning, tuning_of
from notifications.tuning import tuning_from
from people import clock
from people.models import Establishment
from people.requests import ActingRequest
from portal.forms.hr.reminder_rule import ReminderRuleForm
from portal.parts import Tab
from portal.reminder_words import change_entries, coming_lines, rule_groups
from portal.typed import typed_number
from portal.views.hr.door import PER_PAGE, carried_out, hr_sites, show

CHANGES_SHOWN = 5


def site_of(request: ActingRequest, pk: int | None) -> tuple[Establishment, list[Establishment]]:
    """The site that is looked at, of HR's own; nobody else finds the page."""
    sites = list(Establishment.objects.filter(pk__in=hr_sites(request.actor)).order_by("name", "pk"))
    if not sites:
        raise Http404
    if pk is None:
        return sites[0], sites
    return get_object_or_404(Establishment.objects.filter(pk__in=[one.pk for one in sites]), pk=pk), sites


def reminder_rules(request: ActingRequest, pk: int | None = None) -> HttpResponse:
    site, sites = site_of(request, pk)
    tuned = {rule: values[site.pk] for rule, values in all_tuning().items() if site.pk in values}
    changes = RuleChange.objects.filter(establishment=site).select_related("by")[:CHANGES_SHOWN]
    context = {
        "title": gettext("Reminder rules of %(site)s") % {"site": site.name},
        "site": site,
        "tabs": [
            Tab(reverse("admin:reminder_rules_of", args=[one.pk]), one.name, current=one == site) for one in sites
        ],
        "groups": rule_groups(RULES, tuned),
        "changes": change_entries(changes),
    }
    return show(request, "portal/hr/reminder_rules.html", context, zone=site.timezone)


def reminder_rule(request: ActingRequest, pk: int, rule: str) -> HttpResponse:
    """Set one rule. Its values can be looked at before they hold: who would be told in the next thirty days."""
    site, _sites = site_of(request, pk)
    if rule not in BY_ID:
        raise Http404
    kind, present = BY_ID[rule], tuning_of(rule, site.pk)
    trying = request.method == "GET" and "try" in request.GET
    given = request.POST if request.method == "POST" else request.GET if trying else None
    form = ReminderRuleForm(given, rule=kind, present=present)
    here = reverse("admin:reminder_rule", args=[site.pk, rule])
    asked = present
    if form.is_bound and form.is_valid():
        asked = tuning_from(form.tuning())
        if request.POST.get("do") == "save" and carried_out(
            form, lambda: set_rule(actor=request.actor, establishment=site, rule=rule, at=clock.now(), **form.tuning())
        ):
            messages.success(request, gettext("Saved. It acts from the next minute on."))
            return redirect(here)
        if request.POST.get("do") == "try":
            values = {name: request.POST.getlist(name) for name in form.fields}
            return redirect(f"{here}?{urlencode({'try': ['1'], **values}, doseq=True)}#coming")
    changes = RuleChange.objects.filter(establishment=site, rule=rule).select_related("by")[:CHANGES_SHOWN]
    rules, days = rules_at(site, [kind], instead=asked), _days(site)
    context = {
        "title": kind.title,
        "rule": kind,
        "site": site,
        "form": form,
        "trying": trying and form.is_valid(),
        "changes": change_entries(changes),
        "tomorrow": preview(site=site, rules=rules, days=days[:1], limit=1).count,
        **_coming(request, site, rules, days),
    }
    status = 422 if form.is_bound and form.errors else 200
    return show(request, "portal/hr/reminder_rule.html", context, status=status, zone=site.timezone)


def reminder_preview(request: ActingRequest, pk: int | None = None) -> HttpResponse:
    """Who would be told what on one of the coming days."""
    site, sites = site_of(request, pk)
    days = _days(site)
    asked = request.GET.get("day", "")
    day = next((one for one in days if one.isoformat() == asked), days[0])
    context = {
        "title": gettext("Who would be told what"),
        "site": site,
        "tabs": [
            Tab(reverse("admin:reminder_preview_of", args=[one.pk]), one.name, current=one == site) for one in sites
        ],
        "day": day,
        "days": days,
        **_coming(request, site, rules_at(site, list(RULES)), [day]),
    }
    return show(request, "portal/hr/reminder_preview.html", context, zone=site.timezone)


def _days(site: Establishment) -> list[date]:
    return coming_days(clock.local_day(clock.now(), site.timezone))


def _coming(request: ActingRequest, site: Establishment, rules: list[Rule], days: list[date]) -> dict[str, Any]:
    """One page of the preview; the statement itself counts and cuts."""
    wanted = typed_number(request.GET.get("page", ""), most=9_999) or 1
    found = preview(site=site, rules=rules, days=days, offset=(wanted - 1) * PER_PAGE, limit=PER_PAGE)
    if not found.rows and wanted > 1:
        found, wanted = preview(site=site, rules=rules, days=days, limit=PER_PAGE), 1
    # The database has cut the page already; the pager only counts.
    page = Paginator(range(found.count), PER_PAGE).get_page(wanted)
    return {"coming": coming_lines(found.rows), "coming_count": found.count, "page": page}
