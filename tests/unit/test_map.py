"""The map of control: who held a place on a day, what is drawn once, and a table that says the same."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from macros.archive import Archive
from macros.figures.map import CHANGE, GLYPHS, control_map, control_table, glyph_of, holder_on
from macros.model import Place
from macros.pages import MacroError, PageMacros
from macros.records import load_records
from tests.repository import PLACE, ROOT, copy_archive

TEMPLATES = ROOT / "macros" / "templates"

# day, who held Midford: from 1923 to November 1989 one, from then another
HOLDERS = [
    ("1922-06-01", ""),
    ("1930-06-01", "northland"),
    ("1989-10-31", "northland"),
    ("1989-11-01", CHANGE),  # the record dates the change to the month, so no day of it is sure
    ("1989-11-29", CHANGE),
    ("1989-11-30", "southland"),  # by its last day it was over
    ("2020-01-01", "southland"),
]
CONTROL = """control:
  - by: northland
    from: "1923"
    to: "1989-11"
    sources: [north-gazette-1990-bridge]
  - by: southland
    from: "1989-11"
    sources: [north-gazette-1990-bridge]
"""


@pytest.fixture
def changed(tmp_path: Path) -> Archive:
    """The invented archive, with Midford changing hands at some time in November 1989."""
    root = copy_archive(tmp_path)
    text = (root / PLACE).read_text(encoding="utf-8")
    assert text.count("control:") == 1
    text = re.sub(r"control:\n(?:[ -].*\n)*", CONTROL, text)
    (root / PLACE).write_text(text, encoding="utf-8")
    return Archive(load_records(root))


@pytest.fixture
def real() -> Archive:
    """The archive itself, for its basemap."""
    return Archive(load_records(ROOT))


@pytest.mark.parametrize(("day", "holder"), HOLDERS)
def test_a_holder_is_named_only_where_it_is_sure(changed: Archive, day: str, holder: str) -> None:
    place = changed.get("places", "midford")
    assert isinstance(place, Place)
    assert holder_on(place, date.fromisoformat(day)) == holder


def test_map_table_and_words_agree(changed: Archive) -> None:
    """What the picture shows, its description and the table say."""
    days = [date(1930, 6, 1), date(1989, 11, 5), date(1922, 6, 1)]
    (row,) = control_table(changed, days)
    assert (row.place.id, row.cells) == ("midford", ("northland", CHANGE, ""))
    assert [name.lang for name in row.names] == ["hy", "az", "ru"]
    maps = [control_map(changed, day) for day in days]
    assert [[dot.party for dot in one.dots] for one in maps] == [["northland"], [CHANGE], []]
    assert maps[0].desc == "Northland: Midford." and maps[1].desc == "Changing hands about then: Midford."
    dot = maps[0].dots[0]
    assert (row.x, row.y) == (round(100 * dot.x / maps[0].width, 1), round(100 * dot.y / maps[0].height, 1))


def test_the_line_of_contact_is_drawn_while_it_ran(real: Archive) -> None:
    """Before the ceasefire of 1994 and after the eve of the war of 2020 there was no such line."""
    days = ["1988-01-01", "1994-05-11", "1994-05-12", "2020-09-26", "2020-09-27", "2023-10-01"]
    drawn = [[style for style, _ in control_map(real, date.fromisoformat(day)).lines] for day in days]
    assert drawn == [[], [], ["kr-line94"], ["kr-line94"], [], []]


def test_land_and_borders_stand_once_in_a_page(real: Archive) -> None:
    """Eight maps weigh little more than one; no district is filled."""
    html = unescape(PageMacros(real, "https://x.invalid/").show_map("1988-01-01", "1994-05-12", "2023-10-01", "now"))
    assert html.count('id="kr-base"') == 1 and html.count('xlink:href="#kr-base"') == 3
    assert html.count('class="kr-district"') == 1
    assert not re.search(r'<[^>]*[\s"]href="#', html), "the theme fails at a plain href inside a drawing"
    assert html.count("<figure") == 4 and 'data-day="2023-10-01"' in html and "the day that the sources reach" in html
    for sign in set(re.findall(r'xlink:href="#(d-[a-z-]+)"', html)):
        assert f'id="{sign}"' in html


def test_every_sign_is_drawn() -> None:
    """A party with a sign of its own has a drawing; all others share the empty circle."""
    drawn = set(re.findall(r'id="d-([a-z-]+)"', (TEMPLATES / "map-signs.html").read_text(encoding="utf-8")))
    assert drawn == {*GLYPHS, "plain", CHANGE}
    assert (glyph_of("northland"), glyph_of(""), glyph_of(CHANGE)) == ("plain", "", CHANGE)


def test_one_day_needs_no_slider(archive: Archive) -> None:
    macros = PageMacros(archive, "https://x.invalid/")
    assert "data-kr-map" not in macros.show_map("1995-01-01")
    assert "data-kr-map" in macros.show_map("1989-01-01", "1995-01-01")


@pytest.mark.parametrize("day", ["1994", "today", "1994-13-01"])
def test_a_map_refuses_what_is_no_day(archive: Archive, day: str) -> None:
    with pytest.raises(MacroError, match="full days"):
        PageMacros(archive, "https://x.invalid/").show_map(day)
