"""What a web server has to know of the site, written with it: headers, types, caching, redirects; and what a browser has to.

    deploy/nginx.conf, deploy/Caddyfile: to be included by the settings of these servers
    _headers, _redirects: for hosts that read them (Cloudflare Pages, Netlify)
    manifest.webmanifest: for browsers that install the site as an app
    .nojekyll: for GitHub Pages, which would leave out files whose name begins with `_`

They lie in the site because they must never be older or newer than it: the policy names hashes of its
scripts. Nothing in them is secret, and a mirror gets them with the site. Left out: certificates,
host names, limits, which are the server's own; and HSTS, which stands in them as advice.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup

from macros.export.about import TITLE
from macros.policy import policy_text, script_hashes
from macros.redirects import Redirects, is_page
from macros.render import make_environment

HEADERS = (
    ("Referrer-Policy", "no-referrer"),  # a source's host need not learn which page a reader came from
    (
        "Permissions-Policy",
        "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Access-Control-Allow-Origin", "*"),  # open data, and no cookie that could be misused
)
"""Sent with everything, beside the policy."""

KEPT = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300, must-revalidate"
"""How long a browser may keep a file whose name changes with its content, and any other."""

TYPES = {
    "application/atom+xml": "atom",
    "application/geo+json": "geojson",
    "application/gzip": "gz",
    "application/json": "json",
    "application/manifest+json": "webmanifest",
    "application/vnd.sqlite3": "sqlite",
    "application/xml": "xml",
    "application/zip": "zip",
    "image/png": "png",
    "image/svg+xml": "svg",
    "text/calendar": "ics",
    "text/css": "css",
    "text/csv": "csv",
    "text/html": "html",
    "text/javascript": "js",
    "text/plain": "txt",
    "text/x-bibtex": "bib",
}
"""What the files of the site are, by the end of their name; these alone, since servers know few of them."""

TEXTS = frozenset(TYPES) - {"application/gzip", "application/vnd.sqlite3", "application/zip", "image/png"}
"""Types that are text: they have a character set and are worth compressing. A database is not: programs ask for parts of it."""

PAPER = "#fbfaf7"
"""The colour of the light page in record.css."""

UNTYPED = ("SHA256SUMS", "Caddyfile")
"""Files without an ending; plain text."""


def base_path(site_url: str) -> str:
    """Return the path of the site on its host, with slashes at both ends."""
    return urlsplit(site_url).path.rstrip("/") + "/"


def write_deploy_files(site: Path, site_url: str, redirects: Redirects, folder: str) -> None:
    """Write them all. folder: that of `macros.assets`, "" when there is none."""
    values = {
        "base": base_path(site_url),
        "folder": folder,
        "headers": [("Content-Security-Policy", Markup(policy_text(_hashes(site), is_header=True))), *HEADERS],  # noqa: S704 - hashes and our own words
        "kept": KEPT,
        "redirects": [(_path(old).rstrip("/"), _path(new)) for old, new in sorted(redirects.moves().items()) if "#" not in old],
        "short": SHORT,
        "texts": sorted(TEXTS),
        "types": sorted(TYPES.items()),
        "untyped": UNTYPED,
    }
    environment = make_environment(finalize=lambda value: value)
    (site / "deploy").mkdir(exist_ok=True)
    for path in ("deploy/nginx.conf", "deploy/Caddyfile", "_headers", "_redirects"):
        text = environment.get_template(f"{path.replace('/', '-')}.txt").render(values)
        (site / path).write_text(text, encoding="utf-8", newline="\n")
    (site / ".nojekyll").touch()


def write_manifest(site: Path) -> None:
    """Write what a browser needs to install the site as an app: its name, where it begins, its sign.

    With an address bar (`minimal-ui`), for the address of a page is what one cites. No service worker comes with it:
    it would go on showing what was corrected or withdrawn since; who reads without network takes the offline copy.
    """
    sign = {"src": "assets/favicon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    names = {"name": TITLE, "short_name": TITLE.removeprefix("The "), "lang": "en", "dir": "ltr"}
    places = {"id": "./", "start_url": "./", "scope": "./", "display": "minimal-ui"}
    manifest = {**names, **places, "background_color": PAPER, "theme_color": PAPER, "icons": [sign]}
    (site / "manifest.webmanifest").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8", newline="\n")


def _hashes(site: Path) -> list[str]:
    """Return the hashes of the inline scripts of all pages."""
    return sorted({one for file in site.rglob("*.html") for one in script_hashes(file.read_text(encoding="utf-8"))})


def _path(address: str) -> str:
    """Return an address of `data/redirects.yml` as a path in the site; what it is made of has no meaning in a server's settings."""
    if is_page(address):
        return address
    record, mark, claim = address.partition("#")
    return f"{record}/{mark}{claim}"
