"""Source marks: numbers in order of first use, one line a source and locator, an anchor for each use."""

from __future__ import annotations

import pytest

from macros.archive import Archive
from macros.fields import Cite
from macros.marks import Mark, Marks

GAZETTE, HERALD = "north-gazette-1990-bridge", "south-herald-1990-bridge"


def cite(source: str, locator: str | None = None) -> Cite:
    return Cite(source=source, locator=locator)


def test_sources_are_numbered_in_order_of_first_use(archive: Archive) -> None:
    """The first source of a page is 1, whatever its name."""
    marks = Marks(archive)
    assert [mark.number for mark in marks.cite([cite(HERALD), cite(GAZETTE)])] == [1, 2]
    assert [mark.number for mark in marks.cite([cite(GAZETTE), cite(HERALD)])] == [2, 1]
    assert [line.source.id for line in marks.cited] == [HERALD, GAZETTE]


def test_every_use_has_an_anchor_of_its_own(archive: Archive) -> None:
    """The list leads back to each use."""
    marks = Marks(archive)
    uses = [marks.cite([cite(HERALD)])[0] for _ in range(3)]
    assert uses == [Mark(1, "fnref:1"), Mark(1, "fnref2:1"), Mark(1, "fnref3:1")]
    assert marks.cited[0].refs == ["fnref:1", "fnref2:1", "fnref3:1"]


def test_another_locator_is_another_line(archive: Archive) -> None:
    """Page 2 and page 3 of a source are two places to look."""
    marks = Marks(archive)
    numbers = [
        mark.number for mark in marks.cite([cite(GAZETTE, "p. 2"), cite(GAZETTE, "p. 3"), cite(GAZETTE), cite(GAZETTE, "p. 2")])
    ]
    assert numbers == [1, 2, 3, 1]
    assert [line.locator for line in marks.cited] == ["p. 2", "p. 3", None]


def test_a_page_begins_at_one(archive: Archive) -> None:
    """Marks of one page do not know those of another."""
    Marks(archive).cite([cite(HERALD)])
    assert Marks(archive).cite([cite(GAZETTE)]) == [Mark(1, "fnref:1")]
    assert Marks(archive).cited == []


def test_no_source_gives_no_mark(archive: Archive) -> None:
    """Nothing cited, nothing listed."""
    marks = Marks(archive)
    assert marks.cite([]) == [] and marks.cited == []


def test_an_unknown_source_is_an_error(archive: Archive) -> None:
    """A mark never leads nowhere."""
    with pytest.raises(KeyError, match="nowhere"):
        Marks(archive).cite([cite("nowhere")])
