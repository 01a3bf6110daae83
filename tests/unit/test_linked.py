"""Linked data in the head of pages, expanded with pyld, which is given no way to ask another host."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld

from macros import linked
from macros.archive import Archive
from macros.edtf import parse
from macros.heads import Heads, add_dataset, script_json
from macros.kinds import KINDS
from macros.problems import RecordError
from macros.records import load_records
from macros.render import Renderer
from tests.repository import ROOT

URL = "https://record.invalid/"
SCHEMA = "https://schema.org/"
TYPES = {
    "events": "Event", "parties": "Organization", "places": "Place", "people": "Person", "documents": "CreativeWork",
    "sources": "CreativeWork", "terms": "DefinedTerm",
}  # fmt: skip


def no_request(url: str, options: Any) -> Any:
    raise AssertionError(f"{url} was asked for")


def expand(node: dict[str, Any]) -> dict[str, Any]:
    """Return the one node that the graph expands to, with full names of words."""
    found = jsonld.expand(node, {"documentLoader": no_request})
    assert len(found) == 1
    return dict(found[0])


def words_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {key for key in value if not key.startswith("@")} | {
            f"@type {one}" for one in value.get("@type", ()) if "@value" not in value
        }
        return own.union(*(words_of(inner) for inner in value.values()))
    return set().union(*(words_of(inner) for inner in value)) if isinstance(value, list) else set()


@pytest.fixture(scope="module", params=["small", "real"])
def known(request: pytest.FixtureRequest) -> Archive:
    """The invented archive, then the real one."""
    return request.getfixturevalue("archive") if request.param == "small" else Archive(load_records(ROOT))  # type: ignore[no-any-return]


@pytest.mark.parametrize("folder", KINDS)
def test_every_page_expands_without_a_request(folder: str, known: Archive) -> None:
    """To a page with address, licence and, where schema.org has a word, what it tells of."""
    for record in list(known.of_kind(folder))[:60]:
        page = expand(linked.linked_record(known, folder, record, URL))
        assert page["@id"] == f"{URL}{folder}/{record.id}/" and page["@type"] == [f"{SCHEMA}WebPage"]
        assert page[f"{SCHEMA}license"] == [{"@id": linked.LICENCE_URL}]
        assert page[f"{SCHEMA}name"] == [{"@value": record.label}]
        entity = page.get(f"{SCHEMA}mainEntity")
        assert (entity[0]["@type"] if entity else None) == ([SCHEMA + TYPES[folder]] if folder in TYPES else None)
        assert not entity or entity[0]["@id"] == page["@id"] + "#it"
        assert all(word.removeprefix("@type ").startswith(SCHEMA) for word in words_of(page))


def test_an_event_says_when_and_where(archive: Archive) -> None:
    """The day as a date of schema.org, places with their names, sources by address."""
    event = archive.get("events", "1990-05-01-bridge-closed")
    page = expand(linked.linked_record(archive, "events", event, URL))
    happened = page[f"{SCHEMA}mainEntity"][0]
    assert happened[f"{SCHEMA}startDate"] == [{"@type": f"{SCHEMA}Date", "@value": "1990-05-01"}]
    assert [place["@id"] for place in happened[f"{SCHEMA}location"]] == [f"{URL}places/{place}/#it" for place in event.places]  # type: ignore[union-attr]
    assert {"@id": f"{URL}parties/northland/#it"} in page[f"{SCHEMA}mentions"]
    assert page[f"{SCHEMA}temporalCoverage"][0]["@type"] == "http://id.loc.gov/datatypes/edtf/EDTF"
    assert page[f"{SCHEMA}dateModified"][0]["@value"] == str(event.checked)


def test_a_place_says_its_names_in_their_scripts(archive: Archive) -> None:
    """With language, and the point in the order that its words say."""
    page = expand(linked.linked_record(archive, "places", archive.get("places", "midford"), URL))
    place = page[f"{SCHEMA}mainEntity"][0]
    assert {"@value": "Միդֆորդ", "@language": "hy"} in place[f"{SCHEMA}alternateName"]
    geo = place[f"{SCHEMA}geo"][0]
    assert (geo[f"{SCHEMA}longitude"], geo[f"{SCHEMA}latitude"]) == ([{"@value": 46.75}], [{"@value": 39.8}])


# date, begin, end
SPANS = [
    ("1994-05-05", "1994-05-05", None), ("1994", "1994", None), ("1992-02-25/1992-02-26", "1992-02-25", "1992-02-26"),
    ("2020-09-27/..", "2020-09-27", None), ("1988~", None, None), ("1988?", None, None), ("198X", None, None),
    ("1988~/1994-05-12", None, "1994-05-12"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_only_what_is_known_becomes_a_date(text: str, first: str | None, last: str | None) -> None:
    """A mark, missing digits or an open end are not turned into days."""
    assert linked._span(parse(text)) == (first, last)


def test_an_old_style_date_is_converted(archive: Archive) -> None:
    """ISO 8601 has one calendar."""
    treaty = archive.get("events", "1813-old-treaty")
    page = expand(linked.linked_record(archive, "events", treaty, URL))
    assert page[f"{SCHEMA}mainEntity"][0][f"{SCHEMA}startDate"][0]["@value"] == "1813-10-24"


def test_nothing_is_reviewed_and_no_party_is_a_state() -> None:
    """ClaimReview is for those who rate claims; Country and GovernmentOrganization take a side on recognition."""
    code = (ROOT / "macros" / "linked.py").read_text(encoding="utf-8").partition('"""\n')[2]
    assert [word for word in ("ClaimReview", "Country", "GovernmentOrganization", "State") if f'"{word}"' in code] == []


HOSTILE = "</script><script>alert(1)</script><!-- {{ 7*7 }} {% x %} {{{ & \u2028 “Միդֆորդ”"


def test_text_cannot_leave_the_script() -> None:
    """No sign that ends a script or starts a macro is left, and the value reads back as it was."""
    text = script_json({"name": HOSTILE, "in": [{"a": {"b": {}}}]})
    assert not re.search(r"[<>&\u2028]|\{\{|\{%", text)
    assert json.loads(text) == {"name": HOSTILE, "in": [{"a": {"b": {}}}]}


def scripts(html: str) -> list[Any]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)]


def test_a_head_has_linked_data_and_the_feed(archive: Archive) -> None:
    """A hostile title stays inside; a kind without feeds names none."""
    heads = Heads(Renderer(archive, URL))
    party = heads.record("parties", archive.get("parties", "northland"))
    (link,) = re.findall("<link [^>]*>", party)
    assert 'href="kr:/data/v1/parties/northland.atom"' in link and 'type="application/atom+xml"' in link
    # The theme asks for a sitemap beside each link whose rel is "alternate" and nothing else.
    assert 'rel="alternate"' in link
    source = archive.get("sources", "south-herald-1990-bridge")
    head = heads.record("sources", source)
    assert ".atom" not in head and "{{" not in head and "<b>" not in head
    assert scripts(head)[0]["mainEntity"]["name"] == source.label


def test_the_data_page_describes_the_dataset(archive: Archive, tmp_path: Path) -> None:
    """With every download, its type and address; a site without that page is left alone."""
    add_dataset(tmp_path, Renderer(archive, URL))
    page = tmp_path / "data" / "index.html"
    page.parent.mkdir()
    page.write_text("<html><head><title>Data</title></head><body></body></html>", encoding="utf-8")
    add_dataset(tmp_path, Renderer(archive, URL))
    dataset = expand(scripts(page.read_text(encoding="utf-8"))[0])
    assert dataset["@type"] == [f"{SCHEMA}Dataset"] and dataset["@id"] == f"{URL}data/#dataset"
    files = {one[f"{SCHEMA}contentUrl"][0]["@id"] for one in dataset[f"{SCHEMA}distribution"]}
    assert {f"{URL}data/v1/claims.csv", f"{URL}data/v1/record.sqlite", f"{URL}data/v1/places.geojson"} <= files
    page.write_text("<html>no head", encoding="utf-8")
    with pytest.raises(RecordError, match="has no head"):
        add_dataset(tmp_path, Renderer(archive, URL))
