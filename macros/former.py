"""What the pages say of addresses that were left: where a claim or record is now, and under which words."""

from __future__ import annotations

from macros.archive import Archive
from macros.redirects import Move, Withdrawal, is_page
from macros.views import url_of, voice_of


class Former:
    """Answers on old addresses, for the templates of one archive."""

    def __init__(self, archive: Archive) -> None:
        """Take an archive whose redirects passed the rule."""
        self.archive = archive
        self.redirects = archive.records.redirects

    def of(self, folder: str, record_id: str) -> list[Move | Withdrawal]:
        """Return what became of claims that this record no longer has under their id."""
        return self.redirects.claims_of(f"{folder}/{record_id}")

    def anchor(self, address: str) -> str:
        """Return the part of a claim's address that browsers look for on the page."""
        return address.partition("#")[2]

    def url(self, address: str) -> str:
        """Return an address of now in the form that the stamp makes relative."""
        if is_page(address):
            return f"kr:/{address}"
        record, _, claim = address.partition("#")
        folder, _, record_id = record.partition("/")
        return url_of(folder, record_id, claim)

    def label(self, address: str) -> str:
        """Return what stands at an address of now: a record's title, a claim with its claimant, a page's address."""
        if is_page(address):
            return address
        if "#" in address:
            entry = self.archive.claims[address]
            return f"{voice_of(self.archive, entry.claim.by).label}: {entry.claim.says.rstrip('.')}"
        folder, _, record_id = address.partition("/")
        return self.archive.get(folder, record_id).label
