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
    known = {"id": ["1990-05-01-bridge-closed"], "file": [PATH], "page": [PAGE]}
    for address, form, title in (
        (links.report, "correct-record", "Correct a record: A & B"),
        (links.dispute, "dispute-claim", "Dispute a claim: A & B"),
        (links.name, "propose-name", "Propose a name: A & B"),
    ):
        assert urlsplit(address).path == "/people/record/issues/new"
        assert parse_qs(urlsplit(address).query) == {"template": [f"{form}.yml"], "title": [title], **known}


def test_without_a_repository_there_are_no_links() -> None:
    assert file_links("", PATH, "A", PAGE) is None


def test_a_record_page_links_to_its_own_file(archive: Archive) -> None:
    """The event's page with a repository has all three; without one it says where to turn instead."""
    event = archive.get("events", "1990-05-01-bridge-closed")
    page = Renderer(archive, "https://record.invalid/", FORGE).record_page("events", event).body
    for address in (
        f"{FORGE}/edit/main/{PATH}",
        f"{FORGE}/commits/main/{PATH}",
        f"{FORGE}/issues/new?template=correct-record.yml&amp;title=Correct%20a%20record%3A%20The%20bridge",
        f"{FORGE}/issues/new?template=dispute-claim.yml&amp;title=Dispute%20a%20claim%3A%20The%20bridge",
    ):
        assert f'href="{address}' in page
    assert "kr:/contribute/#" not in page and "template=propose-name.yml" not in page
    bare = Renderer(archive, "https://record.invalid/").record_page("events", event).body
    assert 'href="kr:/contribute/#without-git">Report a problem' in bare
    assert 'href="kr:/contribute/#in-the-browser">Edit this record' in bare
    assert "/edit/main/" not in bare and ">History<" not in bare


def test_a_page_with_names_takes_proposals_and_one_without_claims_no_disputes(archive: Archive) -> None:
    """A place has names and no claims of its own; a party has both; a source neither."""
    renderer = Renderer(archive, "https://record.invalid/", FORGE)
    forms = {}
    for folder in ("places", "parties", "sources"):
        body = renderer.record_page(folder, archive.of_kind(folder)[0]).body
        forms[folder] = [name for name in ("correct-record", "dispute-claim", "propose-name") if f"template={name}.yml" in body]
    assert forms["places"] == ["correct-record", "propose-name"]
    assert forms["parties"] == ["correct-record", "dispute-claim", "propose-name"]
    assert forms["sources"] == ["correct-record"]
