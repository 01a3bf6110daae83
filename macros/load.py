"""Strict YAML: text to plain values with the line and column of each.

For people who write records: whatever YAML would guess, drop or expand is
refused with its place and its cure. Quoted text stays text, dates stay text,
and only `true`, `false`, `null` and plainly written numbers get a type.
The parts: `characters`, `yaml_build`, `yaml_values`, `yaml_comments`, `yaml_faults`.

Left out: what a record must contain (the model), what records say of each
other (the rules), and writing YAML.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import yaml

from macros.characters import BAD, MAX_PROBLEMS, check_characters, decode, place_of
from macros.problems import Problem
from macros.yaml_build import MAX_DEPTH, Builder, Stop
from macros.yaml_faults import explain
from macros.yaml_values import KEY, Loc, field_name

__all__ = [
    "KEY",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_PROBLEMS",
    "Loaded",
    "Loc",
    "check_characters",
    "decode",
    "field_name",
    "load_bytes",
    "load_file",
]

MAX_BYTES = 1_000_000
"""A larger file is refused unread."""


class Loaded:
    """One file that was read without error.

    path: as shown in messages, relative to the repository.
    """

    __slots__ = ("_content", "path")

    def __init__(self, path: str, value: Any, marks: dict[Loc, tuple[int, int]]) -> None:
        """Take the path and what was read."""
        self.path = path
        self._content: tuple[Any, dict[Loc, tuple[int, int]]] | Path = (value, marks)

    @property
    def value(self) -> Any:
        """Plain dicts, lists, text, numbers, True, False and None."""
        return self._read()[0]

    @property
    def marks(self) -> dict[Loc, tuple[int, int]]:
        """Path inside the record to (line, column), both from 1; () is the whole file."""
        return self._read()[1]

    def forget(self, root: Path) -> None:
        """Let value and marks go, which take more room than the record itself. Asked for again, they are read from the file."""
        self._content = root

    def _read(self) -> tuple[Any, dict[Loc, tuple[int, int]]]:
        if isinstance(self._content, tuple):
            return self._content
        again, _ = load_file(self._content / self.path, self._content)
        # A file that is gone or broken since then has its own problems told when it is next read.
        return (again.value, again.marks) if again else ({}, {})

    def position(self, loc: tuple[str | int, ...], *, key: bool = False) -> tuple[int, int]:
        """Return the line and column of the longest known beginning of `loc`.

        With `key` the key's own position is preferred to that of its value.
        """
        marks = self.marks
        known: Loc = ()
        for length in range(len(loc), 0, -1):
            if loc[:length] in marks:
                known = loc[:length]
                break
        place = marks.get(known, (1, 1))
        return marks.get((*known, KEY), place) if key else place


_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#.*)?\n)*+%")
_KINDS: dict[type, str] = {dict: "a mapping ('key: value' lines)", list: "a list"}


def _check_top(builder: Builder, top: tuple[type, ...]) -> None:
    """Refuse a file that is empty or has something else at its top than is asked for."""
    if not builder.root or (builder.root[0] == "" and not builder.last.style):
        builder.note((1, 1), (), "yaml-empty", "file is empty", "write a record or remove the file")
    elif type(builder.root[0]) not in top:
        value = builder.root[0]
        found = f"the file holds {_KINDS.get(type(value), 'a single value')}, not " + " or ".join(_KINDS[kind] for kind in top)
        hint = "a space is missing after ':'" if isinstance(value, str) and ":" in value else ""
        builder.note(builder.marks[()], (), "yaml-top", found, hint)


def _build(builder: Builder, top: tuple[type, ...]) -> None:
    """Run the builder and turn every way it can end into problems."""
    directive = _DIRECTIVE.match(builder.text)
    try:
        if directive:
            place, found = (
                place_of(builder.text, directive.end() - 1),
                "directives (%YAML, %TAG) are not allowed",
            )
            builder.note(place, (), "yaml-documents", found, "remove the line")
            raise Stop
        try:
            builder.read()
            _check_top(builder, top)
        except yaml.YAMLError as error:
            place, rule, found, hint = explain(error, builder.text, builder.last)
            builder.note(place, builder.loc, rule, found, hint)
        if builder.scalars:
            builder.check_comments()
    except Stop:
        pass


def _too_large(size: int, path: str) -> Problem:
    hint = f"the limit is {MAX_BYTES:,}; split it"
    return Problem(path, 1, 1, "", f"file has {size:,} bytes", "", hint, "yaml-size")


def load_bytes(raw: bytes, path: str, *, top: tuple[type, ...] = (dict,)) -> tuple[Loaded | None, list[Problem]]:
    """Return the values of a file, or None and everything that is wrong with it.

    `path` is only shown. `top` names what may stand at the top: (dict,) for
    records, (list,) or (dict, list) elsewhere. Bad content never raises.
    """
    if len(raw) > MAX_BYTES:
        return None, [_too_large(len(raw), path)]
    text, problems = decode(raw, path)
    if text is None:
        return None, problems
    problems = check_characters(text, path)
    if problems and ("\r" in text or problems[-1].rule == "yaml-conflict"):
        return None, problems
    # A letter in place of each bad character keeps all positions, so the rest can be checked.
    builder = Builder(BAD.sub("x", text) if problems else text, path)
    _build(builder, top)
    problems += builder.problems
    return (None, problems) if problems else (Loaded(path, builder.root[0], builder.marks), [])


def _file_fault(file: Path, root: Path, path: str) -> Problem | None:
    """Return why a file must not be read, judged without reading it."""
    for step in (file, *file.parents):
        if step == root:
            break
        if step.is_symlink():
            return Problem(path, 1, 1, "", "symbolic links are not allowed", "", "put the file here", "yaml-symlink")
    status = file.lstat()
    if not stat.S_ISREG(status.st_mode):
        return Problem(path, 1, 1, "", "not a regular file", "", "remove it", "yaml-unreadable")
    return _too_large(status.st_size, path) if status.st_size > MAX_BYTES else None


def load_file(file: Path, root: Path, *, top: tuple[type, ...] = (dict,)) -> tuple[Loaded | None, list[Problem]]:
    """Return the values of a file below `root`, or None and its problems.

    Symbolic links, on the way too, files that are too large and files that
    cannot be read are problems. Raises ValueError when `file` is not below `root`.
    """
    path = file.relative_to(root).as_posix()
    try:
        fault = _file_fault(file, root, path)
        if fault:
            return None, [fault]
        raw = file.read_bytes()
    except OSError as error:
        found = f"file cannot be read: {error.strerror or type(error).__name__}"
        return None, [Problem(path, 1, 1, "", found, "", "", "yaml-unreadable")]
    return load_bytes(raw, path, top=top)
