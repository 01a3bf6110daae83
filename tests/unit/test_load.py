"""The strict YAML loader: what it refuses, where, in which words, and what it keeps."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from macros.load import (
    KEY,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_PROBLEMS,
    check_characters,
    decode,
    field_name,
    load_bytes,
    load_file,
)
from macros.problems import Problem

LAUGHS = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghi"))
DEEP_BLOCK = "".join(f"{'  ' * level}k:\n" for level in range(25)) + "  " * 25 + "k: v\n"

GUESSED = """
yes NO on Off y N ~ True FALSE Null = << 012 0402 08 00 -0 -0.0 +5 +37410 1_000 0x1F 0o17 0b1 1e3 1.5e-3 .5 5.
5.000 1.50 .inf -.Inf .nan 1:30:00 12:60 1234567890123456789
""".split()  # noqa: SIM905, a table of words reads better than a list of quotes

# input, line, column, rule (without "yaml-"), words of the message
BAD: list[tuple[str | bytes, int, int, str, str]] = [
    # the same key twice, at the top and deeper
    ("a: x\nb: x\na: z\n", 3, 1, "duplicate-key", "key 'a' is already set on line 1"),
    ("e:\n  - date: x\n    b: c\n    date: z\n", 4, 5, "duplicate-key", "e[0]: key 'date' is already set on line 2"),
    ("a: {b: x, b: y}\n", 1, 11, "duplicate-key", "a: key 'b' is already set on line 1"),
    ("a: x\n'a': y\n", 2, 1, "duplicate-key", "already set on line 1"),
    # plain values that readers of YAML read differently
    ("lang: no\n", 1, 7, "ambiguous", "lang: 'no' is ambiguous in YAML; write it in quotes"),
    ("page: 12:30\n", 1, 7, "ambiguous", "'12:30' is ambiguous in YAML; write it in quotes"),
    ("a:\n  - x\n  - Yes\n", 3, 5, "ambiguous", "a[1]: 'Yes' is ambiguous"),
    *[(f"a: {word}\n", 1, 4, "ambiguous", f"'{word}' is ambiguous in YAML; write it in quotes") for word in GUESSED],
    # keys that are not text
    ("1: a\n", 1, 1, "ambiguous", "key 1 is not plain text; write it in quotes"),
    ("a:\n  no: b\n", 2, 3, "ambiguous", "a: key no is not plain text"),
    ("null: b\n", 1, 1, "ambiguous", "key null"),
    ("1.5: b\n", 1, 1, "ambiguous", "key 1.5"),
    (": b\n", 1, 1, "syntax", "a key is missing before ':'"),
    ("? [a]\n: b\n", 1, 3, "syntax", "where a key is due"),
    ("a: {{ x }}\n", 1, 5, "syntax", "put text that begins with { or [ in quotes"),
    # text lost as a comment
    ("e:\n  title: Resolution #822\n", 2, 21, "comment", "e.title: everything from '#822' is read as a comment"),
    ("a: one\n  two #3 four\nb: x\n", 2, 7, "comment", "a: everything from '#3'"),
    ("a: one\n  #2 two\nb: x\n", 2, 3, "comment", "a: everything from '#2'"),
    ("a: one\n  two #3\n  four\n", 2, 7, "comment", "everything from '#3'"),
    ("a: one\n  two # three\n  four\n", 2, 7, "comment", "a comment ends the value, but text goes on below"),
    ('a: "one" #two\n', 1, 10, "comment", "a: everything from '#two'"),
    ("a: #822\n", 1, 4, "comment", "a: everything from '#822'"),
    ("a: F #\n", 1, 6, "comment", "everything from '#'"),
    ("a: [b #c\n  ]\n", 1, 7, "comment", "a[0]: everything from '#c'"),
    ("a: | #x\n  b\n", 1, 6, "comment", "everything from '#x'"),
    ("a: b #c #d\n", 1, 6, "comment", "everything from '#c'"),
    # ': ' inside a value
    ("e:\n  title: Baku: a city\n", 2, 14, "colon", "a ': ' inside a value; put the value in quotes"),
    ("a: Baku:\n", 1, 8, "colon", "a ': ' inside a value"),
    ('a: "Baku": a city\n', 1, 10, "colon", "a ': ' inside a value"),
    ("a: on two\n  things: peace\n", 2, 9, "colon", "in a line that goes on with the value above"),
    # tabs as indentation
    ("a:\n\tb: x\n", 2, 1, "tab", "tab used for indentation; use spaces"),
    ("a:\n  b: x\n\tc: y\n", 3, 1, "tab", "tab used for indentation"),
    ("a:\n  b: x\n  \tc: y\n", 3, 3, "tab", "tab used for indentation"),
    ("a: |\n\tb\n", 2, 1, "tab", "tab used for indentation"),
    # what YAML would expand, construct or merge
    ("a: &a x\n", 1, 4, "anchor", "anchors (&a) are not allowed"),
    ("a: &a {b: c}\n", 1, 4, "anchor", "anchors (&a) are not allowed"),
    ("a: &\n", 1, 4, "anchor", "a value that begins with '&'"),
    ("a: *a\n", 1, 4, "alias", "aliases (*a) are not allowed; write the value out"),
    ("*a : b\n", 1, 1, "alias", "aliases (*a) are not allowed"),
    ("a: **bold**\n", 1, 4, "alias", "a value that begins with '*'"),
    (LAUGHS, 1, 4, "anchor", "anchors (&a) are not allowed"),
    ("b: x\na:\n  <<: *b\n", 3, 3, "merge", "a: merge keys (<<) are not allowed"),
    ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "tag", "tag !!python/object/apply:os.system is not"),
    ("a: !ENV HOME\n", 1, 4, "tag", "tag !ENV is not allowed"),
    ("a: !!str 12\n", 1, 4, "tag", "tag !!str is not allowed"),
    ("a: !e!x y\n", 1, 4, "tag", "begins with '!'"),
    # depth, counted before anything is built
    ("[" * 100_000, 1, 21, "depth", f"nested deeper than {MAX_DEPTH} levels"),
    ("{" * 100_000, 1, 2, "syntax", "where a key is due"),
    ("a: " + "[" * 100_000, 1, 23, "depth", "nested deeper"),
    ("- " * 100_000, 1, 41, "depth", "nested deeper"),
    (DEEP_BLOCK, 21, 41, "depth", "nested deeper"),
    # no value, no record
    ("title:\n", 1, 1, "empty", "title: no value; remove the key or write one"),
    ("a:\n  - x\n  -\n", 3, 4, "empty", "a[1]: no value; remove the line or write one"),
    ("", 1, 1, "empty", "file is empty"),
    ("\n\n", 1, 1, "empty", "file is empty"),
    ("# only a comment\n", 1, 1, "empty", "file is empty"),
    ("---\n", 1, 1, "empty", "file is empty"),
    ("\ufeff", 1, 1, "empty", "file is empty"),
    # one file, one document
    ("a: b\n---\nc: d\n", 2, 1, "documents", "a second document ('---') begins here; one file holds one"),
    ("---\na: b\n...\n---\n", 4, 1, "documents", "a second document"),
    ("%YAML 1.1\n---\na: b\n", 1, 1, "documents", "directives (%YAML, %TAG) are not allowed"),
    ("# x\n\n%TAG ! x:\n---\na: b\n", 3, 1, "documents", "directives"),
    ("a: b\n...\n%x y\n---\n", 3, 1, "documents", "a line that begins with '%' is read as a directive"),
    # what stands at the top
    ("- a\n- b\n", 1, 1, "top", "the file holds a list, not a mapping"),
    ("only text\n", 1, 1, "top", "the file holds a single value"),
    ("a:b\n", 1, 1, "top", "a space is missing after ':'"),
    ("null\n", 1, 1, "top", "the file holds a single value"),
    # faults of syntax, in plain words
    ("a: 'x\nb: y\n", 1, 4, "syntax", "the quote opened on line 1 is never closed"),
    ('a: "x\nb: "y"\n', 1, 4, "syntax", "the quote opened on line 1 closes only on line 2"),
    ("a: 'Baku's park'\n", 1, 10, "syntax", "text after the closing quote"),
    ('a: "\\q"\n', 1, 5, "syntax", "unknown escape '\\q'"),
    ("a: [x, y\nb: z\n", 1, 4, "syntax", "the '[' opened here is not closed"),
    ("a: {x: y\n", 1, 4, "syntax", "the '{' opened here is not closed"),
    ("a: @b\n", 1, 4, "syntax", "a value cannot begin with '@'"),
    ("a: `b`\n", 1, 4, "syntax", "a value cannot begin with '`'"),
    ("a: - b\n", 1, 4, "syntax", "'- ' in the middle of a line"),
    ("a: | b\n  c\n", 1, 6, "syntax", "text on the line of '|' or '>'"),
    ("a: b\nfoo\nc: d\n", 2, 1, "syntax", "a line without ': '"),
    ("a:\n  b: c\n d: e\n", 3, 2, "syntax", "not indented like the keys above"),
    ("a:\n  - b\n  c: d\n", 3, 3, "syntax", "not indented like the list above"),
    ("a: b\n<<<<<<< HEAD\nc: d\n=======\n", 2, 1, "conflict", "conflict mark '<<<<<<<' left by a merge"),
    ("a: b\n=======\na: c\n>>>>>>> x\n", 2, 1, "conflict", "conflict mark '======='"),
    # encodings
    ("t: Баку\n".encode("cp1251"), 1, 4, "encoding", "byte 0xC1 is not valid UTF-8; save the file as UTF-8"),
    ("a: b\r\nt: é\n".encode("latin-1"), 2, 4, "encoding", "byte 0xE9 is not valid UTF-8"),
    (b"a: b\nt: \xed\xa0\x80\n", 2, 4, "encoding", "byte 0xED"),  # a surrogate written as UTF-8
    (b"t: \xd0", 1, 4, "encoding", "byte 0xD0"),  # a letter cut in half
    ("a: b\n".encode("utf-16"), 1, 1, "encoding", "not UTF-8 but UTF-16"),
    ("a: b\n".encode("utf-16-le"), 1, 1, "encoding", "not UTF-8 but UTF-16"),
    ("a: b\n".encode("utf-16-be"), 1, 1, "encoding", "not UTF-8 but UTF-16"),
    ("a: b\n".encode("utf-32"), 1, 1, "encoding", "not UTF-8 but UTF-16"),
    # characters nobody sees, as they are and as escapes
    ("a: b\rc: d\r", 1, 5, "characters", "a carriage return (U+000D) without a line feed"),
    *[
        (f"a: b\nt: é{letter}x\n", 2, 5, "characters", f"invisible or control character {name} is not allowed")
        for letter, name in (
            ("\0", "U+0000"),
            ("\x1b", "U+001B"),
            ("\x7f", "U+007F"),
            ("\x85", "U+0085"),
            ("\xad", "U+00AD SOFT HYPHEN"),
            ("\u061c", "U+061C ARABIC LETTER MARK"),
            ("\u200b", "U+200B ZERO WIDTH SPACE"),
            ("\u200c", "U+200C ZERO WIDTH NON-JOINER"),
            ("\u200f", "U+200F RIGHT-TO-LEFT MARK"),
            ("\u2028", "U+2028 LINE SEPARATOR"),
            ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
            ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
            ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
            ("\ufdd0", "U+FDD0"),
            ("\U0001ffff", "U+1FFFF"),
            ("\ue000", "U+E000 (private use)"),
            ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
        )
    ],
    ("t: b\ufffdc\n", 1, 5, "characters", "stands for a letter lost earlier"),
    ("t: b\0\n", 1, 5, "characters", "U+0000"),  # in a file of plain ASCII
    ('t: "é\\u202e"\n', 1, 6, "characters", "t: invisible or control character U+202E RIGHT-TO-LEFT OVERRIDE"),
    ('t: "x\\0"\n', 1, 6, "characters", "U+0000 is not allowed (written as an escape)"),
    ('t: "\\\\0\\N"\n', 1, 8, "characters", "U+0085"),  # the first backslash is only a backslash
    ('"a\\x1b": x\n', 1, 3, "characters", "U+001B"),
    ('t: "\\ud83d\\ude00"\n', 1, 7, "characters", "the escape is half of a letter"),
    # size
    (b"a: " + b"x" * 1_100_000, 1, 1, "size", "file has 1,100,003 bytes; the limit is 1,000,000; split it"),
]  # fmt: skip


def _raw(source: str | bytes) -> bytes:
    return source if isinstance(source, bytes) else source.encode("utf-8")


def _load(source: str) -> Any:
    loaded, problems = load_bytes(source.encode("utf-8"), "data/x.yml")
    assert loaded is not None, [str(problem) for problem in problems]
    return loaded


@pytest.mark.parametrize("case", BAD, ids=[f"{case[3]}-{case[0][:24]!r}" for case in BAD])
def test_bad_input_is_refused_at_its_place(case: tuple[str | bytes, int, int, str, str]) -> None:
    """Each fault is the first problem of its file, with line, column, rule and words."""
    source, line, column, rule, words = case
    loaded, problems = load_bytes(_raw(source), "data/x.yml")
    assert loaded is None
    first = min(problems)
    assert (first.line, first.column, first.rule) == (line, column, f"yaml-{rule}"), str(first)
    assert words in str(first)


def test_all_faults_of_a_file_are_reported_together() -> None:
    """One reading finds faults of different sorts, and a syntax error does not hide those before it."""
    source = "a: no\na: x\nb: Resolution #822\nc: x\u200by\nd:\ne: f: g\n"
    _, problems = load_bytes(source.encode(), "x.yml")
    rules = [problem.rule.removeprefix("yaml-") for problem in sorted(problems)]
    assert rules == ["ambiguous", "duplicate-key", "comment", "characters", "empty", "colon"]


def test_a_file_full_of_faults_is_given_up() -> None:
    """No more than `MAX_PROBLEMS` are kept from one pass over a file."""
    for source in ("a: [" + "*x, " * 100_000 + "]", "a: x\n" * 100_000, "a: \u200b" * 50_000):
        _, problems = load_bytes(source.encode(), "x.yml")
        assert MAX_PROBLEMS <= len(problems) <= 2 * MAX_PROBLEMS


@pytest.mark.parametrize(
    "source",
    [
        "a: b\n" + "  #x\n" * 180_000,
        "a: b # " + "#x " * 300_000,
        "a: '" + "#x " * 300_000 + "'",
        "a: " + "1" * 900_000 + "x",
        "a: " + "1_" * 400_000 + "x",
        "\n" * 900_000,
        "# x\n" * 200_000,
        "[" * 900_000,
        "a: " + "{" * 900_000,
        'a: "' + "\\u202e" * 150_000 + '"',
        "\r" * 900_000,
        "a: " + " " * 900_000 + "#x",
    ],
    ids=lambda source: repr(source[:20]),
)
def test_hostile_text_takes_no_long_time(source: str) -> None:
    """No input below the size limit makes the loader's work grow with its square."""
    start = time.process_time()
    load_bytes(source.encode(), "x.yml")
    assert time.process_time() - start < 3


def test_values_get_the_types_we_promise() -> None:
    """Quoted and block text is text, dates stay text, plain numbers and words get their type."""
    loaded = _load(
        "a: \"1988\"\nb: 'no'\nc: true\nd: false\ne: null\nf: 1988\ng: -3\nh: 46.75\ni: 0\nj: 1.0\n"
        "k: 1994-05-05\nl: 1988-02\nm: 199X\nnn: 1988~\no: 1991-09/..\np: 12.05.1994\nq: 1994-5-5\n"
        "r: |\n  one\n  two\ns: >\n  one\n  two\nt: one\n  two\nu: ''\nv: Т-72\nw: 50%\nx: nope\n"
    )
    assert loaded.value == {
        "a": "1988", "b": "no", "c": True, "d": False, "e": None, "f": 1988, "g": -3, "h": 46.75, "i": 0, "j": 1.0,
        "k": "1994-05-05", "l": "1988-02", "m": "199X", "nn": "1988~", "o": "1991-09/..", "p": "12.05.1994",
        "q": "1994-5-5", "r": "one\ntwo\n", "s": "one two\n", "t": "one two", "u": "", "v": "Т-72", "w": "50%",
        "x": "nope",
    }  # fmt: skip
    assert type(loaded.value["f"]) is int and type(loaded.value["j"]) is float


@pytest.mark.parametrize(
    "source",
    [
        "# first\na: b # a real comment, see #5\n  # another, see #6\nc: 'x #y'\n",
        'a: "x #y" # z\nb: |\n  one #two\n  #three\n#c: d\n',
        "a:\n  b: c\n  #d: e\n  f: g\n",
        "a: >- # see #5\n  one #two\nb: https://example.org/#part\n",
    ],
)
def test_real_comments_pass(source: str) -> None:
    """A '#' in quoted or block text, in an address or inside a comment loses nothing."""
    assert isinstance(_load(source).value, dict)


def test_on_is_a_field_of_claims() -> None:
    """The plain key `on` is text, since the claim's field has this name."""
    assert _load('on: "1994-05"\n').value == {"on": "1994-05"}


def test_joiners_pass_beside_arabic_letters() -> None:
    """U+200C and U+200D pass where Persian needs them, literally and as escapes."""
    assert _load("a: می‌شود\n").value == {"a": "می\u200cشود"}
    assert _load('a: "می\\u200cشود"\n').value == {"a": "می\u200cشود"}
    assert check_characters("Baku\u200d", "x.md")[0].column == 5


def test_marks_lead_to_values_and_keys() -> None:
    """Every value and key has its position; an unknown path falls back to its known beginning."""
    loaded = _load('title: x\naccount:\n  - says: "y"\n    sources: [p, q]\n')
    assert loaded.marks[()] == (1, 1)
    assert loaded.marks[("account", 0, "sources", 1)] == (4, 18)
    assert loaded.marks[("account", 0, "says", KEY)] == (3, 5)
    assert loaded.position(("account", 0, "says")) == (3, 11)
    assert loaded.position(("account", 0, "says"), key=True) == (3, 5)
    assert loaded.position(("account", 0, "page")) == (3, 5)
    assert loaded.position(("account", 7, "says")) == (3, 3)
    assert loaded.position(("nowhere",)) == loaded.position((), key=True) == (1, 1)


def test_a_loaded_file_that_was_forgotten_is_read_again(tmp_path: Path) -> None:
    """Value and places are those of the file; one that is gone has neither."""
    file = tmp_path / "a.yml"
    file.write_text("a:\n  - b\n")
    loaded, _ = load_file(file, tmp_path)
    assert loaded is not None
    loaded.forget(tmp_path)
    assert (loaded.value, loaded.position(("a", 0)), loaded.path) == ({"a": ["b"]}, (2, 5), "a.yml")
    file.unlink()
    assert (loaded.value, loaded.position(("a", 0))) == ({}, (1, 1))


def test_line_ends_and_a_mark_at_the_start_do_not_matter() -> None:
    """A BOM is dropped and CRLF counts as one line end."""
    loaded, problems = load_bytes(b"\xef\xbb\xbfa: b\r\nc: |\r\n  d\r\n", "x.yml")
    assert problems == [] and loaded is not None
    assert loaded.value == {"a": "b", "c": "d\n"} and loaded.position(("c",), key=True) == (2, 1)


def test_other_tops_are_allowed_on_request() -> None:
    """A caller that expects a list gets one, and refuses a mapping."""
    loaded, _ = load_bytes(b"- a\n", "x.yml", top=(list,))
    assert loaded is not None and loaded.value == ["a"]
    assert load_bytes(b"a: b\n", "x.yml", top=(list,))[1][0].rule == "yaml-top"


def test_field_names_read_like_code() -> None:
    """Places in lists stand in brackets, keys after a dot."""
    assert field_name(("account", 2, "sources", 0)) == "account[2].sources[0]"
    assert field_name((0, "a")) == "[0].a" and field_name(()) == ""


def test_pages_use_the_same_character_check() -> None:
    """A heading underlined with equals signs is no conflict mark; a real mark is."""
    assert check_characters("# A\n\ntabs\tand no-break\u00a0spaces\n\nHeading\n=======\n", "x.md") == []
    assert [p.line for p in check_characters("<<<<<<< a\nb\n=======\nc\n>>>>>>> d\n", "x.md")] == [1, 3, 5]
    assert decode(b"a\r\nb\r", "x.md") == ("a\nb\r", [])


def test_messages_hold_no_hidden_characters() -> None:
    """What is quoted from a file cannot disturb the terminal that shows it."""
    _, problems = load_bytes(b'"a\\u202e\\x1b\\n": x\n"a\\u202e\\x1b\\n": y\n', "x.yml")
    assert problems and all(str(problem).isprintable() for problem in problems)


def test_files_are_read_below_the_root(tmp_path: Path) -> None:
    """The path is shown relative to the root; links, folders, large and missing files are refused."""
    (tmp_path / "data").mkdir()
    good = tmp_path / "data" / "good.yml"
    good.write_text("a: b\n")
    loaded, _ = load_file(good, tmp_path)
    assert loaded is not None and (loaded.path, loaded.value) == ("data/good.yml", {"a": "b"})
    (tmp_path / "link.yml").symlink_to(good)
    (tmp_path / "folder").symlink_to(tmp_path / "data")
    (tmp_path / "large.yml").write_bytes(b"#" * (MAX_BYTES + 1))
    rules = {
        "link.yml": "yaml-symlink",
        "folder/good.yml": "yaml-symlink",
        "large.yml": "yaml-size",
        "data": "yaml-unreadable",
        "missing.yml": "yaml-unreadable",
    }
    for name, rule in rules.items():
        nothing, problems = load_file(tmp_path / name, tmp_path)
        assert nothing is None and [(p.path, p.rule) for p in problems] == [(name, rule)]


def _check_answer(raw: bytes) -> None:
    loaded, problems = load_bytes(raw, "x.yml", top=(dict, list))
    assert (loaded is None) == bool(problems)
    lines = raw.count(b"\n") + 2
    for problem in problems:
        assert isinstance(problem, Problem) and problem.rule.startswith("yaml-")
        assert 1 <= problem.line <= lines and problem.column >= 1
        assert "\n" not in str(problem)


@given(st.binary(max_size=200))
@example(b"%YAML 9.9\n---\n")
def test_any_bytes_give_a_value_or_located_problems(raw: bytes) -> None:
    """No bytes raise an exception."""
    _check_answer(raw)


MARKS = """: :\n - # " ' | > [ ] { } , &a *a !x << \\ \\u202e no 12 % @ ---\n ...\n a b é \u200c"""
YAML_BITS = st.sampled_from([*MARKS.split(" "), ": ", "\n", "\n  ", "\n- ", "- ", "? ", " #", " ", "\t"])


@given(st.lists(YAML_BITS, max_size=30))
def test_any_mixture_of_marks_gives_a_value_or_located_problems(bits: list[str]) -> None:
    """Text that looks like YAML raises no exception either."""
    _check_answer("".join(bits).encode())


LETTERS = st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"])
TEXT = st.text(LETTERS | st.sampled_from("\n :#-'\"\\{}[]&*!%@"), max_size=60).filter(
    lambda text: check_characters(text, "x") == []
)


@given(st.dictionaries(TEXT, TEXT | st.lists(TEXT, min_size=1), min_size=1), st.booleans())
def test_quoted_text_comes_back_as_it_was_written(value: dict[str, Any], as_escapes: bool) -> None:
    """What another writer puts in quotes is read back unchanged, escapes included."""
    written = yaml.safe_dump(value, default_style='"', allow_unicode=not as_escapes)
    assert _load(written).value == value
