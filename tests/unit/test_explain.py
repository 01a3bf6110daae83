"""Every rule is explained, in one text for terminal and site, with examples that the engine treats as the text says."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from macros.check import check_root
from macros.cli import main
from macros.explain import GROUPS, Explanation, UnknownRule, explanations, get_explanation
from macros.frame_check import check_frame
from macros.problems import Problem, format_text
from macros.records import load_records
from macros.rules import ALL_RULES, check_change
from macros.verify import verify_site
from macros.yaml_faults import _FAULTS
from tests.repository import (
    ARCHIVE,
    DOCUMENT,
    EVENT,
    PARTY,
    PERSON,
    PLACE,
    QUARREL,
    QUESTION,
    ROOT,
    SOURCE,
    change,
    make_repository,
)

PAGE = "docs/x.md"
HEAD = '---\ntitle: "X"\n---\n'


def _names_in_call(call: ast.Call) -> Iterator[object]:
    """Yield what stands where a call that makes a problem takes the rule."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    place = {"fault": 0, "_need_text": 1, "note": 2, "problem_at": 2, "Problem": 7}.get(name)
    if place is not None and len(call.args) > place:
        yield getattr(call.args[place], "value", None)
    yield from (getattr(word.value, "value", None) for word in call.keywords if word.arg == "rule")


NAMED_AT = {"validation.py": 3, "page_limits.py": 4}
"""Files whose faults are rows of five, and where in a row the rule stands."""


def rules_in_code() -> set[str]:
    """Return every name that the engine can give a problem, read from its source."""
    found: set[object] = {rule.NAME for rule in ALL_RULES} | {f"yaml-{row[1]}" for row in _FAULTS}
    for file in (ROOT / "macros").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found |= set(_names_in_call(node))
            elif isinstance(node, ast.Constant) and re.fullmatch(r"yaml-[a-z-]+", str(node.value)):
                found.add(node.value)
            elif isinstance(node, ast.Tuple) and len(node.elts) == 5 and file.name in NAMED_AT:
                found.add(getattr(node.elts[NAMED_AT[file.name]], "value", None))
    return {name for name in found if isinstance(name, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", name)}


def test_every_rule_of_the_engine_is_explained() -> None:
    """A name in brackets at the end of a problem can be looked up, and no text explains what is gone."""
    assert rules_in_code() - {"yaml-language-server"} == set(explanations())


@pytest.mark.parametrize("one", explanations().values(), ids=lambda one: one.rule)
def test_every_explanation_says_what_why_and_how(one: Explanation) -> None:
    """What, why, a cure, and an example each way."""
    assert all(text.endswith((".", "?")) for text in (one.what, one.why, one.cure))
    assert one.refused and one.accepted and one.refused != one.accepted
    assert one.group in GROUPS


@pytest.mark.parametrize("group", GROUPS)
def test_the_page_about_rules_prints_every_group(group: str) -> None:
    """The same text stands on the site."""
    page = (ROOT / "docs/contribute/rules.md").read_text(encoding="utf-8")
    assert f'{{{{ list_rules("{group}") }}}}' in page
    assert f"## {GROUPS[group]}\n" in page


def test_the_report_on_the_page_is_one_that_the_check_prints(tmp_path: Path) -> None:
    """Its sample of a report is word for word what is printed, the number of files aside."""
    root = make_repository(tmp_path)
    change(root, QUARREL, "rank: 1", "rank: 9")
    printed = format_text(check_root(root).problems, 2900, "https://karabakh-record.example/")
    assert f"```text\n{printed}\n```" in (ROOT / "docs/contribute/rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["path", *[field.name for field in fields(Problem)], "link"])
def test_the_page_documents_every_field_of_the_json(name: str) -> None:
    """Programs read it by these names."""
    assert f"`{name}`" in (ROOT / "docs/contribute/rules.md").read_text(encoding="utf-8")


# Where the example of a rule stands in the invented archive: file, the lines it takes the place of, their indent.
PLACES: dict[str, tuple[str, str, int]] = {
    "yaml-characters": (QUARREL, 'title: "The river quarrel"', 0),
    "yaml-conflict": (QUARREL, "rank: 1", 0),
    "yaml-depth": (QUARREL, "places: [riverland]", 0),
    "yaml-anchor": (QUARREL, 'summary: "A quarrel over a river."', 0),
    "yaml-alias": (QUARREL, 'summary: "A quarrel over a river."', 0),
    "yaml-merge": (QUARREL, "kind: war\nrank: 1", 0),
    "yaml-tag": (QUARREL, 'title: "The river quarrel"', 0),
    "yaml-duplicate-key": (QUARREL, "rank: 1", 0),
    "yaml-ambiguous": (QUARREL, 'title: "The river quarrel"', 0),
    "yaml-comment": (QUARREL, 'title: "The river quarrel"', 0),
    "yaml-colon": (QUARREL, 'title: "The river quarrel"', 0),
    "yaml-tab": (
        QUARREL,
        'account:\n  - says: "The quarrel lasted until the agreement of 1 March 1991."\n    sources: [river-watch-1991-report]',
        0,
    ),
    "yaml-quotes": (QUARREL, 'title: "The river quarrel"', 0),
    "yaml-syntax": (QUARREL, 'title: "The river quarrel"', 0),
    "yaml-empty": (QUARREL, 'summary: "A quarrel over a river."', 0),
    "yaml-documents": (QUARREL, "rank: 1", 0),
    "edtf-date": (QUARREL, 'date: "1990-05/1991-03-01"', 0),
    "vocabulary": (QUARREL, "kind: war", 0),
    "unfinished": (QUARREL, 'summary: "A quarrel over a river."', 0),
    "unknown-key": (QUARREL, "rank: 1", 0),
    "missing-key": (QUARREL, "kind: war\nrank: 1\nparties: [northland, southland]", 0),
    "value": (QUARREL, "places: [riverland]", 0),
    "text": (QUARREL, 'title: "The river quarrel"', 0),
    "slug": (QUARREL, "places: [riverland]", 0),
    "claim-address": (EVENT, '    answers: "#south-closed-it"', 4),
    "record-address": (PARTY, '      - {words: "Midford", to: "places/midford"}', 6),
    "source-needed": (
        QUARREL,
        '  - says: "The quarrel lasted until the agreement of 1 March 1991."\n    sources: [river-watch-1991-report]',
        4,
    ),
    "web-address": (SOURCE, 'url: "https://south.invalid/bridge"', 0),
    "figure": (EVENT, "    value: {measure: displaced, of: people, low: 300}", 4),
    "derived-field": (QUARREL, "rank: 1", 0),
    "unique-claim": (EVENT, "  - id: watch-finding", 2),
    "alphabetical": (QUARREL, "parties: [northland, southland]", 0),
    "answer-recorded": (QUESTION, "places: [midford]", 4),
    "claim-links": (EVENT, '    revises: "#stranded-first"', 4),
    "consistent-dates": (PERSON, '    from: "1988"\n    to: "1990-06~"', 4),
    "event-id": (QUARREL, 'date: "1990-05/1991-03-01"', 0),
    "event-tree": (QUARREL, "rank: 1", 0),
    "known-record": (QUARREL, "places: [riverland]", 0),
    "mixed-scripts": (PLACE, 'name: "Midford"', 0),
    "name-script": (PLACE, '  - text: "Միդֆորդ"\n    lang: hy', 2),
    "phrase-links": (PARTY, 'words: "Midford"', -1),
    "place-bounds": (PLACE, "coordinates: [46.75, 39.8]", 0),
    "question-claims": (QUESTION, 'title: "Who closed the bridge at Midford?"', 0),
    "reserved-id": (DOCUMENT, "  - id: article-1-kept", 2),
    "unique-address": (SOURCE, 'url: "https://south.invalid/bridge"', 0),
    "redirects": ("data/redirects.yml", "", 0),
    "unverified-as-fact": (EVENT, 'summary: "The bridge was closed."', 0),
    "wording": (QUARREL, 'summary: "A quarrel over a river."', 0),
    "page-front-matter": (PAGE, "", 0),
    "page-macro": (PAGE, "", 0),
    "page-html": (PAGE, "", 0),
}
BESIDE = {  # lines that an example leaves out, since they say nothing about its rule
    "answer-recorded": (
        'places: [midford]\nclaims:\n  - id: said\n    by: northland\n    "on": "1991"\n    says: "It was they."\n'
        "    status: disputed\n    sources: [north-gazette-1990-bridge]\n"
    ),
    "derived-field": "",
    "event-tree": "rank: 1\n",
    "missing-key": "rank: 1\n",
    "page-macro": HEAD,
    "page-html": HEAD,
}


def place(root: Path, rule: str, example: str) -> None:
    """Put an example where it belongs."""
    path, old, indent = PLACES[rule]
    pad = " " * max(indent, 0)
    text = "\n".join(pad + line for line in example.rstrip("\n").split("\n"))
    if rule == "source-needed":
        text = "  - " + text[4:]
    elif rule == "event-tree" and "rank" in text:
        text = ""
    new = BESIDE.get(rule, "") + text
    change(root, path, old, new if old else new + "\n")


@pytest.mark.parametrize("rule", PLACES)
def test_an_example_is_refused_and_accepted_as_the_text_says(rule: str, tmp_path: Path) -> None:
    """The one example breaks just that rule, the other breaks none."""
    one = get_explanation(rule)
    for folder, example in (("refused", one.refused), ("accepted", one.accepted)):
        root = make_repository(tmp_path / folder)
        place(root, rule, example)
        problems = check_root(root).problems
        assert (rule in {problem.rule for problem in problems}) == (folder == "refused"), [str(problem) for problem in problems]
        assert folder == "refused" or problems == [], [str(problem) for problem in problems]


def _write(path: str, content: bytes) -> Callable[[Path], None]:
    def do(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)

    return do


def _copy(source: str, target: str, old: str = "", new: str = "") -> Callable[[Path], None]:
    def do(root: Path) -> None:
        _write(target, (root / source).read_text(encoding="utf-8").replace(old, new).encode())(root)

    return do


def _rename(old: str, new: str) -> Callable[[Path], None]:
    def do(root: Path) -> None:
        (root / old).rename(root / new)

    return do


def _link(root: Path) -> None:
    (root / "data/sources/report.yml").symlink_to("../../report.yml")


def _hide(root: Path) -> None:
    os.mkfifo(root / "data/sources/report.yml")


EXCEPTION = b'exceptions:\n  - rule: wording\n    record: events/1990-river-quarrel\n    reason: "An invented one."\n'

# What an example says in words, done: the rule is broken by it.
DONE: dict[str, Callable[[Path], None]] = {
    "yaml-encoding": _write("data/events/1990/1990-x.yml", 'title: "Шуша"'.encode("cp1251")),
    "yaml-size": _write("data/events/1990/1990-x.yml", b"#" * 1_100_000),
    "yaml-top": _write("data/events/1990/1990-x.yml", b'title:"The river quarrel"\nrank:1\n'),
    "yaml-symlink": _link,
    "yaml-unreadable": _hide,
    "data-folder": _rename("data", "dat"),
    "data-layout": _copy(QUARREL, "data/events/1990/River Quarrel.yaml"),
    "settings": _rename("mkdocs.yml", "mkdocs.yaml"),
    "stale-exception": _write("data/exceptions.yml", EXCEPTION),
    "claimant-id": _copy(SOURCE, "data/sources/northland.yml", "/bridge", "/other"),
    "one-sided": _write(
        "data/events/1990/1990-z.yml",
        (ARCHIVE / QUARREL)
        .read_bytes()
        .replace(b"The river", b"Another")
        .replace(b"river-watch-1991-report", b"south-herald-1990-bridge")
        + b'claims:\n  - id: said\n    by: southland\n    "on": "1991"\n    says: "It was they."\n'
        + b"    status: disputed\n    sources: [south-herald-1990-bridge]\n",
    ),
    "in-period": _copy(QUARREL, "data/events/1990/1990-z.yml", "1990-05/1991-03-01", "1700"),
    "source-used": _copy(SOURCE, "data/sources/a-source.yml", "/bridge", "/other"),
    "docs-folder": _rename("docs", "doc"),
    "page-file": _write("docs/list.html", b"<p>"),
    "page-size": _write(PAGE, HEAD.encode() + b"a" * 300_000),
    "page-brackets": _write(PAGE, HEAD.encode() + b"[" * 20_000),
    "page-signs": _write(PAGE, HEAD.encode() + b"a* " * 1_600),
    "page-depth": _write(PAGE, HEAD.encode() + b">" * 400),
    "asset": _write("docs/assets/map.svg", b"<svg><script>x()</script></svg>"),
    "files": _write("docs/con.md", HEAD.encode()),
    "spoofed-name": _copy(PERSON, "data/people/ana-n0rth.yml"),
}


@pytest.mark.parametrize("rule", DONE)
def test_what_an_example_says_in_words_is_refused(rule: str, tmp_path: Path) -> None:
    """An example that cannot be shown as lines of a file is done, and breaks its rule."""
    root = make_repository(tmp_path)
    if rule == "in-period":
        change(root, "data/periods/p1-before.yml", '"../1989"', '"1800/1989"')
    DONE[rule](root)
    assert rule in {problem.rule for problem in check_root(root).problems}


def test_the_examples_of_a_change_are_refused_and_accepted(tmp_path: Path) -> None:
    """Two states are compared: a figure under its old source, and a record under another name."""
    before = load_records(make_repository(tmp_path / "before"))
    figure = get_explanation("figure-source")
    for folder, example in (("refused", figure.refused), ("accepted", figure.accepted)):
        root = make_repository(tmp_path / folder)
        value, sources = (line for line in example.splitlines())
        old = "    value: {measure: displaced, of: people, low: 300}\n    sources: [north-gazette-1990-bridge]"
        change(root, EVENT, old, f"    {value}\n    {sources}")
        found = {problem.rule for problem in check_change(before, load_records(root))}
        assert found == ({"figure-source"} if folder == "refused" else set())
    root = make_repository(tmp_path / "renamed")
    _rename(QUARREL, QUARREL.replace("river-", ""))(root)
    assert {problem.rule for problem in check_change(before, load_records(root))} == {"kept-address"}
    line = 'moved:\n  - from: "events/1990-river-quarrel"\n    to: "events/1990-quarrel"\n    day: "2026-01-01"\n'
    _write("data/redirects.yml", line.encode())(root)
    assert check_change(before, load_records(root)) == []


def test_the_examples_of_the_built_site_are_refused(tmp_path: Path) -> None:
    """A link to nothing and a macro that was not run are found in a finished site."""
    page = '<!doctype html><title>x</title><body><a href="{link}">a</a> {text}</body>'
    (tmp_path / "index.html").write_text(page.format(link="../nowhere/", text="{{ link(1) }}"), encoding="utf-8")
    assert {problem.rule for problem in verify_site(tmp_path, "")} == {"site-link", "site-leftover"}
    (tmp_path / "index.html").write_text('<p style="color:red">x</p>', encoding="utf-8")
    assert {problem.rule for problem in verify_site(tmp_path, "")} == {"site-policy"}
    (tmp_path / "index.html").write_text('<p class="kr-note">x</p>', encoding="utf-8")
    assert verify_site(tmp_path, "") == []
    (tmp_path / "index.html").write_text("<article></div></article>", encoding="utf-8")
    assert {problem.rule for problem in check_frame("index.html", (tmp_path / "index.html").read_text())} == {"site-frame"}


def test_no_example_is_left_untried() -> None:
    """Each rule's example is in one of the tests above; faults of the engine are made in the tests of the preview."""
    site = {"site-link", "site-leftover", "site-frame", "site-policy"}
    assert {*PLACES, *DONE, *site, "figure-source", "kept-address", "engine"} == set(explanations())


def explain(*words: str) -> int:
    return main(["--root", str(ROOT), "explain", *words])


def test_a_rule_is_explained_with_the_address_of_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    """What, why, cure, both examples, and where the same stands on the site."""
    assert explain("yaml-colon") == 0
    assert capsys.readouterr().out == (
        "yaml-colon\n\nA bare value holds no colon followed by a space.\n\n"
        "Why: YAML takes the colon for the end of a key.\n\nCure: Put the value in quotes.\n\n"
        'Refused:\n    title: The quarrel: a river\n\nAccepted:\n    title: "The quarrel: a river"\n\n'
        "https://karabakh-record.example/contribute/rules/#yaml-colon\n"
    )


def test_without_a_rule_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with what it asks, in its group."""
    assert explain() == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split(":")[0].strip() for line in lines if line.startswith("  ")} == set(explanations())
    assert [line for line in lines if line and line[0] != " "] == list(GROUPS.values())


# What a person types, and a name that should be proposed.
SLIPS = [
    ("wrding", "wording"),
    ("date", "edtf-date"),
    ("tab", "yaml-tab"),
    ("macro", "page-macro"),
    ("Known_Record", "known-record"),
]


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_an_unknown_rule_gets_the_nearest_names(typed: str, meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, since the command was not understood."""
    assert explain(typed) == 2
    assert f"no rule '{typed}'" in (said := capsys.readouterr().err) and meant in said


def test_a_name_like_no_other_gets_the_way_to_the_list() -> None:
    """Nothing is proposed where nothing is near."""
    with pytest.raises(UnknownRule, match="lists all"):
        get_explanation("qqq")


def test_a_problem_without_a_rule_has_no_address() -> None:
    """The lines of the report about rules name only rules."""
    assert "explain" not in format_text([Problem("a", 1, 1, "", "b")], 1)
