"""Every row of the list of bad inputs, and its neighbours, through the real command `check`.

Each case starts from a repository without a fault, changes one thing and asks
for: exit code 1, the problem at its line and column in its words, no other
problem unless the case says so, and every file as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from macros.cli import main
from tests.repository import (
    EVENT,
    FIGURES,
    PERSON,
    PLACE,
    QUARREL,
    QUESTION,
    SOURCE,
    change,
    hash_tree,
    make_repository,
)

PAGE = "docs/x.md"
HEAD = '---\ntitle: "X"\n---\n'
TREATY = "data/events/1813/1813-old-treaty.yml"
LAUGHS = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))


class Case(NamedTuple):
    """One bad input. row: its number in the list; old "" makes a new file; text: what the message must hold."""

    row: int
    path: str
    old: str | bytes
    new: str | bytes
    place: tuple[int, int]
    text: str
    total: int = 1


def page(body: str, row: int, line: int, column: int, text: str, total: int = 1) -> Case:
    """Return the case of a page with this body, which begins on line 4."""
    return Case(row, PAGE, "", HEAD + body, (line, column), text, total)


# fmt: off
RECORDS = [
    # 1 the same key twice, at the top, deeper, in braces
    Case(1, QUARREL, "kind: war", 'date: "1991"', (6, 1), "key 'date' is already set on line 5"),
    Case(1, EVENT, '    voiced_by: "Ana North"', "    by: southland", (21, 5), "claims[0]: key 'by' is already set on line 20"),
    Case(1, EVENT, "measure: displaced, of: people, low: 300", "low: 1, of: people, low: 300",
         (50, 33), "key 'low' is already set"),
    # 2 unknown keys: near, far, deeper; the key that is then missing is told too
    Case(2, QUARREL, "title:", "titel:", (1, 1), "titel: unknown key; did you mean 'title'?", 2),
    Case(2, QUARREL, "kind: war", "kind: war\nqqq: x", (7, 1), "qqq: unknown key; known here: summary, sources"),
    Case(2, EVENT, "voiced_by:", "voice_by:", (21, 5), "claims[0].voice_by: unknown key; did you mean 'voiced_by'?"),
    Case(2, PLACE, '    from: "1991-01-01"', '    start: "1991-01-01"', (9, 5), "names[1].start: unknown key"),
    Case(2, QUARREL, "kind: war", "kind: war\nid: x", (7, 1), "'id' is computed from the file name; remove the line"),
    # 3 words outside a vocabulary: of a kind, a status, a language, a rank; a word of another case
    Case(3, QUARREL, "kind: war", "kind: cease-fire", (6, 7),
         "kind: 'cease-fire' is not one of the allowed values, expected a word of data/vocab/event-kinds.yml"
         "; did you mean 'ceasefire'?"),
    Case(3, EVENT, "status: corroborated", "status: coroborated", (41, 13), "claims[2].status: 'coroborated' is not one"),
    Case(3, SOURCE, "language: az", "language: azb", (6, 11), "language: 'azb' is not one of the allowed values"),
    Case(3, QUARREL, "kind: war", "kind: War", (6, 7), "did you mean 'war'?"),
    Case(3, QUARREL, "rank: 1", "rank: 4", (7, 7), "rank: found 4, expected 1, 2 or 3"),
    Case(3, QUARREL, "rank: 1", 'rank: "1"', (7, 7), "rank: found '1', expected 1, 2 or 3"),
    # 4 nothing where something must be
    Case(4, QUARREL, "[river-watch-1991-report]\nchecked", "[]\nchecked", (3, 10),
         "sources: no source is named, expected at least one source"),
    Case(4, EVENT, "    question: who-closed-the-bridge\n    sources: [river-watch-1991-report]",
         "    question: who-closed-the-bridge\n    sources: []", (43, 14), "claims[2].sources: no source is named"),
    Case(4, QUARREL, "account:\n  - says: \"The quarrel lasted until the agreement of 1 March 1991.\"\n"
         "    sources: [river-watch-1991-report]\n",
         "account: []\n", (10, 10), "account: the list is empty, expected at least one entry"),
    Case(4, QUARREL, '"A quarrel over a river."', '"  "', (2, 10), "summary: empty text"),
    Case(4, QUARREL, '"A quarrel over a river."', "", (2, 1), "summary: no value"),
    Case(4, EVENT, "{measure: displaced, of: people, low: 300}", "{measure: displaced, of: people}", (50, 12),
         "claims[3].value: a value without a number"),
    # 5 to 8 dates
    Case(5, QUARREL, '"1990-05/1991-03-01"', '"1994-5-5"', (5, 7), "date: found \"1994-5-5\""),
    Case(5, QUARREL, '"1990-05/1991-03-01"', '"1994-5-5"', (5, 7), '"1994-05-05"'),
    Case(6, QUARREL, '"1990-05/1991-03-01"', '"1988-02-30"', (5, 7), "February 1988 has 29 days"),
    Case(6, QUARREL, '"1990-05/1991-03-01"', '"1990-13"', (5, 7), "date: found \"1990-13\""),
    Case(7, QUARREL, '"1990-05/1991-03-01"', '"1994/1988"', (5, 7), "ends before it begins"),
    Case(8, QUARREL, '"1990-05/1991-03-01"', '"12.05.1994"', (5, 7), 'write the year first: "1994-05-12" or "1994-12-05"'),
    Case(8, QUARREL, '"1990-05/1991-03-01"', '"5 May 1994"', (5, 7), 'write "1994-05-05"'),
    Case(8, QUARREL, '"1990-05/1991-03-01"', "1994", (5, 7), 'date: found 1994, expected an EDTF date in quotes; write "1994"'),
    Case(8, QUARREL, 'checked: "2026-01-01"', 'checked: "2026-01"', (4, 10), 'checked: found "2026-01", expected one full day'),
    # 9 and 10 plain values that YAML guesses at
    Case(9, SOURCE, "language: az", "language: no", (6, 11), "language: 'no' is ambiguous in YAML; write it in quotes"),
    Case(9, PLACE, "lang: ru", "lang: Off", (12, 11), "names[2].lang: 'Off' is ambiguous"),
    Case(10, EVENT, 'locator: "p. 3"', "locator: 12:30", (17, 86), "locator: '12:30' is ambiguous in YAML; write it in quotes"),
    Case(10, QUARREL, "rank: 1", "rank: 012", (7, 7), "rank: '012' is ambiguous"),
    # 11 and 12 text lost or cut
    Case(11, QUARREL, '"The river quarrel"', "Resolution #822", (1, 19),
         "title: everything from '#822' is read as a comment; quote the value"),
    Case(12, QUARREL, '"The river quarrel"', "Baku: a city", (1, 12), "a ': ' inside a value; put the value in quotes"),
    # 13 tabs
    Case(13, QUARREL, "  - says", "\t- says", (11, 1), "tab used for indentation; use spaces"),
    Case(13, EVENT, '    voiced_by: "Ana', '\tvoiced_by: "Ana', (21, 1), "tab used for indentation; use spaces"),
    # 14 to 16 what YAML would expand, nest or merge
    Case(14, QUARREL, '"A quarrel over a river."', "&a words", (2, 10), "summary: anchors (&a) are not allowed"),
    Case(14, QUARREL, '"A quarrel over a river."', "*a", (2, 10), "summary: aliases (*a) are not allowed"),
    Case(14, QUARREL, '"A quarrel over a river."', "!!python/object:os.system x",
         (2, 10), "tag !!python/object:os.system is not allowed"),
    Case(14, "data/events/1990/1990-laughs.yml", "", LAUGHS, (1, 4), "anchors (&a) are not allowed", 25),
    Case(15, "data/events/1990/1990-deep.yml", "", "a: " + "[" * 100_000, (1, 23), "nested deeper than 20 levels"),
    Case(15, "data/events/1990/1990-deep.yml", "", "a: " + "{b: " * 100_000, (1, 80), "nested deeper than 20 levels"),
    Case(16, QUARREL, "kind: war", "kind: war\n<<: {a: b}", (7, 1), "merge keys (<<) are not allowed"),
    # 17 and 18 characters that nobody sees, as such and as escapes
    Case(17, QUARREL, "A quarrel", "A qu\0arrel", (2, 15), "invisible or control character U+0000 is not allowed"),
    Case(17, QUARREL, "A quarrel", "A qu\x1barrel", (2, 15), "invisible or control character U+001B is not allowed"),
    Case(17, QUARREL, "A quarrel", "A qu\x85arrel", (2, 15), "U+0085"),
    Case(17, QUARREL, "A quarrel", "A qu\\x00arrel", (2, 15), "U+0000 is not allowed (written as an escape)"),
    Case(18, QUARREL, "A quarrel", "A qu\u202earrel", (2, 15),
         "invisible or control character U+202E RIGHT-TO-LEFT OVERRIDE is not allowed"),
    Case(18, QUARREL, "A quarrel", "A qu\u2066arrel", (2, 15), "U+2066 LEFT-TO-RIGHT ISOLATE"),
    Case(18, QUARREL, "A quarrel", "A qu\u200barrel", (2, 15), "U+200B ZERO WIDTH SPACE"),
    Case(18, QUARREL, "A quarrel", "A qu\\u202earrel",
         (2, 15), "U+202E RIGHT-TO-LEFT OVERRIDE is not allowed (written as an escape)"),
    # 19 letters of another script
    Case(19, PLACE, '"Mitford"', '"Step\u0430nakert"', (13, 13),
         "spellings[0]: 'Step\u0430nakert' mixes Latin and Cyrillic letters (U+0430 at letter 5)"),
    Case(19, PLACE, '"Mitford"', '"Arts\u0561kh"', (13, 13), "mixes Latin and Armenian letters (U+0561 at letter 5)"),
    # 20 other encodings
    Case(20, QUARREL, b"A quarrel", "Ба quarrel".encode("cp1251"), (2, 11), "byte 0xC1 is not valid UTF-8; save the file as UTF-8"),
    Case(20, "data/events/1990/1990-x.yml", "", "title: x\n".encode("utf-16"), (1, 1), "file is not UTF-8 but UTF-16"),
    Case(20, QUARREL, b"\nchecked", b"\rchecked", (3, 35), "a carriage return (U+000D) without a line feed"),
    # 21 to 23 whole files
    Case(21, "data/events/1990/1990-x.yml", "", "", (1, 1), "file is empty"),
    Case(21, "data/events/1990/1990-x.yml", "", "# words\n\n# words\n", (1, 1), "file is empty"),
    Case(21, "data/events/1990/1990-x.yml", "", "- a\n- b\n", (1, 1), "the file holds a list, not a mapping"),
    Case(22, QUARREL, "account:", "---\naccount:", (10, 1), "a second document ('---') begins here; one file holds one"),
    Case(23, "data/events/1990/1990-x.yml", "", "#" * 1_100_003,
         (1, 1), "file has 1,100,003 bytes; the limit is 1,000,000; split it"),
    # 24 ids of nothing
    Case(24, EVENT, "    sources: [river-watch-1991-report]", "    sources: [river-wach-1991-report]", (43, 15),
         "claims[2].sources[0].source: no record 'river-wach-1991-report' in data/sources"
         "; did you mean 'river-watch-1991-report'?"),
    Case(24, QUARREL, "[riverland]", "[River Land]", (9, 10), "places[0]: 'River Land' is not an id"),
    # 25 addresses
    Case(25, SOURCE, "https://south.invalid/bridge", "javascript:alert(1)", (5, 6),
         "url: found 'javascript:alert(1)', expected an http or https address; only these two are allowed"),
    Case(25, SOURCE, "https://south.invalid/bridge", "JaVaScRiPt:alert(1)", (5, 6), "only these two are allowed"),
    Case(25, SOURCE, "https://south.invalid/bridge", "java\\tscript:alert(1)", (5, 6), "url: found"),
    Case(25, SOURCE, "https://south.invalid/bridge", "data:text/html,x", (5, 6), "only these two are allowed"),
    Case(25, SOURCE, "https://south.invalid/bridge", "//south.invalid/bridge", (5, 6), "only these two are allowed"),
    Case(25, SOURCE, "https://south.invalid/bridge", "https://a@south.invalid/", (5, 6), "is not a web address"),
    Case(25, SOURCE, "https://south.invalid/bridge", "https://south.invalid/<b>", (5, 6), "is not a web address"),
    # neighbours: numbers that cannot be, lists and texts in each other's place, claims twice, keys missing
    Case(0, EVENT, "low: 320, high: 400", "low: 400, high: 320", (60, 12), "claims[4].value: low 400 is above high 320"),
    Case(0, EVENT, "low: 300}", "low: -3}", (50, 50), "claims[3].value.low: found -3"),
    Case(0, EVENT, "low: 300}", 'low: "300"}', (50, 50), "claims[3].value.low: found '300', expected a number"),
    Case(0, EVENT, '    as_of: "2026-01-01"\n', "", (52, 5), "'answer' and 'as_of' go together"),
    Case(0, QUARREL, "[riverland]", "riverland", (9, 9), "places: found 'riverland'"),
    Case(0, QUARREL, '"A quarrel over a river."', "[a, b]", (2, 10), "summary: found ['a', 'b'], expected text in quotes"),
    Case(0, EVENT, "id: watch-finding", "id: south-closed-it",
         (37, 9), "the claim id 'south-closed-it' is used twice in this record"),
    Case(0, EVENT, "id: watch-finding", "id: Watch Finding", (37, 9), "'Watch Finding' is not an id"),
    Case(0, QUARREL, "kind: war\n", "", (1, 1), "kind: key 'kind' is missing; add it"),
    Case(0, EVENT, '"#stranded-first"', '"stranded-first"', (59, 14), "is not the address of a claim"),
    Case(0, QUARREL, "kind: war", "<<<<<<< HEAD\nkind: war", (6, 1), "conflict mark '<<<<<<<' left by a merge"),
    Case(0, PLACE, "[46.75, 39.8]", "[46.75]", (19, 14), "coordinates[1]: entry 2 is missing; add it"),
    # neighbours: what lies where no record should
    Case(0, "data/event/x.yml", "", "a: b\n", (1, 1), "'event' is no kind of record; did you mean 'events'?"),
    Case(0, "data/events/notes.txt", "", "a: b\n", (1, 1), "'notes.txt' is not a .yml file"),
    Case(0, "data/events/1990/Bad Name.yml", "", "a: b\n", (1, 1), "'Bad Name' is not an id; call it bad-name.yml"),
    Case(0, "data/events/1991/1990-river-quarrel.yml", "", "title: x\n", (1, 1),
         "the id '1990-river-quarrel' is already used by data/events/1990/1990-river-quarrel.yml"),
    Case(0, "data/exceptions.yml", "", "exception: []\n", (1, 1), "exception: unknown key; did you mean 'exceptions'?", 2),
]
PAGES = [
    # 26 what is no call of a macro
    page("Words.\n\n{{ cycler.__init__.__globals__ }}\n", 26, 6, 1, "only macro(...) is allowed here, not Getattr; known: "),
    page("Words.\n\n{% for x in [1] %}{{ x }}{% endfor %}\n", 26, 6, 1, "only macro(...) is allowed here, not For"),
    page("Words.\n\n{{ config }}\n", 26, 6, 1, "only macro(...) is allowed here, not Name"),
    page("{{ 7 * 7 }}\n", 26, 4, 1, "only macro(...) is allowed here, not Mul"),
    page("Words.\n{{ \n", 26, 5, 1, ""),
    page("Words.\n{% raw %}\nx\n", 26, 5, 1, ""),
    # 27 calls that cannot work
    page('Words.\n{{ lnk("midford") }}\n', 27, 5, 1, "unknown macro 'lnk'; did you mean 'link'?"),
    page("Words.\n{{ link() }}\n", 27, 5, 4, "link(): missing a required argument: 'record'"),
    page('Words.\n{{ link("midfrd") }}\n', 27, 5, 4, "link(): no record 'midfrd'; did you mean 'midford'?"),
    page('{{ link("midford", "x", "y") }}\n', 27, 4, 4, "link(): too many positional arguments"),
    page('{{ link("midford", txt="x") }}\n', 27, 4, 4, "link(): got an unexpected keyword argument 'txt'"),
    page('{{ link("events/1990-05-01-bridge-closed#watch-findin") }}\n', 27, 4, 4,
         "link(): no claim of this record 'watch-findin'; did you mean 'watch-finding'?"),
    page('{{ show_figure("events/1990-05-01-bridge-closed#watch-finding") }}\n', 27, 4, 4, "watch-finding' has no number"),
    page('{{ show_date("1990-05-01-bridge-closed", "day mont") }}\n', 27, 4, 4,
         "show_date(): no form of a date 'day mont'; did you mean 'day month'?"),
    page('{{ show_date("1990-05-01-bridge-closed", "year", "lst") }}\n', 27, 4, 4,
         "show_date(): no end of an interval 'lst'; did you mean 'last'?"),
    page('{{ show_date("periods/p1-before", "day month") }}\n', 27, 4, 4, "show_date(): the day of"),
    page('{{ show_date("midford") }}\n', 27, 4, 4, "show_date(): 'midford' has no date"),
    page("{{ link(3) }}\n", 27, 4, 4, "link(): 'record' is 3, expected text"),
    page('{{ show_timeline("1990", 1991) }}\n', 27, 4, 4, "show_timeline(): 'first' is '1990', expected a whole number"),
    page('{{ cite("river-wach-1991-report") }}\n', 27, 4, 4, "did you mean 'river-watch-1991-report'?"),
    page("{{ show_sources() }}\n", 27, 4, 4, "show_sources(): nothing is cited above"),
    # 28 HTML that a page may not have
    page("Words.\n\n<script>alert(1)</script>\n", 28, 6, 1, "HTML that is not allowed: <script>"),
    page('Words.\n\n\nx <iframe src="a"></iframe>\n', 28, 7, 3, "HTML that is not allowed: <iframe>"),
    page('<p onclick="x()">a</p>\n', 28, 4, 1, "HTML that is not allowed: the attribute onclick on <p>"),
    page("[x](javascript:alert(1))\n", 28, 4, 3, "HTML that is not allowed: a link to javascript:"),
    page("[x](jav&#x61;script&colon;alert(1))\n", 28, 4, 3, "a link to javascript:"),
    page("# H {: onclick=x() }\n", 28, 4, 5, "the attribute onclick in braces"),
    page("# H {: class=kr-note onclick=x() }\n", 28, 4, 5, "the attribute onclick in braces"),
    page("[x](java\tscript:alert(1))\n", 28, 4, 3, "a link to javascript:"),
    page("> [a]: javascript:x\n\n[x][a]\n", 28, 4, 3, "a link to javascript:"),
    page("<!--> <script>x()</script> -->\n", 28, 4, 1, "HTML that is not allowed: a comment"),
    # 29 files that do not belong under docs/
    Case(29, "docs/x.html", "", "<p>", (1, 1), "'.html' files are not allowed here; only .md are"),
    Case(29, "docs/x.js", "", "1", (1, 1), "'.js' files are not allowed here"),
    Case(29, "docs/a b.md", "", HEAD, (1, 1), "the file name has signs that no address should have"),
    Case(29, "docs/a?.md", "", HEAD, (1, 1), "the file name has signs that no address should have"),
    Case(29, "docs/a#b.md", "", HEAD, (1, 1), "the file name has signs that no address should have"),
    Case(29, "docs/Index.md", "", HEAD, (1, 1), "another file's name differs only in case; rename one of them", 2),
    # beside the list: brackets, size, encoding, unseen characters
    page("[" * 20_000, 0, 4, 1, "20000 '[' in one line; the limit is 200"),
    page("a" * 200_000, 0, 1, 1, "the page has 200,019 bytes; the limit is 200,000; split it"),
    Case(0, PAGE, "", HEAD.encode() + b"caf\xe9\n", (4, 4), "byte 0xE9 is not valid UTF-8"),
    page("a\u202eb\n", 0, 4, 2, "U+202E RIGHT-TO-LEFT OVERRIDE"),
]
# fmt: on
CASES = [*RECORDS, *PAGES]


def apply(root: Path, case: Case) -> None:
    """Make the one change of a case."""
    if isinstance(case.new, str) and isinstance(case.old, str):
        change(root, case.path, case.old, case.new)
        return
    file = root / case.path
    if case.old:
        assert isinstance(case.old, bytes) and isinstance(case.new, bytes)
        assert file.read_bytes().count(case.old) == 1
        file.write_bytes(file.read_bytes().replace(case.old, case.new))
    else:
        assert isinstance(case.new, bytes)
        file.write_bytes(case.new)


def run_check(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    """Run the command as a contributor does; return its exit code and the problems as objects."""
    capsys.readouterr()
    code = main(["--root", str(root), "check", "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def words(problem: dict[str, Any]) -> str:
    """Return the message of a problem without its place."""
    field = f"{problem['field']}: " if problem["field"] else ""
    expected = f", expected {problem['expected']}" if problem["expected"] else ""
    return field + problem["found"] + expected + (f"; {problem['hint']}" if problem["hint"] else "")


def test_a_repository_without_a_fault_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The ground on which every case stands: no problem, exit code 0."""
    assert run_check(make_repository(tmp_path), capsys) == (0, [])


def _name(case: Case) -> str:
    return f"{case.row} {case.text[:50] or case.new[:30]!r}".encode("ascii", "replace").decode()


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_bad_input_is_refused_where_it_stands(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bad input gives exit code 1 and its problem in its place and words, and no file changes."""
    root = make_repository(tmp_path)
    apply(root, case)
    before = hash_tree(root)
    code, problems = run_check(root, capsys)
    assert code == 1
    assert len(problems) == case.total, [words(problem) for problem in problems]
    at_place = [words(problem) for problem in problems if (problem["line"], problem["column"]) == case.place]
    assert any(case.text in text for text in at_place), [(p["line"], p["column"], words(p)) for p in problems]
    assert {problem["path"] for problem in problems} <= {case.path, str(Path(case.path).parent), "docs/index.md"}
    assert hash_tree(root) == before


def test_every_row_of_the_list_has_a_case() -> None:
    """The acceptance list has 29 rows; each is here."""
    assert {case.row for case in CASES} == {0, *range(1, 30)}


LINKS = {
    "docs/leak.txt": "symbolic links are not allowed",
    "docs/leak.md": "symbolic links are not allowed",
    "data/events/1990/1990-leak.yml": "symbolic links are not allowed",
}


@pytest.mark.parametrize("path", LINKS)
def test_a_symbolic_link_is_refused_unread(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A link out of the repository is named and its target appears in no message (row 29)."""
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET\n", encoding="utf-8")
    root = make_repository(tmp_path / "repository")
    (root / path).symlink_to(secret)
    code, problems = run_check(root, capsys)
    assert code == 1
    assert [(problem["path"], problem["line"], problem["found"]) for problem in problems] == [(path, 1, LINKS[path])]
    assert "SECRET" not in json.dumps(problems)


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pages behind a linked folder are not read either (row 29)."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_text("{{ config }}", encoding="utf-8")
    root = make_repository(tmp_path / "repository")
    (root / "docs" / "linked").symlink_to(outside, target_is_directory=True)
    code, problems = run_check(root, capsys)
    assert code == 1
    assert ("docs/linked", "symbolic links are not allowed") in [(problem["path"], problem["found"]) for problem in problems]
    assert "config" not in json.dumps(problems)


SLIPS = [
    (PERSON, '"199X"', '"1925"'),
    (QUESTION, "Midford?", "Midford"),
    (SOURCE, "https://south.invalid/bridge", "javascript:alert(1)"),
    (QUARREL, "kind: war", "kind: wor"),
    (QUARREL, "rank: 1", "rank: 9"),
    (TREATY, "rank: 3", "rank: 012"),
    (FIGURES, '"1991"', '"1991-2-3"'),
    (PAGE, "", HEAD + '{{ lnk("midford") }}\n'),
    ("docs/y.js", "", "1"),
]


def test_all_problems_of_one_run_come_together_and_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Records and pages are told in one run, sorted by file, line and column."""
    root = make_repository(tmp_path)
    for path, old, new in SLIPS:
        change(root, path, old, new)
    code, problems = run_check(root, capsys)
    places = [(problem["path"], problem["line"], problem["column"]) for problem in problems]
    assert code == 1
    assert places == sorted(places)
    # A question is judged only when all records could be read, so its slip is told in the next run.
    assert {path for path, _, _ in places} == {path for path, _, _ in SLIPS} - {QUESTION}
    assert [line for path, line, _ in places if path == QUARREL] == [6, 7]


def test_the_report_reads_as_agreed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[Path, str], None]
) -> None:
    """The wording of a whole report stands under review."""
    root = make_repository(tmp_path)
    for path, old, new in SLIPS:
        change(root, path, old, new)
    capsys.readouterr()
    assert main(["--root", str(root), "check"]) == 1
    golden(Path(__file__).parent / "golden" / "report.txt", capsys.readouterr().out)
