"""Rules and settings of a site: what is in force, trying others on the past year, and switching them on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people import clock
from people.models import Establishment
from people.requests import ActingRequest
from portal.forms.hr.rules import RulesForm
from portal.parts import Tab
from portal.rule_words import change_entries, rule_facts, trial_rows, trial_sentences, trial_title
from portal.views.hr.door import carried_out, hr_sites, posted, press, show
from recovery.models import Policy, PolicyChange
from recovery.services import set_drop_box, set_policy, try_policy
from recovery.services.anew import progress
from recovery.services.rules import policy_of
from recovery.services.site_rules import values_of
from recovery.services.try_rules import Tried

CHANGES_SHOWN = 5
DROP_BOX = {
    "links": (True, _("Messages bring links to check-ins again.")),
    "no-links": (False, _("Switched off. Links that were sent open nothing any more.")),
}


def rules(request: ActingRequest, pk: int | None = None) -> HttpResponse:
    """HR's own sites; somebody with another role at the desk has only the lists."""
    sites = list(Establishment.objects.filter(pk__in=hr_sites(request.actor)).order_by("name", "pk"))
    if not sites and pk is None:
        return redirect("admin:tables")
    own = Establishment.objects.filter(pk__in=[one.pk for one in sites])
    site = get_object_or_404(own, pk=pk) if pk is not None else sites[0]
    present = policy_of(site.pk)
    if request.method == "POST" and request.POST.get("do") in DROP_BOX:
        on, done = DROP_BOX[request.POST["do"]]
        return press(
            request,
            lambda: set_drop_box(actor=request.actor, establishment=site, on=on, at=clock.now()),
            done=done,
            then=reverse("admin:rules_of", args=[site.pk]),
        )
    form = RulesForm(posted(request), present=present)
    tried = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "switch":
            if _switched(request, site, form, present):
                return redirect("admin:rules_of", site.pk)
        else:
            tried = _tried(request, site, form)
    context = {
        "title": gettext("Rules of %(site)s") % {"site": site.name},
        "form": form,
        "tabs": [Tab(reverse("admin:rules_of", args=[one.pk]), one.name, current=one == site) for one in sites],
        "present": rule_facts(present),
        "longest_url": reverse("admin:longest", args=[site.pk]),
        "drop_box": present.drop_box,
        "progress": progress(site.pk),
        "changes": change_entries(_latest_changes(site)),
        **(_comparison(tried) if tried else {}),
    }
    status = 422 if form.is_bound and form.errors else 200
    return show(request, "portal/hr/rules.html", context, status=status, zone=site.timezone)


def _switched(request: ActingRequest, site: Establishment, form: RulesForm, present: Policy) -> bool:
    before = values_of(present)
    made: list[Policy] = []

    def switch() -> None:
        made.append(
            set_policy(actor=request.actor, establishment=site, at=clock.now(), **form.cleaned_data),
        )

    if not carried_out(form, switch):
        return False
    if values_of(made[0]) == before:
        messages.info(request, gettext("These rules are in force already."))
    else:
        messages.success(request, gettext("Switched on. Open cases are being read anew."))
    return True


def _tried(request: ActingRequest, site: Establishment, form: RulesForm) -> Tried | None:
    found: list[Tried] = []

    def look() -> None:
        found.append(try_policy(actor=request.actor, establishment=site, at=clock.now(), **form.cleaned_data))

    return found[0] if carried_out(form, look) else None


def _comparison(tried: Tried) -> dict[str, Any]:
    return {
        "trial_title": trial_title(tried.trial),
        "trial_sentences": trial_sentences(tried),
        "trial_rows": trial_rows(tried.trial),
    }


def _latest_changes(site: Establishment) -> list[PolicyChange]:
    return list(PolicyChange.objects.filter(establishment=site).select_related("by")[:CHANGES_SHOWN])
