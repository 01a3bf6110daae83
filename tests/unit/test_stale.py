"""Records to check again: older than a year as of a day that the archive itself knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.archive import Archive
from macros.pages import PageMacros
from macros.records import load_records
from macros.stale import find_stale_records
from tests.repository import EVENT, PLACE, SOURCE, change, copy_archive


def dated(root: Path, event: str, place: str) -> Archive:
    """Return the invented archive with two records checked on these days, all others on 1 January 2026."""
    copy_archive(root)
    for path, day in ((EVENT, event), (PLACE, place)):
        line = next(line for line in (root / path).read_text(encoding="utf-8").splitlines() if line.startswith("checked:"))
        change(root, path, line, f'checked: "{day}"')
    return Archive(load_records(root))


def test_a_check_is_old_after_a_year_and_not_on_its_day(tmp_path: Path) -> None:
    """365 days are not more than a year; 366 are. The latest check stands for now."""
    archive = dated(tmp_path, "2026-05-02", "2027-05-02")
    found = find_stale_records(archive, epoch="")
    assert str(found.day) == "2027-05-02"
    assert "1990-05-01-bridge-closed" not in [record.id for _, record in found.records]
    days = [record.checked.text for _, record in found.records if record.checked]
    assert days == sorted(days) and all(day < "2026-05-02" for day in days) and days


def test_the_day_of_the_commit_counts_when_it_is_later(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody checks anything for two years: then everything is old."""
    checked = [record for _, record in archive.records.each() if record.checked]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(70 * 365 * 86400))
    assert len(find_stale_records(archive).records) == len(checked)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert find_stale_records(archive).as_of == max(record.checked.earliest for record in checked if record.checked)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert find_stale_records(archive).as_of.year < 2040


def test_sources_that_nobody_opened_are_counted(tmp_path: Path) -> None:
    """They are not old; they wait for a first look."""
    copy_archive(tmp_path)
    before = find_stale_records(Archive(load_records(tmp_path)), epoch="").unopened
    with (tmp_path / SOURCE).open("a", encoding="utf-8") as file:
        file.write('checked: "2026-01-01"\n')
    assert find_stale_records(Archive(load_records(tmp_path)), epoch="").unopened == before - 1


def test_the_page_lists_them_oldest_first_or_says_that_none_is_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With links, days, and a sentence of its own for an empty list."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    old = PageMacros(dated(tmp_path / "old", "2020-01-01", "2027-05-02"), "").list_stale()
    assert old.index("kr:/events/1990-05-01-bridge-closed/") < old.index("checked <time") and "1 January 2020" in old
    fresh = PageMacros(dated(tmp_path / "fresh", "2026-02-01", "2026-03-01"), "").list_stale()
    assert "No record was last checked more than a year before" in fresh and "<li>" not in fresh
    assert "sources have not been opened" in fresh
