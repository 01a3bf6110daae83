"""First mistakes of newcomers: each is answered with its place, what it is, its cure and the address of its rule.

The list is a promise. A mistake that the engine names in other words than these is found here;
one that it does not find at all must be added.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from macros.cli import main
from macros.explain import explanations
from macros.fix import fix_tree
from tests.repository import ARCHIVE, EVENT, PLACE, QUARREL, SOURCE, change, make_repository

ANOTHER = (ARCHIVE / QUARREL).read_text(encoding="utf-8").replace("The river", "A")
A_PLACE = (ARCHIVE / "data/places/riverland.yml").read_text(encoding="utf-8")
LATER = ANOTHER.replace("1990-05/1991-03-01", "2099-01")
SITE = "https://river.invalid"


class Mistake(NamedTuple):
    """One mistake. old "" makes a new file, "*" saves the file in that encoding; found, cure: what the answer must say.

    place: line and column. at: path that the answer names, if another.
    """

    name: str
    path: str
    old: str
    new: str
    place: tuple[int, int]
    rule: str
    found: str
    cure: str
    at: str = ""


MISTAKES = [
    Mistake(
        "an id with spaces and capitals",
        "data/events/1990/River Quarrel.yml",
        "",
        "title: x\n",
        (1, 1),
        "data-layout",
        "'River Quarrel' is not an id",
        "call it river-quarrel.yml",
    ),
    Mistake(
        "an id with an underscore",
        "data/events/1990/1990_quarrel.yml",
        "",
        "title: x\n",
        (1, 1),
        "data-layout",
        "'1990_quarrel' is not an id",
        "call it 1990-quarrel.yml",
    ),
    Mistake(
        "an id in capitals",
        "data/events/1990/1990-River.yml",
        "",
        "title: x\n",
        (1, 1),
        "data-layout",
        "'1990-River' is not an id",
        "call it 1990-river.yml",
    ),
    Mistake(
        "an id without its date",
        "data/events/1990/quarrel.yml",
        "",
        ANOTHER,
        (5, 7),
        "event-id",
        "the id 'quarrel' does not begin with a time that 1990-05/199",
        "call the file 1990-05-quarrel.yml, or correct the date",
    ),
    Mistake(
        "an id with another date",
        "data/events/1990/1990-04-30-z.yml",
        "",
        ANOTHER,
        (5, 7),
        "event-id",
        "the id '1990-04-30-z' does not begin with a time that 1990-0",
        "call the file 1990-05-z.yml, or correct the date",
    ),
    Mistake(
        "the folder of another year",
        "data/events/1991/1990-05-z.yml",
        "",
        ANOTHER,
        (1, 1),
        "event-id",
        "the folder '1991' is not the year of the id",
        "put the file into data/events/1990",
    ),
    Mistake(
        "the ending .yaml",
        "data/events/1990/1990-z.yaml",
        "",
        "title: x\n",
        (1, 1),
        "data-layout",
        "'1990-z.yaml' is not a .yml file",
        "one record, one .yml file; call it 1990-z.yml",
    ),
    Mistake(
        "the ending .yml.txt",
        "data/events/1990/1990-z.yml.txt",
        "",
        "title: x\n",
        (1, 1),
        "data-layout",
        "'1990-z.yml.txt' is not a .yml file",
        "one record, one .yml file; call it 1990-z.yml",
    ),
    Mistake(
        "a folder in the singular",
        "data/event/1990-z.yml",
        "",
        "title: x\n",
        (1, 1),
        "data-layout",
        "'event' is no kind of record",
        "did you mean 'events'?",
        at="data/event",
    ),
    Mistake(
        "a folder in German",
        "data/orte/midford.yml",
        "",
        "title: x\n",
        (1, 1),
        "data-layout",
        "'orte' is no kind of record",
        "did you mean 'places'?",
        at="data/orte",
    ),
    Mistake(
        "a place in the folder of events",
        "data/events/1990/1990-riverland.yml",
        "",
        A_PLACE,
        (1, 1),
        "data-layout",
        "this record has the fields of a place",
        "put it into data/places",
    ),
    Mistake(
        "an empty file",
        "data/events/1990/1990-z.yml",
        "",
        "",
        (1, 1),
        "yaml-empty",
        "file is empty",
        "write a record or remove the file",
    ),
    Mistake(
        "a date, day first",
        QUARREL,
        '"1990-05/1991-03-01"',
        '"12.05.1990"',
        (5, 7),
        "edtf-date",
        'found "12.05.1990"',
        'write the year first: "1990-05-12" or "1990-12-05"',
    ),
    Mistake(
        "a date in words",
        QUARREL,
        '"1990-05/1991-03-01"',
        '"5 May 1990"',
        (5, 7),
        "edtf-date",
        'found "5 May 1990"',
        'write "1990-05-05"',
    ),
    Mistake(
        "day and month swapped",
        QUARREL,
        '"1990-05/1991-03-01"',
        '"1990-25-05"',
        (5, 7),
        "edtf-date",
        'found "1990-25-05"',
        'months run from 01 to 12; if 25 is the day, write "1990-05-25"',
    ),
    Mistake(
        "a date that is none",
        QUARREL,
        '"1990-05/1991-03-01"',
        '"1990-02-30"',
        (5, 7),
        "edtf-date",
        "February 1990 has 28 days",
        "correct it, or leave out the part that is not known",
    ),
    Mistake(
        "an interval with a dash",
        QUARREL,
        '"1990-05/1991-03-01"',
        '"1990–1991"',
        (5, 7),
        "edtf-date",
        'found "1990–1991"',
        'write "1990/1991"',
    ),
    Mistake(
        "an interval backwards",
        QUARREL,
        '"1990-05/1991-03-01"',
        '"1991/1990"',
        (5, 7),
        "edtf-date",
        "the interval ends before it begins",
        'write "1990/1991" if the ends are swapped',
    ),
    Mistake("a year without quotes", QUARREL, '"1990-05/1991-03-01"', "1990", (5, 7), "edtf-date", "found 1990", 'write "1990"'),
    Mistake(
        "a date in the future",
        "data/events/2099/2099-z.yml",
        "",
        LATER,
        (5, 7),
        "consistent-dates",
        "2099-01 is later than the day the record was checked, 2026-01-01",
        "correct it, or check the record anew",
    ),
    Mistake(
        "an unknown source",
        QUARREL,
        "sources: [river-watch-1991-report]\nchecked",
        "sources: [river-wach-1991-report]\nchecked",
        (3, 11),
        "known-record",
        "no record 'river-wach-1991-report' in data/sources",
        "did you mean 'river-watch-1991-report'?",
    ),
    Mistake(
        "an address in the place of a source",
        QUARREL,
        "sources: [river-watch-1991-report]\nchecked",
        'sources: ["https://river.invalid/report"]\nchecked',
        (3, 11),
        "slug",
        "'https://river.invalid/report' is not an id",
        "an address is no id; write the name of the source's file in data/sources, without its",
    ),
    Mistake(
        "no source at all",
        QUARREL,
        "sources: [river-watch-1991-report]\nchecked",
        "sources: []\nchecked",
        (3, 10),
        "source-needed",
        "no source is named",
        "name one or remove the statement",
    ),
    Mistake(
        "a sentence without a source",
        QUARREL,
        "\n    sources: [river-watch-1991-report]",
        "",
        (11, 5),
        "missing-key",
        "key 'sources' is missing",
        "add it: Sources that carry this very sentence",
    ),
    Mistake("a tab", QUARREL, "  - says", "\t- says", (11, 1), "yaml-tab", "tab used for indentation", "use spaces"),
    Mistake(
        "a no-break space",
        QUARREL,
        "  - says",
        "\xa0 - says",
        (11, 1),
        "yaml-tab",
        "no-break space (U+00A0) used for indentation",
        "use spaces",
    ),
    Mistake(
        "an unquoted colon",
        QUARREL,
        '"The river quarrel"',
        "The quarrel: a river",
        (1, 19),
        "yaml-colon",
        "a ': ' inside a value",
        "put the value in quotes",
    ),
    Mistake(
        "an unquoted number sign",
        QUARREL,
        '"The river quarrel"',
        "Resolution #822",
        (1, 19),
        "yaml-comment",
        "everything from '#822' is read as a comment",
        "quote the value, or put a space after '#'",
    ),
    Mistake(
        "a missing closing quote",
        QUARREL,
        '"The river quarrel"',
        '"The river quarrel',
        (1, 8),
        "yaml-syntax",
        "the quote opened on line 1 closes only on line 2",
        "close it at the end of line 1; in quoted text write ' as '' and \" as \\\", or quote with",
    ),
    Mistake(
        "a missing opening quote",
        QUARREL,
        '"The river quarrel"',
        'The river quarrel"',
        (1, 8),
        "yaml-quotes",
        "a quote at the end of a value that has none at its beginning",
        'write "The river quarrel"',
    ),
    Mistake(
        "quotes inside quotes",
        QUARREL,
        '"The river quarrel"',
        '"The "river" quarrel"',
        (1, 14),
        "yaml-syntax",
        "text after the closing quote",
        "in quoted text write ' as '' and \" as \\\", or quote with the other sort",
    ),
    Mistake(
        "an apostrophe in single quotes",
        QUARREL,
        '"The river quarrel"',
        "'The river's quarrel'",
        (1, 19),
        "yaml-syntax",
        "text after the closing quote",
        "in quoted text write ' as '' and \" as \\\", or quote with the other sort",
    ),
    Mistake(
        "English smart quotes",
        QUARREL,
        '"The river quarrel"',
        "“The river quarrel”",
        (1, 8),
        "yaml-quotes",
        "typographic quote “ (U+201C), which does not quote",
        'write "The river quarrel"',
    ),
    Mistake(
        "German smart quotes",
        QUARREL,
        '"The river quarrel"',
        "„The river quarrel“",
        (1, 8),
        "yaml-quotes",
        "typographic quote „ (U+201E), which does not quote",
        'write "The river quarrel"',
    ),
    Mistake(
        "Russian smart quotes",
        QUARREL,
        '"The river quarrel"',
        "«The river quarrel»",
        (1, 8),
        "yaml-quotes",
        "typographic quote « (U+00AB), which does not quote",
        'write "The river quarrel"',
    ),
    Mistake(
        "a straight quote closed by a smart one",
        QUARREL,
        '"The river quarrel"',
        '"The river quarrel”',
        (1, 26),
        "yaml-quotes",
        "typographic quote ” (U+201D), which closes nothing",
        'write " in its place',
    ),
    Mistake(
        "a key set twice",
        QUARREL,
        "kind: war",
        'date: "1990"',
        (6, 1),
        "yaml-duplicate-key",
        "key 'date' is already set on line 5",
        "keep one of the two lines",
    ),
    Mistake("a key in capitals", QUARREL, "title:", "Title:", (1, 1), "unknown-key", "unknown key", "did you mean 'title'?"),
    Mistake(
        "a key in German",
        QUARREL,
        "sources: [river-watch-1991-report]\nchecked",
        "Quellen: [river-watch-1991-report]\nchecked",
        (3, 1),
        "unknown-key",
        "unknown key",
        "did you mean 'sources'?",
    ),
    Mistake("a key in Russian", QUARREL, "date:", "дата:", (5, 1), "unknown-key", "unknown key", "did you mean 'date'?"),
    Mistake("a key in French", QUARREL, "places:", "lieux:", (9, 1), "unknown-key", "unknown key", "did you mean 'places'?"),
    Mistake("a key in Azerbaijani", QUARREL, "date:", "tarix:", (5, 1), "unknown-key", "unknown key", "did you mean 'date'?"),
    Mistake("a key in Armenian", QUARREL, "date:", "ամսաթիվ:", (5, 1), "unknown-key", "unknown key", "did you mean 'date'?"),
    Mistake(
        "a key in Turkish",
        QUARREL,
        "sources: [river-watch-1991-report]\nchecked",
        "kaynaklar: [river-watch-1991-report]\nchecked",
        (3, 1),
        "unknown-key",
        "unknown key",
        "did you mean 'sources'?",
    ),
    Mistake(
        "a key with a Cyrillic letter",
        QUARREL,
        "summary:",
        "summаry:",
        (2, 1),
        "unknown-key",
        "unknown key, which mixes Latin and Cyrillic letters (U+0430 ",
        "did you mean 'summary'?",
    ),
    Mistake("a key in the singular", QUARREL, "places:", "place:", (9, 1), "unknown-key", "unknown key", "did you mean 'places'?"),
    Mistake(
        "a key by another name",
        QUARREL,
        "summary:",
        "description:",
        (2, 1),
        "unknown-key",
        "unknown key",
        "did you mean 'summary'?",
    ),
    Mistake(
        "a key with a slip", EVENT, "voiced_by:", "voicedby:", (21, 5), "unknown-key", "unknown key", "did you mean 'voiced_by'?"
    ),
    Mistake(
        "a missing key", QUARREL, "kind: war\n", "", (1, 1), "missing-key", "key 'kind' is missing", "add it: What kind of event"
    ),
    Mistake(
        "a comma in the place of a list",
        QUARREL,
        "[northland, southland]",
        "northland, southland",
        (8, 10),
        "value",
        "found 'northland, southland'",
        "write [northland, southland]",
    ),
    Mistake(
        "semicolons in a list",
        QUARREL,
        "[northland, southland]",
        "[northland; southland]",
        (8, 11),
        "slug",
        "'northland; southland' is not an id",
        "write northland, southland with commas between them",
    ),
    Mistake(
        "one value in the place of a list",
        QUARREL,
        "[riverland]",
        "riverland",
        (9, 9),
        "value",
        "found 'riverland'",
        "write [riverland]",
    ),
    Mistake(
        "a list in the place of text",
        QUARREL,
        '"A quarrel over a river."',
        '["A quarrel over a river."]',
        (2, 10),
        "text",
        "found ['A quarrel over a river.']",
        "remove the brackets, or the dash before it",
    ),
    Mistake("a number in the place of text", EVENT, 'locator: "p. 3"', "locator: 3", (17, 86), "text", "found 3", 'write "3"'),
    Mistake("a number in quotes", QUARREL, "rank: 1", 'rank: "1"', (7, 7), "value", "found '1'", "write it without quotes"),
    Mistake(
        "a number in words",
        EVENT,
        "low: 300}",
        "low: about 300}",
        (50, 50),
        "value",
        "found 'about 300'",
        "write 300 without words; 'about: true' says that it is rough",
    ),
    Mistake(
        "a comma for thousands",
        EVENT,
        "low: 300}",
        "low: 3,000}",
        (50, 52),
        "yaml-ambiguous",
        "a comma inside the number 3000, which begins a new key",
        "write 3000",
    ),
    Mistake(
        "a point for thousands",
        EVENT,
        "low: 300}",
        "low: 3.000}",
        (50, 50),
        "yaml-ambiguous",
        "'3.000' is ambiguous in YAML",
        "write it in quotes; as a number write 3 or, if the point parts thousands, 3000",
    ),
    Mistake(
        "a figure without its words",
        EVENT,
        "value: {measure: displaced, of: people, low: 300}",
        "value: 300",
        (50, 12),
        "value",
        "found 300",
        "write the keys it has: measure, of, low, high, about, during",
    ),
    Mistake(
        "yes for true",
        SOURCE,
        "kind: news",
        "title_described: yes\nkind: news",
        (2, 18),
        "yaml-ambiguous",
        "'yes' is ambiguous in YAML",
        "write it in quotes, or true where that is meant",
    ),
    Mistake(
        "a list not lined up",
        QUARREL,
        "    sources: [river-watch-1991-report]",
        "   sources: [river-watch-1991-report]",
        (12, 4),
        "yaml-syntax",
        "this line is not indented like the list above",
        "line it up",
    ),
    Mistake(
        "a key not lined up",
        QUARREL,
        "kind: war",
        " kind: war",
        (6, 2),
        "yaml-syntax",
        "this line is not indented like the keys above",
        "line it up",
    ),
    Mistake(
        "no space after a colon",
        QUARREL,
        "kind: war",
        "kind:war",
        (6, 5),
        "yaml-colon",
        "a space is missing after ':'",
        "write 'kind: war'",
    ),
    Mistake(
        "no space after a dash",
        QUARREL,
        "  - says",
        "  -says",
        (11, 3),
        "yaml-syntax",
        "a space is missing after '-'",
        "write '- says: ...'",
    ),
    Mistake(
        "an equals sign",
        QUARREL,
        "kind: war",
        "kind = war",
        (6, 6),
        "yaml-syntax",
        "'=' stands where ': ' is due",
        "write 'kind: war'",
    ),
    Mistake(
        "a long dash for a list",
        QUARREL,
        "  - says",
        "  – says",
        (11, 3),
        "yaml-syntax",
        "'–' does not begin an entry of a list",
        "write '- ' in its place",
    ),
    Mistake(
        "an asterisk for a list",
        QUARREL,
        "  - says",
        "  * says",
        (11, 3),
        "yaml-syntax",
        "'*' does not begin an entry of a list",
        "write '- ' in its place",
    ),
    Mistake(
        "an unknown party",
        QUARREL,
        "[northland, southland]",
        "[nortland, southland]",
        (8, 11),
        "known-record",
        "no record 'nortland' in data/parties",
        "did you mean 'northland'?",
    ),
    Mistake(
        "a party by its name",
        QUARREL,
        "[northland, southland]",
        "[Northland, southland]",
        (8, 11),
        "slug",
        "'Northland' is not an id",
        "write 'northland'",
    ),
    Mistake(
        "parties not in order",
        QUARREL,
        "[northland, southland]",
        "[southland, northland]",
        (8, 10),
        "alphabetical",
        "found ['southland', 'northland']",
        "['northland', 'southland']",
    ),
    Mistake(
        "a word with a capital letter",
        QUARREL,
        "kind: war",
        "kind: War",
        (6, 7),
        "vocabulary",
        "'War' is not one of the allowed values",
        "did you mean 'war'?",
    ),
    Mistake(
        "a language by its name",
        SOURCE,
        "language: az",
        "language: Azerbaijani",
        (6, 11),
        "vocabulary",
        "'Azerbaijani' is not one of the allowed values",
        "did you mean 'az'?",
    ),
    Mistake(
        "a claim that nobody makes",
        EVENT,
        "    by: river-watch\n",
        "",
        (37, 5),
        "missing-key",
        "key 'by' is missing",
        "add it: Who says it: a party, a person or a source",
    ),
    Mistake(
        "a claim without an answer",
        EVENT,
        '    answer: none-found\n    as_of: "2026-01-01"\n',
        "",
        (58, 12),
        "answer-recorded",
        "a claim about southland without an answer",
        "add a claim that answers it, or 'answer: none-found' with 'as_of'",
    ),
    Mistake(
        "an answer in other words",
        EVENT,
        "answer: none-found",
        "answer: none",
        (61, 13),
        "value",
        "found 'none'",
        "write none-found",
    ),
    Mistake(
        "an answer without #",
        EVENT,
        '"#south-closed-it"',
        '"south-closed-it"',
        (35, 14),
        "claim-address",
        "'south-closed-it' is not the address of a claim",
        'write "#south-closed-it"',
    ),
    Mistake(
        "a name in the wrong script",
        PLACE,
        '"Միդֆորդ"',
        '"Midford"',
        (3, 11),
        "name-script",
        "'Midford' is in Latin letters, its language is 'hy'",
        "write it in its own letters, and this form under 'spellings'; or correct 'lang'",
    ),
    Mistake(
        "an address without https",
        SOURCE,
        "https://south.invalid/bridge",
        "south.invalid/bridge",
        (5, 6),
        "web-address",
        "found 'south.invalid/bridge'",
        'write "https://south.invalid/bridge"; only these two are allowed',
    ),
    Mistake(
        "latitude first",
        PLACE,
        "[46.75, 39.8]",
        "[39.8, 46.75]",
        (19, 14),
        "place-bounds",
        "[39.8, 46.75] lies outside the region",
        "write [46.75, 39.8]: longitude comes first",
    ),
    Mistake(
        "decimal commas",
        PLACE,
        "[46.75, 39.8]",
        "[46,75, 39,8]",
        (19, 14),
        "value",
        "found a list",
        "write decimals with a point: a comma begins the next entry",
    ),
    Mistake(
        "degrees and minutes",
        PLACE,
        "[46.75, 39.8]",
        '["46°45\'", 39.8]',
        (19, 15),
        "value",
        'found "46°45\'"',
        "write decimal degrees, such as 46.75",
    ),
    Mistake(
        "marks of a merge",
        QUARREL,
        "rank: 1",
        "<<<<<<< HEAD\nrank: 1",
        (7, 1),
        "yaml-conflict",
        "conflict mark '<<<<<<<' left by a merge",
        "choose one version and remove the marks",
    ),
    Mistake(
        "a YAML anchor",
        QUARREL,
        "sources: [river-watch-1991-report]\nchecked",
        "sources: &s [river-watch-1991-report]\nchecked",
        (3, 10),
        "yaml-anchor",
        "anchors (&s) are not allowed",
        "remove it",
    ),
    Mistake(
        "two records in one file",
        "data/events/1990/1990-z.yml",
        "",
        "title: x\n---\ntitle: y\n",
        (2, 1),
        "yaml-documents",
        "a second document ('---') begins here",
        "one file holds one",
    ),
    Mistake(
        "a loaded word",
        QUARREL,
        "A quarrel over",
        "A war of separatists for",
        (2, 10),
        "wording",
        "found the loaded word 'separatists'",
        "Write 'de facto authorities' or name the body.",
    ),
    Mistake(
        "a file in UTF-16",
        QUARREL,
        "*utf-16",
        "",
        (1, 1),
        "yaml-encoding",
        "file is not UTF-8 but UTF-16 or UTF-32",
        "save the file as UTF-8",
    ),
    Mistake(
        "a file in a Russian code page",
        QUARREL,
        "*cp1251",
        "",
        (1, 9),
        "yaml-encoding",
        "byte 0xD0 is not valid UTF-8",
        "save the file as UTF-8",
    ),
]


def make(root: Path, mistake: Mistake) -> None:
    """Make the mistake in a repository without one."""
    if mistake.old.startswith("*"):
        file = root / mistake.path
        text = file.read_text(encoding="utf-8").replace("The river", "Река")
        file.write_bytes(text.encode(mistake.old[1:]))
    else:
        change(root, mistake.path, mistake.old, mistake.new)


def answers(root: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return what `check` says, as objects."""
    capsys.readouterr()
    main(["--root", str(root), "check", "--format", "json"])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_answered_with_place_cure_and_link(
    mistake: Mistake, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer stands at the mistake, says what it is and what to do, and leads to the text of its rule."""
    root = make_repository(tmp_path)
    (root / "mkdocs.yml").write_text(f"site_name: A test\nsite_url: {SITE}/\n", encoding="utf-8")
    make(root, mistake)
    found = answers(root, capsys)
    here = [one for one in found if one["rule"] == mistake.rule and (one["line"], one["column"]) == mistake.place]
    assert here, found
    assert here[0]["path"] == (mistake.at or mistake.path)
    assert here[0]["found"].startswith(mistake.found)
    assert mistake.cure in (here[0]["hint"] or here[0]["expected"])
    assert here[0]["link"] == f"{SITE}/contribute/rules/#{mistake.rule}"
    assert mistake.rule in explanations()
    # Nothing but the mistake is blamed: at most the key that it leaves missing, or the list that it empties.
    assert {one["rule"] for one in found} <= {mistake.rule, "missing-key", "yaml-empty"}


def test_the_list_is_as_long_as_promised() -> None:
    """At least thirty mistakes, each once."""
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES) >= 30


FORGIVEN = [
    pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="a byte order mark"),
    pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="Windows line ends"),
    pytest.param(lambda text: text.replace('"on"', "on").encode(), id="on without quotes"),
    pytest.param(lambda text: text.replace('"1990-05-01"', "1990-05-01").encode(), id="a day without quotes"),
    pytest.param(lambda text: text.replace("kind: blockade", "'kind': 'blockade'").encode(), id="quotes that are not needed"),
    pytest.param(lambda text: text.replace("rank: 1\n", "rank:   1   \n\n\n").encode(), id="spaces and empty lines"),
]


@pytest.mark.parametrize("typed", FORGIVEN)
def test_what_harms_nobody_is_read_and_mended(typed: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Some habits of editors and people are no mistakes; `fix` writes them as everywhere else."""
    root = make_repository(tmp_path)
    fix_tree(root)
    right = (root / EVENT).read_bytes()
    (root / EVENT).write_bytes(typed(right.decode()))
    assert (root / EVENT).read_bytes() != right
    assert answers(root, capsys) == []
    fix_tree(root)
    assert (root / EVENT).read_bytes() == right
