"""All real records, written as badly as can be, come back from the fixer byte for byte."""

from __future__ import annotations

from typing import Any

import pytest

from macros.fix import fix_text
from macros.kinds import KINDS
from macros.load import load_bytes
from tests.repository import ROOT
from tests.scramble import scramble

FILES = [(file, kind) for kind in KINDS.values() for file in sorted((ROOT / "data" / kind.folder).rglob("*.yml"))]
SEEDS = (1, 2, 3)


def of_seed(seed: int) -> list[tuple[Any, Any]]:
    """Return all files but sources, and a third of those, since they are many and alike."""
    return [pair for number, pair in enumerate(FILES) if pair[1].folder != "sources" or number % len(SEEDS) == seed - 1]


def folded(value: Any) -> Any:
    """Return what a file says with the white space of its texts folded, as the model does."""
    if isinstance(value, dict):
        return {key: folded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [folded(part) for part in value]
    return " ".join(value.split()) if isinstance(value, str) else value


@pytest.mark.parametrize("seed", SEEDS)
def test_a_scrambled_copy_is_restored_byte_for_byte(seed: int) -> None:
    """Keys shuffled, quotes changed, blocks and brackets swapped, lines refolded: one pass gives back each file."""
    wrong, changed = [], 0
    for file, kind in of_seed(seed):
        text = file.read_text(encoding="utf-8")
        mixed = scramble(text, seed)
        changed += mixed != text
        said, meant = load_bytes(mixed.encode(), "mixed")[0], load_bytes(text.encode(), "text")[0]
        assert said is not None and meant is not None and folded(said.value) == folded(meant.value), file
        if fix_text(mixed, kind.model) != text:
            wrong.append(file.relative_to(ROOT).as_posix())
    assert wrong == []
    assert changed > 0.99 * len(of_seed(seed)), "the scrambling scrambles nothing"


def test_every_record_is_scrambled_at_least_once() -> None:
    """No file is left out by the shares above."""
    assert {pair[0] for seed in SEEDS for pair in of_seed(seed)} == {file for file, _ in FILES}
