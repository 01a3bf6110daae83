"""Every id of another record names one that exists."""

from __future__ import annotations

from collections.abc import Iterator

from macros.problems import Problem, did_you_mean
from macros.records import Records, problem_at

NAME = "known-record"
WHAT = "Every id of another record names a record that exists, of the right kind."
CURE = "Correct the id, or add the record it names."
NEEDS_ALL = True


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each id that names nothing."""
    for _, record, references in records.references:
        for loc, value, ref in references:
            if not any(value in records.by_kind[kind] for kind in ref.kinds):
                nearest = _nearest(records, value, ref.kinds)
                yield problem_at(record, loc, NAME, f"no record '{value}' in data/{' or data/'.join(ref.kinds)}", hint=nearest)


def _nearest(records: Records, value: str, kinds: tuple[str, ...]) -> str:
    elsewhere = [folder for folder, known in records.by_kind.items() if folder not in kinds and value in known]
    if elsewhere:
        return f"'{value}' is a record of data/{elsewhere[0]}"
    return did_you_mean(value, [known for kind in kinds for known in records.by_kind[kind]])
