"""A disputed question has claims of more than one claimant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "question-claims"
WHAT = "A disputed question collects claims of at least two claimants; otherwise nothing is in dispute. Its title asks."
CURE = "Bind the other side's claim to the question with 'question:', or withdraw the question."
NEEDS_ALL = True


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each question with fewer than two claimants, and for titles that do not ask."""
    claimants: dict[str, set[str]] = defaultdict(set)
    for entry in records.claims.values():
        if entry.kind == "questions":
            claimants[entry.record.id].add(entry.claim.by)
        if entry.claim.question:
            claimants[entry.claim.question].add(entry.claim.by)
    for question in records.by_kind["questions"].values():
        if len(claimants[question.id]) < 2:
            yield problem_at(question, (), NAME, f"claims of {len(claimants[question.id])} claimant", "at least two claimants")
        if not question.label.endswith("?"):
            yield problem_at(question, ("title",), NAME, "the title is no question", hint="end it with '?'")
