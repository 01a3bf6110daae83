"""The policy of a page: what it names, where it stands, and what is found that it would refuse."""

from __future__ import annotations

import pytest

from macros.assets import load_from
from macros.policy import add_head, policy_faults, policy_text, script_hashes

HEAD = '<meta charset="utf-8"><link rel="stylesheet" href="assets/css/record.css">'
PAGE = f"<!doctype html><html><head>{HEAD}</head><body>{{}}</body></html>"


def test_nothing_is_unsafe_and_nothing_comes_from_elsewhere() -> None:
    """Neither in the page nor in the header."""
    for is_header in (False, True):
        text = policy_text(["'sha256-x'"], is_header=is_header)
        assert "unsafe" not in text and "*" not in text and "http" not in text
        assert text.startswith("default-src 'none'; script-src 'self' 'sha256-x';")
        assert ("frame-ancestors" in text) == is_header


def test_the_policy_stands_before_anything_that_loads_and_names_each_inline_script() -> None:
    """Once, however often it is asked for."""
    html = add_head(PAGE.format("<script>go()</script>"), "../")
    (found,) = script_hashes(html)
    assert html.index("Content-Security-Policy") < html.index("<link") and found in html
    assert '<link rel="manifest" href="../manifest.webmanifest">' in html
    assert add_head(html, "../") == html
    assert policy_faults("index.html", html) == []


@pytest.mark.parametrize(
    "part",
    ['<p style="color:red">', '<img src="x.png" onerror="go()">', "<style>p{}</style>", '<svg><g class="a" style="x"></g></svg>'],
)
def test_what_a_browser_would_refuse_is_found(part: str) -> None:
    """Wherever it stands; the same words as text are no fault."""
    assert [problem.rule for problem in policy_faults("index.html", PAGE.format(part))] == ["site-policy"]
    assert policy_faults("index.html", PAGE.format(part.replace("<", "&lt;"))) == []


def test_a_script_that_came_later_is_found() -> None:
    """Its hash is not in the policy; data and files of the host need none."""
    html = add_head(PAGE.format(""), "")
    for harmless in ('<script type="application/ld+json">{}</script>', '<script src="a.js"></script>'):
        assert policy_faults("index.html", html.replace("</body>", harmless + "</body>")) == []
    assert len(policy_faults("index.html", html.replace("</body>", "<script>go()</script></body>"))) == 1


def test_pages_load_our_files_from_the_folder_of_this_build() -> None:
    """Those of the theme have a hash in their names already."""
    html = PAGE.format('<script src="assets/js/find.js"></script><link href="assets/stylesheets/main.css">')
    made = load_from(html, "assets-12345678")
    assert made.count("assets-12345678/") == 2 and "assets/stylesheets/main.css" in made
    assert load_from(html, "") == html
