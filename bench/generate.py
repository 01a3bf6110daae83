"""An invented repository of any size, written as people write it.

Only the vocabularies, the engine, the theme and the settings are those of the repository.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.invention import Invention, counts_of
from macros.kinds import FRAMES

LISTS = {
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
    "search.md": "Invented records are not searched.",
    "index.md": "Invented records, for measuring.",
}
"""The pages that record pages link to, each in its shortest form."""


def yaml_lines(value: Any, indent: str = "") -> Iterator[str]:
    """Yield a record as people write it: block style, two spaces, text in double quotes."""
    for key, item in value.items():
        name = '"on"' if key == "on" else key
        if isinstance(item, dict):
            yield f"{indent}{name}: {json.dumps(item, ensure_ascii=False)}"
        elif isinstance(item, list) and item and isinstance(item[0], dict):
            yield f"{indent}{name}:"
            for part in item:
                lines = list(yaml_lines(part, indent + "    "))
                yield f"{indent}  - {lines[0].lstrip()}"
                yield from lines[1:]
        else:
            yield f"{indent}{name}: {json.dumps(item, ensure_ascii=False)}"


def write_data(root: Path, repository: Path, total: int) -> None:
    """Write `total` invented records below `root/data`, with the vocabularies of the repository."""
    shutil.copytree(repository / "data" / "vocab", root / "data" / "vocab")
    for kind, record_id, record in Invention(counts_of(total)).each():
        folder = root / "data" / kind / (record["date"][:4] if kind == "events" else "")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{record_id}.yml").write_text("\n".join(yaml_lines(record)) + "\n", encoding="utf-8")


def write_repository(root: Path, repository: Path, total: int) -> None:
    """Write invented records and what the host needs to build them: engine, theme, settings, shells, the shortest pages."""
    write_data(root, repository, total)
    for folder in ("macros", "overrides", "docs/assets"):
        shutil.copytree(repository / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (repository / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(re.split(r"(?m)^nav:", settings)[0], encoding="utf-8")
    for frame in FRAMES:
        shell = root / "docs" / frame.folder / "record.md"
        shell.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(repository / "docs" / frame.folder / "record.md", shell)
    for path, body in LISTS.items():
        page = root / "docs" / path
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f'---\ntitle: "{path}"\n---\n# A list\n\n{body}\n', encoding="utf-8")


if __name__ == "__main__":
    try:
        write_repository(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
    except ValueError as error:
        raise SystemExit(f"bench: {error}") from None
