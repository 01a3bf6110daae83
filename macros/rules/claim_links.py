"""The links between claims lead somewhere and make sense."""

from __future__ import annotations

from collections.abc import Iterator

from macros.problems import Problem, did_you_mean
from macros.records import ClaimEntry, Records, problem_at

NAME = "claim-links"
WHAT = "What a claim answers, revises or repeats exists, is another claim, and fits: one answers others, revises one's own."
CURE = "Correct the address; use 'revises' for the claimant's own earlier claim and 'answers' for somebody else's."
NEEDS_ALL = True


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each link that leads nowhere or to the wrong claim."""
    for entry in records.claims.values():
        for link in ("answers", "revises", "repeats"):
            address = getattr(entry.claim, link)
            if address is not None:
                yield from _check_link(records, entry, link, address)


def _check_link(records: Records, entry: ClaimEntry, link: str, address: str) -> Iterator[Problem]:
    loc = ("claims", entry.index, link)
    target = records.resolve_claim(entry, address)
    if target is None:
        own = [f"#{claim.id}" for claim in entry.record.claims]  # type: ignore[union-attr]
        near = did_you_mean(address, own if address.startswith("#") else records.claims)
        yield problem_at(entry.record, loc, NAME, f"no claim '{address}'", hint=near)
    elif target.address == entry.address:
        yield problem_at(entry.record, loc, NAME, "a claim cannot name itself")
    elif link == "revises" and target.claim.by != entry.claim.by:
        found = f"'{address}' was said by {target.claim.by}, not by {entry.claim.by}"
        yield problem_at(entry.record, loc, NAME, found, hint="a claimant revises its own claims; use 'answers'")
    elif link == "answers" and target.claim.by == entry.claim.by:
        yield problem_at(entry.record, loc, NAME, f"'{address}' was said by {entry.claim.by} itself", hint="use 'revises'")
    elif link == "revises" and _is_later(target, entry):
        found = f"'{address}' was said on {target.claim.on}, after {entry.claim.on}"
        yield problem_at(entry.record, loc, NAME, found, hint="the later claim revises the earlier one")


def _is_later(one: ClaimEntry, other: ClaimEntry) -> bool:
    first, last = one.claim.on.earliest, other.claim.on.latest
    return first is not None and last is not None and first > last
