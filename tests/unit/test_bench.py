"""The invented archive that measurements run on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.generate import write_data
from bench.invention import counts_of
from macros.kinds import KINDS
from macros.records import load_records
from macros.rules import check_records

ROOT = Path(__file__).resolve().parents[2]


def test_the_invented_archive_passes_every_rule(tmp_path: Path) -> None:
    """A measurement of faulty records would measure messages."""
    write_data(tmp_path, ROOT, 60)
    records = load_records(tmp_path)
    assert [str(problem) for problem in check_records(records)] == []
    assert sum(map(len, records.by_kind.values())) == 60
    assert all(records.by_kind[kind] for kind in KINDS), "every kind is there"
    assert len(records.claims) == 4 * len(records.by_kind["events"])


def test_the_same_number_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two measurements are of the same data."""
    for name in ("a", "b"):
        write_data(tmp_path / name, ROOT, 60)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.yml"))
    assert len(files) > 60
    assert all((tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes() for path in files)


@pytest.mark.parametrize("total", [60, 600, 2000])
def test_about_half_of_the_records_are_events(total: int) -> None:
    """The shares are those of the real archive, roughly."""
    counts = counts_of(total)
    assert sum(counts.values()) == total
    assert 0.4 <= counts["events"] / total < 0.55


def test_too_few_records_are_refused() -> None:
    """So few could not refer to each other."""
    with pytest.raises(ValueError, match="too few"):
        counts_of(20)
