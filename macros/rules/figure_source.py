"""A figure that was published does not change under the sources it had.

Compares two states of the record. A figure is a claim with a value; dates and numbers in sentences are
left out, since a reviewer sees them in the summary of a change and a slip in one is mended often.
"""

from __future__ import annotations

from collections.abc import Iterator

from macros.problems import Problem
from macros.records import ClaimEntry, Records, problem_at
from macros.redirects import follow

NAME = "figure-source"
WHAT = "A number that was already published changes only together with its source; another number of the claimant is a new claim."
CURE = "Name the source of the new number, or its place in the source ('locator'); or keep the claim and add one that revises it."


def check_change(before: Records, after: Records) -> Iterator[Problem]:
    """Yield one problem for each figure whose number differs while its sources are the same."""
    moves = after.redirects.moves()
    for address, old in before.claims.items():
        new = after.claims.get(follow(address, moves))
        if new and old.claim.value != new.claim.value and old.claim.value and old.claim.sources == new.claim.sources:
            yield problem_at(new.record, ("claims", new.index, "value"), NAME, _found(old, new), hint=CURE[0].lower() + CURE[1:-1])


def _found(old: ClaimEntry, new: ClaimEntry) -> str:
    return f"the figure was {_words(old)} and is {_words(new)}, with the same sources"


def _words(entry: ClaimEntry) -> str:
    value = entry.claim.value
    if value is None:
        return "none"
    fields = value.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return " ".join(f"{key} {found}" for key, found in fields.items())
