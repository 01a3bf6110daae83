"""Old addresses: what was renamed and where it is now, what was withdrawn and why (`data/redirects.yml`).

An address is `kind/id` for a record, `kind/id#claim` for a claim, and ends in a slash for a page that
people write. Lines are added and never removed, so no address dies and no id is used again. Here the
file is read; the rule `redirects` holds it against the records, and `macros.tombstones` makes the pages.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from macros.fields import Day, Many, Part, Text, fault
from macros.load import Loaded
from macros.problems import Problem
from macros.validation import validate

FILE = "data/redirects.yml"

ADDRESS = re.compile(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*(#[a-z0-9]+(-[a-z0-9]+)*)?|([a-z0-9]+(-[a-z0-9]+)*/)+")


def _read_address(value: object) -> object:
    if not isinstance(value, str) or not ADDRESS.fullmatch(value):
        raise fault(
            "redirects", f"found {value!r}", '"kind/id", "kind/id#claim" or, for a page, "path/"', "copy it from the address"
        )
    return value


Address = Annotated[str, BeforeValidator(_read_address)]
"""A record, a claim or a page, relative to the site."""


class Move(Part):
    """One thing under a new address."""

    old: Address = Field(alias="from", description="The address it had.")
    new: Address = Field(alias="to", description="The address it has; never one that was itself left.")
    day: Day = Field(description="The day of the change.")


class Withdrawal(Part):
    """A record or claim that was taken out; its id is not used again."""

    address: Address = Field(description="The address it had.")
    title: Text = Field(description="What was there: its title, or the claim in a phrase.")
    day: Day = Field(description="The day it was withdrawn.")
    why: Text = Field(description="Why, in one sentence.")
    see: Address | None = Field(None, description="What to read instead.")


class Redirects(Part):
    """The whole file."""

    moved: Many[Move] = Field((), description="What was renamed.")
    withdrawn: Many[Withdrawal] = Field((), description="What was taken out.")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.moved and not self.withdrawn

    def moves(self) -> dict[str, str]:
        """Return old address to new."""
        return {move.old: move.new for move in self.moved}

    def left(self) -> set[str]:
        """Return every address that is no longer in use."""
        return {move.old for move in self.moved} | {one.address for one in self.withdrawn}

    def claims_of(self, record: str) -> list[Move | Withdrawal]:
        """Return what became of claims of a record (`kind/id`) that are no longer there under their id."""
        found: list[Move | Withdrawal] = [move for move in self.moved if move.old.startswith(record + "#")]
        return found + [one for one in self.withdrawn if one.address.startswith(record + "#")]


def read_redirects(loaded: Loaded) -> tuple[Redirects, list[Problem]]:
    """Return what the file says, nothing where it cannot be read, and its problems."""
    parsed, problems = validate(Redirects, loaded, {})
    return parsed or Redirects(), problems


def is_page(address: str) -> bool:
    """Return whether an address is that of a page that people write."""
    return address.endswith("/")


def follow(address: str, moves: dict[str, str]) -> str:
    """Return where something is now: a renamed record takes its claims with it; the address itself if nothing moved."""
    if address in moves:
        return moves[address]
    record, mark, claim = address.partition("#")
    return f"{moves[record]}#{claim}" if mark and record in moves else address
