"""Sources for reference managers: BibTeX read back with pybtex, CSL-JSON as JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from pybtex.database import BibliographyData, parse_string

from macros.edtf import parse
from macros.export.sources_bib import CSL_TYPES, bib_entry, csl_item
from macros.load import load_bytes
from macros.model import Source
from tests.exports.conftest import Exported
from tests.repository import ROOT

SIGNS = {r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}


def read(exported: Exported) -> BibliographyData:
    return parse_string(exported.text("sources.bib"), "bibtex")


def plain(text: str) -> str:
    """Return the text that TeX prints for one of our fields."""
    inner = text.removeprefix("{").removesuffix("}")
    return re.sub(r"\\text\w+{}|\\[{}&%$#_]", lambda sign: SIGNS.get(sign[0], sign[0][-1]), inner)


def test_every_source_is_an_entry(exported: Exported) -> None:
    """One a source, under its id, in both formats."""
    known = sorted(source.id for source in exported.archive.sources)
    assert sorted(read(exported).entries) == known
    assert [item["id"] for item in json.loads(exported.text("sources.csl.json"))] == known


def test_titles_and_addresses_come_back_as_written(exported: Exported) -> None:
    """Letters of all scripts, signs of TeX, and what is only our description in brackets."""
    entries = read(exported).entries
    items = {item["id"]: item for item in json.loads(exported.text("sources.csl.json"))}
    for source in exported.archive.sources:
        title = f"[{source.title}]" if source.title_described else source.title
        assert plain(entries[source.id].fields["title"]) == title == items[source.id]["title"]
        assert entries[source.id].fields.get("url") == source.url == items[source.id].get("URL")


def test_a_year_is_given_only_where_one_is_meant(exported: Exported) -> None:
    """Year of BibTeX and first part of CSL agree with the bounds of the date."""
    entries = read(exported).entries
    for source in exported.archive.sources:
        first = source.published.earliest if source.published else None
        last = source.published.latest if source.published else None
        expected = str(first.year) if first and last and first.year == last.year else None
        assert entries[source.id].fields.get("year") == expected


def source(**values: Any) -> Source:
    given = {"id": "a", "title": "T", "kind": "report", "publisher": "P", "language": "en", "affiliation": "independent"}
    return Source.model_construct(**{**given, **values})


def test_signs_of_tex_are_escaped() -> None:
    """A title cannot break out of its field."""
    title = r"50% of A_B & {C} #1 $x ~ ^ \end"
    assert plain(parse_string(bib_entry(source(title=title)), "bibtex").entries["a"].fields["title"]) == title


# EDTF date, fields of BibTeX
DATES = [
    ("1994-05-05", {"year": "1994", "month": "may", "day": "5"}),
    ("1994-05", {"year": "1994", "month": "may"}),
    ("1994", {"year": "1994"}),
    ("1994/1995", {}),
    ("199X", {}),
]


@pytest.mark.parametrize(("text", "fields"), DATES)
def test_bibtex_says_no_more_than_is_known(text: str, fields: dict[str, str]) -> None:
    """Year, month and day as far as they are one."""
    entry = bib_entry(source(published=parse(text)))
    found = dict(re.findall(r"^  (year|month|day) = \{?(\w+)\}?,$", entry, re.MULTILINE))
    assert found == fields


# EDTF date, date of CSL
CSL_DATES = [
    ("1994-05-05", {"date-parts": [[1994, 5, 5]]}),
    ("1994-05~", {"date-parts": [[1994, 5]], "circa": True}),
    ("1994/1995-02", {"date-parts": [[1994], [1995, 2]]}),
    ("199X", {"literal": "the 1990s"}),
    ("1994/..", {"literal": "since 1994"}),
]


@pytest.mark.parametrize(("text", "expected"), CSL_DATES)
def test_csl_says_no_more_than_is_known(text: str, expected: dict[str, Any], small: Exported) -> None:
    """Numbers where they are known, else words."""
    assert csl_item(small.archive, source(kind="report", published=parse(text)))["issued"] == expected


# author as written, role, family names in CSL (none: one literal)
AUTHORS = [
    ("Thomas de Waal", "author", ["Waal"]),
    ("Edward J. Erickson", "author", ["Erickson"]),
    ("A. B. McAdams", "author", ["McAdams"]),
    ("Siyavuş Bağırov", "author", ["Bağırov"]),
    ("Ariel Karlinsky and Orsola Torrisi", "author", ["Karlinsky", "Torrisi"]),
    ("Jonathan Steele, Jonathan Rugman", "author", ["Steele", "Rugman"]),
    ("Ana North, Ben O'Brien, and Eva Smith-Rieter", "author", ["North", "O'Brien", "Smith-Rieter"]),
    ("Gerard J. Libaridian (ed.)", "editor", ["Libaridian"]),
    ("David Atkinson, rapporteur", "author", []),
    ("Siyavuş Bağırov (editor of the translation)", "author", []),
    ("Memorial Human Rights Center", "author", []),
    ("Crisis Group", "author", []),
    ("Ana North and Freedom House", "author", []),
    ("President Kocharyan", "author", []),
    ("BBC Monitoring", "author", []),
    ("Kazimirov, Vladimir", "author", []),
    ("Владимир Казимиров", "author", []),
    ("Heydar Alirza oglu Aliyev", "author", []),
]


@pytest.mark.parametrize(("text", "role", "families"), AUTHORS)
def test_people_are_split_only_where_it_is_sure(text: str, role: str, families: list[str], small: Exported) -> None:
    """CSL has family and given names, or the text whole; pybtex reads the same from BibTeX."""
    item = csl_item(small.archive, source(author=text))
    assert item[role] == [{"literal": text}] if not families else [name["family"] for name in item[role]] == families
    persons = parse_string(bib_entry(source(author=text)), "bibtex").entries["a"].persons[role]
    assert [" ".join(person.last_names) for person in persons] == (families or [f"{{{text}}}"])


def test_a_name_loses_no_part(small: Exported) -> None:
    """Initials and particles stay with the name."""
    csl = csl_item(small.archive, source(author="Thomas J. de Waal"))["author"]
    assert csl == [{"family": "Waal", "given": "Thomas J.", "non-dropping-particle": "de"}]
    (person,) = parse_string(bib_entry(source(author="Thomas J. de Waal")), "bibtex").entries["a"].persons["author"]
    assert (person.first_names, person.middle_names, person.prelast_names, person.last_names) == (
        ["Thomas"],
        ["J."],
        ["de"],
        ["Waal"],
    )


def test_every_author_of_the_record_comes_back(exported: Exported) -> None:
    """All words of each author stand in both formats."""
    entries = read(exported).entries
    items = {item["id"]: item for item in json.loads(exported.text("sources.csl.json"))}
    for each in exported.archive.sources:
        names = items[each.id].get("author") or items[each.id].get("editor") or []
        told = sorted(re.findall(r"\w+", " ".join(value for name in names for value in name.values())))
        assert told == sorted(
            word for word in re.findall(r"\w+", each.author or "") if names[0].get("literal") or word not in ("and", "ed", "eds")
        )
        persons = [person for people in entries[each.id].persons.values() for person in people]
        assert len(persons) == len(names)


def test_every_kind_of_source_has_a_type() -> None:
    """A new word of the vocabulary needs its line here."""
    loaded, problems = load_bytes((ROOT / "data/vocab/source-kinds.yml").read_bytes(), "source-kinds.yml")
    assert loaded is not None and problems == []
    assert set(CSL_TYPES) == set(loaded.value)
