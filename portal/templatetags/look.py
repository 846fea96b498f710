"""The parts of a page as template tags. docs/LOOK.md shows how each is used."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from portal.charts import Bar, RecoveryChart, bar_svg, recovery_svg
from portal.forms.look import error_links
from portal.icons import ICONS
from portal.parts import DateTile, Entry, Fact, Limit, Side, Stat, Step, Tab

register = template.Library()

TONE_ICONS = {"ok": "check", "due": "clock", "late": "triangle", "wait": "clock", "ended": "cross"}
NOTE_ICONS = {"ok": "check", "due": "clock", "late": "triangle", "": "info"}
STEP_ICONS = {"done": "check", "now": "clock", "over": "triangle", "later": "level"}
BOXES = (forms.widgets.Input, forms.Textarea, forms.Select)
TICKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line drawing, hidden from screen readers: the word stands beside it."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - the registry is ours, nothing in it comes from people
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)


@register.simple_tag
def readonly(field: Any, request: HttpRequest) -> str:
    """A value of the admin that is only shown; without Django's link where it would lead to a closed page."""
    shown: str = field.contents()
    pages = admin.site._registry
    try:
        target = field.form.instance._meta.get_field(field.field["field"]).related_model
    except FieldDoesNotExist:
        target = None
    closed = target in pages and not pages[target].has_view_permission(request)
    return strip_tags(shown) if closed else shown


@register.simple_tag
def tag(tone: str, word: object, icon_name: str = "") -> SafeString:
    """A status: ok, due, late, wait or ended, with its icon and its word."""
    return format_html('<span class="tag {}">{}{}</span>', tone, icon(icon_name or TONE_ICONS[tone]), word)


@register.simple_block_tag
def note(content: str, tone: str = "", icon_name: str = "") -> SafeString:
    """A banner: one bold sentence, one more, and an action if there is one."""
    picture = icon(icon_name or NOTE_ICONS[tone])
    return format_html('<div class="note {}">{}<div class="grow stack-s">{}</div></div>', tone, picture, content)


@register.simple_tag
def who_sees(text: object, icon_name: str = "lock") -> SafeString:
    """The line that says who will see what is asked for."""
    return format_html('<p class="small soft row nowrap top tight">{}<span>{}</span></p>', icon(icon_name), text)


@register.inclusion_tag("portal/parts/limit_list.html")
def limit_list(limits: Iterable[Limit]) -> dict[str, Any]:
    return {"limits": limits}


@register.inclusion_tag("portal/parts/date_list.html")
def date_list(dates: Iterable[DateTile]) -> dict[str, Any]:
    return {"dates": dates}


@register.inclusion_tag("portal/parts/facts.html")
def facts(rows: Iterable[Fact]) -> dict[str, Any]:
    return {"rows": rows}


@register.inclusion_tag("portal/parts/before_after.html")
def before_after(was: Side, new: Side) -> dict[str, Any]:
    return {"was": was, "new": new}


@register.inclusion_tag("portal/parts/steps.html")
def steps(items: Iterable[Step]) -> dict[str, Any]:
    return {"steps": [(step, STEP_ICONS[step.state]) for step in items]}


@register.inclusion_tag("portal/parts/timeline.html")
def timeline(entries: Iterable[Entry]) -> dict[str, Any]:
    return {"entries": [(entry, hasattr(entry.at, "hour")) for entry in entries]}


@register.inclusion_tag("portal/parts/tabs.html")
def tabs(items: Iterable[Tab], label: str = "") -> dict[str, Any]:
    return {"tabs": items, "label": label}


@register.inclusion_tag("portal/parts/stats.html")
def stats(items: Iterable[Stat]) -> dict[str, Any]:
    return {"stats": items}


@register.inclusion_tag("portal/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Back, numbers, Next; keeps the other parts of the query."""
    query = context["request"].GET.copy() if "request" in context else None
    if query is not None:
        query.pop("page", None)
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "rest": f"&{query.urlencode()}" if query else "",
    }


@register.inclusion_tag("portal/parts/empty.html")
def empty(title: object, text: object = "", url: str = "", action: object = "") -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "action": action}


@register.simple_tag
def recovery_chart(chart: RecoveryChart, small: bool = False) -> SafeString:
    """Only the drawing; `chart_figure` adds the finding and the table."""
    return recovery_svg(chart, small=small)


@register.inclusion_tag("portal/parts/chart_figure.html")
def chart_figure(chart: RecoveryChart, eyebrow: object = "") -> dict[str, Any]:
    """The finding as the heading, the drawing, and the numbers under it."""
    return {"chart": chart, "eyebrow": eyebrow or chart.name}


@register.inclusion_tag("portal/parts/chart_row.html")
def chart_row(charts: Iterable[RecoveryChart]) -> dict[str, Any]:
    """Three small charts beside each other, for the desk."""
    return {"charts": charts}


@register.inclusion_tag("portal/parts/bar_figure.html")
def bar_figure(title: str, bars: Iterable[Bar], about: object = "") -> dict[str, Any]:
    rows = list(bars)
    return {"title": title, "bars": rows, "about": about, "drawing": bar_svg(rows, title=title)}


@register.inclusion_tag("portal/parts/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """First on the page: how many things need a fix, and a link to each."""
    links = error_links(form)
    return {"links": links, "count": len(links)}


@register.inclusion_tag("portal/forms/field.html")
def form_field(field: BoundField) -> dict[str, Any]:
    """Label, hint, error and box of any bound field, also of a form that is not ours."""
    return {"field": field}


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The box of a field. Its label is above it, so a placeholder would only repeat or hide it."""
    attrs: dict[str, Any] = {"placeholder": False}
    if isinstance(field.field.widget, BOXES) and not isinstance(field.field.widget, TICKS):
        attrs["class"] = f"in {field.field.widget.attrs.get('class', '')}".strip()
    return field.as_widget(attrs=attrs)


@register.filter
def is_tick(field: BoundField) -> bool:
    """A single check box has its words beside it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def row_control(field: BoundField) -> SafeString:
    """A box in a table, where the head of the column is its only visible label."""
    return field.as_widget(attrs={"aria-label": str(field.label)})


@register.filter
def as_json(value: object) -> str:
    """For an attribute that a script reads; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def plain_label(label: str) -> SafeString:
    """The admin's labels without their colon."""
    return mark_safe(label.replace(":</label>", "</label>"))  # noqa: S308 - escaped where it was made
