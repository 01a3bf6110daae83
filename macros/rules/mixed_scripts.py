"""No word mixes letters of two scripts, which would spoof a name or hide it from search."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model import AnyRecord
from macros.names import mixed_scripts
from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "mixed-scripts"
WHAT = "A word is written in one script."
CURE = "Retype the word; a letter in it only looks like the right one."


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each word of mixed letters."""
    yield from records.find_in_each(NAME, None, _check_record)


def _check_record(folder: str, record: AnyRecord) -> Iterator[Problem]:
    for loc, text in record.texts:
        if not text.isascii() and loc[-1] not in ("url", "archived"):
            for word in mixed_scripts(text):
                yield problem_at(record, loc, NAME, str(word))
