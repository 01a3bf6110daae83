"""No address that was published dies: what is renamed or withdrawn leaves a line in `data/redirects.yml`.

Compares two states of the record; the rule `redirects` says whether the lines themselves are right.
"""

from __future__ import annotations

from collections.abc import Iterator

from macros.problems import Problem, did_you_mean
from macros.records import Records, problem_at
from macros.redirects import FILE, follow

NAME = "kept-address"
WHAT = "A record or claim that is renamed or withdrawn leaves a line in data/redirects.yml, and no line is taken out."
CURE = "Add a line to data/redirects.yml: 'moved' with from, to and day, or 'withdrawn' with address, title, day and why."


def check_change(before: Records, after: Records) -> Iterator[Problem]:
    """Yield one problem for each address that was there and now leads nowhere."""
    yield from _records(before, after)
    yield from _claims(before, after)
    for address in sorted(before.redirects.left() - after.redirects.left()):
        yield Problem(FILE, 1, 1, "", f"the line for '{address}' is gone", hint="put it back", rule=NAME)


def _records(before: Records, after: Records) -> Iterator[Problem]:
    left = after.redirects.left()
    for kind, record in before.each():
        address = f"{kind}/{record.id}"
        if record.id not in after.by_kind[kind] and address not in left:
            found = f"'{address}' is no longer there and leaves no line in {FILE}"
            yield Problem(record.loaded.path, 1, 1, "", found, hint=_hint(before, after, kind, record.id), rule=NAME)


def _hint(before: Records, after: Records, kind: str, record_id: str) -> str:
    """Return the line to add, guessed from the new records of the kind: one of the same title, else one of a like id."""
    label = before.by_kind[kind][record_id].label
    new = {one: record for one, record in after.by_kind[kind].items() if one not in before.by_kind[kind]}
    same = [one for one, record in new.items() if record.label == label]
    near = same[0] if same else did_you_mean(record_id, new).partition("'")[2].partition("'")[0]
    if near:
        return f'add under \'moved\': from: "{kind}/{record_id}", to: "{kind}/{near}", and the day'
    return "add it under 'moved' or 'withdrawn'"


def _claims(before: Records, after: Records) -> Iterator[Problem]:
    moves, left = after.redirects.moves(), after.redirects.left()
    for address, entry in before.claims.items():
        record = follow(f"{entry.kind}/{entry.record.id}", moves)
        kind, _, record_id = record.partition("/")
        now = after.by_kind.get(kind, {}).get(record_id)
        renamed = f"{record}#{entry.claim.id}"
        # Of a record that is gone, its own line or its own problem tells.
        if now is not None and address not in left and renamed not in left and follow(address, moves) not in after.claims:
            found = f"the claim '{address}' is no longer there and leaves no line in {FILE}"
            yield problem_at(now, ("claims",), NAME, found, hint="add it under 'moved' or 'withdrawn'")
