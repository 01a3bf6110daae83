"""`/data/v1/openapi.json`: every address of the data with media type and shape (OpenAPI 3.1), for programs that make clients.

There is no server behind it: files at fixed addresses, read with GET. The server is ".", the folder
of this file, so the description is the same on every host.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from macros.archive import Archive
from macros.export.about import LICENCE, TITLE, about
from macros.export.catalog import PublishedFile, published_files
from macros.export.records_json import FOLDER, write_json

NAME = "openapi.json"
MEDIA_TYPE = "application/vnd.oai.openapi+json"


NO_LISTS = ("about.json", "redirects.json", "sources.csl.json")
"""JSON files that are no list of records of a kind."""


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write the description; return the file."""
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    return [write_json(site / FOLDER / NAME, description(archive))]


def description(archive: Archive) -> dict[str, Any]:
    """Return the whole description."""
    said = about(archive)
    words = f"Static files, no key and no limit. Cite as: {said['citation']}. A claim is what its claimant says, not a finding."
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "description": words,
            "version": said["version"],
            "license": {"name": LICENCE, "identifier": LICENCE},
            **{f"x-{key.replace('_', '-')}": said[key] for key in ("record_version", "commit", "committed", "sources_reach")},
        },
        "servers": [{"url": ".", "description": "The folder of this file."}],
        "paths": {"/" + file.path.replace("<id>", "{id}"): {"get": _operation(file)} for file in published_files(archive)},
    }


def _operation(file: PublishedFile) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if file.schema:
        # The schema of a kind describes one record; its file is the list.
        is_list = file.is_single and file.path.endswith(".json") and file.path not in NO_LISTS
        content = {"schema": {"$ref": file.schema + ("#/$defs/list" if is_list else "")}}
    found: dict[str, Any] = {
        "operationId": "get-" + file.path.replace("<id>", "one").replace("/", "-").replace(".", "-"),
        "summary": file.holds,
        "responses": {"200": {"description": file.holds, "content": {file.media_type: content}}},
    }
    if not file.is_single:
        found["parameters"] = [
            {"name": "id", "in": "path", "required": True, "description": "Id of the record.", "schema": {"type": "string"}}
        ]
        found["responses"]["404"] = {"description": "No such record, or none that has this file."}
    return found
