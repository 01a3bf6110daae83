"""The site as one archive that opens from a disk, for places where the network is cut off, slow or watched.

A browser that reads from a disk opens no folder, so every link to a page names its `index.html`. It also
takes each file for a host of its own, so the policy (whose `'self'` would then mean nothing) and the
modules, which no browser loads from a disk, are left out: pages read complete without them, and search
is no module. All data files are in it, with the digests they have on the site; the pages differ, so the copy has a
list of digests of its own, and a copy that was passed on can be verified too. The same site gives the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from urllib.parse import urlsplit

from macros.export.checksums import NAME
from macros.files import half_of
from macros.policy import META
from macros.problems import RecordError

LINK = re.compile(r"""(<(?:a|form|link)\b[^<>]*?\s(?:href|action)=)(["'])([^"']*)\2""")
DROPPED = re.compile(rf"""{META.pattern}|<link rel="manifest"[^>]*>|<script\b[^>]*type=["']?module[^>]*></script>""")
FOR_SERVERS = re.compile(
    rf"(?:_headers|_redirects|\.nojekyll|404\.html|manifest\.webmanifest|robots\.txt|sitemap\.xml|deploy/.*|{NAME})|.*\.(?:br|gz)"
)
"""Files that only a server needs, and the list of digests of the site."""


def write_offline(site: Path, target: Path, moment: datetime) -> Path:
    """Write the archive of a finished site and return it. RecordError without a site.

    moment: the time that its files bear, one that ZIP knows.
    """
    if not (site / "index.html").is_file():
        raise RecordError(f"{site} holds no built site; build it first")
    target.parent.mkdir(parents=True, exist_ok=True)
    files = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*")) if file.is_file()}
    lines = []
    with half_of(target) as half, zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:

        def put(path: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(f"{target.stem}/{path}", moment.timetuple()[:6])
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, content)

        for path in sorted(path for path in files if not FOR_SERVERS.fullmatch(path)):
            content = _content(files[path])
            lines.append(f"{sha256(content).hexdigest()}  {path}\n")
            put(path, content)
        put(NAME, "".join(lines).encode())
    return target


def _content(file: Path) -> bytes:
    return for_disk(file.read_text(encoding="utf-8")).encode() if file.suffix == ".html" else file.read_bytes()


def for_disk(html: str) -> str:
    """Return a page as it can be read from a disk."""
    return LINK.sub(lambda link: f"{link[1]}{link[2]}{escape(file_address(unescape(link[3])))}{link[2]}", DROPPED.sub("", html))


def file_address(address: str) -> str:
    """Return a link with the file that a server would give for it; links out of the site and within the page stay as they are."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return address
    last = parts.path.rpartition("/")[2]
    if last in (".", ".."):
        return parts._replace(path=f"{parts.path}/index.html").geturl()
    return address if last else parts._replace(path=f"{parts.path}index.html").geturl()
