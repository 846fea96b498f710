"""The look keeps its promises: budgets, contrast, icons, and labels wired to their boxes."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from duty.facts import Restriction
from injuries.vocabulary import BodyPart
from portal.body_picture import BACK, FRONT, PLACES
from portal.forms import look
from portal.forms.body_parts import BodyPartsField, PlacedPart, codes_of, parts_of
from portal.icons import ICONS
from portal.limit_words import ICON_NAMES
from portal.parts import phone_tabs
from recovery.restriction_words import in_plain_words
from recovery.restrictions import ACTIVITIES

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "portal" / "static" / "portal"
SHEET = (STATIC / "lightduty.css").read_text()
TEMPLATES = [
    path
    for path in ROOT.glob("*/templates/**/*.html")
    if "notifications" not in path.parts  # mails have no sheet of ours
]
LIGHT, DARK = SHEET.split("@media (prefers-color-scheme: dark)")[:2]


def tokens(scheme: str) -> dict[str, str]:
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", LIGHT.split("}")[0]))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", DARK.split("}")[0]))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


TEXT_PAIRS = [
    *((ink, paper) for ink in ("ink", "soft", "pine") for paper in ("paper", "card", "sunk", "wash")),
    *((f"{tone}", f"{tone}-wash") for tone in ("due", "late", "wait")),
    *(("ink", wash) for wash in ("due-wash", "late-wash", "wait-wash", "h1", "h2", "h3")),
    *(("late", "card"), ("late", "paper"), ("on-pine", "pine"), ("on-pine", "pine-deep"), ("h4-ink", "h4")),
    *(("pine-deep", "paper"), ("paper", "ink"), ("pine", "wait-wash"), ("pine", "due-wash"), ("pine", "late-wash")),
]
EDGE_PAIRS = [("edge", "card"), ("edge", "paper"), ("pine", "body"), ("late", "card"), ("ink", "paper")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_can_be_read_in_both_schemes(scheme: str, front: str, back: str) -> None:
    assert contrast(tokens(scheme)[front], tokens(scheme)[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), EDGE_PAIRS)
def test_edges_and_chosen_shapes_can_be_seen_in_both_schemes(scheme: str, front: str, back: str) -> None:
    assert contrast(tokens(scheme)[front], tokens(scheme)[back]) >= 3


def test_the_sheet_is_under_25_kilobytes() -> None:
    assert (STATIC / "lightduty.css").stat().st_size < 25_000


def test_no_page_asks_another_machine_for_anything() -> None:
    sources = [*TEMPLATES, *STATIC.glob("*.css"), *STATIC.glob("*.js")]
    outside = re.compile(r"""(src|href|url)\s*[=(]\s*["']?(https?:)?//""")
    assert [path.name for path in sources if outside.search(path.read_text())] == []


def test_no_template_carries_a_style_a_handler_or_a_script() -> None:
    inline = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\bsrc=)|javascript:""")
    assert [str(path) for path in TEMPLATES if inline.search(path.read_text())] == []


def test_every_icon_named_in_a_template_exists() -> None:
    named = re.compile(
        r'{% icon "([\w-]+)"|{% tag \S+ (?:"[^"]*"|[^" ]+) "([\w-]+)"|{% note "\w*" "([\w-]+)"|icon_name="([\w-]+)"'
    )
    used = {name for path in TEMPLATES for found in named.findall(path.read_text()) for name in found if name}
    assert used - set(ICONS) == set()
    assert {"search", "help"} <= used


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_a_well_formed_drawing(name: str) -> None:
    root = ElementTree.fromstring(f"<svg>{ICONS[name]}</svg>")  # noqa: S314 - our own drawing
    assert {child.tag for child in root} <= {"path", "circle", "rect"}


def test_every_activity_that_can_be_limited_has_a_picture() -> None:
    limits = [Restriction(id="1", kind="PROHIBITED", activity=activity) for activity in ACTIVITIES]
    assert {in_plain_words(limit).icon for limit in limits} <= set(ICON_NAMES)
    assert set(ICON_NAMES.values()) <= set(ICONS)


class Trial(look.LookForm):
    began = forms.DateField(label="When did it start?", help_text="Any day", widget=look.DateInput())
    doing = forms.CharField(label="What were you doing?", widget=look.Textarea(), required=False)
    pain = look.NumberField(label="Pain", help_text="Past 24 hours", low="no pain", high="worst pain")
    before = look.YesNoField(label="Hurt there before?")
    feel = forms.MultipleChoiceField(
        label="How?", choices=[("p", "Pain"), ("t", "Tingling")], widget=look.CheckChoices()
    )
    how = forms.ChoiceField(label="Start", choices=[("", "-"), ("s", "Suddenly")], widget=look.Choice())
    parts = BodyPartsField(label="Where?")
    true = forms.BooleanField(label="This is true")


def ids(html: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', html))


@pytest.mark.parametrize("data", [None, {}], ids=["fresh", "with mistakes"])
def test_every_label_hint_and_error_points_at_something(data: dict[str, str] | None) -> None:
    html = str(Trial(data))
    pointers = {name for value in re.findall(r'(?:for|aria-describedby)="([^"]+)"', html) for name in value.split()}
    assert pointers - ids(html) == set()
    assert pointers


def test_every_box_has_a_label() -> None:
    html = str(Trial())
    boxes = re.findall(r"<(?:input|textarea|select)\b([^>]*)>", html)
    asked = [re.search(r'\bid="([^"]+)"', box) for box in boxes if "data-aside" not in box]
    labelled = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', html))
    assert {match.group(1) if match else "" for match in asked} - labelled == set()


def test_nothing_is_chosen_in_advance_and_no_placeholder_is_used() -> None:
    html = re.sub(r"<input[^>]*data-aside[^>]*>", "", str(Trial()))
    assert " checked" not in html
    assert "placeholder" not in html


def test_all_mistakes_are_listed_first_each_with_a_link_to_its_box() -> None:
    form = Trial({"doing": "Driving screws"})
    html = str(form)
    summary = html[: html.index("</ul>")]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert "7 things need a fix" in summary
    assert len(links) == 7
    assert set(links) <= ids(html)
    assert "Driving screws" in html


def test_a_mistake_names_its_question() -> None:
    form = Trial({"began": "soon"})
    words = [text for _target, text in look.error_links(form)]
    assert "When did it start? Enter a valid date." in words
    assert "Answer “Pain”" in words
    assert "Choose at least one body part" in words


def test_label_hint_error_and_box_come_in_this_order() -> None:
    html = str(Trial({})["began"].as_field_group())
    marks = [html.index(mark) for mark in ("<label", 'class="hint"', 'class="err"', "<input")]
    assert marks == sorted(marks)
    assert 'aria-invalid="true"' in html


def test_a_question_that_was_skipped_is_none_and_never_zero() -> None:
    class Skipped(look.LookForm):
        pain = look.NumberField(label="Pain", low="none", high="worst", required=False)
        new = look.YesNoField(label="Anything new?", required=False)

    form = Skipped({})
    assert form.is_valid()
    assert form.cleaned_data == {"pain": None, "new": None}


def test_answers_of_a_number_pad_and_a_yes_or_no_come_back_as_values() -> None:
    form = Trial({"pain": "0", "before": "no"})
    form.is_valid()
    assert form.cleaned_data["pain"] == 0
    assert form.cleaned_data["before"] is False


def test_both_sides_of_a_part_are_one_part_with_both() -> None:
    assert BodyPartsField().clean(["WRIST-R", "WRIST-L", "NECK-NA"]) == [
        PlacedPart("NECK", "NA"),
        PlacedPart("WRIST", "BOTH"),
    ]


def test_parts_survive_the_way_into_the_boxes_and_back() -> None:
    placed = [PlacedPart("NECK", "NA"), PlacedPart("WRIST", "BOTH"), PlacedPart("SACROILIAC", "L")]
    assert parts_of(codes_of(placed)) == placed
    html = str(BodyPartsField().get_bound_field(look.LookForm(), "parts").as_widget())
    assert " checked" not in re.sub(r"<input[^>]*data-aside[^>]*>", "", html)


@pytest.mark.parametrize("code", ["WRIST-NA", "NECK-L", "NOSE-L", "WRIST", ""])
def test_a_part_that_does_not_exist_is_refused(code: str) -> None:
    with pytest.raises(forms.ValidationError):
        BodyPartsField().clean([code])


def test_every_place_of_the_picture_is_a_label_of_a_box_in_the_list() -> None:
    html = str(Trial())
    boxes = dict(re.findall(r'value="([A-Z_]+-[A-Z]+)" id="([^"]+)"', html))
    drawn = re.findall(r'<label for="([^"]+)" class="p-([A-Z_]+-[A-Z]+)">', html)
    assert {code for _target, code in drawn} == set(PLACES)
    assert all(boxes[code] == target for target, code in drawn)
    assert len(boxes) == 2 * len(BodyPart.values) - 7


def test_every_place_of_the_picture_shows_that_it_is_chosen_without_a_script() -> None:
    sheet = (STATIC / "body.css").read_text()
    assert [code for code in PLACES if f'[value="{code}"]:checked) .p-{code} ' not in sheet] == []


def test_left_and_right_change_places_on_the_back() -> None:
    def on_the_left_of_the_paper(figure: tuple[object, ...]) -> set[str]:
        return {shape.side for shape in figure if shape.side != "NA" and not shape.mirrored}

    assert on_the_left_of_the_paper(FRONT) == {"R"}
    assert on_the_left_of_the_paper(BACK) == {"L"}
    assert len(PLACES) == 36


def render(source: str, **context: object) -> str:
    return Template("{% load look %}" + source).render(Context(context))


def test_a_status_is_an_icon_and_a_word() -> None:
    html = render('{% tag "late" "2 days late" %}')
    assert '<span class="tag late"><svg class="i"' in html
    assert "2 days late</span>" in html


def test_words_from_people_are_escaped_in_every_part() -> None:
    html = render(
        '{% tag "ok" name %}{% who_sees name %}{% note %}<p>{{ name }}</p>{% endnote %}', name="<b onclick=x>"
    )
    assert "<b onclick" not in html


def test_the_tab_bar_of_the_phone_marks_where_one_is() -> None:
    urls = {"today": "/", "check-in": "/c", "dates": "/d", "record": "/r"}
    assert [item.name for item in phone_tabs(current="dates", urls=urls) if item.current] == ["Dates"]


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_an_error_page_is_dressed_and_says_what_to_do(page: str) -> None:
    html = render_to_string(f"{page}.html")
    assert html.count("<h1>") == 1
    assert "portal/lightduty" in html
