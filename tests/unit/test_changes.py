"""The summary of a change: what is told of records, balance and links, the rules over changes, and that no value breaks out."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from macros.changes.fields import field_changes, value_words
from macros.changes.revision import read_revision
from macros.changes.summary import change_summary
from macros.changes.words import GONE, NEW, SAME, block_differences, page_blocks, word_difference
from macros.cli import main
from macros.problems import Problem
from macros.records import load_records
from macros.rules import check_change
from macros.since import RevisionError, find_change
from tests.repository import EVENT, PARTY, QUARREL, SOURCE, change, copy_archive, data_problems, make_repository

GIT = shutil.which("git") or "git"
EXCEPTIONS = "data/exceptions.yml"
FIGURE = "of: people, low: 300}"


def git(root: Path, *words: str) -> str:
    settings = ["-c", "user.name=A", "-c", "user.email=a@record.invalid", "-c", "commit.gpgsign=false"]
    return subprocess.run([GIT, *settings, *words], cwd=root, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the invented archive in its one commit, on the branch `base`."""
    root = make_repository(tmp_path / "repository")
    git(root, "init", "-q", "-b", "base")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Begin")
    git(root, "checkout", "-q", "-b", "topic")
    return root


def told(root: Path, limit: int = 60_000) -> str:
    return change_summary(root, "base", limit)[0]


def broken(root: Path, tmp_path: Path) -> list[Problem]:
    """Return what the rules over changes find against the invented archive as it is."""
    return check_change(load_records(copy_archive(tmp_path / "before")), load_records(root))


# What is told.


def test_nothing_changed_is_told_so(root: Path) -> None:
    """With balance and links of nothing."""
    text, good = change_summary(root, "base")
    assert good and "<li>No record changed</li>" in text and "None changed." in text
    assert "The same before and after: answers to claims, sources by affiliation" in text


def test_a_changed_field_is_told_with_both_values_and_the_words_of_the_page(root: Path) -> None:
    """Also what is not committed; words that stay are not struck out."""
    change(root, QUARREL, "A quarrel over", "A dispute over")
    text = told(root)
    assert "<li>1 event changed</li>" in text
    assert "<summary>changed&#58;" not in text and "<summary>changed: <code>events/1990-river-quarrel</code>" in text
    assert re.search(r"<td><code>summary</code></td><td><code>A quarrel .*?</code><br></td><td><code>A dispute ", text)
    assert "<li><code>A <del>quarrel</del><ins>dispute</ins> over" in text


def test_new_records_and_links_are_told_and_the_balance(root: Path) -> None:
    """A new source brings its link and moves a number of the balance."""
    text = (root / SOURCE).read_text(encoding="utf-8").replace("south.invalid/bridge", "south.invalid/again")
    (root / "data/sources/south-herald-1991.yml").write_text(text, encoding="utf-8")
    change(root, QUARREL, 'river."\nsources: [', 'river."\nsources: [south-herald-1991, ')
    (root / "docs/index.md").write_text('---\ntitle: "Home"\n---\nhttps://page.invalid/\n', encoding="utf-8")
    text = told(root)
    assert "<li>1 source added</li>" in text and "added: <code>sources/south-herald-1991</code>" in text
    assert "<code>https&#58;//south.invalid/again</code> in <code>sources/south-herald-1991</code>" in text
    assert "<code>https&#58;//page.invalid/</code> in <code>docs/index.md</code>" in text
    assert "<tr><th>Sources by affiliation</th>" in text and "<li>1 changed outside the data, under <code>docs</code></li>" in text


def test_a_claim_is_told_with_its_record(root: Path) -> None:
    """A figure that is revised stands under the event that carries it."""
    change(root, EVENT, 'title: "', 'title: "Also: ')
    change(root, EVENT, "Southland closed the bridge.", "Southland shut the bridge.")
    text = told(root)
    record = text[text.index("events/1990-05-01-bridge-closed") :]
    assert (
        "<code>title</code>" in record
        and "claim changed: <code>south-closed-it" in record
        and "Southland shut the bridge" in record
    )


def test_a_record_that_is_renamed_is_told_as_such(root: Path) -> None:
    """With a line in the redirects it is the same record; without, its address is missed."""
    (root / QUARREL).rename(root / QUARREL.replace("river-quarrel", "quarrel"))
    line = 'moved:\n  - from: "events/1990-river-quarrel"\n    to: "events/1990-quarrel"\n    day: "2026-01-01"\n'
    for file in (root / "data").rglob("*.yml"):
        if file.name != "redirects.yml":
            file.write_text(file.read_text(encoding="utf-8").replace("1990-river-quarrel", "1990-quarrel"), encoding="utf-8")
    text, good = change_summary(root, "base")
    assert not good and "no longer there and leaves no line" in text
    (root / "data/redirects.yml").write_text(line, encoding="utf-8")
    text, good = change_summary(root, "base")
    assert good and "<li>1 event renamed</li>" in text and "It was <code>events/1990-river-quarrel</code>." in text


def test_what_others_did_since_is_not_told(root: Path) -> None:
    """The state to compare with is where this branch left the other."""
    git(root, "checkout", "-q", "base")
    change(root, PARTY, "role: ", "role: # others\n  ")
    git(root, "commit", "-q", "-a", "-m", "Others")
    git(root, "checkout", "-q", "topic")
    assert find_change(root, "base").base == git(root, "rev-parse", "HEAD").strip()
    (root / "new file.txt").write_text("x", encoding="utf-8")
    assert find_change(root, "base").paths == {"new file.txt"}


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "-h", "", "HEAD:data"])
def test_an_unknown_revision_is_told_in_a_line(revision: str, root: Path) -> None:
    """No traceback, and nothing that git would take for an option."""
    with pytest.raises(RevisionError, match=r"no revision"):
        change_summary(root, revision)
    assert not (root / "x").exists()


def test_records_that_cannot_be_read_are_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The summary says what keeps it from being made; exit code 1."""
    change(root, QUARREL, "rank: 1", "rank: 9")
    assert main(["--root", str(root), "changes", "--since", "base"]) == 1
    said = capsys.readouterr().out
    assert "once these are mended" in said and "found 9" in said


def test_a_state_before_that_cannot_be_read_now_is_told(root: Path) -> None:
    """After a change of the models an older state may not be readable."""
    change(root, QUARREL, "rank: 1", "rank: 9")
    git(root, "commit", "-q", "-a", "-m", "Break")
    git(root, "branch", "-f", "base")
    change(root, QUARREL, "rank: 9", "rank: 1")
    text, good = change_summary(root, "base")
    assert good and "1 problem keeps the records before" in text


def test_a_summary_without_room_names_the_rest(root: Path) -> None:
    """A comment has a limit; what is left out is counted and named."""
    change(root, QUARREL, "A quarrel over", "A dispute over")
    text = told(root, limit=100)
    assert "1 more changed; there is no room" in text and "<code>events/1990-river-quarrel</code>" in text
    assert "<ins>" not in text


# What no value may do.

HOSTILE = [
    "</code></details></ul><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.invalid/x.png) [y](javascript:alert(1))",
    "@octocat and team@evil.invalid",
    "``` ~~~ `a` **b** # c",
    "#1 GH-2 a/b#3 0123456789abcdef0123456789abcdef01234567",
    "<!-- --> &lt;b&gt; &#60;i&#62;",
    "| a | b | <https://evil.invalid>",
    "{{ 1 }} {% raw %} ${{ secrets.X }}",
    "::error file=x::y",
]
TAGS = {"br", "code", "del", "details", "ins", "li", "p", "strong", "summary", "table", "td", "th", "tr", "ul", "h2", "h3"}


class _Seen(HTMLParser):
    """Gathers tags, attributes, and text that stands in no code element."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.depth = 0
        self.bare = ""
        self.coded = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self.depth += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "code"

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.coded += data
        else:
            self.bare += data


@pytest.mark.parametrize("words", HOSTILE)
def test_no_value_breaks_out_of_the_summary(words: str, root: Path) -> None:
    """Read as Markdown with HTML: only our tags, no attribute, no link, and the words stand in code elements alone."""
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    text = (root / QUARREL).read_text(encoding="utf-8")
    text = re.sub(r'(?m)^title: ".*"$', lambda _: f'title: "{quoted}"', text)
    (root / QUARREL).write_text(text, encoding="utf-8")
    change(root, EVENT, "Southland closed the bridge.", quoted)
    change(root, SOURCE, 'title: "', f'title: "{quoted} ')
    summary = told(root)
    seen = _Seen()
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(summary)
    seen.feed(html)
    seen.close()
    assert seen.tags <= TAGS and seen.attributes == [], html
    folded = " ".join(words.split())
    assert folded in seen.coded
    for sign in ("@", "](", "evil.invalid", "octocat", "::error", "GH-2", "#1", "secrets", "`"):
        assert sign not in seen.bare.replace("`python -m macros check`", "")
    assert seen.depth == 0


# Rules over changes.


def test_a_figure_that_changes_alone_is_found(root: Path, tmp_path: Path) -> None:
    """In its place, with both numbers and the cure."""
    change(root, EVENT, FIGURE, "of: people, low: 999}")
    (problem,) = broken(root, tmp_path)
    assert (problem.rule, problem.path, problem.field) == ("figure-source", EVENT, problem.field)
    assert re.fullmatch(r"claims\[\d\]\.value", problem.field) and problem.line > 1
    assert "low 300" in problem.found and "low 999" in problem.found and "locator" in problem.hint


def test_a_figure_that_changes_with_its_source_passes(root: Path, tmp_path: Path) -> None:
    """Another source, or the place in the same one."""
    text = (root / EVENT).read_text(encoding="utf-8")
    at = text.index(FIGURE)
    source = re.search(r"sources: \[(.*?)\]", text[at:])
    assert source
    text = text.replace(FIGURE, "of: people, low: 240}")
    place = text.index("sources: [", at)
    text = text[:place] + text[place:].replace(f"[{source[1]}]", '[{source: south-herald-1990-bridge, locator: "p. 3"}]', 1)
    (root / EVENT).write_text(text, encoding="utf-8")
    assert broken(root, tmp_path) == []


def test_the_check_of_a_change_tells_it_on_its_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check --since` has the rules over changes too; the plain check, without a state before, has not."""
    change(root, EVENT, FIGURE, "of: people, low: 999}")
    assert main(["--root", str(root), "check", "--since", "base", "--format", "github"]) == 1
    assert f"::error file={EVENT},line=50," in capsys.readouterr().out
    assert main(["--root", str(root), "check"]) == 0


EXCEPTION = (
    "exceptions:\n  - rule: figure-source\n    record: events/1990-05-01-bridge-closed\n"
    '    reason: "It was mistyped; the source has said 999 from the first."\n'
)


def test_a_figure_may_be_excepted_with_a_reason(root: Path, tmp_path: Path) -> None:
    """The plain check leaves such an exception to the comparison."""
    change(root, EVENT, FIGURE, "of: people, low: 999}")
    change(root, EXCEPTIONS, "", EXCEPTION)
    assert broken(root, tmp_path) == [] and data_problems(root) == []


def test_an_exception_that_excuses_no_change_is_found(root: Path, tmp_path: Path) -> None:
    """An error where it is new, a warning where its change was taken before."""
    change(root, EXCEPTIONS, "", EXCEPTION)
    (problem,) = broken(root, tmp_path)
    assert (problem.rule, problem.severity, problem.line) == ("stale-exception", "error", 2)
    change(tmp_path / "before", EXCEPTIONS, "", EXCEPTION)
    (problem,) = check_change(load_records(tmp_path / "before"), load_records(root))
    assert (problem.rule, problem.severity) == ("stale-exception", "warning")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("figure-source", "figure-sorce", "no rule 'figure-sorce'; did you mean 'figure-source'?"),
        (
            "bridge-closed",
            "bridge-closd",
            "no record 'events/1990-05-01-bridge-closd'; did you mean 'events/1990-05-01-bridge-closed'?",
        ),
    ],
)
def test_an_exception_of_nothing_is_found(old: str, new: str, words: str, root: Path) -> None:
    """A slip in the name of a rule or a record is named with the nearest."""
    change(root, EXCEPTIONS, "", EXCEPTION.replace(old, new))
    (problem,) = data_problems(root)
    assert (problem.rule, problem.line) == ("stale-exception", 2) and words in str(problem)


def test_a_claim_that_is_renamed_without_a_line_is_found(root: Path, tmp_path: Path) -> None:
    """At the claims of its record; with the line it passes."""
    text = (root / EVENT).read_text(encoding="utf-8").replace("stranded-first", "stranded-early")
    (root / EVENT).write_text(text, encoding="utf-8")
    (problem,) = broken(root, tmp_path)
    assert (problem.rule, problem.path) == ("kept-address", EVENT) and problem.line > 1
    event = "events/1990-05-01-bridge-closed"
    line = f'moved:\n  - from: "{event}#stranded-first"\n    to: "{event}#stranded-early"\n    day: "2026-01-01"\n'
    (root / "data/redirects.yml").write_text(line, encoding="utf-8")
    assert check_change(load_records(tmp_path / "before"), load_records(root)) == []


def test_a_line_of_the_redirects_that_is_taken_out_is_found(root: Path, tmp_path: Path) -> None:
    """Old addresses are in use for ever."""
    before = copy_archive(tmp_path / "before")
    line = 'moved:\n  - from: "places/mitford"\n    to: "places/midford"\n    day: "2026-01-01"\n'
    (before / "data/redirects.yml").write_text(line, encoding="utf-8")
    (problem,) = check_change(load_records(before), load_records(root))
    assert (problem.rule, problem.path) == ("kept-address", "data/redirects.yml") and "places/mitford" in problem.found


def test_a_record_that_is_gone_gets_the_line_to_add(root: Path, tmp_path: Path) -> None:
    """One of the same title is proposed; a withdrawal is a way too."""
    (root / QUARREL).rename(root / QUARREL.replace("river-quarrel", "another-name"))
    (problem,) = broken(root, tmp_path)
    assert (problem.path, problem.line) == (QUARREL, 1)
    assert 'from: "events/1990-river-quarrel", to: "events/1990-another-name"' in problem.hint


# Words and fields.


def test_words_that_differ_are_marked() -> None:
    """What stays stays; like blocks are held against each other."""
    assert word_difference("Five were killed.", "Six were killed.") == [(GONE, "Five"), (NEW, "Six"), (SAME, " were killed.")]
    lines = list(block_differences(["One same.", "Two were there.", "Gone wholly."], ["One same.", "New first.", "Two are there."]))
    assert lines == [
        [(NEW, "New first.")],
        [(SAME, "Two "), (GONE, "were"), (NEW, "are"), (SAME, " there.")],
        [(GONE, "Gone wholly.")],
    ]


def test_a_page_is_read_as_its_blocks() -> None:
    """Without pictures, source marks, and how to cite."""
    html = '<h1>A</h1><p>B <b>c</b><sup>1</sup>.</p><svg><text>no</text></svg><div class="x kr-exits"><p>no</p></div>'
    html += "<ul><li>D<li>E</ul>"
    assert page_blocks(html) == ["A", "B c.", "D", "E"]


def test_values_are_shown_on_a_line() -> None:
    """Lists by what is gone and new, mappings by their filled fields; an order that changed is told whole."""
    assert value_words({"says": "A\nb", "sources": [{"source": "x", "locator": None}], "links": []}) == "says: A b; sources: x"
    (moved,) = field_changes(("parties",), {"parties": ["a", "b"]}, {"parties": ["b", "a"]})
    assert (moved.gone, moved.new) == (("a, b",), ("b, a",))
    (grown,) = field_changes(("places",), {"places": ["a"]}, {"places": ["a", "b"]})
    assert (grown.gone, grown.new) == ((), ("b",))


def test_a_revision_is_read_as_it_was(root: Path, tmp_path: Path) -> None:
    """Not as the folder has it now."""
    change(root, QUARREL, "rank: 1", "rank: 3")
    before = read_revision(root, find_change(root, "base").base, tmp_path / "then")
    assert before.problems == [] and before.by_kind["events"]["1990-river-quarrel"].rank == 1  # type: ignore[union-attr]
