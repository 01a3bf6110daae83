"""Which records wait to be held against their sources again: those last checked more than a year ago.

"Now" is the latest day on which any record was checked, or the day of SOURCE_DATE_EPOCH where that is
later; no clock is asked, so the same commit lists the same records.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from macros.archive import Archive
from macros.edtf import EdtfDate, parse
from macros.model import AnyRecord

YEAR = 365
"""Days after which a check is old."""


@dataclass(frozen=True)
class Stale:
    """What is old in an archive as of a day, and what was never opened."""

    archive: Archive
    as_of: date

    @property
    def day(self) -> EdtfDate:
        """The day that stands for now."""
        return parse(self.as_of.isoformat())

    @cached_property
    def _checked(self) -> list[tuple[date, str, AnyRecord]]:
        found = [
            (day, folder, record)
            for folder, record in self.archive.records.each()
            if record.checked is not None and (day := record.checked.earliest) is not None
        ]
        return sorted(found, key=lambda item: (item[0], item[1], item[2].id))

    @property
    def records(self) -> list[tuple[str, AnyRecord]]:
        """Records whose check is older than a year, as (folder, record), the oldest first."""
        return [(folder, record) for day, folder, record in self._checked if (self.as_of - day).days > YEAR]

    @property
    def oldest(self) -> AnyRecord | None:
        """The record that was checked longest ago, None when none ever was."""
        return self._checked[0][2] if self._checked else None

    @property
    def unopened(self) -> int:
        """How many sources nobody has opened: they are known from excerpts."""
        return sum(1 for source in self.archive.sources if source.checked is None)


def find_stale_records(archive: Archive, epoch: str | None = None) -> Stale:
    """Return what is old. epoch: seconds since 1970 that stand for now, by default those of SOURCE_DATE_EPOCH, "" for none."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "") if epoch is None else epoch
    days = [record.checked.earliest for _, record in archive.records.each() if record.checked and record.checked.earliest]
    if seconds.isdigit():
        days.append(datetime.fromtimestamp(int(seconds), UTC).date())
    return Stale(archive, max(days, default=date.min))
