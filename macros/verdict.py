"""The last verdict of `check`, kept for as long as nothing that it rests on has changed.

The key is a digest of every file under `data/`, `docs/`, `macros/` and of
`mkdocs.yml`: content, not dates. It lies in the user's own cache folder, never
in the repository, so that no contributor can bring one along; on a build
server (`CI` set) none is read or written.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path

from macros.problems import Problem

WATCHED = ("data", "docs", "macros", "mkdocs.yml")


def digest_of(root: Path) -> str:
    """Return a digest of all that the check reads, names of files included, and of the links among them."""
    seen = hashlib.blake2b(digest_size=32)
    for name in WATCHED:
        top = root / name
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if "__pycache__" in file.parts:
                continue
            content = str(file.readlink()).encode() if file.is_symlink() else file.read_bytes() if file.is_file() else b""
            for part in (file.relative_to(root).as_posix().encode(), b"link" if file.is_symlink() else b"", content):
                seen.update(len(part).to_bytes(8, "big") + part)
    return seen.hexdigest()


def _file(root: Path) -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "karabakh-record"
    return folder / (hashlib.blake2b(str(root.resolve()).encode(), digest_size=8).hexdigest() + ".json")


def find_verdict(root: Path, digest: str) -> tuple[list[Problem], int] | None:
    """Return (problems, number of files) of the last check of just this content, None when there is none."""
    if os.environ.get("CI"):
        return None
    try:
        kept = json.loads(_file(root).read_text(encoding="utf-8"))
        if kept["digest"] != digest:
            return None
        return [Problem(**problem) for problem in kept["problems"]], int(kept["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # missing, half written or of another version: the check runs


def keep_verdict(root: Path, digest: str, problems: list[Problem], file_count: int) -> None:
    """Keep a verdict; a cache folder that cannot be written is no fault."""
    if os.environ.get("CI"):
        return
    kept = {"digest": digest, "problems": [asdict(problem) for problem in problems], "files": file_count}
    file = _file(root)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(f".{os.getpid()}")
        half.write_text(json.dumps(kept), encoding="utf-8")
        half.replace(file)
    except OSError:
        return
