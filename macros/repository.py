"""Where a record's file stands at the project's public repository: edit, history, report.

Addresses are in the form that GitHub uses and Gitea, Forgejo and Codeberg understand
in part. Without a public repository there are none, and the pages say where to turn instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

BRANCH = "main"
"""The branch that is published."""


@dataclass(frozen=True)
class FileLinks:
    """Addresses for one record: its file in an editor, the file's changes, a new report about it."""

    edit: str
    history: str
    report: str


def file_links(repository: str, path: str, title: str, page: str) -> FileLinks | None:
    """Return the addresses for a file, None when `repository` is empty.

    repository: address of the repository, with or without a slash at its end.
    path: of the file inside it. title, page: of the record, named in a report.
    """
    base = repository.strip().removesuffix("/").removesuffix(".git")
    if not base:
        return None
    report = urlencode({"title": f"Record: {title}", "body": f"Page: {page}\nFile: {path}\n\n"}, quote_via=quote)
    file = f"{BRANCH}/{quote(path)}"
    return FileLinks(f"{base}/edit/{file}", f"{base}/commits/{file}", f"{base}/issues/new?{report}")
