"""Pages before any engine reads them: front matter, files, size, brackets, HTML, addresses, calls."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.html_check import TAGS, VOID, check_html
from macros.page_check import MAX_PAGE_BYTES, check_pages, split_page
from macros.page_limits import MAX_BRACKETS
from macros.pages import MACRO_NAMES
from macros.problems import Problem, RecordError

HEAD = '---\ntitle: "X"\n---\n'


def show(text: str = "") -> str:
    """A macro that refuses one word."""
    if text == "bad":
        raise RecordError("show(): no 'bad'")
    return text


MACROS: dict[str, Callable[..., str]] = {"show": show}


def check(root: Path, **pages: str) -> list[Problem]:
    """Return the problems of pages `name=text` under docs/."""
    (root / "docs").mkdir(exist_ok=True)
    for name, text in pages.items():
        (root / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    problems, count = check_pages(root, MACROS, lambda: None)
    assert count == len([file for file in (root / "docs").rglob("*") if file.is_symlink() or not file.is_dir()])
    return problems


def told(problems: list[Problem]) -> list[str]:
    return [f"{problem.line}:{problem.column} {problem.found}" for problem in problems]


def test_a_plain_page_passes(tmp_path: Path) -> None:
    """Markdown, allowed HTML, links, a call with named arguments."""
    body = (
        'Words [a](b.md) <https://a.invalid/>.\n\n## H {#id .kr-note title="t"}\n\n'
        '<div class="kr-note" id="y"><b>z</b></div>\n\n{{ show(text="x") }}\n'
    )
    assert check(tmp_path, x=HEAD + body) == []


# text, problems as line:column finding
FRONT = [
    ("# No front matter\n", ["1:1 the page does not begin with front matter"]),
    # what MultiMarkdown would swallow as metadata
    ("Title: X\nAuthor: Y\n\nWords.\n", ["1:1 the page does not begin with front matter"]),
    ("\n---\ntitle: x\n---\n", ["1:1 the page does not begin with front matter"]),
    ("---\ntitle: x\n\nWords.\n", ["1:1 the page does not begin with front matter"]),
    ("--- \ntitle: x\n---\n", ["1:1 the page does not begin with front matter"]),
    ("", ["1:1 the page does not begin with front matter"]),
    ("---\n---\nWords.\n", ["1:1 file is empty"]),
    ("---\n- a\n---\n", ["2:1 the file holds a list, not a mapping ('key: value' lines)"]),
    ("---\ndescription: x\n---\n", ["1:1 the page has no title"]),
    ('---\ntitle: " "\n---\n', ["1:1 the page has no title"]),
    ("---\ntitle: 3\n---\n", ["1:1 the page has no title"]),
    ('---\ntitle: "{{ config }}"\n---\n', ["2:8 the title holds '{'"]),
    ('---\ntitle: "<b>"\n---\n', ["2:8 the title holds '<' or '>'"]),
    ('---\ntitle: "X"\ntempalte: a\n---\n', ["3:1 'tempalte' is not a key of the front matter"]),
    ('---\ntitle: "X"\ntemplate: a.html\n---\n', ["3:1 'template' is not a key of the front matter"]),
    ('---\ntitle: "X"\nshow: a\n---\n', ["3:1 'show' has the name of a macro and would hide it"]),
    ('---\ntitle: "X"\ntitle: "Y"\n---\n', ["3:1 key 'title' is already set on line 2"]),
    ('---\ntitle: "X"\nhide: &a [b]\n---\n', ["3:7 anchors (&a) are not allowed"]),
    ('---\ntitle: "X"\nhide: yes\n---\n', ["3:7 'yes' is ambiguous in YAML"]),
    ("---\ntitle: Baku: a city\n---\n", ["2:12 a ': ' inside a value"]),
]


@pytest.mark.parametrize(("text", "expected"), FRONT)
def test_faults_of_front_matter_are_told_with_their_line(text: str, expected: list[str], tmp_path: Path) -> None:
    """The host would take broken front matter for text in silence."""
    assert told(check(tmp_path, x=text)) == expected


def test_a_page_is_cut_where_its_front_matter_ends() -> None:
    """Lines of the body are counted from the beginning of the file."""
    page, problems = split_page(HEAD + "A\n---\nB\n", "x.md", MACROS)
    assert problems == [] and page is not None
    assert (page.body, page.offset) == ("A\n---\nB\n", 3)


def test_windows_line_ends_and_a_byte_order_mark_pass(tmp_path: Path) -> None:
    """What some editors write is read, not refused."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "x.md").write_bytes(b"\xef\xbb\xbf" + (HEAD + "A\n\n{{ sho() }}\n").replace("\n", "\r\n").encode())
    assert told(check(tmp_path)) == ["6:1 unknown macro 'sho'; did you mean 'show'?"]


# Files that do not belong: path, words
FILES = [
    ("x.html", "'.html' files are not allowed here"),
    ("x.js", "'.js' files are not allowed here"),
    ("x.py", "'.py' files are not allowed here"),
    ("x.markdown", "'.markdown' files are not allowed here"),
    ("x.MD", "'.MD' files are not allowed here"),
    ("LICENSE", "'LICENSE' files are not allowed here"),
    (".htaccess", "the file name has signs that no address should have"),
    (".hidden/x.md", "the file name has signs that no address should have"),
    ("a b.md", "the file name has signs that no address should have"),
    ("a?.md", "the file name has signs that no address should have"),
    ("a#b.md", "the file name has signs that no address should have"),
    ("a%20b.md", "the file name has signs that no address should have"),
    ("a&b.md", "the file name has signs that no address should have"),
    ("{{x}}.md", "the file name has signs that no address should have"),
    ("Şuşa.md", "the file name has signs that no address should have"),
    ("-x.md", "the file name has signs that no address should have"),
    ("a b/x.md", "the file name has signs that no address should have"),
    ("assets/x.html", "'.html' files are not allowed here"),
    ("assets/x.md", "'.md' files are not allowed here"),
    ("assets/x.php", "'.php' files are not allowed here"),
]


@pytest.mark.parametrize(("path", "words"), FILES)
def test_a_file_that_does_not_belong_is_refused(path: str, words: str, tmp_path: Path) -> None:
    """Pages are .md with plain names; scripts, styles and pictures stand in docs/assets."""
    file = tmp_path / "docs" / path
    file.parent.mkdir(parents=True)
    file.write_text(HEAD, encoding="utf-8")
    problems = check(tmp_path)
    assert [(problem.path, problem.found) for problem in problems] == [(f"docs/{path}", words)]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("assets/js/a.js", b"1"),
        ("assets/css/a.css", b"a{}"),
        ("assets/a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><style>path{fill:red}</style><path d="M0 0"/></svg>'),
        ("assets/a.png", b"\x89PNG\r\n\x1a\n"),
        ("assets/a.webp", b"RIFF\0\0\0\0WEBP"),
        ("a/b.c-d_e.md", HEAD.encode()),
    ],
)
def test_a_file_that_belongs_passes(path: str, content: bytes, tmp_path: Path) -> None:
    """What the site needs may lie where it belongs."""
    file = tmp_path / "docs" / path
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert check(tmp_path) == []


def test_names_that_differ_only_in_case_are_both_told(tmp_path: Path) -> None:
    """On some disks one of the two would be gone."""
    problems = check(tmp_path, Agdam=HEAD, agdam=HEAD, other=HEAD)
    if len(list((tmp_path / "docs").iterdir())) < 3:
        pytest.skip("this disk does not tell case apart")
    assert [(problem.path, problem.found) for problem in problems] == [
        ("docs/Agdam.md", "another file's name differs only in case"),
        ("docs/agdam.md", "another file's name differs only in case"),
    ]


@pytest.mark.parametrize("target", ["secret.txt", "nowhere", "docs/x.md"])
def test_a_symbolic_link_is_refused_whatever_it_leads_to(target: str, tmp_path: Path) -> None:
    """Out of the repository, to nothing, or to a page: a link is not read."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    check(tmp_path, x=HEAD)
    (tmp_path / "docs" / "link.md").symlink_to(tmp_path / target)
    assert [(problem.path, problem.found) for problem in check(tmp_path)] == [("docs/link.md", "symbolic links are not allowed")]


def test_a_missing_docs_folder_is_one_problem(tmp_path: Path) -> None:
    """No pages is a problem, not a site without pages."""
    assert [str(problem) for problem in check_pages(tmp_path, MACROS, lambda: None)[0]] == [
        "docs:1:1: the docs folder is missing [docs-folder]"
    ]


def test_many_brackets_are_refused_before_markdown_sees_them(tmp_path: Path) -> None:
    """20,000 '[' would cost Markdown minutes; the check answers at once."""
    began = time.perf_counter()
    problems = check(tmp_path, x=HEAD + "a\n" + "[" * 20_000 + "\n")
    assert time.perf_counter() - began < 2
    assert told(problems) == [f"5:1 20000 '[' in one line; the limit is {MAX_BRACKETS}"]


def test_the_limits_themselves_pass(tmp_path: Path) -> None:
    """The last size and number of brackets that are allowed are allowed."""
    lines = "[" * MAX_BRACKETS + "\n\n"
    page = HEAD + lines + ("a" * 199 + "\n\n") * 990
    page += "a" * (MAX_PAGE_BYTES - len(page))
    assert check(tmp_path, x=page) == []
    assert told(check(tmp_path, x=page + "a")) == ["1:1 the page has 200,001 bytes; the limit is 200,000"]
    assert len(check(tmp_path, x=HEAD + "[" * (MAX_BRACKETS + 1))) == 1


# body, faults as line:column words
REFUSED = [
    ("<script>x</script>", ["1:1 <script>"]),
    ("<SCRIPT>x</SCRIPT>", ["1:1 <script>"]),
    ("a\n\n  <iframe src=x></iframe>", ["3:3 <iframe>"]),
    ("<object data=x></object>", ["1:1 <object>"]),
    ("<embed src=x>", ["1:1 <embed>"]),
    ("<form><input></form>", ["1:1 <form>", "1:7 <input>"]),
    ("<svg><script>x</script></svg>", ["1:1 <svg>", "1:6 <script>"]),
    ("<math></math>", ["1:1 <math>"]),
    ("<base href=x>", ["1:1 <base>"]),
    ("<meta http-equiv=refresh>", ["1:1 <meta>"]),
    ("<link rel=stylesheet>", ["1:1 <link>"]),
    ("<style>x</style>", ["1:1 <style>"]),
    ("<template></template>", ["1:1 <template>"]),
    ("<noscript></noscript>", ["1:1 <noscript>"]),
    ("<x-y></x-y>", ["1:1 <x-y>"]),
    ('<p onclick="x()">a</p>', ["1:1 the attribute onclick on <p>"]),
    ("<p ONCLICK=x>a</p>", ["1:1 the attribute onclick on <p>"]),
    ("<p/onclick=x>a</p>", ["1:1 the attribute onclick on <p>"]),
    ('<p\nonmouseover="x">a</p>', ["1:1 the attribute onmouseover on <p>"]),
    ("<img src=x onerror=x>", ["1:1 the attribute onerror on <img>"]),
    ('<p style="x">a</p>', ["1:1 the attribute style on <p>"]),
    ('<a href="x" target="y">a</a>', ["1:1 the attribute target on <a>"]),
    ("<!DOCTYPE html>", ["1:1 a declaration"]),
    ("<?php x ?>", ["1:1 a processing instruction"]),
    ("<!-- a -->", ["1:1 a comment"]),
    # browsers end this comment at once, and the script is live
    ("<!--> <script>x</script> -->", ["1:1 a comment"]),
    # addresses: plain, in capitals, with entities, tabs, line ends, control signs, backslashes
    ("[a](javascript:x)", ["1:3 a link to javascript:"]),
    ("[a](JaVaScRiPt:x)", ["1:3 a link to javascript:"]),
    ("[a]( javascript:x)", ["1:3 a link to javascript:"]),
    ("[a](&#106;avascript:x)", ["1:3 a link to javascript:"]),
    ("[a](&#x6A;avascript&colon;x)", ["1:3 a link to javascript:"]),
    ("[a](java&Tab;script:x)", ["1:3 a link to javascript:"]),
    ("[a](java\tscript:x)", ["1:3 a link to javascript:"]),
    ("[a](java\nscript:x)", ["1:3 a link to javascript:"]),
    ("[a](\x01javascript:x)", ["1:3 a link to javascript:"]),
    ("[a](javascript\\:x)", ["1:3 a link to javascript:"]),
    ('[a](javascript:x "title")', ["1:3 a link to javascript:"]),
    ("![a](javascript:x)", ["1:4 a link to javascript:"]),
    ("[a](vbscript:x)", ["1:3 a link to vbscript:"]),
    ("[a](data:text/html,x)", ["1:3 a link to data:"]),
    ("[a](file:///etc/passwd)", ["1:3 a link to file:"]),
    ("[a][b]\n\n[b]: javascript:x", ["3:1 a link to javascript:"]),
    ("[a][b]\n\n[b]:\n  javascript:x", ["3:1 a link to javascript:"]),
    ("[a][b]\n\n[b]: <javascript:x>", ["3:6 <javascript:x>", "3:1 a link to javascript:"]),
    ("> [b]: javascript:x\n\n[a][b]", ["1:3 a link to javascript:"]),
    ("- [b]: javascript:x\n\n[a][b]", ["1:3 a link to javascript:"]),
    ('<a href="javascript:x">a</a>', ["1:4 a link to javascript:"]),
    ("<a href=javascript:x>a</a>", ["1:4 a link to javascript:"]),
    ('<a href="java\tscript:x">a</a>', ["1:4 a link to javascript:"]),
    ('<a href="&#106;avascript:x">a</a>', ["1:4 a link to javascript:"]),
    ("<javascript:x>", ["1:1 <javascript:x>"]),
    # attributes in braces, first or later, after an attribute that is allowed, after a brace in quotes
    ("# H {: onclick=x }", ["1:5 the attribute onclick in braces"]),
    ('# H {onclick="x()"}', ["1:5 the attribute onclick in braces"]),
    ("# H {: class=kr-note onclick=x }", ["1:5 the attribute onclick in braces"]),
    ("# H {: #i .kr-note onclick=x }", ["1:5 the attribute onclick in braces"]),
    ('# H {: title="}" onclick="x" }', ["1:5 the attribute onclick in braces"]),
    ("[a](b){: style=x }", ["1:7 the attribute style in braces"]),
    ("[a](b){: href=c }", ["1:7 the attribute href in braces"]),
    ("*a*{: ONCLICK=x }", ["1:4 the attribute ONCLICK in braces"]),
    # calls that would hide one
    ('# H {: {{ show("a") }} onclick=x }', ["1:5 the attribute onclick in braces"]),
    ("{## {{ ##}# H {: onclick=x }{## }} ##}", ["1:1 the attribute onclick in braces"]),
    ('# H {% raw %}{{ f( onclick="x") }}{% endraw %}', ["1:5 the attribute onclick in braces"]),
    ('# H {{ show("{: onclick=x }") }}', ["1:5 the attribute onclick in braces"]),
]


@pytest.mark.parametrize(("body", "expected"), REFUSED)
def test_html_that_is_not_allowed_is_told_with_its_line(body: str, expected: list[str]) -> None:
    """Tags, attributes, addresses and attribute lists outside the allow-list; lines count from the file's first."""
    problems = list(check_html(body, "x.md", 10))
    assert [f"{p.line - 10}:{p.column} {p.found.removeprefix('HTML that is not allowed: ')}" for p in problems] == expected


ALLOWED = [
    "a < b and c > d, x<y",
    "<https://a.invalid/?javascript:x> <mailto:a@b.invalid>",
    "[a](b.md#c) [d](https://e.invalid/f_(g)) [h](mailto:i@j.invalid) [k](../l/)",
    "[a](b.md 'The javascript: scheme')",
    "# H {#id}\n\n## I {: .kr-note #d title=e lang=hy dir=ltr id=f class=kr-label }",
    '{{ show(text="x") }} and {{ show(\n  text="x"\n) }}',
    "<details><summary>a</summary><p>b</p></details>",
    '<table><tr><td colspan="2" rowspan="1" scope="row">a</td></tr></table>',
    '<time datetime="1990">a</time><abbr title="x">a</abbr><bdi lang="hy">b</bdi>',
    '<img src="a.png" alt="b" width="1" height="2">',
    "| a | b |\n|---|---|\n| c | d |",
    "data: words and file: words",
]


@pytest.mark.parametrize("body", ALLOWED)
def test_what_only_looks_like_html_passes(body: str) -> None:
    """The check does not stand in the way of prose."""
    assert list(check_html(body, "x.md", 0)) == []


@pytest.mark.parametrize("tag", sorted(TAGS))
def test_every_allowed_tag_passes_both_readers(tag: str) -> None:
    """Our list and the cleaner's second opinion agree on each tag."""
    wrapped = {"td": "tr", "th": "tr", "tr": "tbody", "tbody": "table", "thead": "table", "tfoot": "table", "caption": "table"}
    html, outer = f"<{tag}>" + ("" if tag in VOID else f"</{tag}>"), tag
    while outer in wrapped:
        outer = wrapped[outer]
        html = f"<{outer}>{html}</{outer}>"
    assert list(check_html(html, "x.md", 0)) == []


def test_a_call_is_tried_and_its_fault_told_where_it_stands(tmp_path: Path) -> None:
    """What a macro cannot show is known before the host runs it."""
    assert told(check(tmp_path, x=HEAD + 'A\n\nB {{ show("x") }} {{ show("bad") }}\n')) == ["6:6 show(): no 'bad'"]


def test_every_page_begins_anew(tmp_path: Path) -> None:
    """Source marks are counted by page, so each page is announced once, before its calls."""
    seen: list[str] = []
    macros: dict[str, Callable[..., str]] = {"show": lambda text="": seen.append(text) or ""}
    (tmp_path / "docs").mkdir()
    for name in "ab":
        (tmp_path / "docs" / f"{name}.md").write_text(
            f'{HEAD}{{{{ show("{name}1") }}}} {{{{ show("{name}2") }}}}', encoding="utf-8"
        )
    check_pages(tmp_path, macros, lambda: seen.append("page"))
    assert seen == ["page", "a1", "a2", "page", "b1", "b2"]


def test_a_page_of_statements_without_a_line_is_refused_not_crashed_on(tmp_path: Path) -> None:
    """Jinja gives the scope of `autoescape` no line; the check still answers."""
    problems = check(tmp_path, x=HEAD + "A\n{% autoescape false %}x{% endautoescape %}\n")
    assert told(problems)[0].startswith("5:1 only macro(...) is allowed here, not Scope")


def test_no_macro_has_the_name_of_a_key_of_the_front_matter() -> None:
    """A key would hide the macro."""
    assert not set(MACRO_NAMES) & {"title", "description", "hide", "search"}
