"""What a hostile contributor would try beyond slips: each attack through the real command, refused in its place.

Slips and their wording are in `test_bad_inputs`; here a case asks only that the check ends with 1,
names a place in the file that was changed, tells nothing of the machine, and changes no file.
"""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from macros.cli import main
from macros.frame_check import frame_faults
from macros.names import mixed_scripts, script_fault, skeleton
from macros.page_limits import DEAR_A_PAGE, MAX_BLOCK, MAX_LINE, MAX_LINES, SIGNS_A_BLOCK, SIGNS_A_PAGE, check_limits
from macros.sandbox import parse_calls
from macros.stamp import ShellError, write_page
from macros.tree import MAX_FILE_BYTES, check_tree, name_fault
from tests.fuzz.oracle import HEAD, build_page, check_whole_page
from tests.repository import EVENT, PLACE, QUARREL, change, make_repository

SECRET = "KARABAKH_SECRET_VALUE"  # noqa: S105 - invented


def told(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Run the check as a contributor does; return its problems as `path:line found`, none of which shows the machine."""
    capsys.readouterr()
    code = main(["--root", str(root), "check", "--format", "json"])
    printed = capsys.readouterr()
    problems = json.loads(printed.out)
    assert code == (1 if problems else 0) and printed.err == ""
    assert str(root) not in printed.out and SECRET not in printed.out and "Traceback" not in printed.out
    return [f"{problem['path']}:{problem['line']} {problem['found']}" for problem in problems]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository without a fault, and a secret in the environment."""
    monkeypatch.setenv("KARABAKH_TOKEN", SECRET)
    return make_repository(tmp_path / "repository")


# Text that is there and not seen, or seen otherwise than it is.
HIDDEN = {
    "bidi override": "\u202e", "bidi isolate": "\u2066", "left-to-right mark": "\u200e", "Arabic letter mark": "\u061c", "zero-width space": "\u200b",
    "zero-width joiner": "\u200d", "word joiner": "\u2060", "soft hyphen": "\u00ad", "grapheme joiner": "\u034f", "Hangul filler": "\u3164",
    "half-width Hangul filler": "\uffa0", "Hangul choseong filler": "\u115f", "Khmer vowel": "\u17b4", "Mongolian separator": "\u180e",
    "variation selector": "\ufe0f", "variation selector 17": "\U000e0100", "tag letter": "\U000e0041", "language tag": "\U000e0001",
    "invisible times": "\u2062", "braille blank": "\u2800", "musical null": "\U0001d159", "shorthand control": "\U0001bca0", "Khitan filler": "\U00016fe4",
    "interlinear mark": "\ufff9", "object replacement": "\ufffc", "replacement": "\ufffd", "byte order mark": "\ufeff", "line separator": "\u2028",
    "next line": "\u0085", "private use": "\ue000", "plane 16": "\U00100000", "noncharacter": "\ufdd0", "escape": "\x1b", "backspace": "\x08",
    "stroke overlay": "a\u0336", "enclosing circle": "a\u20dd", "flood of marks": "a" + "\u0301" * 40, "flood of Thai marks": "\u0e01" + "\u0e49" * 9,
    "flood of Hebrew points": "\u05d0" + "\u05b0" * 9, "mark on nothing": " \u0301", "hieroglyph joiner": "\U00013430",
}  # fmt: skip


@pytest.mark.parametrize("sign", HIDDEN.values(), ids=HIDDEN)
def test_text_that_is_not_seen_is_refused(sign: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a record, in a page, and where a drawing goes; the message itself holds none of it."""
    change(root, QUARREL, "A quarrel over", f"A qu{sign}arrel over")
    (root / "docs" / "x.md").write_text(f'---\ntitle: "X"\n---\nWo{sign}rds.\n', encoding="utf-8")
    (root / "docs" / "assets").mkdir()
    (root / "docs" / "assets" / "x.svg").write_text(f"<svg><text>a{sign}b</text></svg>", encoding="utf-8")
    found = told(root, capsys)
    assert {line.split(" ")[0] for line in found} == {f"{QUARREL}:2", "docs/x.md:4", "docs/assets/x.svg:1"}
    assert not any(mark in line for line in found for mark in sign if mark > "\x7f" and not mark.isalpha())


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\ufe0f", "\U000e0041", "\u3164"])
def test_text_hidden_by_an_escape_is_refused(sign: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    r"""`"\u202e"` in quotes is the same sign."""
    change(root, QUARREL, "A quarrel over", f"A qu\\U{ord(sign):08x}arrel over")
    assert [line.split(" ")[0] for line in told(root, capsys)] == [f"{QUARREL}:2"]


@pytest.mark.parametrize(
    "text", ["\u05d1\u05bc\u05b0", "\u0643\u062a\u0651\u064e", "e\u0301", "\u0438\u0306", "\u00e9", "5\u00a0000", "Ağdərə", "№ 5"]
)
def test_marks_that_languages_need_pass(text: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Points and accents in their usual number are no attack."""
    change(root, QUARREL, "A quarrel over", f"A quarrel ({text}) over")
    assert told(root, capsys) == []


@pytest.mark.parametrize(
    "name",
    ["St\u0435panakert", "Ste\u03c1anakert", "\U0001d412tepanakert", "\uff33tepanakert", "Stepana\u13a6ert", "\ua4e2tepanakert", "Stepan\u0251kert",
     "Stepanak\u212frt", "\u0405tepanakert", "Stepanake\u0433t", "Step\u0561nakert", "Stepana\u2c94ert", "\u1d1btepanakert"],
)  # fmt: skip
def test_letters_that_only_look_right_are_told(name: str) -> None:
    """Letters of other alphabets, of formulas and of phonetics inside a Latin word."""
    assert [word.word for word in mixed_scripts(name)] == [name]


def test_a_word_all_in_look_alikes_is_told_by_its_language() -> None:
    """Nothing is mixed in it, but English is not written so; names of other languages may carry Latin words."""
    assert "Cyrillic" in script_fault("\u0412\u0430\u043a\u0443", "en") and "Latin" in script_fault("Baky", "ru")
    assert "Greek" in script_fault("\u0392\u03b1", "az") and mixed_scripts("\U0001d401\U0001d41a\U0001d424\U0001d42e")
    for text, lang in (
        ("Bakı", "az"),
        ("Баку", "ru"),
        ("Բաքու", "hy"),
        ("باکو", "fa"),
        ("маршрут (TRIPP)", "ru"),
        ("1990", "ru"),
        ("Ağdərə", "az"),
    ):
        assert script_fault(text, lang) == ""


def test_ids_that_look_alike_have_one_skeleton() -> None:
    """What the rule `spoofed-name` compares."""
    assert skeleton("a1iyev-1990") == skeleton("aliyev-l99o") and skeleton("barn") == skeleton("bam") != skeleton("ban")


# Names that cannot be had everywhere, or that hide what they are.
NAMES = [
    "con", "CON.md", "nul.yml", "aux.", "com1.md", "lpt\u00b9.md", "x.", "x ", " x.md", "a\u202eb.md", "a\nb.md", "a\x00b"[:1] + "\x07.md", "é.md",
    unicodedata.normalize("NFD", "é") + ".md", "\u0430.md", "a\u200bb.md", "a" * 120 + ".md",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize("folder", ["docs", "data/events/1990", "data"])
def test_an_odd_file_name_is_refused(folder: str, name: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Devices of Windows, closing stops and spaces, signs that are not seen, letters that systems write in two ways."""
    assert name_fault(name)
    try:
        (root / folder / name).write_text("x: y\n", encoding="utf-8")
    except (OSError, ValueError):
        pytest.skip("this system cannot have the name at all")
    assert any(line.startswith(f"{folder}/") for line in told(root, capsys))


def test_names_that_differ_only_in_case_are_refused_in_data_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On some disks one of two folders would be gone."""
    (root / "data" / "Events").mkdir()
    (root / "data" / "vocab" / "Statuses.yml").write_text("a: b\n", encoding="utf-8")
    assert len([line for line in told(root, capsys) if "differs only in case" in line]) == 2


@pytest.mark.parametrize("path", ["data", "docs", "data/events", "data/vocab", "data/events/1990/loop", "docs/loop", "data/loop"])
@pytest.mark.parametrize("target", ["/", ".", ".."])
def test_a_folder_that_is_a_link_is_never_followed(
    path: str, target: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link to the whole machine, or in a circle, costs nothing and reads nothing."""
    place = root / path
    if place.exists():
        place.rename(tmp_path / "away")
    place.symlink_to(target, target_is_directory=True)
    found = told(root, capsys)
    assert any(line == f"{path}:1 symbolic links are not allowed" for line in found), found
    assert len(found) < 20


def test_a_special_file_is_never_opened(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To open a pipe would wait for ever."""
    os.mkfifo(root / "docs" / "x.md")
    os.mkfifo(root / "data" / "events" / "x.yml")
    assert told(root, capsys) == ["docs/x.md:1 not a plain file"]
    (root / "docs" / "x.md").unlink()
    assert told(root, capsys) == ["data/events/x.yml:1 not a regular file"]


def test_floods_are_refused_unread(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One huge file, many small ones, folders inside each other without end."""
    with (root / "data" / "huge.yml").open("wb") as huge:
        huge.truncate(MAX_FILE_BYTES + 1)
    assert told(root, capsys) == [f"data/huge.yml:1 file has {MAX_FILE_BYTES + 1:,} bytes; the limit is {MAX_FILE_BYTES:,}"]
    (root / "data" / "huge.yml").unlink()
    (root / "docs" / "/".join("a" * 12)).mkdir(parents=True)
    assert [problem.found for problem in check_tree(root)] == ["more than 8 folders inside each other"]
    monkeypatch.setattr("macros.tree.MAX_FILES", 10)
    assert "more than 10 files in data/ and docs/" in [problem.found for problem in check_tree(root)]


# Pages: what stands in the body, from line 4.
PAGES = {
    "the rest swallowed": "<div>\n\nWords.\n", "a hidden rest": "<details>\n\nWords.\n", "out of the article": "Words.\n</article></main>\n",
    "an end without a beginning": "</div>\n", "a self-closing tag": "<div/>\n", "crossed tags": "<b><i>x</b></i>\n", "a comment": "<!-- x -->\n",
    "half a comment": "<!-- x\n", "CDATA": "<![CDATA[x]]>\n", "an unknown section": "<![if a]>x<![endif]>\n", "SVG": "<svg onload=x()></svg>\n",
    "MathML": "<math><mtext></mtext></math>\n", "a form": "<form action=//x.invalid><button>x</button></form>\n", "a base": "<base href=//x.invalid>\n",
    "a refresh": "<meta http-equiv=refresh content=0>\n", "a style": "<p style='position:fixed'>x</p>\n", "a class of the theme": "<p class='md-overlay'>x</p>\n",
    "a class in braces": "# A {.md-overlay}\n", "a class by name": "# A {: class=md-dialog }\n", "words for screen readers only": "<p class='kr-sr'>x</p>\n",
    "our anchor": "<p id='kr-title'>x</p>\n", "the theme's anchor": "<p id='__search'>x</p>\n", "our anchor in braces": "# A {#kr-body}\n",
    "an attribute twice": "<p id=a id=kr-x>x</p>\n", "a picture from elsewhere": "![a](https://x.invalid/a.png)\n", "one without a scheme": "![a](//x.invalid/a.png)\n",
    "one in HTML": "<img src='https://x.invalid/a.png' alt=''>\n", "a data link": "[a](data:text/html,x)\n", "a vbscript link": "<a href='VbScript:x'>a</a>\n",
    "a script link with entities": "[a](&#106;avascript&#58;x)\n", "a reference to a script": "[a][b]\n\n[b]: javascript:x\n", "a shell's word": "kr-slot-body\n",
    "our own addresses": "[a](kr:/../../x)\n", "a link through braces": "[a](b){: href=javascript:x }\n", "an argument twice": '{{ count(kind="a", kind="b") }}\n',
    "a list as a key": "{{ count({[1]: 2}) }}\n", "a list too deep": "{{ count(" + "[" * 90 + "]" * 90 + ") }}\n", "brackets too deep": "{{ " + "(" * 500 + "\n",
    "signs without end": "{{ count(" + "-" * 999 + "1) }}\n", "conditions without end": "{{ " + "1 if 1 else " * 200 + "1 }}\n", "negations": "{{ " + "not " * 500 + "1 }}\n",
    "a number too long": "{{ count(" + "9" * 4_500 + ") }}\n", "statements without end": "{% if 1 %}" * 240 + "\n", "a word too long": '{{ link("' + "a" * 4_900 + '") }}\n',
}  # fmt: skip
# Markdown that takes Python-Markdown minutes, or too deep.
PAGES |= {
    f"{len(text):,} of {text[:8]!r}": text
    for text in (
        "[" * 20_000, "a*" * 90_000, "*_" * 90_000, "`a " * 60_000, "<a " * 60_000, "<div>" * 30_000, "</b>" * 40_000, "&amp;" * 38_000, "\\" * 190_000,
        "{: " * 60_000, "{" * 190_000, "# a\n" * 47_000, "> " * 400 + "a", "- " * 400 + "a", "1. " * 400 + "a", "a|b\n-|-\n" + "|\n" * 90_000, "- a\n" * 40_000,
        "- a\n\n" * 39_000, "a  \n" * 40_000, "<http://" * 20_000, "<a@" * 60_000, '{{"' * 60_000, "{# " * 60_000, "\n".join(" " * 4 * i + "- a" for i in range(99)),
        "a" * 190_000, "\n" * 190_000, "![" * 9_000, "```\n" * 40_000, "[a]: b\n" * 20_000,
    )
}  # fmt: skip


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_a_hostile_page_is_refused_where_it_stands(body: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """HTML that breaks out, hides, covers or runs; calls that no parser survives; Markdown that never ends."""
    (root / "docs" / "x.md").write_text(f'---\ntitle: "X"\n---\n{body}', encoding="utf-8")
    found = told(root, capsys)
    assert found and all(line.startswith("docs/x.md:") for line in found)
    assert all(len(line) < 1_000 for line in found)


FRONT = {
    "a description that ends its quotes": "description: '\"><script>x()</script>'", "one with a tag": "description: '<b>'", "one with braces": "description: '{{ x }}'",
    "one that is a list": "description: [a]", "a reference": "description: '&#34;'", "another template": "template: home.html", "macros off": "render_macros: false",
    "data from a file": "include_yaml: [a]", "hooks": "hooks: [x.py]", "an author": "author: '\"><script>'", "hide what": "hide: [footer]", "hide all": "hide: everything",
    "search boost": "search: {boost: 99}", "a macro's name": "link: x", "extra": "extra: {a: b}", "a title that ends": "title: '</title>'",
}  # fmt: skip


@pytest.mark.parametrize("line", FRONT.values(), ids=FRONT)
def test_hostile_front_matter_is_refused(line: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The theme prints title and description unescaped, and keys can switch the engine."""
    title = "" if line.startswith("title") else 'title: "X"\n'
    (root / "docs" / "x.md").write_text(f"---\n{title}{line}\n---\nWords.\n", encoding="utf-8")
    found = told(root, capsys)
    assert found and all(one.startswith("docs/x.md:") for one in found)


SHADOWS = [
    "events/1990-river-quarrel.md",
    "places/midford.md",
    "places/midford/index.md",
    "places/Midford.md",
    "README.md",
    "people/ana-north/readme.md",
]


@pytest.mark.parametrize("path", SHADOWS)
def test_a_page_with_the_address_of_another_is_refused(path: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It would drop a record's page, or another page, out of the site."""
    (root / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
    (root / "docs" / path).write_text(HEAD.decode() + "Words.\n", encoding="utf-8")
    assert any(line.startswith("docs/") and ":1 the page would have the address of " in line for line in told(root, capsys))


def test_a_page_that_is_there_already_is_not_written_over(tmp_path: Path) -> None:
    """The second line behind the check: the stamp refuses to put a record in the place of a page."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "index.html").write_text("a page", encoding="utf-8")
    with pytest.raises(ShellError, match="x/ is made twice"):
        write_page(tmp_path, cast("Any", None), cast("Any", SimpleNamespace(address="x/")))


OUT = [
    "../../x/",
    "/etc/",
    "a/../../x/",
    "//x.invalid/",
    "https://x.invalid/",
    "javascript:x",
    "",
    ".",
    "a b/",
    "A/",
    "a//b/",
    "\\\\x\\y/",
    "a/?b/",
]


@pytest.mark.parametrize("address", OUT)
@pytest.mark.parametrize("side", ["from", "to"])
def test_a_redirect_never_leaves_the_site(side: str, address: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The old address becomes a file, the new one a link: neither may lead out."""
    move = {"from": "events/old", "to": "events/1990-river-quarrel", "day": "2026-01-01"} | {side: address}
    (root / "data" / "redirects.yml").write_text(json.dumps({"moved": [move]}), encoding="utf-8")
    found = told(root, capsys)
    assert found and all(line.startswith("data/redirects.yml:1 ") for line in found)


ASSETS = {
    "x.svg": b"<svg><script>x()</script></svg>", "a.svg": b"<svg onload='x()'></svg>", "b.svg": b"<svg><a href='javascript:x'></a></svg>",
    "c.svg": b"<svg><foreignObject><p>x</p></foreignObject></svg>", "d.svg": b"<svg><image href='//x.invalid/a'/></svg>", "e.svg": b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
    "f.svg": b"<svg><use xlink:href='//x.invalid'/></svg>", "g.svg": b"<svg><style>@import url(//x)</style></svg>", "h.svg": b"<svg><animate attributeName='href'/></svg>",
    "i.svg": b"<svg\nonload=x()></svg>", "j.svg": b"<svg><path style='fill:url(//x)'/></svg>", "k.svg": b"\xff\xfe<\x00s\x00", "x.png": b"<script>", "x.webp": b"<html>",
    "x.js": b"1", "javascripts/bundle.js": b"1", "stylesheets/classic/main.css": b"a{}", "x.html": b"<p>", "x.htm": b"", "x.pdf": b"%PDF", "x.wasm": b"\0asm", "x.json": b"{}",
    "x.woff2": b"wOF2", "x.map": b"{}", "x.SVG": b"<svg/>", "x.gif": b"GIF89a", "big.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 1_000_001,
}  # fmt: skip


@pytest.mark.parametrize("name", ASSETS)
def test_a_file_beside_the_pages_that_could_run_is_refused(name: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Drawings that are programs, pictures that are none, code outside its folder, the theme's own files."""
    file = root / "docs" / "assets" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(ASSETS[name])
    found = told(root, capsys)
    assert found and all(line.startswith(f"docs/assets/{name}:") for line in found)


FRAMES = {
    "<div>": "<div> is never closed", "</div>": "</div> where <article> is open", "<b><i></b></i>": "</b> where <i> is open", "<div/>": "is never closed",
    "<script>x</script>": "<script> in a page", "<iframe></iframe>": "<iframe> in a page", "<p onclick=x></p>": "the attribute onclick on <p>",
    "<img src=https://x.invalid/a>": "<img> fetches from another site", "<img src='//x.invalid/a'>": "fetches", "<img src='data:image/png;base64,x'>": "fetches",
    "<a href='java\nscript:x'></a>": "", "<a href=' javascript:x'></a>": "a link that runs code", "</article></main><p>": "</main> where <body> is open",
}  # fmt: skip


@pytest.mark.parametrize("html", [html for html, words in FRAMES.items() if words])
def test_a_finished_page_that_breaks_its_frame_is_refused(html: str) -> None:
    """The second line, on what Markdown and the engine made."""
    page = f"<html><body><article>{html}</article></body></html>"
    assert any(FRAMES[html] in found for _, found in frame_faults(page)), frame_faults(page)
    assert frame_faults("<html><body><article><svg><path/></svg><br><p>a</p></article></body></html>") == []


def test_an_end_hidden_in_code_is_found_in_the_finished_page() -> None:
    """The source is balanced, since one of the two tags stands in code; what is built from it is not."""
    body = HEAD + b"`<div>` words\n\n</div>\n\nWords.\n"
    html = build_page(body)
    assert check_whole_page(body) is False
    assert frame_faults(f"<article>{html}</article>")


def test_the_limits_hold_the_first_sign_too_many() -> None:
    """One sign fewer passes: what is refused is what the limit says."""
    for sign, limit in SIGNS_A_BLOCK.items():
        line = f"{sign} a\n" if sign in "*" else f"a{sign}\n"
        assert not list(check_limits((line * 100 + "\n") * (limit // 100), "x", 0)), sign
        assert list(check_limits(f"a{sign}" * (limit + 1), "x", 0)), sign
        most = DEAR_A_PAGE.get(sign, SIGNS_A_PAGE)
        assert list(check_limits((f"a{sign}" * 50 + "\n\n") * (most // 50 + 1), "x", 0)), sign
    assert not list(check_limits("a" * MAX_LINE, "x", 0)) and list(check_limits("a" * (MAX_LINE + 1), "x", 0))
    assert list(check_limits(("a" * 999 + "\n") * (MAX_BLOCK // 999 + 1), "x", 0)) and list(
        check_limits("a\n\n" * MAX_LINES, "x", 0)
    )


def test_no_environment_value_and_no_path_can_reach_a_page(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Macros take plain values and see only records; a message shows no folder of the machine."""
    tries = (
        "{{ os.environ }}",
        "{{ environ }}",
        "{{ env.KARABAKH_TOKEN }}",
        '{{ link("$KARABAKH_TOKEN") }}',
        '{{ show_map("/etc/passwd") }}',
        '{{ cite("../../x") }}',
    )
    for text in tries:
        (root / "docs" / "x.md").write_text(f"{HEAD.decode()}{text}\n", encoding="utf-8")
        assert told(root, capsys), text
    change(
        root,
        EVENT,
        "rank: 2" if "rank: 2" in (root / EVENT).read_text(encoding="utf-8") else "rank: 1",
        "rank: !ENV KARABAKH_TOKEN",
    )
    assert any("tag !ENV is not allowed" in line for line in told(root, capsys))


@pytest.mark.parametrize(
    "text",
    ["a: " + "[" * 400_000, "a: " + "{a: " * 200_000, "a: " + "x " * 400_000, "".join(f"k{i}: v\n" for i in range(60_000)), "a: '" + "''" * 400_000 + "'",
     'a: "' + "\\u0041" * 150_000 + '"', "# " * 400_000, "a: |\n" + "  x\n" * 200_000, "- a\n" * 200_000, "a: b #c\n" * 90_000, '"\\u202e": b\n' * 60_000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_record_as_large_as_can_be_is_read_or_refused(text: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Deep, wide and long YAML at the limit of size ends in a short report."""
    (root / QUARREL).write_text(text, encoding="utf-8")
    found = told(root, capsys)
    assert found and all(len(line) < 1_000 for line in found) and len(found) <= 260


def test_many_claims_and_long_dates_are_read_or_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """40,000 claims are more than a file may hold; a date of a megabyte is refused in a line."""
    change(root, PLACE, 'to: "1990-04"', f'to: "{"1990/" * 180_000}"')
    claim = '  - {id: c, by: southland, "on": "1991", says: "x", status: disputed, sources: [x]}\n'
    (root / QUARREL).write_text((root / QUARREL).read_text(encoding="utf-8") + "claims:\n" + claim * 40_000, encoding="utf-8")
    found = told(root, capsys)
    assert any(line.startswith(PLACE) for line in found) and any("file has 3," in line for line in found)


def test_nothing_is_written_through_a_link(root: Path, tmp_path: Path) -> None:
    """`fix` leaves a file outside the repository as it was."""
    outside = tmp_path / "outside.yml"
    outside.write_text('kind: war\ntitle: "X"\n', encoding="utf-8")
    (root / "data" / "events" / "x.yml").symlink_to(outside)
    (root / "data" / "events" / "broken.yml").write_bytes(b"\xff")
    before = outside.read_bytes()
    assert main(["--root", str(root), "fix"]) == 0
    assert outside.read_bytes() == before and (root / "data" / "events" / "broken.yml").read_bytes() == b"\xff"


def test_calls_at_the_limit_are_read() -> None:
    """What the parser is spared is far from what pages need."""
    assert parse_calls("{{ f(" + "[" * 15 + "-1" + "]" * 15 + ") }}", {"f": str})[0].name == "f"
