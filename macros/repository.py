"""Where a record's file stands at the project's public repository: edit, history, and forms to report with.

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
    """Addresses for one record: its file in an editor, the file's changes, and forms about it, filled in as far as known.

    report: something is wrong. dispute: a claim is. name: a name is missing.
    """

    edit: str
    history: str
    report: str
    dispute: str
    name: str


def file_links(repository: str, path: str, title: str, page: str) -> FileLinks | None:
    """Return the addresses for a file, None when `repository` is empty.

    repository: address of the repository, with or without a slash at its end.
    path: of the file inside it. title, page: of the record, named in a report.
    """
    base = repository.strip().removesuffix("/").removesuffix(".git")
    if not base:
        return None
    file = f"{BRANCH}/{quote(path)}"
    known = {"id": path.rsplit("/", 1)[-1].removesuffix(".yml"), "file": path, "page": page}

    def form(name: str, subject: str) -> str:
        # The parameters are ids of the form's fields; see macros/forms.py.
        asked = {"template": f"{name}.yml", "title": f"{subject}: {title}", **known}
        return f"{base}/issues/new?{urlencode(asked, quote_via=quote)}"

    return FileLinks(
        edit=f"{base}/edit/{file}",
        history=f"{base}/commits/{file}",
        report=form("correct-record", "Correct a record"),
        dispute=form("dispute-claim", "Dispute a claim"),
        name=form("propose-name", "Propose a name"),
    )
