"""`python -m macros fix`: put the keys of data files in their order, changing nothing else.

The text of each value stays as typed. A file is written only when what is
read from the new text equals what was read from the old. Order shared with
the check: `key_order`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel

from macros.kinds import KINDS
from macros.load import load_bytes
from macros.validation import model_of_key

LEADING = ("title", "title_described", "name", "short", "names", "spellings")
"""What a person looks for first."""

BODY = frozenset(
    (
        "why",
        "agreed",
        "open",
        "account",
        "decides",
        "articles",
        "leaders",
        "relations",
        "roles",
        "control",
        "usage",
        "we_write",
        "claims",
    )
)
"""What stands below the summary."""

KEY = re.compile(r'( *)(?:"([^"]+)"|([A-Za-z_]+)):(?: |$)')


def key_order(model: type[BaseModel], *, is_record: bool) -> list[str]:
    """Return the keys of a mapping in the order in which they are written.

    A record begins with its name and plain facts, then says in a sentence what
    it is about, then tells; the day it was checked stands last. Inside it the
    order is that of the model.
    """
    keys = [field.alias or name for name, field in model.model_fields.items()]
    if not is_record:
        return keys
    keys.remove("id")
    leading = [key for key in LEADING if key in keys]
    last = [key for key in ("checked",) if key in keys]
    summary = [key for key in ("summary", "sources") if key in keys]
    body = [key for key in keys if key in BODY]
    placed = {*leading, *last, *summary, *body}
    return [*leading, *(key for key in keys if key not in placed), *summary, *body, *last]


def fix_text(text: str, model: type[BaseModel]) -> str:
    """Return the text of a data file with its keys in order; unchanged when that would change a value."""
    fixed = "\n".join(_ordered(text.rstrip("\n").split("\n"), 0, model, is_record=True)) + "\n"
    before, _ = load_bytes(text.encode(), "before")
    after, _ = load_bytes(fixed.encode(), "after")
    same = before is not None and after is not None and before.value == after.value
    return fixed if same else text


def fix_tree(root: Path) -> list[Path]:
    """Fix every data file under `root/data` and return those that changed."""
    changed = []
    for kind in KINDS.values():
        for file in sorted((root / "data" / kind.folder).rglob("*.yml")):
            text = file.read_text(encoding="utf-8")
            fixed = fix_text(text, kind.model)
            if fixed != text:
                file.write_text(fixed, encoding="utf-8")
                changed.append(file)
    return changed


def _ordered(lines: Sequence[str], indent: int, model: type[BaseModel], *, is_record: bool) -> list[str]:
    """Return the lines of a mapping with its keys in order; `indent` is theirs."""
    order = {key: place for place, key in enumerate(key_order(model, is_record=is_record))}
    blocks = list(_blocks(lines, indent))
    if not blocks or any(key not in order for key, _ in blocks):
        return list(lines)
    blocks.sort(key=lambda block: order[block[0]])
    return [line for key, block in blocks for line in _inner(block, indent, model_of_key(model, key))]


def _blocks(lines: Sequence[str], indent: int) -> Iterator[tuple[str, list[str]]]:
    """Yield each key of a mapping with its lines; what stands before the first key goes with it."""
    key, block, waiting = "", [], []  # type: tuple[str, list[str], list[str]]
    for line in lines:
        found = KEY.match(line)
        if found and len(found[1]) == indent:
            if key:
                yield key, block
            key, block, waiting = found[2] or found[3], [*waiting, line], []
        elif key:
            block.append(line)
        else:
            waiting.append(line)
    if key:
        yield key, block


def _inner(block: list[str], indent: int, model: type[BaseModel] | None) -> list[str]:
    """Return the lines of one key with the mappings inside it in order."""
    if model is None or len(block) < 2:
        return block
    dash = " " * (indent + 2) + "- "
    starts = [place for place, line in enumerate(block) if line.startswith(dash)]
    if not starts:
        return [block[0], *_ordered(block[1:], indent + 2, model, is_record=False)]
    fixed = block[: starts[0]]
    for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
        item = [" " * len(dash) + block[start][len(dash) :], *block[start + 1 : end]]
        item = _ordered(item, len(dash), model, is_record=False)
        fixed += [dash + item[0][len(dash) :], *item[1:]]
    return fixed
