"""Strict YAML: text to plain values with the line and column of each.

For people who write records: whatever YAML would guess, drop or expand is
refused here with its place and its cure. Quoted text stays text, dates stay
text, and only `true`, `false`, `null` and plainly written numbers get a type.

Values are built straight from the parser's events. There is no second pass
and no recursion, so deep nesting is stopped before it can cost anything, and
anchors and tags, which a composed tree no longer shows, are seen.

Left out: what a record must contain (the model), what records say of each
other (the rules), and writing YAML.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from macros.problems import Problem

MAX_BYTES = 1_000_000
"""A larger file is refused unread."""

MAX_DEPTH = 20
"""Collections inside each other, the top one included."""

MAX_PROBLEMS = 200
"""A file with more faults than this is read no further."""

Loc = tuple[Any, ...]
"""Path inside a record: keys as text, list places as numbers from 0."""


class KEY:
    """Sentinel, never made: `marks[path + (key, KEY)]` is the position of the key itself.

    A class, because classes keep their identity when a loaded file is pickled.
    """


@dataclass(frozen=True)
class Loaded:
    """One file that was read without error.

    path: as shown in messages, relative to the repository.
    value: plain dicts, lists, text, numbers, True, False and None.
    marks: path inside the record to (line, column), both from 1; () is the whole file.
    """

    path: str
    value: Any
    marks: dict[Loc, tuple[int, int]]

    def position(self, loc: tuple[str | int, ...], *, key: bool = False) -> tuple[int, int]:
        """Return the line and column of the longest known beginning of `loc`.

        With `key` the key's own position is preferred to that of its value.
        """
        known: Loc = ()
        for length in range(len(loc), 0, -1):
            if loc[:length] in self.marks:
                known = loc[:length]
                break
        place = self.marks.get(known, (1, 1))
        return self.marks.get((*known, KEY), place) if key else place


def field_name(loc: tuple[str | int, ...]) -> str:
    """Return a path as it is shown: ("account", 2, "sources", 0) is "account[2].sources[0]"."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return "".join(parts).removeprefix(".")


# Characters ------------------------------------------------------------------

_ARABIC = "\u0610-\u061a\u0620-\u065f\u066e-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
)
_BAD = re.compile(f"[{_HIDDEN}]|(?<![{_ARABIC}])[\u200c\u200d](?![{_ARABIC}])")
_BAD_ASCII = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}|={7})(?=[ \n]|\Z)", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v", "r": "\r"} | {
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}


def _shown(text: str) -> str:
    """Return text that is safe and short enough for one line of a message."""
    line = _BAD.sub("?", " ".join(text[:200].split()))
    return line if len(line) <= 60 else f"{line[:57]}..."


def _place(text: str, index: int) -> tuple[int, int]:
    """Return the line and column, from 1, of a character of the text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _character_words(character: str) -> tuple[str, str]:
    """Return what is wrong with a refused character, and the cure."""
    code = f"U+{ord(character):04X}"
    if character == "\r":
        return f"a carriage return ({code}) without a line feed", "save the file with LF line ends"
    if character == "\ufffd":
        return f"{code} REPLACEMENT CHARACTER stands for a letter lost earlier", "restore the letter"
    name = unicodedata.name(character, "")
    if unicodedata.category(character) == "Co":
        name = "(private use)"
    return f"invisible or control character {code}{name and ' ' + name} is not allowed", "remove it"


def _bad_characters(text: str) -> Iterator[re.Match[str]]:
    return (_BAD_ASCII if text.isascii() else _BAD).finditer(text)


def check_characters(text: str, path: str) -> list[Problem]:
    """Return control, bidi, zero-width and other unseen characters, and conflict marks.

    U+200C and U+200D pass beside Arabic-script letters, which need them. A
    lone carriage return is reported once, since then every line has one.
    For record files and Markdown pages alike.
    """
    problems, seen_return = [], False
    for match in islice(_bad_characters(text), MAX_PROBLEMS):
        if match[0] == "\r" and seen_return:
            continue
        seen_return |= match[0] == "\r"
        found, hint = _character_words(match[0])
        problems.append(Problem(path, *_place(text, match.start()), "", found, "", hint, "yaml-characters"))
    if "<<<<<<<" in text or ">>>>>>>" in text:  # "=======" alone may underline a heading
        for match in islice(_CONFLICT.finditer(text), MAX_PROBLEMS):
            found = f"conflict mark '{match[0]}' left by a merge"
            hint = "choose one version and remove the marks"
            problems.append(Problem(path, *_place(text, match.start()), "", found, "", hint, "yaml-conflict"))
    return problems


def _looks_like_utf16(raw: bytes) -> bool:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return True
    zeros = [byte == 0 for byte in raw[:4]]
    return zeros in ([False, True, False, True], [True, False, True, False])


def decode(raw: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a file with LF line ends and without a leading BOM, or the problem.

    Only UTF-8 is read. A carriage return without a line feed is kept, for
    `check_characters` to refuse.
    """
    if _looks_like_utf16(raw):
        found = "file is not UTF-8 but UTF-16 or UTF-32"
        return None, [Problem(path, 1, 1, "", found, "", "save the file as UTF-8", "yaml-encoding")]
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode("utf-8").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").replace("\r\n", "\n")
        found = f"byte 0x{raw[error.start]:02X} is not valid UTF-8"
        place = _place(before, len(before))
        return None, [Problem(path, *place, "", found, "", "save the file as UTF-8", "yaml-encoding")]


# Values ----------------------------------------------------------------------

_WORDS = {"true": True, "false": False, "null": None}
_DIGITS = r"[0-9][0-9_]*"
_PLAIN = re.compile(
    r"(?P<int>(?!-0$)-?(?:0|[1-9][0-9]{0,17}))"
    r"|(?P<float>(?!-0\.0$)-?(?:0|[1-9][0-9]{0,14})\.(?:0|[0-9]{0,14}[1-9]))"
    r"|(?P<word>true|false|null)"
    r"|(?P<odd>(?i:~|=|<<|y|n|yes|no|on|off|true|false|null"
    rf"|[-+]?(?:0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|{_DIGITS}(?::[0-9]{{1,2}})+(?:\.[0-9_]*)?"
    rf"|(?:{_DIGITS}(?:\.[0-9_]*)?|\.[0-9_]+)(?:e[-+]?[0-9]+)?|\.inf|\.nan)))"
)
_AMBIGUOUS = object()
_HASH = re.compile(r"[ \t]#(?![ \t])")
_SPACES = re.compile(" *")
_BLANK = re.compile("[ \t\n]*")
_TEXT_KEYS = {"on"}
"""Words YAML 1.1 guesses at that are names of our fields, so as plain keys they are text."""


def _typed(text: str) -> Any:
    """Return the value of a plain scalar, or `_AMBIGUOUS` where readers of YAML disagree.

    More digits than a number keeps exactly, closing zeros ("5.000"), signs
    and leading zeros are ambiguous too. Dates match nothing here: they stay text.
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        return text
    if match.lastgroup == "int":
        return int(text)
    if match.lastgroup == "float":
        return float(text)
    return _WORDS[text] if match.lastgroup == "word" else _AMBIGUOUS


class _Stop(Exception):
    """Reading goes no further; the problem is already noted."""


class _Builder:
    """Builds the value of one document from parser events and notes what it refuses.

    container, loc: the collection being filled and its path; key: the key
    whose value comes next, None when a key is due (or in a list).
    """

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[Problem] = []
        self.marks: dict[Loc, tuple[int, int]] = {}
        self.root: list[Any] = []
        self.container: Any = self.root
        self.loc: Loc = ()
        self.key: str | None = None
        self.stack: list[tuple[Any, Loc, str | None]] = []
        self.last: Any = None
        self.is_done = False
        self.has_escapes = "\\" in text
        self.scalars: list[tuple[int, int, str, Loc]] | None = [] if _HASH.search(text) else None

    def note(self, place: tuple[int, int], loc: Loc, rule: str, found: str, hint: str = "") -> None:
        """Keep a problem; too many of them end the reading."""
        self.problems.append(Problem(self.path, *place, _shown(field_name(loc)), found, "", hint, rule))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop

    def read(self) -> None:
        """Fill `root` with the values of the document; it stays empty for an empty file."""
        parser: Any = yaml.CSafeLoader(self.text)
        next_event = parser.get_event
        try:
            while True:
                event = next_event()
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    self.scalar(event)
                elif kind is yaml.MappingStartEvent:
                    self.open(event, {})
                elif kind is yaml.SequenceStartEvent:
                    self.open(event, [])
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    self.container, self.loc, self.key = self.stack.pop()
                elif kind is yaml.AliasEvent:
                    self.alias(event)
                elif kind is yaml.DocumentStartEvent and self.root:
                    found = "a second document ('---') begins here"
                    self.note(_mark(event), (), "yaml-documents", found, "one file holds one")
                    return
                elif kind is yaml.StreamEndEvent:
                    self.is_done = True
                    return
        finally:
            parser.dispose()

    def add(self, value: Any, place: tuple[int, int]) -> Loc:
        """Put a value where it belongs, keep its mark, and return its path."""
        container = self.container
        if self.key is not None:
            loc = (*self.loc, self.key)
            container[self.key] = value
            self.key = None
        elif container is self.root:
            loc = ()
            container.append(value)
        else:
            loc = (*self.loc, len(container))
            container.append(value)
        self.marks[loc] = place
        return loc

    def scalar(self, event: Any) -> None:
        """Take one scalar, as a key or as a value."""
        self.last = event
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        if self.key is None and type(self.container) is dict:
            loc = self.take_key(event, place)
        else:
            value = event.value if event.style else _typed(event.value)
            loc = self.add(value, place)
            if value is _AMBIGUOUS:
                found = f"'{_shown(event.value)}' is ambiguous in YAML"
                self.note(place, loc, "yaml-ambiguous", found, "write it in quotes")
            elif value == "" and not event.style:
                self.no_value(place, loc)
        if event.anchor is not None or event.tag is not None:
            self.refuse_extras(event, place, loc)
        if self.has_escapes and event.style == '"':
            self.check_escapes(event, loc)
        if self.scalars is not None:
            self.scalars.append((mark.index, event.end_mark.index, event.style or "", loc))

    def take_key(self, event: Any, place: tuple[int, int]) -> Loc:
        """Keep a key until its value comes; refuse merges, repeats and keys that are no text."""
        key = self.key = event.value
        loc = (*self.loc, key)
        if key in self.container:
            first = self.marks[(*loc, KEY)][0]
            self.note(place, self.loc, "yaml-duplicate-key", f"key '{_shown(key)}' is already set on line {first}")
        self.marks[(*loc, KEY)] = place
        if not event.style and key not in _TEXT_KEYS:
            if key == "<<":
                hint = "write the keys out"
                self.note(place, self.loc, "yaml-merge", "merge keys (<<) are not allowed", hint)
            elif key == "":
                self.note(place, self.loc, "yaml-empty", "a key is missing before ':'", "write one")
            elif type(_typed(key)) is not str:
                found = f"key {_shown(key)} is not plain text"
                self.note(place, self.loc, "yaml-ambiguous", found, "write it in quotes")
        return loc

    def open(self, event: Any, value: Any) -> None:
        """Begin a mapping or a list."""
        place = _mark(event)
        if len(self.stack) >= MAX_DEPTH:
            self.note(place, self.loc, "yaml-depth", f"nested deeper than {MAX_DEPTH} levels", "flatten it")
            raise _Stop
        if self.key is None and type(self.container) is dict:
            if "?" not in self.loc:
                found = "a list or a mapping stands where a key is due"
                self.note(place, self.loc, "yaml-syntax", found, "put text that begins with { or [ in quotes")
            loc: Loc = (*self.loc, "?")
            self.stack.append((self.container, self.loc, "?"))
        else:
            loc = self.add(value, place)
            self.stack.append((self.container, self.loc, None))
        if event.anchor is not None or event.tag is not None:
            self.refuse_extras(event, place, loc)
        self.container, self.loc = value, loc

    def alias(self, event: Any) -> None:
        """Refuse an alias and go on as if a value stood there."""
        place, found = _mark(event), f"aliases (*{_shown(event.anchor)}) are not allowed"
        due = self.key is None and type(self.container) is dict
        if due:
            self.key = "?"
        loc = self.loc if due else self.add(None, place)
        self.note(place, loc, "yaml-alias", found, "write the value out")

    def refuse_extras(self, event: Any, place: tuple[int, int], loc: Loc) -> None:
        """Refuse an anchor or a tag before a value."""
        if event.anchor is not None:
            found = f"anchors (&{_shown(event.anchor)}) are not allowed"
            self.note(place, loc, "yaml-anchor", found, "remove it")
        if event.tag is not None:
            tag = _shown(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self.note(place, loc, "yaml-tag", f"tag {tag} is not allowed", "remove it")

    def no_value(self, place: tuple[int, int], loc: Loc) -> None:
        """Refuse a key, or a list's dash, with nothing after it; an empty file is none of these."""
        if loc and "?" not in loc:
            thing = "line" if isinstance(loc[-1], int) else "key"
            where = self.marks.get((*loc, KEY), place)
            self.note(where, loc, "yaml-empty", "no value", f"remove the {thing} or write one")

    def check_escapes(self, event: Any, loc: Loc) -> None:
        r"""Refuse unseen characters that came in through escapes such as "\u202e"."""
        source, start = self.text, event.start_mark.index
        escapes = _ESCAPE.finditer(source, start, event.end_mark.index)
        for bad in _bad_characters(event.value):
            # What stood in the file itself was found before; so an escape made this one.
            index = next((e.start() for e in escapes if _unescaped(e) == bad[0]), start)
            found, hint = _character_words(bad[0])
            self.note(_place(source, index), loc, "yaml-characters", f"{found} (written as an escape)", hint)

    def check_comments(self) -> None:
        """Refuse text that YAML drops as a comment: a ' #' with no space after it.

        A comment on a line of its own passes, unless it is indented as if it
        continued the plain value above. Only what was parsed is looked at.
        """
        scalars, number, position, end = self.scalars or [], 0, 0, self.parsed_end()
        while match := _HASH.search(self.text, position, end):
            position = match.end()
            while number < len(scalars) and scalars[number][0] < position:
                number += 1
            if number == 0 or self.is_inside(position - 1, scalars[number - 1]):
                continue
            if self.is_lost(position - 1, scalars[number - 1]):
                self.note_comment(position - 1, scalars[number - 1][3])
            position = _line_end(self.text, position)  # the rest of the line is one comment

    def parsed_end(self) -> int:
        """Return the end of the line up to which the text was understood."""
        if self.is_done or self.last is None:
            return len(self.text)
        return _line_end(self.text, self.last.end_mark.index)

    def is_inside(self, index: int, scalar: tuple[int, int, str, Loc]) -> bool:
        """Return whether the character stands in quoted or block text, a block's first line excepted."""
        start, end, style, _ = scalar
        if style in ("|", ">"):
            start = _line_end(self.text, start)
        return bool(style) and start < index < end

    def is_lost(self, index: int, before: tuple[int, int, str, Loc]) -> bool:
        """Return whether the '#' there begins a comment that was meant as part of the value before."""
        start, end, style, _ = before
        end = end if end <= index else start  # else it stands in the first line of a block
        line = self.text.rfind("\n", 0, index) + 1
        if self.text.find("#", max(line, end), index) >= 0:
            return False  # it stands in a comment that began properly
        if self.text[line:index].strip(" \t"):
            return True
        above = self.text.rfind("\n", 0, start) + 1
        indent = _end_of(_SPACES, self.text, above) - above
        return not style and _end_of(_BLANK, self.text, end) == index and index - line > indent

    def note_comment(self, index: int, loc: Loc) -> None:
        """Report a lost text instead of the empty value that it leaves behind."""
        place = _place(self.text, index)
        said = ("yaml-empty", "yaml-comment")
        self.problems = [p for p in self.problems if p.line != place[0] or p.rule not in said or p.column > place[1]]
        found = f"everything from '{_shown(self.text[index : index + 61].split()[0])}' is read as a comment"
        self.note(place, loc, "yaml-comment", found, "quote the value, or put a space after '#'")


def _unescaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    return chr(int(digits, 16)) if digits else _SHORT_ESCAPES.get(match[4], match[4])


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _mark(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


# Syntax errors ---------------------------------------------------------------

_QUOTE_RULE = "in quoted text write ' as '' and \" as \\\", or quote with the other sort"
_QUOTE = "put the value in quotes"
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


_Fault = tuple[tuple[int, int], str, str, str]
"""Place, rule, finding and cure of a syntax error."""


def _explain(error: yaml.YAMLError, text: str, last: Any) -> _Fault:
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


def _explain_by_line(lines: list[str], at: Any) -> _Fault | None:
    """Return the fault if the line, or the one before, shows it."""
    for number in range(max(at.line - 1, 0), at.line + 1):
        if re.match(r" *\t[ \t]*[^ \t]", lines[number]):
            place = (number + 1, lines[number].index("\t") + 1)
            return place, "yaml-tab", "tab used for indentation", "use spaces"
    if lines[at.line].lstrip(" ").startswith(": "):
        place = (at.line + 1, lines[at.line].index(":") + 1)
        return place, "yaml-syntax", "a key is missing before ':'", "write one"
    return None


def _explain_by_last(lines: list[str], at: Any, last: Any, words: str) -> _Fault | None:
    """Return the fault if it lies in the scalar before: its quotes, its lines, the comment after it."""
    end = last.end_mark
    is_split = last.start_mark.line < end.line
    if end.line == at.line and last.style in ('"', "'"):
        if is_split:
            found = f"the quote opened on line {last.start_mark.line + 1} closes only on line {end.line + 1}"
            return _mark(last), "yaml-syntax", found, _QUOTE_RULE
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


def _explain_by_words(line: str, at: Any, began: Any, words: str) -> _Fault:
    """Return the fault that the parser's own words stand for, placed where the construct began."""
    here = _shown(line[at.column : at.column + (2 if "escape" in words else 1)])
    spaces = " (the line has a no-break space, U+00A0)" if "\u00a0" in line else ""
    place = (began.line + 1, began.column + 1)
    for part, rule, found, hint in _FAULTS:
        if part in words:
            found = found.format(here=here, line=at.line + 1, began=began.line + 1)
            return place, f"yaml-{rule}", found, hint + spaces
    return place, "yaml-syntax", f"not valid YAML: {_shown(words)}", ""


# Files -----------------------------------------------------------------------

_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#.*)?\n)*+%")
_KINDS: dict[type, str] = {dict: "a mapping ('key: value' lines)", list: "a list"}


def _check_top(builder: _Builder, top: tuple[type, ...]) -> None:
    """Refuse a file that is empty or has something else at its top than is asked for."""
    if not builder.root or (builder.root[0] == "" and not builder.last.style):
        builder.note((1, 1), (), "yaml-empty", "file is empty", "write a record or remove the file")
    elif type(builder.root[0]) not in top:
        value = builder.root[0]
        found = f"the file holds {_KINDS.get(type(value), 'a single value')}, not " + " or ".join(_KINDS[kind] for kind in top)
        hint = "a space is missing after ':'" if isinstance(value, str) and ":" in value else ""
        builder.note(builder.marks[()], (), "yaml-top", found, hint)


def _build(builder: _Builder, top: tuple[type, ...]) -> None:
    """Run the builder and turn every way it can end into problems."""
    directive = _DIRECTIVE.match(builder.text)
    try:
        if directive:
            place, found = (
                _place(builder.text, directive.end() - 1),
                "directives (%YAML, %TAG) are not allowed",
            )
            builder.note(place, (), "yaml-documents", found, "remove the line")
            raise _Stop
        try:
            builder.read()
            _check_top(builder, top)
        except yaml.YAMLError as error:
            place, rule, found, hint = _explain(error, builder.text, builder.last)
            builder.note(place, builder.loc, rule, found, hint)
        if builder.scalars:
            builder.check_comments()
    except _Stop:
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
    builder = _Builder(_BAD.sub("x", text) if problems else text, path)
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
