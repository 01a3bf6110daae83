"""Source marks of one page: numbering in order of first use, and the list they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from macros.archive import Archive
from macros.fields import Cite
from macros.model import Source


@dataclass(frozen=True)
class Mark:
    """One mark in the text. number: of its source on this page; ref: its own anchor."""

    number: int
    ref: str


@dataclass
class Cited:
    """One line of the list of sources.

    number: as in the marks. source: the record. locator: place in it, or None.
    refs: anchors of its marks, in the order in which they stand.
    """

    number: int
    source: Source
    locator: str | None
    refs: list[str] = field(default_factory=list)


class Marks:
    """Numbers the sources of a page as they are cited. A source with another locator is another line."""

    def __init__(self, archive: Archive) -> None:
        """Begin a page without marks."""
        self._archive = archive
        self._cited: dict[tuple[str, str | None], Cited] = {}

    def cite(self, cites: Iterable[Cite]) -> list[Mark]:
        """Return the marks for these sources; KeyError for a source that does not exist."""
        return [self._mark(cite) for cite in cites]

    def _mark(self, cite: Cite) -> Mark:
        key = (cite.source, cite.locator)
        if key not in self._cited:
            source = self._archive.get("sources", cite.source)
            assert isinstance(source, Source)
            self._cited[key] = Cited(len(self._cited) + 1, source, cite.locator)
        line = self._cited[key]
        use = len(line.refs) + 1
        # The theme's own scheme for a second use, so that its tooltips work.
        ref = f"fnref:{line.number}" if use == 1 else f"fnref{use}:{line.number}"
        line.refs.append(ref)
        return Mark(line.number, ref)

    @property
    def cited(self) -> list[Cited]:
        """The lines of the list, in order of number."""
        return list(self._cited.values())
