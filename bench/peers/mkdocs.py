"""MkDocs with Material, and Zensical: a Markdown page for every record, the theme's own search, a menu of lists only.

With all records in the menu MkDocs needs eight times as long at 2,000 and each page holds all titles; nobody would run it so.
"""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from bench.peers.markdown import Writer
from bench.peers.world import TITLES, World

SETTINGS = {
    "site_name": "Invented records",
    "site_url": "https://bench.invalid/",
    "theme": {"name": "material", "font": False, "language": "en"},
    "plugins": ["search"],
    "markdown_extensions": ["attr_list", "footnotes", "tables", {"toc": {"permalink": True}}],
    "nav": [
        {"Home": "index.md"},
        {"Years": "chronology/index.md"},
        {"Records": [{title: f"{kind}/index.md"} for kind, title in TITLES.items()]},
    ],
    "not_in_nav": "".join(f"/{folder}/\n" for folder in (*TITLES, "chronology")),
}


def write(folder: Path, world: World) -> None:
    """Write settings and pages; long lists are kept out of search, as anybody would, and Zensical refuses them in it."""
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS, sort_keys=False), encoding="utf-8")
    writer = Writer(world, lambda kind, name: f"../{kind}/{name or 'index'}.md")
    docs = folder / "docs"
    for kind, record_id, _ in world.each():
        _page(docs / kind / f"{record_id}.md", world.title(kind, record_id), writer.record(kind, record_id))
    for kind, title in TITLES.items():
        _page(docs / kind / "index.md", title, writer.listing(kind), is_list=True)
    for year, body in writer.years():
        _page(docs / "chronology" / f"{year}.md", year, body, is_list=True)
    home = Writer(world, lambda kind, name: f"{kind}/{name or 'index'}.md")
    _page(docs / "chronology" / "index.md", "Years", "".join(f"- [{year}]({year}.md)\n" for year in world.by_year), is_list=True)
    _page(docs / "index.md", "Invented records", home.home())


def _page(file: Path, title: str, body: str, *, is_list: bool = False) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    front = f"title: {json.dumps(title, ensure_ascii=False)}\n" + ("search:\n  exclude: true\n" if is_list else "")
    file.write_text(f"---\n{front}---\n# {title}\n\n{body}", encoding="utf-8")
