"""YAML syntax errors in plain words, placed where the mistake is.

The parser says where it gave up and in its own terms; people who write records need
the line they wrote and the cure.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from macros.characters import shown
from macros.yaml_values import Place, mark_of

_QUOTE_RULE = "in quoted text write ' as '' and \" as \\\", or quote with the other sort"
_QUOTE = "put the value in quotes"

TYPOGRAPHIC = "“”„‟«»‘’‚‹›″＂"
"""Signs that text programs put in the place of straight quotes; to YAML they are letters."""
_AT_BEGINNING = ("unexpected end", "unexpected document", "expected ':'", "an a", "a tag", "a flow", "a directive")
"""Faults whose place is where the construct began, not where the parser gave up."""

# fmt: off
_FAULTS = (
    # the parser's words, rule, found, hint; the first row that fits is taken
    ("unknown escape", "syntax", "unknown escape '{here}' in double quotes", "write a backslash as \\\\"),
    ("hexdecimal", "syntax", "unfinished escape in double quotes", "write the letter itself"),
    ("invalid Unicode", "characters", "the escape is half of a letter", "write the letter itself"),
    ("a directive", "documents", "a line that begins with '%' is read as a directive", "put the value in quotes"),
    ("a tab character", "tab", "tab used for indentation", "use spaces"),
    ("quoted scalar", "syntax", "the quote opened on line {began} is never closed", "close it"),
    ("mapping values", "colon", "a ': ' inside a value", _QUOTE),
    ("unexpected ':'", "colon", "a ':' inside a value", _QUOTE),
    ("find expected ':'", "syntax", "a line without ': ' after its key", "write 'key: value', or indent it"),
    ("sequence entries", "syntax", "'- ' in the middle of a line", "begin the list on a new line, or quote"),
    ("mapping keys", "syntax", "'? ' at the beginning of a value", _QUOTE),
    ("cannot start any token", "syntax", "a value cannot begin with '{here}'", _QUOTE),
    ("a tag", "tag", "a value that begins with '!' is read as a tag", _QUOTE),
    ("tag handle", "tag", "a value that begins with '!' is read as a tag", _QUOTE),
    ("an alias", "alias", "a value that begins with '*' is read as an alias", _QUOTE),
    ("an anchor", "anchor", "a value that begins with '&' is read as an anchor", _QUOTE),
    ("block scalar", "syntax", "text on the line of '|' or '>'", "begin the text on the next line"),
    ("flow sequence", "syntax", "the '[' opened here is not closed by line {line}, or lacks a ','", _QUOTE),
    ("flow mapping", "syntax", "the '{{' opened here is not closed by line {line}, or lacks a ','", _QUOTE),
    ("node content", "syntax", "a value is missing before '{here}'", "write one, or put the text in quotes"),
    ("'-' indicator", "syntax", "this line is not indented like the list above", "line it up"),
    ("expected key", "syntax", "this line is not indented like the keys above", "line it up"),
    ("document start", "syntax", "text after the end of the record", "line it up with the keys above"),
)
# fmt: on

_LINES = tuple(
    (re.compile(pattern), rule, found, hint)
    for pattern, rule, found, hint in (
        (r" *(?P<at>\u00a0)", "yaml-tab", "no-break space (U+00A0) used for indentation", "use spaces"),
        (r" *(?P<at>[–—•·*])\s+\S", "yaml-syntax", "'{at}' does not begin an entry of a list", "write '- ' in its place"),
        (r" *(?P<at>-)(?P<key>[a-z_]+): ", "yaml-syntax", "a space is missing after '-'", "write '- {key}: ...'"),
        (
            r" *(?:- )?(?P<key>[a-z_]+)(?P<at>:)(?P<value>[^\s/].*)$",
            "yaml-colon",
            "a space is missing after ':'",
            "write '{key}: {value}'",
        ),
        (
            r" *(?:- )?(?P<key>[a-z_]+) *(?P<at>=) *(?P<value>.+)$",
            "yaml-syntax",
            "'=' stands where ': ' is due",
            "write '{key}: {value}'",
        ),
    )
)
"""Lines that explain themselves: `at` is the place; looked at only when the file cannot be read."""


Fault = tuple[Place, str, str, str]
"""Place, rule, finding and cure of a syntax error."""


def quote_hint(text: str) -> str:
    """Return the cure for a plain word that YAML would guess at."""
    if text.lower() in ("yes", "y", "on", "true"):
        return "write it in quotes, or true where that is meant"
    if text.lower() in ("no", "n", "off", "false"):
        return "write it in quotes, or false where that is meant"
    if re.fullmatch(r"[0-9]{1,3}\.000", text):
        return f"write it in quotes; as a number write {text[:-4]} or, if the point parts thousands, {text.replace('.', '')}"
    if re.fullmatch(r"-?[0-9]+\.[0-9]*0", text):
        return f"write it in quotes; as a number write {text.rstrip('0').rstrip('.')}"
    return "write it in quotes"


def typographic_words(text: str) -> tuple[str, str]:
    """Return finding and cure for a value that begins with a typographic quote."""
    inner = shown(text.strip(TYPOGRAPHIC).replace('"', ""))
    whole = len(text) > 1 and text[-1] in TYPOGRAPHIC
    cure = f'write "{inner}"' if whole else 'put straight quotes (") around the whole value'
    return f"typographic quote {text[0]} (U+{ord(text[0]):04X}), which does not quote", cure


def explain(error: yaml.YAMLError, text: str, last: Any) -> Fault:
    """Return what is wrong in plain words; `last` is the scalar read before the error."""
    at: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if at is None:
        return (1, 1), "yaml-syntax", "the text cannot be read as YAML", ""
    lines = [*text.split("\n"), "", ""]
    words = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}"
    began = getattr(error, "context_mark", None) if any(part in words for part in _AT_BEGINNING) else None
    return (
        _explain_by_line(lines, at)
        or (_explain_by_last(lines, at, last, words) if last is not None else None)
        or _explain_by_words(lines[at.line], at, began or at, words)
    )


def _explain_by_line(lines: list[str], at: Any) -> Fault | None:
    """Return the fault if the line, or the one before, shows it."""
    for number in range(max(at.line - 1, 0), at.line + 1):
        if re.match(r" *\t[ \t]*[^ \t]", lines[number]):
            place = (number + 1, lines[number].index("\t") + 1)
            return place, "yaml-tab", "tab used for indentation", "use spaces"
        for pattern, rule, found, hint in _LINES:
            if match := pattern.match(lines[number]):
                parts = {name: shown(text or "") for name, text in match.groupdict().items()}
                place = (number + 1, match.start("at") + 1)
                return place, rule, found.format(**parts), hint.format(**parts)
    if lines[at.line].lstrip(" ").startswith(": "):
        place = (at.line + 1, lines[at.line].index(":") + 1)
        return place, "yaml-syntax", "a key is missing before ':'", "write one"
    return None


def _explain_by_last(lines: list[str], at: Any, last: Any, words: str) -> Fault | None:
    """Return the fault if it lies in the scalar before: its quotes, its lines, the comment after it."""
    end = last.end_mark
    is_split = last.start_mark.line < end.line
    if end.line == at.line and last.style in ('"', "'"):
        if is_split:
            return _explain_split(lines, last)
        if "expected key" in words or "indicator" in words:
            return (end.line + 1, end.column + 1), "yaml-syntax", "text after the closing quote", _QUOTE_RULE
    if end.line == at.line and is_split and "mapping values" in words:
        found, hint = "a ': ' in a line that goes on with the value above", "quote the value, or line up the key"
        return (at.line + 1, at.column + 1), "yaml-colon", found, hint
    rest = lines[end.line][end.column :]
    if not last.style and end.line < at.line and "expected key" in words and re.match(r"[ \t]+#", rest):
        found = "a comment ends the value, but text goes on below"
        return (end.line + 1, end.column + 1 + rest.index("#")), "yaml-comment", found, "quote the value"
    return None


def _explain_split(lines: list[str], last: Any) -> Fault:
    """Return the fault of a quote that was not closed on its line, and so swallowed what follows."""
    began, opened = last.start_mark.line, lines[last.start_mark.line]
    if (sign := opened.rstrip()[-1:]) in TYPOGRAPHIC:
        place = (began + 1, len(opened.rstrip()))
        return place, "yaml-quotes", f"typographic quote {sign} (U+{ord(sign):04X}), which closes nothing", 'write " in its place'
    found = f"the quote opened on line {began + 1} closes only on line {last.end_mark.line + 1}"
    return mark_of(last), "yaml-syntax", found, f"close it at the end of line {began + 1}; {_QUOTE_RULE}"


def _explain_by_words(line: str, at: Any, began: Any, words: str) -> Fault:
    """Return the fault that the parser's own words stand for, placed where the construct began."""
    here = shown(line[at.column : at.column + (2 if "escape" in words else 1)])
    spaces = " (the line has a no-break space, U+00A0)" if "\u00a0" in line else ""
    place = (began.line + 1, began.column + 1)
    for part, rule, found, hint in _FAULTS:
        if part in words:
            found = found.format(here=here, line=at.line + 1, began=began.line + 1)
            return place, f"yaml-{rule}", found, hint + spaces
    return place, "yaml-syntax", f"not valid YAML: {shown(words)}", ""
