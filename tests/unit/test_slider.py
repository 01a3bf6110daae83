"""What the "as known on" slider reads from a page: when a claim was said and replaced, what a figure counts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from macros.archive import Archive
from macros.records import load_records
from macros.render import Renderer
from macros.rules import check_records

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "archive"
FIGURES = ("stranded-first", "stranded-later")
EVENT = "data/events/1990/1990-05-01-bridge-closed.yml"


@pytest.fixture
def body(tmp_path: Path) -> str:
    """The page of the event, after one of its claims has been given a vague date with two ends."""
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    text = (tmp_path / EVENT).read_text(encoding="utf-8")
    assert text.count('"on": "1990-06"') == text.count('"on": "1991"') == 1
    text = text.replace('"on": "1990-06"', '"on": "1990-06/1990-07"').replace('"on": "1991"', '"on": "1991~/1992"')
    (tmp_path / EVENT).write_text(text, encoding="utf-8")
    records = load_records(tmp_path)
    assert check_records(records) == []
    archive = Archive(records)
    return Renderer(archive, "https://x.invalid/").record_page("events", archive.get("events", "1990-05-01-bridge-closed")).body


def test_a_claim_counts_from_the_end_of_its_date(body: str) -> None:
    """The page agrees with `Archive.known_on`: nothing is shown as known before it surely was."""
    assert 'data-on="1992"' in body
    assert 'data-on="1991"' not in body
    assert 'data-on="1990-07"' in body
    assert 'data-on="1990-06"' not in body
    assert '<time class="kr-date" datetime="1991">' in body, "the date itself is still marked by its beginning"


def test_a_replaced_figure_is_marked_without_a_script(body: str) -> None:
    """The entry of the ledger and the mark of the chart say by themselves that a later figure stands."""
    entries = {claim: next(tag for tag in re.findall("<li[^>]*>", body) if f'id="{claim}"' in tag) for claim in FIGURES}
    entry, last = entries.values()
    assert 'class="kr-entry is-replaced"' in entry
    assert 'data-replaced="1990-07"' in entry
    assert "is-replaced" not in last
    assert "data-replaced" not in last


def test_a_figure_says_what_it_counts(body: str) -> None:
    """Only figures of the same measure and group are summed up as a range."""
    entries = body.split('<li class="kr-entry')[1:]
    assert [entry.partition('data-measure="')[2].partition('"')[0] for entry in entries] == ["displaced people"] * 2


def test_a_place_without_control_has_no_empty_section() -> None:
    """Where nothing is recorded, no heading stands alone."""
    archive = Archive(load_records(FIXTURE))
    render = Renderer(archive, "https://x.invalid/").record_page
    assert 'id="control"' in render("places", archive.get("places", "midford")).body
    page = render("places", archive.get("places", "riverland"))
    assert 'id="control"' not in page.body
    assert "control" not in dict(page.toc)
