"""Who wrote a source, from one line of text: people as family and given name, all else as it stands.

A line is cut into people only where every part of it is surely one: a given name, initials, perhaps a
particle such as "de", and a family name, in Latin letters, without a title or a word that offices bear.
Left out: scripts and peoples that write the family name first, names of more parts, and a family name
before a comma; such a line stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.citation import escape_tex

_UPPER, _LOWER = r"A-Z\u00c0-\u00de\u0100-\u024f", r"a-z\u00df-\u024f\u0259"
_WORD = rf"[{_UPPER}][{_LOWER}]*(?:[-'’]?[{_UPPER}]?[{_LOWER}]+)+"
_INITIALS = r"[A-Z]\.(?: ?[A-Z]\.)*"
_PARTICLE = r"(?:de|den|der|di|du|la|van|von)(?: (?:la|den|der))?"
_PERSON = re.compile(rf"({_WORD}(?: {_INITIALS})?|{_INITIALS}) (?:({_PARTICLE}) )?({_WORD})")
_EDITOR = re.compile(r" \(eds?\.\)$")
_NOT_PEOPLE = re.compile(
    r"\b(?:"
    r"academy|agency|alliance|ambassador|amnesty|army|assembly|association|authority|azerbaijan|armenia|artsakh|bank|"
    r"bureau|caucasus|center|centre|chronicle|coalition|colonel|commission|committee|congress|correspondent|council|"
    r"court|crescent|cross|desk|doctor|editorial|editors|embassy|federation|forces|foundation|freedom|front|fund|"
    r"general|government|group|house|human|initiative|institute|international|karabakh|king|league|memorial|minister|"
    r"ministry|mission|monitor|movement|national|nations|network|news|nobel|office|organisation|organization|"
    r"parliament|party|peace|pope|presidency|president|press|prime|prince|professor|programme|project|prosecutor|"
    r"radio|reporter|republic|research|review|rights|russian|school|secretariat|secretary|security|senate|senator|"
    r"service|society|soviet|staff|state|supreme|team|times|trust|tribunal|union|united|university|watch|working|"
    r"world"
    r")\b",
    re.IGNORECASE,
)
"""Words with one of which two words with capitals are no person's name, or one with a title before it."""


@dataclass(frozen=True)
class Name:
    """One author. Where `literal` is set, it is the whole; else `family` and `given` are, and `particle` ("de") or ""."""

    literal: str = ""
    family: str = ""
    given: str = ""
    particle: str = ""


def read_authors(text: str) -> tuple[str, tuple[Name, ...]]:
    """Return "author" or "editor", and the names: people where all of them are surely people, else the text as one literal."""
    bare = _EDITOR.sub("", text)
    people = [_person(part) for part in re.split(r", and |, | and ", bare)]
    if any(person is None for person in people):
        return "author", (Name(literal=text),)
    return ("author" if bare == text else "editor"), tuple(person for person in people if person)


def _person(text: str) -> Name | None:
    """Return a person, None for what may be something else."""
    found = _PERSON.fullmatch(text)
    if found is None or _NOT_PEOPLE.search(text):
        return None
    given, particle, family = found.groups(default="")
    return Name(family=family, given=given, particle=particle)


def csl_name(name: Name) -> dict[str, str]:
    """Return a name as CSL-JSON has it."""
    if name.literal:
        return {"literal": name.literal}
    particle = {"non-dropping-particle": name.particle} if name.particle else {}
    return {"family": name.family, "given": name.given} | particle


def bib_names(names: tuple[Name, ...]) -> str:
    """Return names as a value of a BibTeX field: "family, given" joined by "and", a literal in braces of its own."""
    return "{" + " and ".join(_bib_name(name) for name in names) + "}"


def _bib_name(name: Name) -> str:
    if name.literal:
        return "{" + escape_tex(name.literal) + "}"
    return escape_tex(f"{f'{name.particle} ' if name.particle else ''}{name.family}, {name.given}")
