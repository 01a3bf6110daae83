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

RULES_PAGE = "contribute/rules/"
"""The page of the site that explains every rule, under its name."""

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

    @property
    def message(self) -> str:
        """The problem without its place and rule: `field: found, expected X; hint`."""
        field = f"{self.field}: " if self.field else ""
        expected = f", expected {self.expected}" if self.expected else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{field}{self.found}{expected}{hint}"

    def __str__(self) -> str:
        """Return the one-line form `path:line:column: field: found, expected X; hint [rule]`."""
        rule = f" [{self.rule}]" if self.rule else ""
        return f"{self.path}:{self.line}:{self.column}: {self.message}{rule}"


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


def rule_link(rule: str, site_url: str = "") -> str:
    """Return the address of a rule's text, "" for no rule; without the site's own address it begins with a slash."""
    return f"{site_url.rstrip('/')}/{RULES_PAGE}#{rule}" if rule else ""


def format_text(problems: Sequence[Problem], file_count: int, site_url: str = "") -> str:
    """Return all problems as lines, a closing count, and where each rule is explained.

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
    rules = sorted({problem.rule for problem in problems} - {""})
    if rules:
        lines.append("Why, and an example: `python -m macros explain RULE`, or")
        lines += [f"  {rule_link(rule, site_url)}" for rule in rules]
    return "\n".join(lines)


def format_json(problems: Sequence[Problem], site_url: str = "") -> str:
    """Return the problems as a JSON list of objects with the fields of `Problem` and the address of the rule's text."""
    rows = [{**asdict(problem), "link": rule_link(problem.rule, site_url)} for problem in sort_problems(problems)]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _annotation_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _annotation_property(text: str) -> str:
    return _annotation_text(text).replace(":", "%3A").replace(",", "%2C")


def format_github(problems: Sequence[Problem], site_url: str = "") -> str:
    """Return one workflow command a problem, which review tools show on its line; the rule is its title."""
    lines = []
    for problem in sort_problems(problems):
        path, title = _annotation_property(problem.path), _annotation_property(problem.rule or problem.severity)
        place = f"file={path},line={problem.line},col={problem.column},title={title}"
        link = rule_link(problem.rule, site_url)
        text = problem.message + (f"\n{link}" if link else "")
        lines.append(f"::{problem.severity} {place}::{_annotation_text(text)}")
    return "\n".join(lines)
