"""Old addresses lead, in one step, to something that is there, and are not in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from macros.load import field_name
from macros.problems import Problem, did_you_mean
from macros.records import Records
from macros.redirects import FILE, is_page
from macros.walk import Loc

NAME = "redirects"
WHAT = "A line of data/redirects.yml leads from an address that is no longer in use, in one step, to one that is; ids stay unused."
CURE = "Write the address the thing has now; give a new record or claim an id of its own."
NEEDS_ALL = True


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each address that is in use, doubled, or leads nowhere, on, or round in a circle."""
    redirects = records.redirects
    moves, left = redirects.moves(), redirects.left()
    times = Counter([move.old for move in redirects.moved] + [one.address for one in redirects.withdrawn])
    for index, move in enumerate(redirects.moved):
        yield from _check_old(records, move.old, times, ("moved", index, "from"))
        yield from _check_new(records, move.new, moves, left, ("moved", index, "to"))
    for index, one in enumerate(redirects.withdrawn):
        yield from _check_old(records, one.address, times, ("withdrawn", index, "address"))
        if is_page(one.address):
            yield _problem(
                records, ("withdrawn", index, "address"), f"'{one.address}' is a page; only records and claims are withdrawn"
            )
        if one.see is not None:
            yield from _check_new(records, one.see, moves, left, ("withdrawn", index, "see"))


def _problem(records: Records, loc: Loc, found: str, hint: str = "") -> Problem:
    assert records.redirects_file is not None, "there are lines, so they were read"
    line, column = records.redirects_file.position(loc)
    return Problem(FILE, line, column, field_name(loc), found, hint=hint, rule=NAME)


def _check_old(records: Records, address: str, times: Counter[str], loc: Loc) -> Iterator[Problem]:
    if exists(records, address):
        yield _problem(records, loc, f"'{address}' is in use", "an address that was left is never used again; choose another id")
    if times[address] > 1:
        yield _problem(records, loc, f"'{address}' stands here {times[address]} times", "keep one line")
    if not is_page(address) and address.partition("/")[0] not in records.by_kind:
        yield _problem(records, loc, f"'{address}' is of no kind", did_you_mean(address.partition("/")[0], records.by_kind))


def _check_new(records: Records, address: str, moves: dict[str, str], left: set[str], loc: Loc) -> Iterator[Problem]:
    if exists(records, address):
        return
    if address in moves:
        end = _end(address, moves)
        found = f"'{address}' was itself renamed" if end else f"'{address}' leads back to itself, round in a circle"
        yield _problem(records, loc, found, f"write '{end}'" if end else "write the address the thing has now")
    elif address in left:
        yield _problem(records, loc, f"'{address}' was withdrawn", "withdraw this one too, with the reason")
    else:
        known = [f"{kind}/{one}" for kind, ids in records.by_kind.items() for one in ids]
        near = did_you_mean(address, records.claims if "#" in address else known)
        yield _problem(records, loc, f"nothing is at '{address}'", near)


def _end(address: str, moves: dict[str, str]) -> str:
    """Return where a chain of renamings ends, "" where it goes round in a circle."""
    seen = set()
    while address in moves:
        if address in seen:
            return ""
        seen.add(address)
        address = moves[address]
    return address


def exists(records: Records, address: str) -> bool:
    """Return whether something is at an address now."""
    if is_page(address):
        page = records.root / "docs" / address.rstrip("/")
        return page.with_suffix(".md").is_file() or (page / "index.md").is_file()
    if "#" in address:
        return address in records.claims
    kind, _, record = address.partition("/")
    return record in records.by_kind.get(kind, {})
