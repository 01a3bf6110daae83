"""Records field by field: what is kept, what is refused, in which words and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from macros.archive import Archive
from macros.fields import Many
from macros.kinds import KINDS
from macros.load import load_bytes
from macros.model import Claim, Event, Figure, FromFile, Place, Source
from macros.records import load_records
from macros.validation import known_keys, validate
from macros.walk import walk_references, walk_texts
from tests.repository import ARCHIVE, EVENT, PLACE, change, copy_archive

VOCAB: dict[str, Any] = {
    "vocab": {
        name: {word: word for word in words}
        for name, words in {
            "measures": ["killed", "share"],
            "groups": ["people"],
            "source-kinds": ["news"],
            "languages": ["en"],
            "affiliations": ["independent"],
            "place-kinds": ["town"],
            "statuses": ["disputed"],
        }.items()
    }
}
SOURCE = 'title: "T"\nkind: news\npublisher: "P"\nlanguage: en\naffiliation: independent\n'
NAMED = 'name: "M"\nsummary: "S."\nsources: [a]\nchecked: "2026-01-01"\nkind: town\n'


def read(model: type[FromFile], text: str) -> tuple[Any, list[str]]:
    """Return the record of a text and the problems as printed, without the path."""
    loaded, problems = load_bytes(text.encode(), "x.yml")
    assert loaded is not None, problems
    record, problems = validate(model, loaded, VOCAB, {"id": "x"})
    return record, [str(problem).removeprefix("x.yml:") for problem in problems]


def test_white_space_in_prose_is_folded() -> None:
    """One sentence per line in the file is one paragraph on the page."""
    record, problems = read(Source, SOURCE.replace('"T"', "|\n  One\n  two  three\n"))
    assert problems == [] and record.title == "One two three"


def test_a_record_cannot_be_changed() -> None:
    """Records are frozen, lists in them are tuples."""
    record, _ = read(Source, SOURCE)
    with pytest.raises(ValidationError):
        record.title = "Another"
    place, _ = read(Place, NAMED + "spellings: [A, B]\n")
    assert place.spellings == ("A", "B")


def test_the_id_comes_from_the_file_name_only() -> None:
    """An id in the file is refused, even the right one."""
    record, problems = read(Source, SOURCE + "id: x\n")
    assert record is None
    assert problems == ["6:1: id: 'id' is computed from the file name; remove the line [derived-field]"]


def test_all_faults_of_a_record_are_told_at_once() -> None:
    """One run tells everything that is wrong in a file."""
    _, problems = read(Source, 'titel: "T"\nkind: nws\nlanguage: en\naffiliation: independent\n')
    assert sorted(problems) == [
        "1:1: publisher: key 'publisher' is missing; add it: Who published it [missing-key]",
        "1:1: titel: unknown key; did you mean 'title'? [unknown-key]",
        "1:1: title: key 'title' is missing; add it: The title as published [missing-key]",
        (
            "2:7: kind: 'nws' is not one of the allowed values, expected a word of data/vocab/source-kinds.yml; "
            "did you mean 'news'? [vocabulary]"
        ),
    ]


# value, problem; "" for none
ADDRESSES = [
    ("https://a.invalid/b?c=1#d", ""),
    ("http://a.invalid", ""),
    ("https://a.invalid/путь", ""),
    ("https://xn--n1agb.invalid/", ""),
    ("https://хост.invalid/", "ASCII letters in the host"),
    ("https://аpple.invalid/", "ASCII letters in the host"),
    ("https://a.invalid\t/b", "no space anywhere"),
    ("https://a.invalid/b\u00a0c", "no space anywhere"),
    ("https://a.invalid\n.b.invalid/", "no space anywhere"),
    ("javascript:alert(1)", "only these two are allowed"),
    ("ftp://a.invalid/", "only these two are allowed"),
    ("a.invalid/b", "only these two are allowed"),
    ("https://", "is not a web address"),
    ("https:///path", "is not a web address"),
    ("https://a.invalid/b c", "is not a web address"),
    ("https://[a.invalid/", "is not a web address"),
    ("https://a@b.invalid/", "is not a web address"),
    ("https://a.invalid/{{x}}", "is not a web address"),
]


@pytest.mark.parametrize(("address", "fault"), ADDRESSES)
def test_an_address_is_http_with_a_host_and_no_odd_sign(address: str, fault: str) -> None:
    """What passes can be printed as a link."""
    record, problems = read(Source, SOURCE + f'url: "{address}"\n')
    if fault:
        assert record is None and len(problems) == 1 and problems[0].startswith("6:6: url: ") and fault in problems[0]
    else:
        assert problems == [] and record.url == address


# low, high, problem
RANGES: list[tuple[Any, Any, str]] = [
    (1, None, ""),
    (None, 1, ""),
    (0, 0, ""),
    (1, 2, ""),
    (1.5, 2, ""),
    (None, None, "a value without a number"),
    (2, 1, "low 2 is above high 1"),
    (-1, None, "greater than or equal to 0"),
    ("1", None, "found '1', expected a number; write it without quotes"),
    (True, None, "expected a number"),
]


@pytest.mark.parametrize(("low", "high", "fault"), RANGES)
def test_a_figure_is_a_number_or_a_range_that_can_be(low: Any, high: Any, fault: str) -> None:
    """Exactly, at least, at most, or from low to high."""
    numbers = ", ".join(f"{key}: {_yaml(value)}" for key, value in (("low", low), ("high", high)) if value is not None)
    value = "{measure: killed, of: people" + (f", {numbers}" if numbers else "") + "}"
    _, problems = read(_Holder, f"claims:\n  - {{{CLAIM}, value: {value}}}\n")
    assert len(problems) == bool(fault), problems
    assert not fault or fault in problems[0]


def _yaml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value).replace("'", '"')


CLAIM = 'id: c, by: p, "on": "1990", says: "S.", status: disputed, sources: [a]'


class _Holder(FromFile):
    """The least record with claims."""

    claims: Many[Claim]


# what is added to a claim, problem
CLAIMS = [
    ('answers: "#other"', ""),
    ('answers: "events/1990-x#other"', ""),
    ('answers: "other"', "is not the address of a claim"),
    ('answers: "events/1990 x#other"', "is not the address of a claim"),
    ('answers: "#Other"', "is not the address of a claim"),
    ('answers: "#"', "is not the address of a claim"),
    ('answer: none-found, as_of: "2026-01-01"', ""),
    ("answer: none-found", "'answer' and 'as_of' go together"),
    ('as_of: "2026-01-01"', "'answer' and 'as_of' go together"),
    ('answer: none, as_of: "2026-01-01"', "found 'none', expected 'none-found'"),
    ('answer: none-found, as_of: "2026"', 'found "2026", expected one full day'),
    ('answer: none-found, as_of: "2026-01-01~"', "expected one full day"),
    ('answer: none-found, as_of: "2026-01-01/2026-01-02"', "expected one full day"),
    ("about: [north-land, southland]", ""),
    ("about: [North]", "'North' is not an id, expected small Latin letters, digits and single hyphens; write 'north'"),
    ("about: ['—']", "'—' is not an id"),
]


@pytest.mark.parametrize(("more", "fault"), CLAIMS)
def test_a_claim_is_refused_for_what_cannot_be(more: str, fault: str) -> None:
    """Addresses, answers and days of a claim have one form each."""
    holder = read(_Holder, f"claims:\n  - {{{CLAIM}, {more}}}\n")
    assert len(holder[1]) == bool(fault), holder[1]
    assert not fault or fault in holder[1][0]


def test_coordinates_are_two_numbers() -> None:
    """A pair, longitude first; one number or text is refused at its place."""
    assert read(Place, NAMED + "coordinates: [46, 39.5]\n")[0].coordinates == (46.0, 39.5)
    assert read(Place, NAMED + "coordinates: [46]\n")[1] == ["6:14: coordinates[1]: entry 2 is missing; add it [missing-key]"]
    assert len(read(Place, NAMED + "coordinates: [46, 39, 1]\n")[1]) == 1
    assert "precision_km" in read(Place, NAMED + "precision_km: 0\n")[1][0]


def test_a_source_may_be_an_id_or_have_a_locator() -> None:
    """Both ways of citing read the same."""
    place, problems = read(Place, NAMED.replace("[a]", '[a, {source: b, locator: "p. 1"}]'))
    assert problems == []
    assert [(cite.source, cite.locator) for cite in place.sources] == [("a", None), ("b", "p. 1")]


def test_known_keys_are_those_of_the_file_in_schema_order() -> None:
    """The keys of a place in a message are what a person writes: aliases, and no id at the top."""
    assert known_keys(Place, ())[:5] == ["summary", "sources", "checked", "name", "names"]
    assert "id" not in known_keys(Place, ())
    assert known_keys(Place, ("names", 0)) == ["text", "lang", "by", "from", "to", "note"]
    assert known_keys(Event, ("claims", 0))[0] == "id"
    assert known_keys(Event, ("claims", 0, "value")) == list(Figure.model_fields)


def test_a_record_made_without_a_file_has_no_place() -> None:
    """Only what was read from a file can be pointed at."""
    source = Source.model_construct(id="x", title="T")
    with pytest.raises(LookupError, match="x was not read from a file"):
        assert source.loaded


def test_the_archive_reads_every_file_of_every_kind() -> None:
    """What lies in the folders is what is loaded, claims by their addresses."""
    records = load_records(ARCHIVE)
    files = {file.stem for kind in KINDS for file in (ARCHIVE / "data" / kind).rglob("*.yml")}
    assert {record.id for _, record in records.each()} == files
    assert records.file_count == len(list((ARCHIVE / "data").rglob("*.yml")))
    assert records.claims["parties/northland#river-is-ours"].claim.by == "northland"


def test_a_missing_data_folder_is_one_problem(tmp_path: Path) -> None:
    """Nothing to read is a problem, not an empty archive."""
    assert [str(problem) for problem in load_records(tmp_path).problems] == ["data:1:1: the data folder is missing [data-folder]"]


def test_references_are_found_wherever_they_stand(archive: Archive) -> None:
    """Ids in lists, in parts and in sources with locators are walked with their paths in the file."""
    event = archive.get("events", "1990-05-01-bridge-closed")
    found = {(loc, value) for loc, value, _ in walk_references(event)}
    assert (("claims", 0, "question"), "who-closed-the-bridge") in found
    assert (("account", 1, "sources", 1, "source"), "north-gazette-1990-bridge") in found
    control = {(loc, value) for loc, value, _ in walk_references(archive.get("places", "midford"))}
    assert (("control", 0, "by"), "northland") in control


def test_texts_are_walked_without_ids(archive: Archive) -> None:
    """What a person wrote as prose is walked; ids of other records and the record's own are not."""
    texts = dict(walk_texts(archive.get("events", "1990-05-01-bridge-closed")))
    assert texts[("account", 1, "says")] == "Traders waited on both banks."
    assert texts[("account", 1, "sources", 1, "locator")] == "p. 3"
    assert ("id",) not in texts and ("part_of",) not in texts


def test_a_problem_of_a_nested_value_points_at_that_value(tmp_path: Path) -> None:
    """Line and column are those of the value, however deep it lies."""
    root = copy_archive(tmp_path)
    change(root, EVENT, "high: 400", "high: -400")
    change(root, PLACE, '    from: "1991-01-01"', '    from: "1991-13"')
    found = {(problem.path, problem.field): (problem.line, problem.column) for problem in load_records(root).problems}
    line = (root / EVENT).read_text(encoding="utf-8").splitlines()[59]
    assert found == {(PLACE, "names[1].from"): (9, 11), (EVENT, "claims[4].value.high"): (60, line.index("-400") + 1)}
