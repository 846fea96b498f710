"""A link of two lines in a row of a table stands clear of the words below it."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

SHEET = Path(__file__).parents[2] / "portal" / "static" / "portal" / "lightduty.css"
PAGE = """<div style="width: 120px"><a id="link" class="act in-row" href="#">Showing the job to new people</a><br>
<span id="below" class="small">7:00 AM</span></div>"""


@pytest.mark.browser
def test_a_link_of_two_lines_leaves_room_for_what_stands_below(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.set_content(PAGE)
    page.add_style_tag(content=SHEET.read_text())
    words = page.evaluate(
        "() => { const all = document.createRange(); all.selectNodeContents(document.getElementById('link'));"
        " return [all.getBoundingClientRect().bottom, document.getElementById('below').getBoundingClientRect().top]; }"
    )
    assert words[0] <= words[1] + 1


@pytest.mark.browser
def test_a_link_in_a_row_is_high_enough_for_a_finger(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.set_content('<a id="link" class="act in-row" href="#">Filing</a>')
    page.add_style_tag(content=SHEET.read_text())
    assert page.evaluate("() => document.getElementById('link').getBoundingClientRect().height") >= 44
