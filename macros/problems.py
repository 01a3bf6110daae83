"""Problems: what is wrong in a record or a page, where, and how to mend it.

A `Problem` keeps its parts as fields; text, JSON and review annotations are
printed from the same object, so they cannot disagree. Severity has two
values: an error stops the build, a warning does not.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches

ERROR = "error"
WARNING = "warning"

SHOWN_PER_KIND = 5
"""Equal faults beyond this number are counted instead of printed."""


class RecordError(Exception):
    """The base of every fault a contributor can cause; its text is one line."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one place.

    path: file, relative to the repository, with forward slashes.
    line, column: where the fault begins, both counted from 1.
    field: path inside the record, such as `account[2].sources[0]`; "" for a whole file.
    found: what stands there, as a phrase that can begin a sentence.
    expected: what should stand there, "" when `found` says it all.
    hint: the cure or the nearest valid value, "" when none is known.
    rule: name of the check, as `python -m macros explain` knows it.
    severity: `ERROR` or `WARNING`.
    """

    path: str
    line: int
    column: int
    field: str
    found: str
    expected: str = ""
    hint: str = ""
    rule: str = ""
    severity: str = ERROR

    def __str__(self) -> str:
        """Return the one-line form `path:line:column: field: found, expected X; hint [rule]`."""
        where = f"{self.path}:{self.line}:{self.column}: "
        field = f"{self.field}: " if self.field else ""
        expected = f", expected {self.expected}" if self.expected else ""
        hint = f"; {self.hint}" if self.hint else ""
        rule = f" [{self.rule}]" if self.rule else ""
        return f"{where}{field}{self.found}{expected}{hint}{rule}"


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the nearest allowed word, "" when none is near."""
    near = get_close_matches(word, sorted(allowed), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by file, line and column, each kept once."""
    return sorted(set(problems))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any of the problems stops the build."""
    return any(problem.severity == ERROR for problem in problems)


def _kind(problem: Problem) -> tuple[str, str, str]:
    return (problem.rule, problem.found, problem.expected)


def format_text(problems: Sequence[Problem], file_count: int) -> str:
    """Return all problems as lines and a closing count.

    The same fault in more than `SHOWN_PER_KIND` places is shown that often
    and then counted. `file_count` is the number of files that were read.
    """
    shown: Counter[tuple[str, str, str]] = Counter()
    lines = []
    for problem in sort_problems(problems):
        shown[_kind(problem)] += 1
        if shown[_kind(problem)] <= SHOWN_PER_KIND:
            mark = "" if problem.severity == ERROR else " (warning)"
            lines.append(f"{problem}{mark}")
    for kind, count in sorted(shown.items()):
        if count > SHOWN_PER_KIND:
            lines.append(f"... and {count - SHOWN_PER_KIND} more like it: {kind[1]} [{kind[0]}]")
    files = len({problem.path for problem in problems})
    total = sum(shown.values())
    noun = "problem" if total == 1 else "problems"
    lines.append(f"{total} {noun} in {files} of {file_count} files.")
    return "\n".join(lines)


def format_json(problems: Sequence[Problem]) -> str:
    """Return the problems as a JSON list of objects with the fields of `Problem`."""
    rows = [asdict(problem) for problem in sort_problems(problems)]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _annotation_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def format_github(problems: Sequence[Problem]) -> str:
    """Return one workflow command a problem, which review tools show on its line."""
    lines = []
    for problem in sort_problems(problems):
        place = f"file={problem.path},line={problem.line},col={problem.column}"
        text = str(problem).split(": ", 1)[1]
        lines.append(f"::{problem.severity} {place}::{_annotation_text(text)}")
    return "\n".join(lines)
