"""Record pages from shells: slots that are not as expected stop the build, links become relative, text stays text."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.archive import Archive
from macros.kinds import KINDS
from macros.render import RecordPage, Renderer
from macros.stamp import (
    Shell,
    ShellError,
    read_shell,
    relative_base,
    resolve_links,
    squeeze,
    stamp_records,
    take_shell,
)

KIND = KINDS["places"]
TOC_ITEM = '<li class="md-nav__item">\n<a href="#kr-slot-section"><span>kr-slot-section</span></a>\n</li>'
PARTS = {
    "description": '<meta name="description" content="kr-slot-description">',
    "canonical": '<link rel="canonical" href="https://record.invalid/places/record/">',
    "title": "<title>kr-slot-title - The Karabakh Record</title>",
    "head": '<meta name="kr-slot-head" content="">',
    "skip": '<a href="#kr-slot-title" class="md-skip">Skip</a>',
    "topic": '<span class="md-ellipsis">\n  kr-slot-title\n</span>',
    "toc": f"<ul>{TOC_ITEM}</ul>",
    "body": (
        '<article><h1 id="kr-slot-title">kr-slot-title</h1>\n<p>kr-slot-body</p>\n'
        '<h2 id="kr-slot-section">kr-slot-section</h2></article>'
    ),
    "printed": '<p class="kr-printed">The Karabakh Record · https://record.invalid/places/record/ · version of 1 May 2026</p>',
}


def write_shell(site: Path, parts: dict[str, str]) -> None:
    file = site / KIND.shell / "index.html"
    file.parent.mkdir(parents=True)
    file.write_text("<html>\n" + "\n".join(parts.values()) + "\n</html>\n", encoding="utf-8")


def page(archive: Archive, **values: object) -> RecordPage:
    """Return the page of a place with some of its parts replaced."""
    found = Renderer(archive, "https://record.invalid/").record_page("places", archive.get("places", "midford"))
    return RecordPage(**{**found.__dict__, **values})  # type: ignore[arg-type]


def shell(site: Path) -> Shell:
    write_shell(site, PARTS)
    return read_shell(site, KIND)


def test_every_slot_is_filled_and_the_hosts_text_kept(tmp_path: Path, archive: Archive) -> None:
    """The frame is the host's, letter by letter but for indents; only slots change."""
    made = shell(tmp_path).fill(page(archive, title="T", description="D", body="<h1>B</h1>", toc=[("a", "A"), ("b", "B")]), "<i>")
    lines = "\n".join(
        (
            '<meta name="description" content="D">',
            '<link rel="canonical" href="https://record.invalid/places/midford/">',
            "<title>T - The Karabakh Record</title>",
            "<i>",
            '<a href="#kr-title" class="md-skip">Skip</a>',
            '<span class="md-ellipsis">\nT\n</span>',
            (
                '<ul><li class="md-nav__item">\n<a href="#a"><span>A</span></a>\n</li>\n'
                '<li class="md-nav__item">\n<a href="#b"><span>B</span></a>\n</li></ul>'
            ),
            "<article><h1>B</h1></article>",
            '<p class="kr-printed">The Karabakh Record · https://record.invalid/places/midford/ · version of 1 May 2026</p>',
        )
    )
    assert made == f"<html>\n{lines}\n</html>\n"


def test_white_space_goes_where_nobody_sees_it() -> None:
    """Lines stay apart; code, scripts and fields are as they were."""
    kept = "<pre>a\n\n  b</pre>", "<script>let a\n\n  b</script>", "<textarea>\n\n</textarea>"
    given = "\n\n  ".join(["<p>a", "b</p>", *kept, "<p>c  d</p>"])
    assert squeeze(given) == "\n".join(["<p>a", "b</p>", *kept, "<p>c  d</p>"])


@pytest.mark.parametrize("slot", PARTS)
def test_a_missing_slot_stops_the_build(slot: str, tmp_path: Path) -> None:
    """A theme that lost a slot must be looked at, and the message names the slot."""
    write_shell(tmp_path, {name: text for name, text in PARTS.items() if name != slot})
    with pytest.raises(ShellError, match=f"places/record/: slot '{slot}' was found 0 times, expected once"):
        read_shell(tmp_path, KIND)


@pytest.mark.parametrize("slot", PARTS)
def test_a_doubled_slot_stops_the_build(slot: str, tmp_path: Path) -> None:
    """Two places for one value: the theme prints it somewhere new."""
    write_shell(tmp_path, {**PARTS, slot: PARTS[slot] * 2})
    with pytest.raises(ShellError, match=f"slot '{slot}' was found 2 times, expected once"):
        read_shell(tmp_path, KIND)


@pytest.mark.parametrize("slot", list(PARTS)[1:])
def test_a_moved_slot_stops_the_build(slot: str, tmp_path: Path) -> None:
    """Slots stand in a known order; one that moved to the front is not found where it belongs."""
    write_shell(tmp_path, {slot: PARTS[slot], **{name: text for name, text in PARTS.items() if name != slot}})
    with pytest.raises(ShellError, match=f"slot '{slot}' was found 0 times"):
        read_shell(tmp_path, KIND)


def test_a_slot_in_a_new_place_stops_the_build(tmp_path: Path) -> None:
    """The theme may not print the shell's title where nobody fills it."""
    write_shell(tmp_path, {**PARTS, "more": '<meta property="og:title" content="kr-slot-title">'})
    with pytest.raises(ShellError, match="'kr-slot' is left over outside the known slots"):
        read_shell(tmp_path, KIND)


def test_a_missing_shell_names_the_page_that_makes_it(tmp_path: Path) -> None:
    """The cure is a file that a person can look for."""
    with pytest.raises(ShellError, match=r"places/record/index.html is not in the built site; docs/places/record.md makes it"):
        read_shell(tmp_path, KIND)


def test_text_in_the_frame_is_escaped_and_has_no_brace(tmp_path: Path, archive: Archive) -> None:
    """Title, description and contents come from records: neither markup nor a macro."""
    hostile = '</title><script>x</script>"{{ 7*7 }}{% x %}&'
    made = shell(tmp_path).fill(page(archive, title=hostile, description=hostile, body="", toc=[("a", hostile)]))
    assert "<script>" not in made and "{{" not in made and "{%" not in made
    assert made.count("&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;&quot;&#123;&#123; 7*7 }}&#123;% x %}&amp;") == 4


def test_a_title_with_the_words_of_a_slot_is_only_a_title(tmp_path: Path, archive: Archive) -> None:
    """Filling happens once: text that looks like a slot is not filled again."""
    made = shell(tmp_path).fill(page(archive, title="kr-slot-title kr-slot-section", description="kr-slot-body", body="", toc=[]))
    assert made.count("kr-slot-title kr-slot-section") == 2 and 'content="kr-slot-body"' in made


# page, way to the root
BASES = [("index.html", "./"), ("404.html", "./"), ("a/index.html", "../"), ("events/x/index.html", "../../")]


@pytest.mark.parametrize(("path", "base"), BASES)
def test_links_become_relative_to_their_page(path: str, base: str) -> None:
    """The site works below any address and from disk."""
    assert relative_base(path) == base
    html = '<a href="kr:/events/x/#c">a</a><a href="kr:/">b</a><a href="https://kr.invalid/">c</a>'
    assert resolve_links(html, path) == (
        f'<a href="{base}events/x/#c">a</a><a href="{base}">b</a><a href="https://kr.invalid/">c</a>'
    )


def test_a_page_is_written_for_every_record_and_the_shell_removed(tmp_path: Path, archive: Archive) -> None:
    """After stamping, the folder holds the records and nothing else."""
    write_shell(tmp_path, PARTS)
    stamp_records(tmp_path, Renderer(archive, "https://record.invalid/"), take_shell(tmp_path, KIND), archive.places)
    assert sorted(file.name for file in (tmp_path / "places").iterdir()) == ["midford", "riverland"]
    html = (tmp_path / "places/midford/index.html").read_text(encoding="utf-8")
    assert 'href="../../events/1990-05-01-bridge-closed/"' in html
    assert "kr:/" not in html and "kr-slot" not in html
