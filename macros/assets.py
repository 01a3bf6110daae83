"""Our style sheets and scripts under a name that changes with their content, so that browsers keep them for a year.

`assets/css` and `assets/js` are laid once more into `assets-<hash>/`, at the same depth, so that what they
say of each other stays true, and pages load them from there. One hash for all: a page never mixes the
scripts of two builds. The plain addresses stay as they were: a server gives them (with a short life) to
a page of an earlier build whose folder is gone. The theme's script, which no page loads, is taken away.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

OWN = ("assets/css", "assets/js")
THEME_SCRIPTS = "assets/javascripts"
LOADED = re.compile(r"""(<(?:link|script)\b[^>]*?\b(?:href|src)=["'][^"']*?)\bassets/(?=(?:css|js)/)""")
FOLDER = re.compile(r"assets-[0-9a-f]{8}")
"""Name of the folder."""


def lay_out_assets(site: Path) -> str:
    """Copy our style sheets and scripts of a built site into their folder and return its name, "" when there are none."""
    files = [file for folder in OWN for file in sorted((site / folder).rglob("*")) if file.is_file()]
    if not files:
        return ""
    digest = sha256()
    for file in files:
        digest.update(f"{file.relative_to(site).as_posix()} {sha256(file.read_bytes()).hexdigest()}\n".encode())
    name = f"assets-{digest.hexdigest()[:8]}"
    for folder in OWN:
        if (site / folder).is_dir():
            shutil.copytree(site / folder, site / name / Path(folder).name, dirs_exist_ok=True)
    return name


def load_from(html: str, name: str) -> str:
    """Return a page that loads our style sheets and scripts from that folder; unchanged when there is none."""
    return html if not name else LOADED.sub(lambda link: f"{link[1]}{name}/", html)


def drop_theme_scripts(site: Path, pages: Iterable[str]) -> None:
    """Take the theme's scripts away unless a page loads one: what lies on the host may run on it."""
    if not any(f"{THEME_SCRIPTS}/" in html for html in pages):
        shutil.rmtree(site / THEME_SCRIPTS, ignore_errors=True)
