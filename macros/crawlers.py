"""`robots.txt` and `llms.txt` at the root of the site: for programs that read it without being told where to begin.

Everything is open to everyone. `llms.txt` (llmstxt.org) leads to the pages that explain how to read the
record and to the data, so that nobody needs to take figures from pages without claimant and source.
"""

from __future__ import annotations

from pathlib import Path

from macros.archive import Archive
from macros.export.about import about
from macros.export.catalog import bulk_files, published_files
from macros.export.records_json import FOLDER
from macros.kinds import KINDS
from macros.render import make_environment

PAGES = (
    ("method/", "Method", "how statements, claims, statuses and figures are made"),
    ("where-things-stand/", "Where things stand", "the present state, dated"),
    ("data/", "Data", "every file with shape, sample, licence and promise"),
)
"""Pages to read first: address, title, what they tell. One that a site lacks is left out."""


DESCRIBED = ("sources.csl.json", "changes.atom", "releases.atom", "about.json", "openapi.json", "datapackage.json", "SHA256SUMS")
"""Files that `llms.txt` names beside those with the records."""


def write_crawler_files(site: Path, archive: Archive, site_url: str) -> None:
    """Write both files; without `site_url` their addresses are relative, and no sitemap is named."""
    map_line = f"Sitemap: {site_url}sitemap.xml\n" if site_url else ""
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\n\n{map_line}", encoding="utf-8", newline="\n")
    (site / "llms.txt").write_text(llms_text(site, archive, site_url), encoding="utf-8", newline="\n")


def llms_text(site: Path, archive: Archive, site_url: str) -> str:
    """Return the text of `llms.txt`, which is Markdown. Its words are ours; none come from records."""
    lists = [(kind.index, kind.plural) for kind in KINDS.values() if (site / kind.index / "index.html").is_file()]
    chosen = [page for page in PAGES if (site / page[0] / "index.html").is_file()]
    known = {file.path for file in bulk_files(archive)}
    described = [file for file in published_files(archive) if file.path in DESCRIBED and file.path not in known]
    template = make_environment(finalize=_as_it_is).get_template("llms.txt")
    return template.render(
        said=about(archive), site_url=site_url, pages=chosen, lists=lists, files=[*bulk_files(archive), *described], folder=FOLDER
    )


def _as_it_is(value: object) -> object:
    """Return a value as it is: Markdown for programs, not for a browser."""
    return value
