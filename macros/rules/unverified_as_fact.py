"""What nobody independent has checked is not told as a fact, nor called corroborated.

Two slips are found: a sentence in our own voice that has the words of a claim that is not established,
and a claim of a party or state called corroborated while its sources are all of its own side. Left out:
the same thing said in other words, and sentences that rest on one side's sources alone; people judge those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from macros.model import AnyRecord, Source
from macros.problems import Problem
from macros.records import ClaimEntry, Records, problem_at
from macros.walk import Loc

NAME = "unverified-as-fact"
WHAT = (
    "A sentence in our own voice does not repeat a claim that is disputed, unverified, revised, refuted or withdrawn; "
    "a claim of a party or state is corroborated only with a source of another affiliation."
)
CURE = "Leave the sentence to the claim, or say who says it; cite what corroborates, or write 'unverified'."
NEEDS_ALL = True

NOT_ESTABLISHED = ("disputed", "unverified", "revised", "refuted", "withdrawn")
FIELDS = ("account", "agreed")
"""Fields of sentences in our own voice."""

SHARED = 0.8
"""Two sentences say the same if so large a part of all their words is in both."""
FEWEST = 4
"""Shorter sentences share words by chance."""


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each sentence and each claim that says more than is known."""
    for _, record in records.each():
        claims = [claim for claim in getattr(record, "claims", ()) if claim.status in NOT_ESTABLISHED]
        if claims:
            yield from _check_sentences(record, claims)
    for entry in records.claims.values():
        if entry.claim.status == "corroborated":
            yield from _check_corroboration(records, entry)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _sentences(record: AnyRecord) -> Iterator[tuple[Loc, str]]:
    for sentence in re.split(r"(?<=[.!?])\s", getattr(record, "summary", "")):
        yield ("summary",), sentence
    for key in FIELDS:
        for index, statement in enumerate(getattr(record, key, ())):
            yield (key, index, "says"), statement.says


def _check_sentences(record: AnyRecord, claims: list[Any]) -> Iterator[Problem]:
    for loc, sentence in _sentences(record):
        own = _words(sentence)
        for claim in claims if len(own) >= FEWEST else ():
            said = _words(claim.says)
            if len(own & said) >= SHARED * len(own | said):
                found = f"the sentence tells as a fact what the claim '{claim.id}' says, which is {claim.status}"
                yield problem_at(record, loc, NAME, found, hint="leave it to the claim, or say who says it")


def _check_corroboration(records: Records, entry: ClaimEntry) -> Iterator[Problem]:
    claimant, sources, words = records.claimant(entry.claim.by), records.by_kind["sources"], records.vocab["affiliations"]
    own = getattr(claimant, "affiliation", None)
    if own is None or own not in words or words[own].voice not in ("party", "state"):
        return
    cited = [sources[cite.source] for cite in entry.claim.sources if cite.source in sources]
    if all(isinstance(source, Source) and source.affiliation == own for source in cited):
        found = f"called corroborated, and all its sources are {words[own].label} like the claimant"
        hint = "cite what corroborates it, or write 'unverified'"
        yield problem_at(entry.record, ("claims", entry.index, "status"), NAME, found, hint=hint)
