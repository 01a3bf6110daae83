"""The value of one YAML document, built straight from the parser's events.

There is no second pass and no recursion, so deep nesting is stopped before it can
cost anything, and anchors and tags, which a composed tree no longer shows, are seen.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from macros.characters import MAX_PROBLEMS, bad_characters, character_words, place_of, shown
from macros.problems import Problem
from macros.yaml_comments import Scalar, line_end, lost_comments, may_lose_text
from macros.yaml_faults import TYPOGRAPHIC, quote_hint, typographic_words
from macros.yaml_values import AMBIGUOUS, ESCAPE, KEY, Loc, Place, field_name, mark_of, typed, unescaped

MAX_DEPTH = 20
"""Collections inside each other, the top one included."""

_TEXT_KEYS = {"on"}
"""Words YAML 1.1 guesses at that are names of our fields, so as plain keys they are text."""


class Stop(Exception):
    """Reading goes no further; the problem is already noted."""


class Builder:
    """Builds the value of one document from parser events and notes what it refuses.

    container, loc: the collection being filled and its path; key: the key
    whose value comes next, None when a key is due (or in a list).
    """

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[Problem] = []
        self.marks: dict[Loc, Place] = {}
        self.root: list[Any] = []
        self.container: Any = self.root
        self.loc: Loc = ()
        self.key: str | None = None
        self.stack: list[tuple[Any, Loc, str | None]] = []
        self.last: Any = None
        self.is_done = False
        self.has_escapes = "\\" in text
        self.scalars: list[Scalar] | None = [] if may_lose_text(text) else None

    def note(self, place: Place, loc: Loc, rule: str, found: str, hint: str = "") -> None:
        """Keep a problem; too many of them end the reading."""
        self.problems.append(Problem(self.path, *place, shown(field_name(loc)), found, "", hint, rule))
        if len(self.problems) >= MAX_PROBLEMS:
            raise Stop

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
                    self.note(mark_of(event), (), "yaml-documents", found, "one file holds one")
                    return
                elif kind is yaml.StreamEndEvent:
                    self.is_done = True
                    return
        finally:
            parser.dispose()

    def add(self, value: Any, place: Place) -> Loc:
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
            value = event.value if event.style else typed(event.value)
            loc = self.add(value, place)
            if value is AMBIGUOUS:
                found = f"'{shown(event.value)}' is ambiguous in YAML"
                self.note(place, loc, "yaml-ambiguous", found, quote_hint(event.value))
            elif value == "" and not event.style:
                self.no_value(place, loc)
            elif not event.style and event.value[0] in TYPOGRAPHIC:
                self.note(place, loc, "yaml-quotes", *typographic_words(event.value))
            elif not event.style and event.value[-1] == '"' and event.value.count('"') == 1:
                found = "a quote at the end of a value that has none at its beginning"
                self.note(place, loc, "yaml-quotes", found, f'write "{shown(event.value[:-1])}"')
        if event.anchor is not None or event.tag is not None:
            self.refuse_extras(event, place, loc)
        if self.has_escapes and event.style == '"':
            self.check_escapes(event, loc)
        if self.scalars is not None:
            self.scalars.append((mark.index, event.end_mark.index, event.style or "", loc))

    def take_key(self, event: Any, place: Place) -> Loc:
        """Keep a key until its value comes; refuse merges, repeats and keys that are no text."""
        key = self.key = event.value
        loc = (*self.loc, key)
        if key in self.container:
            first = self.marks[(*loc, KEY)][0]
            self.note(
                place,
                self.loc,
                "yaml-duplicate-key",
                f"key '{shown(key)}' is already set on line {first}",
                "keep one of the two lines",
            )
        self.marks[(*loc, KEY)] = place
        if not event.style and key not in _TEXT_KEYS:
            if key == "<<":
                hint = "write the keys out"
                self.note(place, self.loc, "yaml-merge", "merge keys (<<) are not allowed", hint)
            elif key == "":
                self.note(place, self.loc, "yaml-empty", "a key is missing before ':'", "write one")
            elif re.fullmatch("[0-9]{3}", key) and isinstance(self.before(), int):
                number = f"{self.before()}{key}"
                found = f"a comma inside the number {number}, which begins a new key"
                self.note(place, self.loc, "yaml-ambiguous", found, f"write {number}")
            elif type(typed(key)) is not str:
                found = f"key {shown(key)} is not plain text"
                self.note(place, self.loc, "yaml-ambiguous", found, "write it in quotes")
        return loc

    def before(self) -> Any:
        """Return the last value of the mapping being filled, None when it has none."""
        return next(reversed(self.container.values()), None)

    def open(self, event: Any, value: Any) -> None:
        """Begin a mapping or a list."""
        place = mark_of(event)
        if len(self.stack) >= MAX_DEPTH:
            self.note(place, self.loc, "yaml-depth", f"nested deeper than {MAX_DEPTH} levels", "flatten it")
            raise Stop
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
        place, found = mark_of(event), f"aliases (*{shown(event.anchor)}) are not allowed"
        due = self.key is None and type(self.container) is dict
        if due:
            self.key = "?"
        loc = self.loc if due else self.add(None, place)
        self.note(place, loc, "yaml-alias", found, "write the value out")

    def refuse_extras(self, event: Any, place: Place, loc: Loc) -> None:
        """Refuse an anchor or a tag before a value."""
        if event.anchor is not None:
            found = f"anchors (&{shown(event.anchor)}) are not allowed"
            self.note(place, loc, "yaml-anchor", found, "remove it")
        if event.tag is not None:
            tag = shown(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self.note(place, loc, "yaml-tag", f"tag {tag} is not allowed", "remove it")

    def no_value(self, place: Place, loc: Loc) -> None:
        """Refuse a key, or a list's dash, with nothing after it; an empty file is none of these."""
        if loc and "?" not in loc and not (self.problems and self.problems[-1].found.startswith("a comma inside the number")):
            thing = "line" if isinstance(loc[-1], int) else "key"
            where = self.marks.get((*loc, KEY), place)
            self.note(where, loc, "yaml-empty", "no value", f"remove the {thing} or write one")

    def check_escapes(self, event: Any, loc: Loc) -> None:
        r"""Refuse unseen characters that came in through escapes such as "\u202e"."""
        source, start = self.text, event.start_mark.index
        escapes = ESCAPE.finditer(source, start, event.end_mark.index)
        for bad in bad_characters(event.value):
            # What stood in the file itself was found before; so an escape made this one.
            index = next((e.start() for e in escapes if unescaped(e) == bad[0]), start)
            found, hint = character_words(bad[0])
            self.note(place_of(source, index), loc, "yaml-characters", f"{found} (written as an escape)", hint)

    def check_comments(self) -> None:
        """Refuse text that YAML drops as a comment; only what was parsed is looked at."""
        for index, loc in lost_comments(self.text, self.scalars or [], self.parsed_end()):
            self.note_comment(index, loc)

    def parsed_end(self) -> int:
        """Return the end of the line up to which the text was understood."""
        if self.is_done or self.last is None:
            return len(self.text)
        return line_end(self.text, self.last.end_mark.index)

    def note_comment(self, index: int, loc: Loc) -> None:
        """Report a lost text instead of the empty value that it leaves behind."""
        place = place_of(self.text, index)
        said = ("yaml-empty", "yaml-comment")
        self.problems = [p for p in self.problems if p.line != place[0] or p.rule not in said or p.column > place[1]]
        found = f"everything from '{shown(self.text[index : index + 61].split()[0])}' is read as a comment"
        self.note(place, loc, "yaml-comment", found, "quote the value, or put a space after '#'")
