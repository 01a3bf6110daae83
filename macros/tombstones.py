"""Pages at addresses that were left: of renamed things a way on, of withdrawn ones what was there, when and why not now.

A way on works without script: a link, the new address for search engines, and a refresh. Browsers do
not carry the part after `#` through a refresh, so such a page also has the anchors of the claims.
A withdrawn record keeps a page in the frame of its kind. Left out: claims, which their records' pages tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from macros.former import Former
from macros.kinds import Kind
from macros.redirects import Move, follow, is_page
from macros.render import ListPage, Renderer

NOT_LISTED = '<meta name="robots" content="noindex">'
"""For the head of pages that search engines need not list."""


def tombstones(renderer: Renderer, kind: Kind) -> Iterator[ListPage]:
    """Yield the page of each withdrawn record of a kind."""
    former = Former(renderer.archive)
    template = renderer.environment.get_template("tombstone.html")
    for one in former.redirects.withdrawn:
        folder, _, record_id = one.address.partition("/")
        if folder == kind.folder and "#" not in record_id:
            see = (former.label(one.see), former.url(one.see)) if one.see else None
            claims = former.redirects.claims_of(one.address)
            page = renderer.notes()
            body = template.render(page=page, kind=kind, one=one, see=see, claims=claims)
            yield ListPage(f"{one.address}/", f"{one.title} (withdrawn)", f"Withdrawn: {one.why}", body, page.toc, one.day.text)


def write_moved(site: Path, renderer: Renderer) -> list[Path]:
    """Write a page at the old address of each renamed record or page, and return them."""
    return [_write_way(site, renderer, move) for move in renderer.archive.records.redirects.moved if "#" not in move.old]


def _write_way(site: Path, renderer: Renderer, move: Move) -> Path:
    former = Former(renderer.archive)
    folder = move.old if is_page(move.old) else f"{move.old}/"
    up = "../" * folder.count("/")
    new = former.url(move.new).removeprefix("kr:/")
    file = site / folder / "index.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    claims = [(anchor, up + former.url(now).removeprefix("kr:/"), former.label(now)) for anchor, now in _claims(renderer, move)]
    html = renderer.environment.get_template("redirect.html").render(
        target=up + new, canonical=renderer.site_url + new, title=former.label(move.new), day=move.day, claims=claims
    )
    file.write_text(html, encoding="utf-8")
    return file


def _claims(renderer: Renderer, move: Move) -> list[tuple[str, str]]:
    """Return (anchor, address of now) of the claims that the renamed record had or has."""
    redirects, known = renderer.archive.records.redirects, renderer.archive.claims
    here = {address.partition("#")[2]: address for address in known if address.startswith(move.new + "#")}
    renamed = [one for one in redirects.moved if one.old.startswith(move.old + "#")]
    here |= {one.old.partition("#")[2]: follow(one.old, redirects.moves()) for one in renamed}
    return sorted(here.items())
