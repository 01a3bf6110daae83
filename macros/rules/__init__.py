"""The rules over the whole archive, one per file.

A rule is a module with `NAME`, `WHAT` (one sentence for people), `CURE`, and
`check(records)`, which yields problems. All rules run; one that crashes is
reported as its own fault and the others still run.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from macros.problems import Problem, sort_problems
from macros.records import Records, without_collecting
from macros.rules import (
    alphabetical,
    answer_recorded,
    claim_links,
    claimant_ids,
    consistent_dates,
    event_tree,
    in_period,
    known_record,
    mixed_scripts,
    phrase_links,
    place_bounds,
    question_claims,
    reserved_ids,
    source_used,
    unique_address,
    wording,
)

RULES: tuple[ModuleType, ...] = (
    alphabetical,
    answer_recorded,
    claim_links,
    claimant_ids,
    consistent_dates,
    event_tree,
    in_period,
    known_record,
    mixed_scripts,
    phrase_links,
    place_bounds,
    question_claims,
    reserved_ids,
    source_used,
    unique_address,
    wording,
)


def check_records(records: Records) -> list[Problem]:
    """Return the problems of reading and of every rule, sorted, excepted ones left out.

    Rules run only over what could be read. When some records could not, the
    rules that would then blame the rest (a reference to a record that is
    there but faulty) stay silent, so that one fault gives one message.
    """
    with without_collecting():
        found = [problem for rule in RULES for problem in _run(rule, records)]
    return sort_problems([*records.problems, *_without_excepted(found, records)])


def _run(rule: ModuleType, records: Records) -> Iterator[Problem]:
    if records.problems and getattr(rule, "NEEDS_ALL", False):
        return
    try:
        yield from rule.check(records)
    except Exception as error:  # a rule's own fault must not hide what the others find
        where = f"macros/rules/{rule.__name__.rsplit('.', 1)[-1]}.py"
        yield Problem(where, 1, 1, "", f"the rule crashed: {type(error).__name__}: {error}", rule=rule.NAME)


def _without_excepted(problems: list[Problem], records: Records) -> Iterator[Problem]:
    unused = {(entry.rule, entry.record): where for entry, where in records.exceptions}
    excepted = set(unused)
    path_of = {record.loaded.path: f"{folder}/{record.id}" for folder, record in records.each()}
    for problem in problems:
        key = (problem.rule, path_of.get(problem.path, ""))
        if key in excepted:
            unused.pop(key, None)
        else:
            yield problem
    if not records.problems:
        yield from unused.values()
