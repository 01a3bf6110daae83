"""How a record is cited: four forms of the same facts, each read back by a reader of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pybtex.database import parse_string

from macros.archive import Archive
from macros.citation import Citation, citation_of
from macros.records import load_records
from tests.repository import EVENT, SOURCE, change, copy_archive

BRIDGE = "1990-05-01-bridge-closed"
ADDRESS = f"https://record.invalid/events/{BRIDGE}/"
HOSTILE = r"50% of {A} & B_1 #2 ~ \x"


def cite(archive: Archive) -> Citation:
    return citation_of(archive, "events", archive.get("events", BRIDGE), "https://record.invalid/")


def titled(root: Path, title: str) -> Archive:
    """The invented archive with another title for the event."""
    copy_archive(root)
    change(root, EVENT, 'title: "The bridge at Midford is closed"', f"title: '{title}'")
    return Archive(load_records(root))


def test_in_words_a_record_is_cited_by_title_version_and_address(archive: Archive) -> None:
    assert cite(archive).plain == f"“The bridge at Midford is closed”, The Karabakh Record, version of 1 January 2026, {ADDRESS}"


@pytest.mark.parametrize("title", ["The bridge at Midford is closed", HOSTILE])
def test_bibtex_is_read_back(tmp_path: Path, title: str) -> None:
    """Signs of TeX in a title are escaped, so the entry stays whole."""
    entries = parse_string(cite(titled(tmp_path, title)).bibtex, "bibtex").entries
    assert list(entries) == [f"karabakh-record-{BRIDGE}"]
    fields = entries[f"karabakh-record-{BRIDGE}"].fields
    assert (fields["url"], fields["year"], fields["note"]) == (ADDRESS, "2026", "Version of 2026-01-01")
    plain = fields["title"].strip("{}").replace(r"\textbackslash{}", "\0").replace(r"\textasciitilde{}", "~")
    assert plain.replace("\\", "").replace("\0", "\\") == title


def test_ris_has_one_line_a_field_and_ends(archive: Archive) -> None:
    lines = [tuple(line.split("  - ", 1)) for line in cite(archive).ris.splitlines()]
    assert lines == [
        ("TY", "ELEC"),
        ("TI", "The bridge at Midford is closed"),
        ("T2", "The Karabakh Record"),
        ("PY", "2026"),
        ("DA", "2026/01/01/"),
        ("ET", "2026-01-01"),
        ("UR", ADDRESS),
        ("ER", ""),
    ]


def test_csl_is_json_and_keeps_the_title_as_it_is(tmp_path: Path) -> None:
    """A list of one item, as reference managers import it."""
    (item,) = json.loads(cite(titled(tmp_path, HOSTILE)).csl)
    assert item == {
        "id": f"karabakh-record-{BRIDGE}",
        "type": "webpage",
        "title": HOSTILE,
        "container-title": "The Karabakh Record",
        "issued": {"date-parts": [[2026, 1, 1]]},
        "version": "2026-01-01",
        "URL": ADDRESS,
    }


def test_a_source_without_a_day_is_cited_as_of_the_reach(archive: Archive) -> None:
    """A record that nobody dated is as old as the latest source; no month or day is made up."""
    cited = citation_of(archive, "sources", archive.get("sources", Path(SOURCE).stem), "https://record.invalid")
    assert "version of 1991" in cited.plain and cited.plain.endswith("https://record.invalid/sources/south-herald-1990-bridge/")
    assert json.loads(cited.csl)[0]["issued"] == {"date-parts": [[1991]]}
    assert "DA  - 1991///" in cited.ris
