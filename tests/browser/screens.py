"""Pictures of every template, wide and narrow, light and dark, for a person to look at: `make screens` writes them to screens/.

Not a test: whether a page is calm and clear is for eyes to judge. `index.html` beside the pictures shows them all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from macros.kinds import KINDS
from tests.browser.conftest import ARGUMENTS, find_chromium
from tests.browser.server import serve
from tests.browser.templates import TEMPLATES, address_of

VIEWS = {"desktop": 1280, "phone": 390}
SCHEMES = ("light", "dark")


def take(site: Path, folder: Path, executable: str) -> Iterator[Path]:
    """Yield the file of each picture as it is written: `<template>-<view>-<scheme>.png`, the whole page."""

    def records(kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((site / "data" / "v1" / f"{kind}.json").read_text(encoding="utf-8"))
        return found

    folder.mkdir(parents=True, exist_ok=True)
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        for view, width in VIEWS.items():
            for scheme in SCHEMES:
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
                for template in TEMPLATES:
                    page.goto(address + address_of(template, records), wait_until="networkidle")
                    name = template if template in KINDS else f"page-{template.strip('/').replace('/', '-') or 'home'}"
                    file = folder / f"{name}-{view}-{scheme}.png"
                    page.screenshot(path=file, full_page=True, timeout=120_000)
                    yield file
        browser.close()


def main() -> None:
    """Read the arguments, take the pictures and write the page that shows them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    given = parser.parse_args()
    files = list(take(given.site, given.folder, find_chromium()))
    pictures = "\n".join(
        f'<figure><img src="{escape(file.name)}" width="390"><figcaption>{file.stem}</figcaption></figure>' for file in files
    )
    (given.folder / "index.html").write_text(f"<!doctype html><title>Screens</title>\n{pictures}\n", encoding="utf-8")
    print(f"{len(files)} pictures: {given.folder / 'index.html'}")


if __name__ == "__main__":
    main()
