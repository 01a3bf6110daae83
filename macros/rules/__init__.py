"""The rules over the whole archive, one per file.

A rule is a module with `NAME`, `WHAT` (one sentence for people), `CURE`, and
`check(records)`, which yields problems. All rules run; one that crashes is
reported as its own fault and the others still run. A rule over a change has
`check_change(before, after)` in its place and runs where two states are at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

from macros.problems import WARNING, Problem, did_you_mean, sort_problems
from macros.records import ExceptionEntry, Records, without_collecting
from macros.rules import (
    alphabetical,
    answer_recorded,
    claim_links,
    claimant_ids,
    consistent_dates,
    event_id,
    event_tree,
    figure_source,
    in_period,
    kept_address,
    known_record,
    mixed_scripts,
    name_script,
    one_sided,
    phrase_links,
    place_bounds,
    question_claims,
    redirects,
    reserved_ids,
    source_used,
    spoofed_names,
    unique_address,
    unverified_as_fact,
    wording,
)

RULES: tuple[ModuleType, ...] = (
    alphabetical,
    answer_recorded,
    claim_links,
    claimant_ids,
    consistent_dates,
    event_id,
    event_tree,
    in_period,
    known_record,
    mixed_scripts,
    name_script,
    one_sided,
    phrase_links,
    place_bounds,
    question_claims,
    redirects,
    reserved_ids,
    source_used,
    spoofed_names,
    unique_address,
    unverified_as_fact,
    wording,
)

CHANGE_RULES: tuple[ModuleType, ...] = (figure_source, kept_address)
"""Rules over two states of the record: `check_change(before, after)` in place of `check(records)`."""

ALL_RULES = tuple(sorted((*RULES, *CHANGE_RULES), key=lambda rule: str(rule.NAME)))
"""Every rule over records, by name, as people look them up."""


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
    of_changes = {rule.NAME for rule in CHANGE_RULES}
    # What excepts from a rule over changes is judged with a change at hand, in `check_change`.
    unused = {(entry.rule, entry.record): where for entry, where in records.exceptions if entry.rule not in of_changes}
    excepted = set(unused)
    path_of = {record.loaded.path: f"{folder}/{record.id}" for folder, record in records.each()}
    for problem in problems:
        key = (problem.rule, path_of.get(problem.path, ""))
        if key in excepted:
            unused.pop(key, None)
        else:
            yield problem
    if not records.problems:
        unknown = [problem for entry, where in records.exceptions for problem in _unknown_parts(entry, where, records)]
        yield from unknown
        told = {(problem.line, problem.column) for problem in unknown}
        yield from (where for where in unused.values() if (where.line, where.column) not in told)


def _unknown_parts(entry: ExceptionEntry, where: Problem, records: Records) -> Iterator[Problem]:
    """Yield a problem where an exception names a rule or a record that is not there."""
    names = [rule.NAME for rule in ALL_RULES]
    if entry.rule not in names:
        yield replace(where, found=f"no rule '{entry.rule}'", hint=did_you_mean(entry.rule, names))
    kind, _, record_id = entry.record.partition("/")
    if record_id not in records.by_kind.get(kind, {}):
        known = [f"{folder}/{record.id}" for folder, record in records.each()]
        yield replace(where, found=f"no record '{entry.record}'", hint=did_you_mean(entry.record, known))


def check_change(before: Records, after: Records) -> list[Problem]:
    """Return the problems of a change: where it stands in the state after it, excepted ones left out.

    An exception that excuses nothing is an error where the change brings it, and a warning where it was
    there before: its change has been taken, and whoever comes by removes it.
    """
    found = [problem for rule in CHANGE_RULES for problem in rule.check_change(before, after)]
    names = {rule.NAME for rule in CHANGE_RULES}
    unused = {(entry.rule, entry.record): where for entry, where in after.exceptions if entry.rule in names}
    excepted, known = set(unused), {(entry.rule, entry.record) for entry, _ in before.exceptions}
    path_of = {record.loaded.path: f"{folder}/{record.id}" for folder, record in after.each()}
    kept = []
    for problem in found:
        key = (problem.rule, path_of.get(problem.path, ""))
        unused.pop(key, None)
        kept += [] if key in excepted else [problem]
    stale = [replace(where, severity=WARNING) if key in known else where for key, where in unused.items()]
    return sort_problems([*kept, *stale])
