"""A YAML file as a tree that keeps its comments, for writing it anew.

Only for text that the strict loader has read, or would have but for a plain word it would not
guess at: so there are no anchors, tags or repeated keys, and nothing is nested deeply.
A comment on a line of its own belongs to what stands below it, one behind a value to that value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from macros.yaml_comments import line_end

_COMMENT = re.compile(r"(?m)(?:^|(?<=[ \t]))#[^\n]*")


@dataclass
class Scalar:
    """One plain value. text: as YAML reads it; is_quoted: whether its form says that it is text."""

    text: str
    is_quoted: bool


@dataclass
class Entry:
    """One key with its value, or one entry of a list (key "").

    above: comment lines before it. beside: the comment behind it, "" for none.
    """

    start: int
    key: str
    value: Scalar | Branch
    above: list[str] = field(default_factory=list)
    beside: str = ""


@dataclass
class Branch:
    """A mapping or a list."""

    is_mapping: bool
    entries: list[Entry]

    def walk(self) -> Iterator[Entry]:
        """Yield every entry of the tree, in the order of the text."""
        for entry in self.entries:
            yield entry
            if isinstance(entry.value, Branch):
                yield from entry.value.walk()

    @property
    def has_comments(self) -> bool:
        """Whether anything inside carries a comment."""
        return any(entry.above or entry.beside for entry in self.walk())


@dataclass
class Tree:
    """A whole file. head: comments that stay at the top; foot: comments after the last value."""

    top: Branch
    head: list[str]
    foot: list[str]

    @property
    def comments(self) -> list[str]:
        """Every comment, sorted, to compare two trees by."""
        inside = [line for entry in self.top.walk() for line in (*entry.above, entry.beside) if line]
        return sorted([*self.head, *inside, *self.foot])


def read_tree(text: str) -> Tree | None:
    """Return the tree of a file, None when it is no mapping; yaml.YAMLError when it cannot be read."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return None
    spans: list[tuple[int, int]] = []
    top = _branch(node, text, spans)
    tree = Tree(top, [], [])
    _place_comments(tree, text, spans)
    return tree


def _branch(node: yaml.CollectionNode, text: str, spans: list[tuple[int, int]]) -> Branch:
    if isinstance(node, yaml.MappingNode):
        entries = []
        for key, value in node.value:
            _span(key, text, spans)
            entries.append(Entry(key.start_mark.index, str(key.value), _value(value, text, spans)))
        return Branch(True, entries)
    return Branch(False, [Entry(item.start_mark.index, "", _value(item, text, spans)) for item in node.value])


def _value(node: yaml.Node, text: str, spans: list[tuple[int, int]]) -> Scalar | Branch:
    if isinstance(node, yaml.ScalarNode):
        _span(node, text, spans)
        return Scalar(node.value, bool(node.style))
    assert isinstance(node, yaml.CollectionNode)
    return _branch(node, text, spans)


def _span(node: yaml.Node, text: str, spans: list[tuple[int, int]]) -> None:
    """Keep where a scalar stands, since a '#' in it is no comment; the first line of a block may hold one."""
    start = node.start_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        start = line_end(text, start)
    spans.append((start, max(start, node.end_mark.index)))


def _comments(text: str, spans: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield the comments between the scalars."""
    position = 0
    for start, end in [*spans, (len(text), len(text))]:
        while (match := _COMMENT.search(text, position, max(start, position))) is not None:
            yield match
            position = match.end()
        position = max(position, end)


def _place_comments(tree: Tree, text: str, spans: list[tuple[int, int]]) -> None:
    """Give each comment to the entry it belongs to, to the head or to the foot."""
    entries = list(tree.top.walk())
    first = entries[0].start if entries else len(text)
    head_end = _head_end(text, first)
    for match in _comments(text, spans):
        line = text.rfind("\n", 0, match.start()) + 1
        comment = match[0].rstrip()
        if match.start() < head_end:
            tree.head.append(comment)
        elif text[line : match.start()].strip(" \t"):
            owner = [entry for entry in entries if entry.start < match.start()][-1]
            owner.beside = f"{owner.beside} {comment}".strip()
        else:
            below = next((entry for entry in entries if entry.start > match.start()), None)
            (tree.foot if below is None else below.above).append(comment)


_MODELINE = re.compile(r"(?:\s*\n)*# yaml-language-server:[^\n]*\n")


def _head_end(text: str, first: int) -> int:
    """Return where the head ends: the note to editors, and the comments that an empty line parts from the first key."""
    parted = max((match.end() for match in re.finditer(r"\n[ \t]*\n", text[:first])), default=0)
    editors = _MODELINE.match(text, 0, first)
    return max(parted, editors.end() if editors else 0)
