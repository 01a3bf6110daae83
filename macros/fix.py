"""`python -m macros fix`: put data files into the one form that all have, changing nothing of what they say.

Keys in order; ids and words bare, all other text in double quotes, dates with it; texts of two or
more sentences one sentence a line; lists on one line where they fit; LF line ends, no byte order mark.
Comments stay with what they stand at. A file is written only when its values and comments are the
same after as before; one that cannot be read is left alone, for the check to say why.
Left out: guessing (a date in words, an unknown key), and the vocabularies, whose order is their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from macros.characters import decode
from macros.files import write_whole
from macros.kinds import KINDS, Kind
from macros.layout import Shape, key_order, shape_of
from macros.load import load_bytes
from macros.yaml_tree import Branch, Scalar, Tree, read_tree
from macros.yaml_values import AMBIGUOUS, typed
from macros.yaml_write import NoForm, write_tree

__all__ = ["fix_bytes", "fix_text", "fix_tree", "key_order"]


def fix_text(text: str, model: type[BaseModel]) -> str:
    """Return the text of a data file in its form; unchanged when it cannot be read or a value would change."""
    tree = _read(text, model)
    if tree is None:
        return text
    try:
        fixed = write_tree(tree, model)
    except NoForm:
        return text
    if fixed == text:
        return text
    after = _read(fixed, model)
    same = after is not None and after.comments == tree.comments and meaning(after.top, model) == meaning(tree.top, model)
    return fixed if same else text


def _read(text: str, model: type[BaseModel]) -> Tree | None:
    """Return the tree of a file that has no fault but plain words to put in quotes."""
    _, problems = load_bytes(text.encode(), "")
    if any(problem.rule != "yaml-ambiguous" for problem in problems):
        return None
    try:
        tree = read_tree(text)
    except yaml.YAMLError:
        return None
    # A key that YAML would guess at, or `yes` where a number belongs, is not ours to decide.
    return tree if tree is not None and (not problems or not _is_open(tree.top, model)) else None


def _is_open(branch: Branch, model: type[BaseModel]) -> bool:
    """Return whether a plain word stands where it could mean two things: as a key, or in a field of numbers."""
    return any(part is AMBIGUOUS for part in _atoms(meaning(branch, model)))


def _atoms(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [atom for key, part in value.items() for atom in (typed(key) if key != "on" else key, *_atoms(part))]
    if isinstance(value, list):
        return [atom for part in value for atom in _atoms(part)]
    return [value]


def meaning(branch: Branch, model: type[BaseModel] | None) -> Any:
    """Return what a tree says: text with its white space folded, numbers as numbers, whatever the form."""
    if not branch.is_mapping:
        return [_value(entry.value, _NO_SHAPE) for entry in branch.entries]
    return {entry.key: _value(entry.value, shape_of(model, entry.key) if model else None) for entry in branch.entries}


_NO_SHAPE = Shape("text", None)


def _value(value: Scalar | Branch, shape: Shape | None) -> Any:
    kind, model = (shape or _NO_SHAPE).kind, (shape or _NO_SHAPE).model
    if isinstance(value, Branch):
        return meaning(value, model) if value.is_mapping else [_value(entry.value, shape) for entry in value.entries]
    text = " ".join(value.text.split())
    if not value.is_quoted and typed(text) is None:
        return None
    if kind != "number":
        return text
    number = typed(text)
    # A quoted number is one in a field that takes nothing else; a quoted word stays a word.
    return number if not value.is_quoted or isinstance(number, int | float) else text


def fix_bytes(raw: bytes, model: type[BaseModel]) -> bytes:
    """Return the bytes of a data file in its form; unchanged when they are no UTF-8 text."""
    text, _ = decode(raw, "")
    return raw if text is None or "\r" in text else fix_text(text, model).encode()


def fix_tree(root: Path) -> list[Path]:
    """Fix every record under `root/data` and return the files that changed; links are not followed."""
    return [file for file, kind in record_files(root) if fix_file(file, kind.model)]


def record_files(root: Path) -> Iterator[tuple[Path, Kind]]:
    """Yield each file of a record with its kind, links left out."""
    for kind in KINDS.values():
        for file in sorted((root / "data" / kind.folder).rglob("*.yml")):
            if file.is_file() and not file.is_symlink():
                yield file, kind


def fix_file(file: Path, model: type[BaseModel]) -> bool:
    """Fix one file and return whether it changed."""
    raw = file.read_bytes()
    fixed = fix_bytes(raw, model)
    if fixed == raw:
        return False
    write_whole(file, fixed)
    return True
