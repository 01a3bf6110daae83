"""The public address of the site, as its settings say, without asking the host."""

from __future__ import annotations

import re
from pathlib import Path

_ADDRESS = re.compile(r"""(?m)^site_url:[ \t]*["']?(https?://[^\s"'#]+)""")


def read_site_url(root: Path) -> str:
    """Return `site_url` of `mkdocs.yml`, "" when there is none."""
    try:
        found = _ADDRESS.search((root / "mkdocs.yml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""
    return found[1] if found else ""
