"""No name is written in letters of another script, and no record passes for another one."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model import Name, Named
from macros.names import fold, mixed_scripts, script_fault, scripts_of, skeleton
from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "spoofed-name"
WHAT = "A leading name is in Latin letters; no id looks like another one; two parties or people have two names."
CURE = "Retype the name, or choose an id or a name that nobody takes for the other one."

UNIQUE_LABELS = ("parties", "people")


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each name in foreign letters and each record that looks like one before it."""
    ids: dict[tuple[str, str], str] = {}
    labels: dict[tuple[str, str], str] = {}
    for folder, record in records.each():
        first = ids.setdefault((folder, skeleton(record.id)), record.id)
        if first != record.id:
            yield problem_at(record, (), NAME, f"the id '{record.id}' can be taken for '{first}'")
        if folder != "sources" and (found := _script_fault(record.label, "en")):
            yield problem_at(record, ("name" if isinstance(record, Named) else "title",), NAME, f"'{record.label}' {found}")
        if folder in UNIQUE_LABELS and labels.setdefault((folder, fold(record.label)), record.id) != record.id:
            other = labels[folder, fold(record.label)]
            yield problem_at(record, ("name",), NAME, f"'{record.label}' is the name of '{other}' too")
        names: tuple[Name, ...] = getattr(record, "names", ())
        for index, name in enumerate(names):
            # A name wholly in other letters is for `name-script` to say.
            if len(scripts_of(name.text)) > 1 and (found := _script_fault(name.text, name.lang)):
                yield problem_at(record, ("names", index, "text"), NAME, f"'{name.text}' {found}")


def _script_fault(text: str, lang: str) -> str:
    """Leave a word of mixed letters to the rule `mixed-scripts`, so that one fault gives one message."""
    return "" if mixed_scripts(text) else script_fault(text, lang)
