"""Events by year and decade, and the strip of a decade: where each event stands, and that none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.figures.decade_strip import MOST_NAMED, decade_strip, few_years_strip
from macros.years import decade_of, decade_path, decade_words, decades_of, month_of, year_of
from tests.unit.test_figures import _archive, _event, _render

# date as written, year, month, decade
DATES = [
    ("1992-02-25/1992-02-26", 1992, 2, 1990),
    ("1992-02", 1992, 2, 1990),
    ("1992", 1992, None, 1990),
    ("1988~/1994", 1988, None, 1980),
    ("196X", None, None, 1960),
    ("19XX", None, None, 1900),
    ("../1994-05", 1994, 5, 1990),
    ("1991-09/..", 1991, 9, 1990),
]


def test_an_event_stands_where_it_began() -> None:
    """No finer than its date is known."""
    for text, year, month, decade in DATES:
        event = _event("e", text)
        assert (year_of(event), month_of(event), decade_of(event)) == (year, month, decade), text
    old = _event("old", "1904-12-25", calendar="julian")
    assert (year_of(old), month_of(old), decade_of(old)) == (1905, 1, 1900)


def test_decades_have_unmistakable_words() -> None:
    """ "1900s" could be a century; the address may be short."""
    assert (decade_words(1900), decade_path(1900)) == ("1900\u20131909", "1900s")


@given(st.lists(st.sampled_from([text for text, *_ in DATES] + ["2020-10-03", "2020-12-31"]), max_size=12))
def test_no_event_is_lost_or_doubled(texts: list[str]) -> None:
    """The pages of the decades hold every event once, in order."""
    archive = _archive(*(_event(f"e-{index}", text) for index, text in enumerate(texts)))
    decades = decades_of(archive)
    held = [event.id for decade in decades for event in decade.events]
    assert sorted(held) == sorted(event.id for event in archive.events)
    assert [decade.first for decade in decades] == sorted({decade.first for decade in decades})
    for decade in decades:
        for year in decade.years:
            assert [event for _, events in year.months for event in events] != []
            assert sum(len(events) for _, events in year.months) == len(year.events)


def test_a_year_names_what_had_begun_and_was_not_over() -> None:
    """Only what surely lasted into it: an open end is no proof."""
    archive = _archive(
        _event("war", "1992-01~/1994-05-12", kind="war"),
        _event("open", "1991-09/.."),
        _event("vague", "1991/1993"),
        *(_event(f"y-{year}", str(year)) for year in range(1991, 1996)),
    )
    years = {year.year: [event.id for event in year.earlier] for decade in decades_of(archive) for year in decade.years}
    assert years == {1991: [], 1992: ["vague"], 1993: ["vague", "war"], 1994: ["war"], 1995: []}


def test_the_strip_of_a_decade_has_a_bar_a_month_and_names_its_marks() -> None:
    """Even years before 1988 have the same width here."""
    archive = _archive(
        _event("a", "1980-01-05", rank=1, title="First"),
        _event("b", "1989-12-31", rank=2, title="Last"),
        _event("c", "1989-12", rank=3),
        _event("d", "1985"),
        _event("war", "1979-06-01/1980-12-31", kind="war"),
    )
    decade = decades_of(archive)[1]
    strip = decade_strip(archive, decade)
    assert [(bar.words, bar.count) for bar in strip.bars] == [("January 1980", 1), ("December 1989", 2)]
    assert [(span.path, span.count, span.width) for span in strip.spans] == [("1980", 1, 10), ("1985", 1, 10), ("1989", 2, 10)]
    assert [mark.title for mark in strip.marks] == ["First", "Last"]
    assert [(shade.x, shade.width < 10.1) for shade in strip.shades] == [(0, True)]
    assert strip.caption.endswith("in no bar: 1. Shaded: war, 1979\u20131980.")
    assert "narrower" not in strip.caption
    html = _render("figure-strip.html", strip=strip)
    assert '<nav aria-label="Years">' in html and "Events a month in numbers" in html


def test_a_slice_of_few_years_has_a_bar_a_month_and_the_marks_asked_for() -> None:
    """Neighbouring years stay out, and a year without a month is counted in the caption."""
    named = _event("b", "1993-04", rank=1, title="Named")
    archive = _archive(_event("a", "1991-12-31"), named, _event("c", "1994"), _event("d", "1995-01-01"))
    strip = few_years_strip(archive, 1992, 1994, [named])
    assert ([bar.words for bar in strip.bars], strip.bars[0].is_marked) == (["April 1993"], True)
    assert ([span.path for span in strip.spans], [mark.event_id for mark in strip.marks]) == (["1993", "1994"], ["b"])
    assert (strip.count, strip.caption.endswith("in no bar: 1.")) == (2, True)
    with pytest.raises(ValueError, match="would end in 1992"):
        few_years_strip(archive, 1994, 1992)


def test_a_crowded_decade_names_turning_points_and_ticks_the_rest() -> None:
    """Every tick is a major event, which the page lists."""
    archive = _archive(*(_event(f"m-{day}", f"2020-10-{day:02}", rank=1 if day == 3 else 2) for day in range(1, MOST_NAMED + 2)))
    strip = decade_strip(archive, decades_of(archive)[0])
    assert ([mark.event_id for mark in strip.marks], len(strip.ticks)) == (["m-3"], MOST_NAMED)
    assert "Ticks" in strip.caption and _render("figure-strip.html", strip=strip).count('height="9"') == MOST_NAMED
