"""What a rule asks, why, with an example, and its cure: one text for the command `explain` and for the page about rules.

The texts lie in `macros/explanations/`, a file a group. What the rules over the archive ask, and
their cure, stand in their modules; here are only the reason and the example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from macros.load import load_file
from macros.problems import RecordError
from macros.rules import ALL_RULES

GROUPS = {
    "records": "Rules over all records",
    "fields": "Rules of fields",
    "files": "Rules of the files themselves",
    "pages": "Rules of pages",
    "site": "Rules of the built site",
}
"""Name of the file, and what the group is called."""


class UnknownRule(RecordError):
    """A name that is no rule's."""


@dataclass(frozen=True)
class Explanation:
    """One rule. what: it asks; why: it does; cure; refused, accepted: an example, as lines of a file or in words."""

    rule: str
    group: str
    what: str
    why: str
    cure: str
    refused: str
    accepted: str

    def as_text(self) -> str:
        """Return the explanation for a terminal."""
        examples = f"\n\nRefused:\n{_indented(self.refused)}\n\nAccepted:\n{_indented(self.accepted)}"
        return f"{self.rule}\n\n{self.what}\n\nWhy: {self.why}\n\nCure: {self.cure}{examples}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.rstrip("\n").expandtabs(4).split("\n"))


@cache
def explanations() -> dict[str, Explanation]:
    """Return the explanation of every rule by its name, group by group."""
    modules = {rule.NAME: {"what": rule.WHAT, "cure": rule.CURE} for rule in ALL_RULES}
    found = {}
    for group in GROUPS:
        file = Path(__file__).parent / "explanations" / f"{group}.yml"
        loaded, problems = load_file(file, file.parent)
        assert loaded is not None, problems  # our own file
        for rule, texts in loaded.value.items():
            found[rule] = Explanation(rule, group, **{**modules.pop(rule, {}), **texts})
    for rule, texts in modules.items():
        found[rule] = Explanation(rule, "records", why="", refused="", accepted="", **texts)
    return found


def get_explanation(rule: str) -> Explanation:
    """Return the explanation of a rule; UnknownRule with the nearest names when there is none."""
    known = explanations()
    if rule in known:
        return known[rule]
    near = nearest(rule, known)
    raise UnknownRule(f"no rule '{rule}'; " + (f"near it: {', '.join(near)}" if near else "`explain` alone lists all"))


def nearest(word: str, known: dict[str, Explanation]) -> list[str]:
    """Return up to three names like a word: those that share a part with it, then those spelt alike."""
    parts = set(re.split(r"[^a-z]+", word.lower())) - {"", "yaml", "page"}
    shared = [name for name in sorted(known) if parts & set(name.split("-"))]
    return list(dict.fromkeys([*get_close_matches(word.lower(), sorted(known), n=3), *shared]))[:3]


def list_rules() -> str:
    """Return every rule with what it asks, by group, for a terminal."""
    lines: list[str] = []
    for group, title in GROUPS.items():
        lines += ["", title] if lines else [title]
        lines += [f"  {one.rule}: {one.what}" for one in explanations().values() if one.group == group]
    return "\n".join(lines)
