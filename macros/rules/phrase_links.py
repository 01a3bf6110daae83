"""The words of a sentence that lead to records stand in it, once and in order, and the records exist."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model import AnyRecord, Statement
from macros.problems import Problem, did_you_mean
from macros.records import Records, problem_at
from macros.walk import Loc

NAME = "phrase-links"
WHAT = "Linked words stand in their sentence, in its order and without overlap, and lead to a record that exists."
CURE = "Copy the words from the sentence; write the record as kind/id."
NEEDS_ALL = True

FIELDS = ("account", "agreed", "decides")
"""Fields that hold statements."""


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each link whose words or record are not there."""
    for _, record in records.each():
        for key in FIELDS:
            for index, statement in enumerate(getattr(record, key, ())):
                yield from _check_statement(records, record, (key, index), statement)


def _check_statement(records: Records, record: AnyRecord, loc: Loc, statement: Statement) -> Iterator[Problem]:
    after = 0
    for index, link in enumerate(statement.links):
        at = (*loc, "links", index)
        found = statement.says.find(link.words, after)
        if found < 0:
            where = "before the words of the link above" if link.words in statement.says else "not in the sentence"
            yield problem_at(record, (*at, "words"), NAME, f"'{link.words}' is {where}", statement.says)
        else:
            after = found + len(link.words)
        kind, _, slug = link.to.partition("/")
        if slug not in records.by_kind.get(kind, {}):
            known = [f"{folder}/{one}" for folder, ids in records.by_kind.items() for one in ids]
            yield problem_at(record, (*at, "to"), NAME, f"no record '{link.to}'", hint=did_you_mean(link.to, known))
