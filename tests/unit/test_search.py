"""What search is given: folding, the entries of records and pages, the files of the index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.archive import Archive
from macros.edtf import parse
from macros.kinds import KINDS
from macros.search.entries import Entry, Unit, listed_names, record_entries
from macros.search.files import MONTHS, names_index, texts_index, write_search
from macros.search.folding import TABLE, fold
from macros.search.pages import page_entries, read_prose

FOLDED = [
    ("Şuşa", "susa"),  # marks go
    ("Xankəndi", "xankendi"),  # ə is no marked letter
    ("İrəvan", "irevan"),  # a capital that lower-cases to two signs
    ("Bakı", "baki"),
    ("Ханкенди", "khankendi"),
    ("Подъём Ёлки", "podem elki"),
    ("Ստեփանակերտ", "stepanakert"),
    ("Մարտունի", "martuni"),  # two letters, one sound
    ("Երևան", "erevan"),
    ("երեւան", "erevan"),  # the same word without the ligature
    ("თბილისი", "tbilisi"),
    ("L’Aquila", "laquila"),  # an apostrophe joins
    ("Sot'k", "sotk"),
    ("S/RES/822 (1993)", "s res 822 1993"),  # every other sign parts
    ("44-օրյա", "44 orya"),
    ("  a \u00a0 b ", "a b"),
    ("—", ""),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert set(once) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


def test_the_table_holds_single_letters_in_the_form_that_is_looked_up() -> None:
    """Each is lower-case and without marks: another would never be found."""
    for letter, folded in TABLE.items():
        assert len(letter) == 1 and letter == letter.lower()
        assert fold(letter) == folded


def _entry(archive: Archive, kind: str, path: str) -> Entry:
    return next(entry for entry in record_entries(archive) if (entry.kind, entry.path) == (kind, path))


def test_every_record_has_an_entry(archive: Archive) -> None:
    found = [(entry.kind, entry.path) for entry in record_entries(archive)]
    assert found == [(folder, record.id) for folder in KINDS for record in archive.of_kind(folder)]


def test_a_place_brings_its_names_once_each_those_beside_the_title_first(archive: Archive) -> None:
    """Spellings that fold to what is there already add nothing."""
    entry = _entry(archive, "places", "midford")
    folded = [fold(name) for name in (entry.title, *entry.names)]
    assert len(folded) == len(set(folded)) > 2
    assert entry.sub and not entry.when
    assert 0 < entry.shown <= len(entry.names)


def test_a_claim_can_be_pointed_at(archive: Archive) -> None:
    """The text of a claim stands under its anchor, the account under its section's, names nowhere."""
    entry = _entry(archive, "events", "1990-05-01-bridge-closed")
    anchors = {unit.anchor for unit in entry.units}
    assert {"", "account"} < anchors
    record: Any = archive.get("events", "1990-05-01-bridge-closed")
    assert {claim.id for claim in record.claims} <= anchors
    assert entry.title not in [unit.text for unit in entry.units]
    assert entry.when == record.date


def test_a_turning_point_outweighs_a_minor_event(archive: Archive) -> None:
    weights = {record.rank: _entry(archive, "events", record.id).weight for record in archive.events}
    ranks = sorted(weights)
    assert [weights[rank] for rank in ranks] == sorted(weights.values(), reverse=True)


PAGE = """<nav><p>Menu</p></nav><article><h1>Two &amp; more</h1><p class="kr-kicker">no</p><p>First<sup>[1]</sup> line\u2060.</p>
<h2 id="here">Where<a class="headerlink" href="#here">#</a></h2><p>Second <a href="x">line</a>.</p>
<ul><li><p>A list</p><ul><li>in a list</li></ul></li></ul>
<p>Third.</p><div class="footnote"><p>A note</p><div>inside</div></div></article><footer><p>Foot</p></footer>"""


def test_of_a_page_the_prose_is_taken() -> None:
    """Headings and plain paragraphs; what macros print, marks, lists and the frame are left out."""
    title, units = read_prose(PAGE)
    assert title == "Two & more"
    assert units == (Unit("", "First line."), Unit("here", "Where"), Unit("here", "Second line."), Unit("here", "Third."))


def test_pages_have_addresses_without_slashes_at_their_ends(tmp_path: Path) -> None:
    for path in ("index.html", "history/05/index.html", "search/index.html", "404.html", "events/record/index.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(PAGE if path[0] != "e" else "<p>No heading</p>", encoding="utf-8")
    entries = page_entries(tmp_path, [*tmp_path.rglob("*.html"), tmp_path / "gone.html"])
    assert [(entry.kind, entry.path) for entry in entries] == [("pages", "history/05"), ("pages", "")]


def test_sources_come_with_the_second_stage(archive: Archive) -> None:
    """The first stage has the names of all else, the second their texts in the same order."""
    entries = record_entries(archive)
    first, second = names_index(entries), texts_index(entries)
    assert set(second["entries"]) == {"sources"}
    assert set(first["entries"]) == set(second["texts"]) == set(KINDS) - {"sources"}
    for kind, rows in first["entries"].items():
        assert len(rows) == len(second["texts"][kind]) == len(archive.of_kind(kind))
    path, sub, *_, title = first["entries"]["places"][0][:7]
    assert path == archive.places[0].id and first["subs"][sub] and title == archive.places[0].name


def test_words_that_fill_stand_for_nothing(archive: Archive) -> None:
    """Keys are folded, since a query is; values are folded words too, or nothing."""
    words = names_index(record_entries(archive))["words"]
    assert [words[fold(word)] for word in ("совбез", "of")] == ["security council", ""]
    assert all(fold(word) == word for pair in words.items() for word in pair)


def test_words_of_one_meaning_stand_in_one_line(archive: Archive) -> None:
    """Each is one folded word of one line; what fills is in none, since it is taken away before."""
    index = names_index(record_entries(archive))
    assert next(line for line in index["likes"] if line[0] == "resolution")[:2] == ["resolution", "rezolyutsiya"]
    words = [word for line in index["likes"] for word in line]
    assert len(words) == len(set(words))
    assert all(fold(word) == word and " " not in word for word in words)
    assert not set(words) & set(index["words"])


def test_a_date_comes_plain_and_in_words() -> None:
    """Nobody types the signs of doubt; the words tell of it."""
    entry = Entry("events", "siege", "Siege", when=parse("1991-10~/1992-05"))
    assert names_index([entry])["entries"]["events"] == [
        ["siege", 0, "1991-10/1992-05", entry.when and entry.when.shown, 0, 0, "Siege"]
    ]


def test_the_files_are_scripts_that_leave_their_value(archive: Archive, tmp_path: Path) -> None:
    """A browser loads them from a disk too; the same records give the same bytes."""
    contents = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_search(tmp_path / name, record_entries(archive), "https://record.example/?a&b/")
        contents.append([(file.name, file.read_bytes()) for file in sorted((tmp_path / name / "search").iterdir())])
    assert contents[0] == contents[1]
    script = (tmp_path / "a" / "search" / "names.js").read_text(encoding="utf-8")
    assert json.loads(script.removeprefix("document.currentScript.kr="))["months"][8][0] == "september"
    assert "https://record.example/?a&amp;b/search/?q={searchTerms}" in (tmp_path / "a/search/opensearch.xml").read_text("utf-8")


def test_no_two_months_share_a_name() -> None:
    """A name that is a beginning of another's would make a date mean two days."""
    names = [fold(word) for month in MONTHS for word in set(month.split())]
    assert len(MONTHS) == 12
    for number, month in enumerate(MONTHS):
        others = {fold(word) for at, words in enumerate(MONTHS) if at != number for word in words.split()}
        assert not {fold(word) for word in month.split()} & others
    assert all(name.isascii() and len(name) > 2 for name in names)


def test_all_names_are_listed_by_letter(archive: Archive) -> None:
    letters = listed_names(archive)
    listed = {line.text for lines in letters.values() for line in lines}
    assert {place.name for place in archive.places} <= listed
    for letter, lines in letters.items():
        folded = [fold(line.text) for line in lines]
        assert folded == sorted(folded)
        assert all(one[0].isdigit() if letter == "0–9" else one.startswith(letter.lower()) for one in folded)
