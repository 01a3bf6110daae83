"""What the head of a page says to programs: linked data and the feed of a record.

The theme's frame prints a mark in the head of each shell (`overrides/main.html`), which the stamp
replaces. JSON stands in a script element, where text ends only at `</script`: so `<` and its kin are
written as escapes of JSON, and so is the second of two braces, which an engine could read.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from macros.archive import Archive
from macros.export.catalog import bulk_files
from macros.export.feeds import feed_path, has_feed
from macros.linked import linked_dataset, linked_record
from macros.model import AnyRecord
from macros.problems import RecordError
from macros.render import Renderer

_UNSAFE = re.compile("[<>&\u2028\u2029]|(?<=[{])[{%]")
DATA_PAGE = "data/index.html"


def script_json(value: Any) -> Markup:
    """Return a value as JSON that can stand in a script element; it reads back as the same value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(_UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))  # noqa: S704 - no sign is left that ends the script


class Heads:
    """Makes the heads of one build's record pages."""

    def __init__(self, renderer: Renderer) -> None:
        """Take the renderer, whose archive, address and templates are used."""
        self.archive: Archive = renderer.archive
        self.site_url = renderer.site_url
        self.template: Template = renderer.environment.get_template("head-record.html")

    def record(self, folder: str, record: AnyRecord) -> str:
        """Return the lines for the head of a record's page; addresses in links are `kr:/`."""
        return self.template.render(
            record=record,
            feed=feed_path(folder, record.id) if has_feed(self.archive, folder, record.id) else "",
            linked=script_json(linked_record(self.archive, folder, record, self.site_url)),
        ).strip()


def add_dataset(site: Path, renderer: Renderer) -> None:
    """Put the description of the whole into the head of the Data page, where there is one. RecordError when it has no head."""
    file = site / DATA_PAGE
    if not file.is_file():
        return
    archive = renderer.archive
    files = [(one.path, one.media_type) for one in bulk_files(archive)]
    linked = script_json(linked_dataset(archive, renderer.site_url, files))
    head, end, body = file.read_text(encoding="utf-8").partition("</head>")
    if not end:
        raise RecordError(f"{DATA_PAGE} has no head to put the description of the data into")
    script = renderer.environment.get_template("head-data.html").render(linked=linked).strip()
    file.write_text(f"{head}{script}\n{end}{body}", encoding="utf-8")
