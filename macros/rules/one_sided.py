"""What is contested does not rest on the sources of one side, or of one sort, alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import cast

from macros.model import AnyRecord, Source
from macros.problems import Problem
from macros.records import Records, problem_at
from macros.walk import walk_references

NAME = "one-sided"
WHAT = (
    "An event, a document or a question with a disputed or refuted claim rests on sources of more than one affiliation,"
    " or on independent ones that give the words of both sides."
)
CURE = "Cite a source of another side, or an independent one; if none is found, except the record and say where you looked."
NEEDS_ALL = True

KINDS = ("events", "documents", "questions")
CONTESTED = ("disputed", "refuted")
OF_NO_SIDE = ("independent", "intergovernmental")


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each contested record whose sources all have one affiliation."""
    contested: set[tuple[str, str]] = set()
    collected: dict[str, list[AnyRecord]] = defaultdict(list)
    for entry in records.claims.values():
        if entry.claim.question:
            collected[entry.claim.question].append(entry.record)
        if entry.claim.status in CONTESTED:
            contested.add((entry.kind, entry.record.id))
    for kind, record_id in sorted(contested):
        if kind in KINDS:
            record = records.by_kind[kind][record_id]
            # A question also rests on what the records say whose claims it collects.
            found = _affiliations(records, [record, *(collected[record_id] if kind == "questions" else ())])
            if len(found) == 1 and not (found <= {*OF_NO_SIDE} and _has_both_sides(record)):
                label = records.vocab["affiliations"][found.pop()].label
                yield problem_at(record, ("sources",), NAME, f"what is contested here rests on one sort of source alone: {label}")


def _has_both_sides(record: AnyRecord) -> bool:
    """Return whether a contested claim of the record is answered by another claimant in the same record."""
    claims = {f"#{claim.id}": claim for claim in getattr(record, "claims", ())}
    return any(claim.answers in claims and claims[claim.answers].by != claim.by for claim in claims.values())


def _affiliations(records: Records, resting: list[AnyRecord]) -> set[str]:
    sources = records.by_kind["sources"]
    cited = {value for record in resting for _, value, ref in walk_references(record) if ref.kinds == ("sources",)}
    return {cast(Source, sources[one]).affiliation for one in cited if one in sources}
