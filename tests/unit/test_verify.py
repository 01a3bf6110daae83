"""The finished site held against itself: links, anchors, leftovers, doubled ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.verify import find_target, read_page, verify_site

URL = "https://record.invalid/sub/"
SITE = {
    "index.html": '<h1 id="top">A</h1><a href="events/x/#c">x</a><a href="./">self</a><a href="data.json">d</a>',
    "404.html": '<a href="/sub/">home</a>',
    "events/x/index.html": '<a id="c" href="../../">up</a><a href="../../#top">top</a><a href="#c">here</a><a href="">again</a>',
    "data.json": "{}",
    "a b/ü.html": "<p>a</p>",
}


def verify(root: Path, more: dict[str, str] | None = None) -> list[str]:
    """Return the problems of the little site with more pages, as path:line: words."""
    for path, text in {**SITE, **(more or {})}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return [f"{problem.path}:{problem.line}: {problem.found} [{problem.rule}]" for problem in verify_site(root, URL)]


def test_a_whole_site_has_no_problem(tmp_path: Path) -> None:
    """Relative and absolute links, anchors, files and the page itself land."""
    assert verify(tmp_path) == []


# html of the page events/y/, line and words of the one problem
FAULTS = [
    ('\n<a href="../z/">', "2: '../z/' leads nowhere [site-link]"),
    ('<a href="../x">', "1: '../x' leads nowhere [site-link]"),
    ('<a href="../x/index.htm">', "1: '../x/index.htm' leads nowhere [site-link]"),
    ("<a href='../z/'>", "1: '../z/' leads nowhere [site-link]"),
    ("<a href=../z/>", "1: '../z/' leads nowhere [site-link]"),
    ('<A HREF="../z/">', "1: '../z/' leads nowhere [site-link]"),
    ('<img class="a" src="a.png">', "1: 'a.png' leads nowhere [site-link]"),
    ('<script src="a.js"></script>', "1: 'a.js' leads nowhere [site-link]"),
    ('<link rel="stylesheet" href="a.css">', "1: 'a.css' leads nowhere [site-link]"),
    ('<a href="/sub/z/">', "1: '/sub/z/' leads nowhere [site-link]"),
    ('<a href="../z/?a&amp;b">', "1: '../z/?a&b' leads nowhere [site-link]"),
    ('\n\n<a href="../x/#d">', "3: '../x/#d': no anchor 'd' in events/x/index.html [site-link]"),
    ('<a href="#d">', "1: '#d': no anchor 'd' in events/y/index.html [site-link]"),
    ('<a href="/">', "1: '/' leads out of the site [site-link]"),
    ('<a href="/other/">', "1: '/other/' leads out of the site [site-link]"),
    ('<a href="../../../a/">', "1: '../../../a/' leads out of the site [site-link]"),
    ('<p id="a"></p><p id="a"></p>', "1: the id 'a' stands twice in this page [site-link]"),
    ("<p id=a></p>\n<p ID='a'></p>", "1: the id 'a' stands twice in this page [site-link]"),
    ("\n<p>{{ x }}</p>", "2: '{{' is left in the page [site-leftover]"),
    ("<p>{% x %}</p>", "1: '{%' is left in the page [site-leftover]"),
    ("\n\n<p>kr-slot-title</p>", "3: 'kr-slot' is left in the page [site-leftover]"),
    ("<p>Macro Rendering Error</p>", "1: 'Macro Rendering Error' is left in the page [site-leftover]"),
    ("<pre>Traceback (most recent call last)</pre>", "1: 'Traceback (most recent call last)' is left in the page [site-leftover]"),
    ("<code>a\nb</code>\n<p>{{</p>", "3: '{{' is left in the page [site-leftover]"),
    ('<a href="https://a.invalid/">a</a> kr:/x', "1: 'kr:/' is left in the page [site-leftover]"),
]


@pytest.mark.parametrize(("html", "words"), FAULTS)
def test_what_does_not_land_or_is_left_over_is_told(html: str, words: str, tmp_path: Path) -> None:
    """One problem, at its page and line."""
    assert verify(tmp_path, {"events/y/index.html": html}) == [f"site/events/y/index.html:{words}"]


PASSING = [
    '<a href="https://a.invalid/nowhere">',
    '<a href="//a.invalid/nowhere">',
    '<a href="mailto:a@b.invalid">',
    '<a href="../../a%20b/%C3%BC.html">',
    '<a href="../../?q=1#top">',
    '<a href="../x/#c">',
    '<label for="__search"><a href="#__search">',
    "<code>{{ macro() }}</code>",
    "<p>&#123;{ text }}</p>",
    '<p data-href="nowhere">a</p>',
    "<p>a { b } c</p>",
]


@pytest.mark.parametrize("html", PASSING)
def test_what_lands_or_leaves_the_site_passes(html: str, tmp_path: Path) -> None:
    """Foreign addresses are not followed; the theme's own toggles are no anchors; code may show braces."""
    assert verify(tmp_path, {"events/y/index.html": html}) == []


def test_an_address_that_stands_often_is_told_once_a_page(tmp_path: Path) -> None:
    """One broken link in a menu is one problem on each page."""
    told = verify(tmp_path, {"y/index.html": '<a href="z/"></a>\n' * 9, "w/index.html": '<a href="z/"></a>'})
    assert told == ["site/w/index.html:1: 'z/' leads nowhere [site-link]", "site/y/index.html:1: 'z/' leads nowhere [site-link]"]


# page, link, file; None for out of the site
TARGETS = [
    ("index.html", "", "index.html"),
    ("index.html", ".", "index.html"),
    ("index.html", "./", "index.html"),
    ("index.html", "a/", "a/index.html"),
    ("index.html", "a", "a"),
    ("a/b/index.html", "..", "a/index.html"),
    ("a/b/index.html", "../", "a/index.html"),
    ("a/b/index.html", "../..", "index.html"),
    ("a/b/index.html", "../../", "index.html"),
    ("a/b/index.html", "../c.css", "a/c.css"),
    ("a/b/index.html", "./c/../d/", "a/b/d/index.html"),
    ("a/b/index.html", "../../../", None),
    ("a/b/index.html", "/sub/", "index.html"),
    ("a/b/index.html", "/sub/c/", "c/index.html"),
    ("a/b/index.html", "/sub/../c/", None),
    ("a/b/index.html", "/c/", None),
]


@pytest.mark.parametrize(("path", "link", "target"), TARGETS)
def test_a_link_is_followed_as_a_browser_follows_it(path: str, link: str, target: str | None) -> None:
    """Folders mean their index page; above the root there is nothing."""
    assert find_target(path, link, "/sub/") == target


def test_a_page_offers_its_anchors_and_asks_for_its_links() -> None:
    """Character references are read; other attributes are not."""
    facts = read_page(b'<p id="a&amp;b" data-id="x"><a class="y" href="c?d&amp;e">f</a><a href="c?d&amp;e">g</a>')
    assert (facts.ids, facts.doubled, facts.links) == ({"a&b"}, frozenset(), ("c?d&e",))


def test_files_that_only_a_whole_build_makes_are_not_followed_in_a_preview(tmp_path: Path) -> None:
    """A link to one is no fault there; every other link still is."""
    verify(tmp_path, {"events/y/index.html": '<a href="../../data/v1/record.sqlite">a</a><a href="../z/">b</a>'})
    assert len(verify_site(tmp_path, URL)) == 2
    assert [problem.found for problem in verify_site(tmp_path, URL, later="data/v1/")] == ["'../z/' leads nowhere"]
