"""What a page written by people may run: our macros with literal arguments, and nothing else.

Two layers. The syntax tree of every page is checked before any engine runs
it (`parse_calls`); inside the host the same environment refuses at run time
(`PageEnvironment`). A page's Jinja can reach no attribute, filter, test,
loop, include or operator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from macros.problems import did_you_mean

LITERAL = (nodes.Const, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.Neg)
TEXT = (nodes.Template, nodes.Output, nodes.TemplateData)

MAX_DEPTH = 20
"""Brackets, signs and conditions inside each other in one call; the parser calls itself for each."""
MAX_STATEMENTS = 100
"""`{% %}` in one page; only those of `raw` are of any use."""
MAX_DIGITS = 18
"""Digits of a number in a call."""

COMMENT_START, COMMENT_END = "{##", "##}"
"""Marks of comments, so that `{#id}` on a heading is none. `mkdocs.yml` gives the host the same."""


@dataclass(frozen=True)
class Call:
    """One macro call in a page: its name, plain arguments, and line counted from 1 in the text given."""

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    line: int


class PageEnvironment(ImmutableSandboxedEnvironment):
    """A Jinja environment whose pages are text and `macro(literals)` only."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
    known: Mapping[str, Callable[..., Any]] = {}
    """The macros; set once by the host adapter, on a subclass."""

    def __init__(self, **options: Any) -> None:
        """Take the host's options and then empty what they brought: globals, filters, tests, loader."""
        options.setdefault("comment_start_string", COMMENT_START)
        options.setdefault("comment_end_string", COMMENT_END)
        super().__init__(**options)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()
        self.loader = None

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse every operator."""
        raise TemplateSyntaxError(f"operator {operator} is not allowed in a page", 1)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse every attribute."""
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow our macros only."""
        return any(obj is macro for macro in self.known.values())

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        _check_tokens(self.lex(source, name, filename))
        tree = super()._parse(source, name, filename)
        for node in tree.body:
            _check_text(node, self.known)
        return tree


def _check_tokens(tokens: Iterable[tuple[int, str, str]]) -> None:
    """Refuse what would take the parser too deep, or be a number too long to read, before it parses."""
    depth = statements = 0
    for line, kind, value in tokens:
        if kind in ("variable_begin", "block_begin"):
            depth = 0
            statements += kind == "block_begin"
        elif (kind == "operator" and value in "([{-+") or (kind == "name" and value in ("not", "if")):
            depth += 1
        elif kind == "operator" and value in ")]}":
            depth -= 1
        elif kind in ("integer", "float") and len(value) > MAX_DIGITS:
            raise TemplateSyntaxError(f"a number of {len(value):,} signs; the limit is {MAX_DIGITS}", line)
        if depth > MAX_DEPTH:
            raise TemplateSyntaxError(f"nested deeper than {MAX_DEPTH} levels", line)
        if statements > MAX_STATEMENTS:
            raise TemplateSyntaxError(f"more than {MAX_STATEMENTS} statements in one page", line)


def _refuse(node: nodes.Node, text: str) -> None:
    # Jinja makes some nodes (the scope of `autoescape`) without a line; the nearest inside has one.
    lines = (inner.lineno for inner in node.find_all(nodes.Node) if inner.lineno)
    raise TemplateSyntaxError(text, node.lineno or next(lines, 1))


def _check_text(node: nodes.Node, known: Mapping[str, Any]) -> None:
    if isinstance(node, nodes.Call):
        _check_call(node, known)
    elif isinstance(node, TEXT):
        for child in node.iter_child_nodes():
            _check_text(child, known)
    else:
        _refuse(node, f"only macro(...) is allowed here, not {type(node).__name__}; known: {', '.join(sorted(known))}")


def _check_call(node: nodes.Call, known: Mapping[str, Any]) -> None:
    if not isinstance(node.node, nodes.Name):
        _refuse(node, "only macro(...) may be called")
        return
    if node.node.name not in known:
        near = did_you_mean(node.node.name, known) or "known: " + ", ".join(sorted(known))
        _refuse(node, f"unknown macro '{node.node.name}'; {near}")
    if node.dyn_args or node.dyn_kwargs:
        _refuse(node, "* and ** are not allowed")
    for number, pair in enumerate(node.kwargs):
        if pair.key in [before.key for before in node.kwargs[:number]]:
            _refuse(node, f"'{pair.key}' is given twice")
    for child in [*node.args, *node.kwargs]:
        _check_literal(child)


def _check_literal(node: nodes.Node) -> None:
    if not isinstance(node, LITERAL):
        _refuse(node, f"a macro takes plain text, numbers and lists, not {type(node).__name__}")
    if isinstance(node, nodes.Pair) and not isinstance(node.key, nodes.Const):
        _refuse(node, "a key of a mapping is plain text or a number")
    if isinstance(node, nodes.Neg) and not (isinstance(node.node, nodes.Const) and type(node.node.value) in (int, float)):
        _refuse(node, "only a number can have a minus sign")
    for child in node.iter_child_nodes():
        _check_literal(child)


def parse_calls(text: str, known: Iterable[str]) -> list[Call]:
    """Return the macro calls of a page, given the names of all macros; TemplateSyntaxError, with its line, for anything else."""
    return list(_parse_calls(text, tuple(known)))


@lru_cache(maxsize=512)  # a preview checks all pages after each save, and most are as they were
def _parse_calls(text: str, known: tuple[str, ...]) -> tuple[Call, ...]:
    # Nothing is run here, so the names are enough.
    environment = type("CheckEnvironment", (PageEnvironment,), {"known": dict.fromkeys(known)})()
    tree = environment.parse(text)
    calls = []
    for node in tree.find_all(nodes.Call):
        assert isinstance(node.node, nodes.Name)
        args = tuple(arg.as_const() for arg in node.args)
        kwargs = {pair.key: pair.value.as_const() for pair in node.kwargs}
        calls.append(Call(node.node.name, args, kwargs, node.lineno))
    return tuple(calls)
