"""Links to a record's file at a public repository: edit, history, report; none without a repository."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from macros.archive import Archive
from macros.render import Renderer
from macros.repository import file_links

PATH = "data/events/1990/1990-05-01-bridge-closed.yml"
PAGE = "https://record.invalid/events/1990-05-01-bridge-closed/"
FORGE = "https://github.invalid/people/record"


@pytest.mark.parametrize("repository", [FORGE, FORGE + "/", FORGE + ".git", f" {FORGE} "])
def test_addresses_are_those_of_the_forge(repository: str) -> None:
    links = file_links(repository, PATH, "A & B", PAGE)
    assert links is not None
    assert links.edit == f"{FORGE}/edit/main/{PATH}"
    assert links.history == f"{FORGE}/commits/main/{PATH}"
    report = urlsplit(links.report)
    assert report.path == "/people/record/issues/new"
    assert parse_qs(report.query) == {"title": ["Record: A & B"], "body": [f"Page: {PAGE}\nFile: {PATH}\n\n"]}


def test_without_a_repository_there_are_no_links() -> None:
    assert file_links("", PATH, "A", PAGE) is None


def test_a_record_page_links_to_its_own_file(archive: Archive) -> None:
    """The event's page with a repository has all three; without one it says where to turn instead."""
    event = archive.get("events", "1990-05-01-bridge-closed")
    page = Renderer(archive, "https://record.invalid/", FORGE).record_page("events", event).body
    for address in (
        f"{FORGE}/edit/main/{PATH}",
        f"{FORGE}/commits/main/{PATH}",
        f"{FORGE}/issues/new?title=Record%3A%20The%20bridge",
    ):
        assert f'href="{address}' in page
    assert 'href="kr:/contribute/">Report' not in page
    bare = Renderer(archive, "https://record.invalid/").record_page("events", event).body
    assert 'href="kr:/contribute/">Report a problem' in bare and "/edit/main/" not in bare and ">History<" not in bare
