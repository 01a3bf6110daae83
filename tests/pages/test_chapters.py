"""The ten chapters: what each has, how long it is, how long its sentences are, and that its days come from the record."""

from __future__ import annotations

import re
from typing import Any

import pytest

from macros.session import open_session
from tests.pages.prose import Macros, read_prose, source_lines
from tests.repository import ROOT

CHAPTERS = sorted(f"docs/history/{file.name}" for file in (ROOT / "docs" / "history").glob("[01]*.md"))
PROSE = [*CHAPTERS, "docs/start.md", "docs/where-things-stand.md"]

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = re.compile(rf"\b\d{{1,2}}(?:\s*[–-]\s*\d{{1,2}})?\s+(?:{MONTHS})\b|\b(?:{MONTHS})\s+\d{{1,2}}\b(?!\d)")

OF_THE_PAGE = re.compile(
    r"\b(below|chapter|record|not covered|not part of it|stand under the question|told in two ways|two shares|word on names"
    r"|answer to the charge)\b",
    re.IGNORECASE,
)
"""Words of a sentence that speaks of the page itself and needs no source."""

LONGEST = 35
"""Words of a sentence that a reader of sixteen follows."""


@pytest.fixture(scope="module")
def macros() -> Macros:
    """The macros as pages call them, on the real archive."""
    session = open_session(ROOT, "https://record.invalid/")
    session.start_page()
    return session.macros


def test_there_are_ten_chapters() -> None:
    """Each period has its own."""
    assert len(CHAPTERS) == len(list((ROOT / "data" / "periods").glob("*.yml"))) == 10


@pytest.mark.parametrize("path", PROSE)
def test_no_day_is_typed(path: str) -> None:
    """A day in a sentence comes from the record it belongs to, so that a corrected record corrects the text."""
    typed = {number: DAY.findall(line) for number, line in source_lines(path) if DAY.search(line)}
    assert typed == {}


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_chapter_has_its_parts(path: str) -> None:
    """Summary, slice of the timeline, places, open questions, sources, in this order."""
    text = (ROOT / path).read_text(encoding="utf-8")
    parts = [
        'class="kr-summary"',
        "{{ show_timeline(",
        "{{ show_places(",
        "## Questions left open",
        '{{ show_sources("chapter") }}',
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places and places == sorted(places)


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_chapter_can_be_finished(path: str, macros: Macros) -> None:
    """A thousand to eighteen hundred words."""
    assert 1_000 <= sum(len(sentence.split()) for sentence in read_prose(path, macros)) <= 1_800


@pytest.mark.parametrize("path", PROSE)
def test_no_sentence_is_too_long(path: str, macros: Macros) -> None:
    """A reader of sixteen can follow each sentence."""
    long: dict[str, Any] = {
        sentence: len(sentence.split()) for sentence in read_prose(path, macros) if len(sentence.split()) > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize("path", CHAPTERS)
def test_every_sentence_of_a_chapter_rests_on_something(path: str) -> None:
    """Each line of prose ends in source marks, or is about the page itself."""
    bare = []
    for line in (ROOT / path).read_text(encoding="utf-8").partition("\n# ")[2].splitlines()[1:]:
        is_prose = re.match(r"(<li>|\{\{ (link|show_date|show_figure)\(|[A-Z“0-9])", line) and re.search(r"[.!…]", line)
        if is_prose and "cite(" not in line and not OF_THE_PAGE.search(line) and not re.fullmatch(r"\{\{ \w+\(.*\) \}\}", line):
            bare.append(line[:120])
    assert bare == []
