"""A small repository to break: the invented archive of `tests/fixtures` in a folder of its own, and changes to it."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

from macros.kinds import FRAMES
from macros.problems import Problem
from macros.records import load_records
from macros.rules import check_records

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE = ROOT / "tests" / "fixtures" / "archive"

EVENT = "data/events/1990/1990-05-01-bridge-closed.yml"
QUARREL = "data/events/1990/1990-river-quarrel.yml"
PLACE = "data/places/midford.yml"
PARTY = "data/parties/northland.yml"
PERSON = "data/people/ana-north.yml"
DOCUMENT = "data/documents/bridge-agreement-1991.yml"
QUESTION = "data/questions/who-closed-the-bridge.yml"
FIGURES = "data/questions/how-many-stranded.yml"
SOURCE = "data/sources/south-herald-1990-bridge.yml"
TERM = "data/terms/the-bridge.yml"

INDEX = '---\ntitle: "Home"\n---\n# Home\n\nWords of a person.\n'

LISTS = {
    "search.md": "{{ list_names() }}",
    "chronology/index.md": "{{ show_chronology() }}",
    "parties/index.md": '{{ list_records("parties") }}',
    "places/index.md": '{{ list_records("places") }}',
    "people/index.md": '{{ list_records("people") }}',
    "documents/index.md": '{{ list_records("documents") }}',
    "questions/index.md": '{{ list_records("questions") }}',
    "sources/index.md": '{{ list_records("sources") }}',
    "names.md": '{{ list_records("terms") }}',
    "history/index.md": '{{ list_records("periods") }}',
    "contribute/index.md": "{{ list_statuses() }}\n\n## Without git\n\n## In the browser",
}
"""The pages that record pages link to, each in its shortest form."""


def copy_archive(root: Path) -> Path:
    """Copy the invented archive to `root/data` and return `root`."""
    shutil.copytree(ARCHIVE / "data", root / "data")
    return root


def make_repository(root: Path) -> Path:
    """Make what `check` needs: the archive, settings, one page."""
    copy_archive(root)
    (root / "mkdocs.yml").write_text("site_name: A test\n", encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text(INDEX, encoding="utf-8")
    return root


def make_site_source(root: Path) -> Path:
    """Make what the host needs to build the invented archive: our engine, theme, shells and the shortest pages."""
    copy_archive(root)
    without_caches = shutil.ignore_patterns("__pycache__")
    for folder in ("macros", "overrides", "docs/assets"):
        shutil.copytree(ROOT / folder, root / folder, ignore=without_caches)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(re.split(r"(?m)^nav:", settings)[0], encoding="utf-8")
    for frame in FRAMES:
        _copy_page(root, f"docs/{frame.folder}/record.md")
    (root / "docs" / "index.md").write_text(INDEX, encoding="utf-8")
    for path, body in LISTS.items():
        page = root / "docs" / path
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f'---\ntitle: "{path}"\n---\n# A list\n\n{body}\n', encoding="utf-8")
    return root


def _copy_page(root: Path, path: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / path, root / path)


def change(root: Path, path: str, old: str, new: str) -> None:
    """Change the one place of a file that holds `old`; with `old` empty, make the file."""
    file = root / path
    if not old:
        assert not file.exists(), f"{path} is there already"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(new, encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def data_problems(root: Path) -> list[Problem]:
    """Return what reading and the rules find."""
    return check_records(load_records(root))


def hash_tree(root: Path) -> dict[str, str]:
    """Return the digest of every file under a folder, links by their target."""
    return {
        file.relative_to(root).as_posix(): (
            str(file.readlink()) if file.is_symlink() else hashlib.sha256(file.read_bytes()).hexdigest()
        )
        for file in sorted(root.rglob("*"))
        if file.is_symlink() or file.is_file()
    }
