"""Every source is used; an unused one is a leftover or a slip in an id."""

from __future__ import annotations

from collections.abc import Iterator

from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "source-used"
WHAT = "Every source record carries at least one statement."
CURE = "Cite it where it belongs, or remove the file."
NEEDS_ALL = True


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each source that nothing cites."""
    used = {value for _, _, references in records.references for _, value, ref in references if "sources" in ref.kinds}
    used |= records.cited_in_pages
    for source in records.by_kind["sources"].values():
        if source.id not in used:
            yield problem_at(source, (), NAME, f"nothing cites the source '{source.id}'", hint="cite it or remove the file")
