"""Pictures: positions that must hold, what they say, and the HTML that the templates print."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from macros.archive import Archive
from macros.edtf import EdtfDate, parse
from macros.figures.control import LEAST, control_band, name_places, span_words, spread
from macros.figures.labels import Hung, hang, number_rows
from macros.figures.map import Projection, _outline
from macros.figures.range_layout import Value, place_row
from macros.figures.ranges import range_chart, stand_of
from macros.figures.scale import DESK_PX, PHONE_PX, SPLIT_AT, YearScale, decimal_year, nice_ticks, overlaps, year_labels
from macros.figures.strip import timeline_strip
from macros.figures.tenures import TenureItem, leader_items, role_items, tenure_bars
from macros.model import AnyRecord, Event, Party, Person, Place, Question, Source
from macros.records import ClaimEntry, Records, VocabWord
from macros.render import make_environment

HOSTILE = '<script>alert(1)</script> & "x" {{ 7 * 7 }}'
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;x&#34; &#123;&#123; 7 * 7 }}"


def _word(label: str, **more: str) -> VocabWord:
    return VocabWord.model_validate({"label": label, "meaning": "Test.", **more})


VOCAB = {
    "event-kinds": {"battle": _word("Battle", family="force"), "war": _word("War", family="force")},
    "party-kinds": {"state": _word("State")},
    "place-kinds": {"town": _word("Town")},
    "source-kinds": {"news": _word("News")},
    "languages": {"en": _word("English"), "hy": _word("Armenian"), "az": _word("Azerbaijani")},
    "affiliations": {
        "armenian": _word("Armenian", voice="party"),
        "azerbaijani": _word("Azerbaijani", voice="party"),
        "independent": _word("Independent", voice="independent"),
        "russian": _word("Russian", voice="state"),
        "soviet": _word("Soviet", voice="state"),
    },
    "statuses": {"disputed": _word("Disputed"), "unverified": _word("Unverified")},
    "measures": {"killed": _word("Killed"), "wounded": _word("Wounded"), "share": _word("Share")},
    "groups": {
        "armenians": _word("Armenians", party="armenia"),
        "azerbaijanis": _word("Azerbaijanis", party="azerbaijan"),
        "civilians": _word("Civilians of both sides"),
        "peacekeepers": _word("Russian peacekeepers", party="russia"),
    },
}
BASE = {"summary": "A summary.", "sources": ["agency"], "checked": "2026-01-01"}
PARTIES = {
    "armenia": "armenian",
    "artsakh": "armenian",
    "azerbaijan": "azerbaijani",
    "khanate": "independent",
    "monitor": "independent",
    "russia": "russian",
    "soviet-union": "soviet",
}


def _make(model: type[AnyRecord], **values: Any) -> Any:
    return model.model_validate(values, context={"vocab": VOCAB})


def _party(party: str, affiliation: str, name: str = "", **more: Any) -> Party:
    own = {"kind": "state", "affiliation": affiliation, "active": "1918/..", "role": "A role."}
    made: Party = _make(Party, id=party, name=name or party.title(), **BASE, **own, **more)
    return made


def _event(event: str, when: str, kind: str = "battle", title: str = "A title", rank: int = 3, **more: Any) -> Event:
    account = [{"says": "It was.", "sources": ["agency"]}]
    made: Event = _make(Event, id=event, title=title, date=when, kind=kind, rank=rank, account=account, **BASE, **more)
    return made


def _claim(by: str, of: str = "azerbaijanis", **more: Any) -> dict[str, Any]:
    value = {"measure": more.pop("measure", "killed"), "of": of}
    value |= {key: more.pop(key) for key in ("low", "high", "about", "during") if key in more}
    exact = more.pop("exact", None)
    value |= {"low": exact, "high": exact} if exact is not None else {}
    made = {"id": f"by-{by}", "by": by, "on": "2020-10-01", "says": "So many.", "status": "disputed", "sources": ["agency"]}
    return {**made, "value": value, **more}


def _archive(*records: AnyRecord, claims: Iterable[dict[str, Any]] = ()) -> Archive:
    read = Records(Path())
    read.vocab = VOCAB
    parties = {party: _party(party, affiliation) for party, affiliation in PARTIES.items()}
    source = _make(
        Source,
        id="agency",
        title="News",
        kind="news",
        publisher="Agency",
        language="en",
        affiliation="azerbaijani",
        published="2024-06-30",
    )
    question = _make(Question, id="how-many", title="How many?", why="It matters.", open=["All."], claims=list(claims), **BASE)
    folders = {Event: "events", Party: "parties", Person: "people", Place: "places", Question: "questions", Source: "sources"}
    for record in (*parties.values(), source, question, *records):
        read.by_kind[folders[type(record)]][record.id] = record  # type: ignore[index]
    for index, claim in enumerate(question.claims):
        entry = ClaimEntry("questions", question, index, claim)
        read.claims[entry.address] = entry
    return Archive(read)


def _render(template: str, **values: Any) -> str:
    def cite(sources: Iterable[Any]) -> Markup:
        return Markup("<sup>{}</sup>").format(len(list(sources)))

    return str(make_environment().get_template(template).render(cite=cite, **values))


class _Reader(HTMLParser):
    """Checks that tags close in order, and notes attributes and elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.seen if name == tag]


def _read(html: str) -> _Reader:
    """Return the HTML read, after the rules that hold for every picture."""
    reader = _Reader(html)
    assert "\n\n" not in html.strip(), "a blank line would end a block in Markdown"
    assert "{{ 7 * 7 }}" in html or "{{" not in html
    for tag, attrs in reader.seen:
        assert tag != "script"
        assert "style" not in attrs, "the policy of the site refuses it"
        assert (attrs.get("href") or "kr:/").startswith("kr:/")
    if any(svg.get("aria-hidden") != "true" for svg in reader.all("svg")):
        assert {"title", "desc"} <= {tag for tag, _ in reader.seen}
        assert any(attrs.get("role") == "img" for attrs in reader.all("svg"))
    assert {"ol", "ul", "table"} & {tag for tag, _ in reader.seen}
    return reader


# --- Scales ---------------------------------------------------------------------------


def test_a_year_is_not_its_first_of_january() -> None:
    assert decimal_year(date(2020, 1, 1)) == 2020
    assert decimal_year(date(2020, 7, 1)) == pytest.approx(2020.4973, abs=1e-3)


@given(st.integers(1800, 2020), st.integers(1, 200), st.lists(st.floats(1780, 2260), min_size=2))
def test_years_run_from_left_to_right_inside_the_drawing(first: int, length: int, years: list[float]) -> None:
    scale = YearScale(first, first + length)
    places = [scale.x(year) for year in sorted(years)]
    assert places == sorted(places)
    assert all(-1e-9 <= x <= 100 + 1e-9 for x in places)
    assert (scale.x(first), round(scale.x(first + length), 6)) == (0, 100)


def test_years_before_1988_are_narrower_only_when_that_saves_room() -> None:
    assert YearScale(1905, 2027).x(1988) == SPLIT_AT
    assert not YearScale(1985, 2027).is_split
    assert not YearScale(1991, 2024).is_split
    assert not YearScale(1900, 1980).is_split


@given(st.integers(1800, 2020), st.integers(1, 220))
def test_labels_of_years_never_touch(first: int, length: int) -> None:
    labels = year_labels(YearScale(first, first + length), offset=0.5)
    for width, shown in ((PHONE_PX, [label for label in labels if not label.is_wide]), (DESK_PX, labels)):
        extents = [label.extent(width) for label in shown]
        for index, extent in enumerate(extents):
            assert not overlaps(extent, extents[:index])
    assert [label.x for label in labels] == sorted(label.x for label in labels)


@given(st.floats(0.001, 10_000_000))
def test_a_scale_of_numbers_begins_at_zero_and_holds_the_greatest(maximum: float) -> None:
    ticks = nice_ticks(maximum, whole=False)
    assert ticks[0] == 0
    assert ticks[-1] >= maximum * (1 - 1e-6)
    assert len(ticks) <= 6


def test_whole_numbers_have_no_ticks_between() -> None:
    assert nice_ticks(2) == (0, 1, 2)
    assert nice_ticks(3400) == (0, 1000, 2000, 3000, 4000)
    assert nice_ticks(0) == (0, 1)
    assert nice_ticks(0.4, whole=False)[-1] == 0.4


# --- Timeline strip -------------------------------------------------------------------


def _clear(labels: Iterable[Hung]) -> None:
    hung = list(labels)
    for label in hung:
        assert label.text[0] >= 0
        assert label.text[1] <= 100
        for other in hung:
            if label is not other and label.height == other.height:
                assert not overlaps(label.text, [other.text])
            if label.height > other.height:
                assert not other.text[0] < label.x < other.text[1], "a line runs through a label"


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 60)), max_size=9))
def test_labels_neither_overlap_nor_are_crossed(points: list[tuple[float, float]]) -> None:
    hung = hang(sorted(points))
    if hung is not None:
        assert [label.x for label in hung] == [x for x, _ in sorted(points)]
        _clear(hung)


def test_marks_that_are_far_apart_share_a_row_and_near_ones_do_not() -> None:
    assert [label.height for label in hang([(10, 20), (90, 20)]) or ()] == [0, 0]
    assert sorted(label.height for label in hang([(80, 20), (82, 20)]) or ()) == [0, 1]


def test_too_many_marks_become_numbers() -> None:
    assert hang([(50 + index / 10, 40) for index in range(12)]) is None


@given(st.lists(st.floats(0, 100)))
def test_numbers_of_one_row_do_not_touch(xs: list[float]) -> None:
    placed = sorted(zip(number_rows(sorted(xs)), sorted(xs), strict=True))
    for (row, x), (next_row, next_x) in itertools.pairwise(placed):
        assert row != next_row or next_x - x >= 16 / PHONE_PX * 100


EVENTS = (
    _event("old-war", "1918-05/1920-04", kind="war", title="War of 1918"),
    _event("decade", "196X"),
    _event("one", "1988-02-20"),
    _event("big-war", "2020-09-27/2020-11-10", kind="war", title=HOSTILE, rank=1),
    *(_event(f"day-{day}", f"2020-10-{day:02}") for day in range(1, 16)),
    _event("late", "2023-09-19", rank=1, title="A late event"),
)


def test_the_strip_counts_each_event_once_and_scales_by_square_root() -> None:
    strip = timeline_strip(_archive(*EVENTS), 1905, 2026)
    bars = {bar.year: bar for bar in strip.bars}
    assert {year: bar.count for year, bar in bars.items()} == {1918: 1, 1988: 1, 2020: 16, 2023: 1}
    assert (bars[2020].height, bars[1988].height) == (100, 25)
    assert strip.count == 19
    xs = [bar.x for bar in strip.bars]
    assert xs == sorted(xs)
    assert all(bar.x >= 0 and bar.x + bar.width <= 100 for bar in strip.bars)
    assert bars[1918].width < bars[2020].width


def test_years_of_war_are_shaded_and_said() -> None:
    strip = timeline_strip(_archive(*EVENTS), 1905, 2026)
    assert [shade.words for shade in strip.shades] == ["1918–1920", "2020"]
    assert "1918–1920, 2020" in strip.caption
    assert "narrower" in strip.caption
    assert "narrower" not in timeline_strip(_archive(*EVENTS), 1988, 2026).caption


def test_an_old_style_date_counts_in_its_new_style_year() -> None:
    event = _event("old", "1904-12-25", calendar="julian")
    assert [bar.year for bar in timeline_strip(_archive(event), 1900, 1910).bars] == [1905]


def test_an_empty_strip_says_so() -> None:
    strip = timeline_strip(_archive(), 1905, 2026)
    assert (strip.count, strip.bars, strip.marks) == (0, (), ())
    assert "No events" in strip.desc
    with pytest.raises(ValueError, match="before it begins"):
        timeline_strip(_archive(), 2026, 1905)


def test_the_strip_as_html() -> None:
    archive = _archive(*EVENTS)
    marks = [event for event in archive.events if event.rank == 1]
    strip = timeline_strip(archive, 1905, 2026, marks)
    html = _render("figure-strip.html", strip=strip)
    reader = _read(html)
    links = [mark["href"] or "" for mark in reader.all("a")]
    assert [link for link in links if "events" in link] == ["kr:/events/big-war/", "kr:/events/late/"]
    assert ESCAPED in html
    assert strip.has_labels and "kr-plot--labels" in html
    assert html.count('class="kr-on"') == 2


def test_the_strip_leads_to_decades_as_picture_and_as_list() -> None:
    """What lies over the picture is out of the way of keyboard and screen reader; the list says the same in order of time."""
    html = _render("figure-strip.html", strip=timeline_strip(_archive(*EVENTS), 1905, 2026))
    over = [link for link in _Reader(html).all("a") if link.get("tabindex") == "-1"]
    listed = re.findall(r'<li><a href="([^"]*)">([^<]*)</a> <span class="kr-alt">(\d+)</span>', html)
    assert [link["href"] for link in over] == [href for href, _, _ in listed]
    assert [(words, int(count)) for _, words, count in listed] == [
        ("1910\u20131919", 1), ("1960\u20131969", 1), ("1980\u20131989", 1), ("2020\u20132029", 17)
    ]  # fmt: skip
    assert '<svg class="kr-spans" aria-hidden="true">' in html


# --- Range charts ---------------------------------------------------------------------


def _stands(*claims: dict[str, Any], people: Iterable[Person] = ()) -> list[str]:
    archive = _archive(*people, claims=claims)
    return [stand_of(archive, entry.claim) for entry in archive.claims.values()]


@pytest.mark.parametrize(
    ("by", "of", "stand"),
    [
        ("azerbaijan", "azerbaijanis", "own"),
        ("agency", "azerbaijanis", "own"),  # a source of that side
        ("azerbaijan", "armenians", "other"),
        ("artsakh", "armenians", "own"),  # Armenia and Artsakh are one side
        ("armenia", "azerbaijanis", "other"),
        ("monitor", "armenians", "third"),
        ("russia", "armenians", "third"),  # a state, but no party to the conflict
        ("russia", "peacekeepers", "own"),
        ("soviet-union", "peacekeepers", "third"),
        ("azerbaijan", "civilians", "party"),  # of no one side
        ("monitor", "civilians", "third"),
    ],
)
def test_who_counts_whom(by: str, of: str, stand: str) -> None:
    assert _stands(_claim(by, of, exact=5)) == [stand]


def test_a_person_speaks_for_the_party_served_at_the_time() -> None:
    roles = [
        {"office": "Minister", "party": "azerbaijan", "from": "2010", "to": "2019"},
        {"office": "Envoy", "party": "armenia", "from": "2020"},
    ]
    person = _make(Person, id="somebody", name="Somebody", roles=roles, **BASE)
    nobody = _make(Person, id="nobody", name="Nobody", **BASE)
    early, late = _claim("somebody", exact=1, on="2015"), _claim("somebody", exact=1, id="late")
    assert _stands(early, late, _claim("nobody", exact=1), people=[person, nobody]) == ["own", "other", "third"]


FIGURES = (
    _claim("artsakh", exact=200, on="2020-09-28"),
    _claim("artsakh", id="more", low=3000, on="2020-10-03", revises="#by-artsakh"),
    _claim("monitor", exact=3400, about=True, on="2023"),
    _claim("azerbaijan", id="first", exact=2783, on="2020-12-03"),
    _claim("azerbaijan", id="second", exact=2908, on="2022-07-23", during="2020-09/2020-11"),
    _claim("russia", low=16, high=31, measure="wounded"),
    _claim("azerbaijan", id="most", of="armenians", high=40, measure="wounded"),
)


def _charts(*claims: dict[str, Any]) -> list[Any]:
    archive = _archive(claims=claims)
    return range_chart(archive, archive.claims.values(), "Losses")


def test_one_chart_a_measure_one_row_a_claimant() -> None:
    killed, wounded = _charts(*FIGURES)
    assert [row.label for row in killed.rows] == ["Artsakh", "Azerbaijan", "Monitor"]
    assert [row.label for row in wounded.rows] == ["Armenians · Azerbaijan", "Azerbaijanis · Russia"]
    assert [stand for stand, _ in killed.key] == ["own", "other", "third"]


def test_claims_without_a_number_make_no_chart() -> None:
    bare = _claim("armenia", exact=1)
    del bare["value"]
    assert _charts(bare) == []


def test_groups_have_headings_when_one_has_several_claimants() -> None:
    claims = [_claim("armenia", exact=4), _claim("azerbaijan", exact=5), _claim("azerbaijan", "armenians", id="b", exact=6)]
    rows = _charts(*claims)[0].rows
    assert [(row.group, row.label) for row in rows] == [
        ("Armenians", "Azerbaijan"),
        ("Azerbaijanis", "Armenia"),
        ("", "Azerbaijan"),
    ]
    assert all(row.placed.top >= before.placed.bottom for before, row in itertools.pairwise(rows))


def test_values_stand_on_a_scale_from_zero() -> None:
    killed = _charts(*FIGURES)[0]
    assert killed.ticks[0].text == "0"
    marks = [mark for row in killed.rows for mark in row.placed.marks]
    top = 4000
    assert [mark.left for mark in marks] == [round(1 + 96 * value / top, 2) for value in (200, 3000, 2783, 2908, 3400)]
    assert [mark.value.words for mark in marks] == ["200", "3,000 or more", "2,783", "2,908", "about 3,400"]


def test_an_open_end_has_an_arrow_and_a_range_two_shapes() -> None:
    wounded = _charts(*FIGURES)[1]
    marks = {mark.value.words: mark for row in wounded.rows for mark in row.placed.marks}
    assert marks["up to 40"].value.open_end == "less"
    assert len(marks["16–31"].ends) == 2
    killed = _charts(*FIGURES)[0]
    more = killed.rows[0].placed.marks[1]
    assert (more.value.open_end, len(more.ends)) == ("more", 1)


def test_the_slider_knows_when_a_figure_was_said_and_replaced() -> None:
    killed = _charts(*FIGURES)[0]
    first = killed.rows[0].placed.marks[0].value
    assert (first.on, first.replaced) == ("2020-09-28", "2020-10-03")
    assert killed.rows[2].placed.marks[0].value.on == "2023"
    assert [join.on for join in killed.rows[0].placed.joins] == ["2020-10-03"]
    assert [row.replaced for row in killed.table][:2] == ["2020-10-03", ""]


def test_a_figure_said_again_is_drawn_once_and_listed_twice() -> None:
    chart = _charts(_claim("armenia", exact=7), _claim("armenia", id="again", exact=7, on="2021"))[0]
    assert len(chart.rows[0].placed.marks) == 1
    assert chart.rows[0].placed.marks[0].value.on == "2020-10-01"
    assert len(chart.table) == 2


values = st.builds(
    lambda low, more, shape: {
        "exact": (low, low),
        "range": (low, low + more),
        "more": (low, None),
        "less": (None, low),
    }[shape],
    st.integers(0, 1000),
    st.integers(1, 500),
    st.sampled_from(["exact", "range", "more", "less"]),
)


@given(st.lists(values, min_size=1, max_size=8), st.integers(1, 30))
def test_words_of_a_row_do_not_overlap(pairs: list[tuple[int | None, int | None]], letters: int) -> None:
    row = place_row("A label", [Value(low, high, "x" * letters, "own", "2020", "") for low, high in pairs], 2000, 4)
    by_lane: dict[int, list[tuple[float, float]]] = {}
    for mark in row.marks:
        assert 0 <= mark.left <= mark.right <= 100
        assert row.top < mark.y < row.bottom
        if mark.text_dx:
            extents = by_lane.setdefault(mark.text_y, [])
            assert not overlaps(mark.extent, extents)
            extents.append(mark.extent)


def test_range_charts_as_html() -> None:
    claims = [*FIGURES, _claim("khanate", exact=1)]
    archive = _archive(_party("khanate", "independent", name=HOSTILE), claims=claims)
    charts = range_chart(archive, archive.claims.values(), HOSTILE)
    html = _render("figure-ranges.html", charts=charts)
    reader = _read(html)
    assert html.count(ESCAPED) > 4
    assert len(reader.all("table")) == 2
    assert len([attrs for attrs in reader.all("tr") if "data-on" in attrs]) == len(claims)
    assert "kr:/questions/how-many/#second" in [attrs["href"] for attrs in reader.all("a")]
    assert "September–November 2020" in html
    assert "<sup>1</sup>" in html
    assert 'data-replaced="2020-10-03"' in html
    assert not any(tag == "a" for tag, _ in _Reader(html[html.index("<svg height") : html.index("<figcaption")]).seen)


# --- Control band ---------------------------------------------------------------------


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=30))
def test_segments_stand_side_by_side_and_can_be_seen(pairs: list[tuple[float, float]]) -> None:
    spans = spread(sorted((min(pair), max(pair)) for pair in pairs))
    edge = 0.0
    for x, width in spans:
        assert x >= edge - 0.02
        assert width >= LEAST - 0.02
        edge = x + width
    assert edge <= 100.02


@given(st.lists(st.floats(1, 40), min_size=1, max_size=8))
def test_names_above_the_band_do_not_overlap(widths: list[float]) -> None:
    spans = [(100 * sum(widths[:i]) / sum(widths), 100 * width / sum(widths)) for i, width in enumerate(widths)]
    size = 100 * (10 * 7.4) / PHONE_PX
    taken: list[tuple[float, float]] = []
    for x, anchor in name_places(spans, ["x" * 10] * len(spans)):
        if anchor:
            extent = (x, x + size) if anchor == "start" else (x - size, x)
            assert not overlaps(extent, taken)
            taken.append(extent)
    assert taken


def _place(control: list[dict[str, Any]]) -> Place:
    made: Place = _make(Place, id="town", name=HOSTILE, kind="town", control=control, **BASE)
    return made


SEGMENTS = [
    {"by": "soviet-union", "from": "1923-07-07", "to": "1991-11", "sources": ["agency"]},
    {"by": "azerbaijan", "from": "1991-11", "to": "1992-05-09", "sources": ["agency"], "note": HOSTILE},
    {"by": "artsakh", "from": "1992-05-09", "to": "2020-11-08", "sources": ["agency", "agency"]},
    {"by": "khanate", "from": "2020-11-08", "sources": ["agency"]},
]


def test_the_band_follows_the_record() -> None:
    place = _place(SEGMENTS)
    band = control_band(_archive(place), place)
    assert band is not None
    assert [segment.pattern for segment in band.segments] == ["soviet-union", "azerbaijan", "artsakh", ""]
    assert [segment.words for segment in band.segments] == [
        "from 7 Jul 1923 to Nov 1991",
        "from Nov 1991 to 9 May 1992",
        "9 May 1992 – 8 Nov 2020",
        "since 8 Nov 2020",
    ]
    last = band.segments[-1]
    assert last.x + last.width == pytest.approx(100)  # up to the latest source, not to the day of the build
    assert band.segments[1].width >= LEAST


def test_a_place_without_control_has_no_band() -> None:
    place = _place([])
    assert control_band(_archive(place), place) is None


def test_the_band_as_html() -> None:
    place = _place(SEGMENTS)
    html = _render("figure-control.html", band=control_band(_archive(place), place))
    reader = _read(html)
    assert "nothing of right" in html
    assert html.count(ESCAPED) == 2
    assert [attrs["href"] for attrs in reader.all("a")][-1] == "kr:/parties/khanate/"
    assert "<sup>2</sup>" in html
    patterns = set(re.findall(r"url\(#(p-[a-z-]+)\)", html))
    assert patterns <= set(re.findall(r'id="(p-[a-z-]+)"', _render("defs.html")))
    assert patterns


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("1994", "2001", "1994–2001"),
        ("1994-05-12", None, "since 12 May 1994"),
        (None, "1997", "until 1997"),
        (None, None, ""),
        ("1991/1992", "1994", "1991–1992 to 1994"),
        ("1992-05", "1992~", "from May 1992 to about 1992"),
    ],
)
def test_spans_in_words(start: str | None, end: str | None, words: str) -> None:
    assert span_words(parse(start) if start else None, parse(end) if end else None) == words


# --- Tenures --------------------------------------------------------------------------


def test_bars_of_office_stay_in_the_drawing() -> None:
    items = [
        TenureItem("One", EdtfDate("1992-01-08"), EdtfDate("1992-04-14")),
        TenureItem("Two", EdtfDate("1997"), EdtfDate("2007-09")),
        TenureItem("Three", EdtfDate("2020-05-21"), None),
        TenureItem("Four", None, EdtfDate("1999")),
        TenureItem("Five", None, None),
    ]
    tenures = tenure_bars(items, date(2024, 1, 1))
    assert tenures is not None
    drawn = [bar for bar in tenures.bars if bar.x is not None and bar.width is not None]
    assert all(bar.x >= 0 and bar.x + bar.width <= 100.01 for bar in drawn if bar.x is not None and bar.width is not None)
    assert [bar.words for bar in tenures.bars] == [
        "8 Jan – 14 Apr 1992",
        "from 1997 to Sep 2007",
        "since 21 May 2020",
        "until 1999",
        "",
    ]
    assert tenures.bars[3].width == 0
    assert tenures.bars[4].x is None
    assert tenure_bars([]) is None


def test_tenures_as_html() -> None:
    person = _make(Person, id="somebody", name=HOSTILE, roles=[{"office": "Mayor", "from": "1999"}], **BASE)
    leaders = [{"person": "somebody", "office": "President", "from": "1992", "to": "1997", "note": "Acting"}]
    party = _party("khanate", "independent", leaders=leaders)
    archive = _archive(person, party)
    html = _render("figure-tenures.html", tenures=tenure_bars(leader_items(archive, party)))
    assert _read(html).all("a")[0]["href"] == "kr:/people/somebody/"
    assert ESCAPED in html
    assert "Acting" in html
    roles = _render("figure-tenures.html", tenures=tenure_bars(role_items(archive, person)))
    assert "since 1999" in roles
    assert not _read(roles).all("a")


# --- The sheet ------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]


def test_patterns_and_swatches_name_the_same_parties() -> None:
    css = (ROOT / "docs/assets/css/record.css").read_text(encoding="utf-8")
    swatches = set(re.findall(r"\[data-party=([a-z-]+)\]\{--swatch", css))
    assert swatches == {name.removeprefix("p-") for name in re.findall(r'id="(p-[a-z-]+)"', _render("defs.html"))}


def test_own_sheet_and_scripts_stay_light() -> None:
    """What a page loads before a reader asks for more: 20 kB of style, 15 kB of script, before compression."""
    assets = ROOT / "docs" / "assets"
    assert (assets / "css" / "record.css").stat().st_size <= 20_000
    size = {file.stem: file.stat().st_size for file in (assets / "js").glob("*.js")}
    # Search and previews are loaded by those alone who use them, and have limits of their own.
    search, peek = size.pop("search") + size.pop("search-box"), size.pop("peek")
    assert size.pop("lost") <= 1_000  # on the page for unknown addresses alone
    always = size.pop("record") + size.pop("find")
    tools = {"asof": ["steps"], "days": [], "facets": [], "map": ["steps"]}
    assert set(size) == {*tools, "steps"}
    assert max(always + size[tool] + sum(size[part] for part in parts) for tool, parts in tools.items()) <= 15_000
    assert (search <= 16_000, peek <= 4_000) == (True, True)
    assert sum((assets / "css" / f"{name}.css").stat().st_size for name in ("print", "search", "tools")) <= 5_000


def test_an_outline_goes_step_by_step_to_just_where_its_positions_lie() -> None:
    """Steps are in tenths and add up: no error grows along the line. Positions that fall together are one."""
    projection = Projection((45.0, 39.0, 47.0, 40.5), 320)
    ring = [(45.1, 39.1), (45.1001, 39.1), (46.33, 39.77), (46.9, 40.4), (45.5, 40.2), (45.1, 39.1)]
    path = projection.path([_outline(ring)], closed=True)
    first, _, steps = path.removeprefix("M").removesuffix("Z").partition("l")
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", steps)]
    places = [tuple(map(float, first.split()))]
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        places.append((places[-1][0] + x, places[-1][1] + y))
    wanted = [projection.point(*ring[at]) for at in (0, 2, 3, 4)]
    assert places == [pytest.approx(place, abs=1e-6) for place in wanted]
    assert projection.path([_outline(ring)], closed=False) == path.removesuffix("Z")
