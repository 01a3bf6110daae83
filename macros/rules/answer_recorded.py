"""Beside every claim about a party stands that party's answer, or the word that none was found."""

from __future__ import annotations

from collections.abc import Iterator

from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "answer-recorded"
WHAT = "A claim about another party has an answering claim, or says that none was found and as of which day."
CURE = "Add the answer as a claim with 'answers', or write 'answer: none-found' with 'as_of'."
NEEDS_ALL = True


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each claim about somebody else that is left without an answer."""
    answered = set()
    for entry in records.claims.values():
        target = records.resolve_claim(entry, entry.claim.answers) if entry.claim.answers else None
        if target is not None:
            answered.add(target.address)
    for entry in records.claims.values():
        claim, loc = entry.claim, ("claims", entry.index)
        others = [party for party in claim.about if party != claim.by]
        # An answer is itself a reply to the other side's claim; asking for an answer to it would never end.
        if others and claim.answer is None and claim.answers is None and entry.address not in answered:
            found = f"a claim about {', '.join(others)} without an answer"
            hint = "add a claim that answers it, or 'answer: none-found' with 'as_of'"
            yield problem_at(entry.record, (*loc, "about"), NAME, found, hint=hint)
        if claim.answer is not None and entry.address in answered:
            yield problem_at(entry.record, (*loc, "answer"), NAME, "an answer is recorded", hint="remove 'answer' and 'as_of'")
