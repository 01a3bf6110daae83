"""Hugo, on finished Markdown and on the files of records themselves: own templates without a theme, all text as one JSON file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from bench.peers.markdown import Writer
from bench.peers.world import TITLES, World

TEMPLATES = Path(__file__).resolve().parent


def write_markdown(folder: Path, world: World) -> None:
    """Write a site of finished Markdown."""
    shutil.copytree(TEMPLATES / "hugo_markdown", folder, dirs_exist_ok=True)
    writer = Writer(world, lambda kind, name: f"/{kind}/{name}/" if name else f"/{kind}/")
    content = folder / "content"
    for kind, record_id, _ in world.each():
        _page(content / kind / f"{record_id}.md", world.title(kind, record_id), writer.record(kind, record_id))
    for kind, title in TITLES.items():
        _page(content / kind / "_index.md", title, writer.listing(kind))
    for year, body in writer.years():
        _page(content / "chronology" / f"{year}.md", year, body)
    years = "".join(f"- [{year}](/chronology/{year}/)\n" for year in world.by_year)
    _page(content / "chronology" / "_index.md", "Years", years)
    _page(content / "_index.md", "Invented records", writer.home())


def _page(file: Path, title: str, body: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n{body}", encoding="utf-8")


def write_data(folder: Path, data: Path) -> None:
    """Write a site that makes its pages from a copy of the data, by a content adapter."""
    shutil.copytree(TEMPLATES / "hugo_data", folder, dirs_exist_ok=True)
    shutil.copytree(data, folder / "data")
