"""An id that can stand under `by` names one record only."""

from __future__ import annotations

from collections.abc import Iterator

from macros.problems import Problem
from macros.records import CLAIMANT_KINDS, Records, problem_at

NAME = "claimant-id"
WHAT = "Parties, people and sources share no id, since a claim may be by any of them."
CURE = "Give one of the two records another id."


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each id used in two of these folders."""
    first: dict[str, str] = {}
    for folder in CLAIMANT_KINDS:
        for record_id, record in records.by_kind[folder].items():
            if record_id in first:
                yield problem_at(record, (), NAME, f"the id '{record_id}' is also that of a record in data/{first[record_id]}")
            first.setdefault(record_id, folder)
