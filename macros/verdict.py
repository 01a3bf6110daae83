"""What an earlier run found out, kept for as long as nothing that it rests on has changed: the last verdict of `check`.

The key is a digest of every file that the work reads: content, not dates. It lies in the user's own cache folder, never
in the repository, so that no contributor can bring one along; on a build
server (`CI` set) none is read or written. A seal over digest, finding, Python and packages tells one that is
whole from one half written, damaged or of other versions. It guards against accidents: whoever can write the user's
own files needs no cache to mislead, and no new site rests on what was kept. Of which files a site was made is kept
the same way, by `macros.standing`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from macros.files import write_whole
from macros.problems import Problem

WATCHED = ("data", "docs", "macros", "mkdocs.yml")
"""What the check reads."""


def digest_of(root: Path, names: Iterable[str] = WATCHED) -> str:
    """Return a digest of all files below these names, names of files included, and of the links among them."""
    seen = hashlib.blake2b(digest_size=32)
    for name in names:
        top = root / name
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if "__pycache__" in file.parts:
                continue
            content = str(file.readlink()).encode() if file.is_symlink() else file.read_bytes() if file.is_file() else b""
            for part in (file.relative_to(root).as_posix().encode(), b"link" if file.is_symlink() else b"", content):
                seen.update(len(part).to_bytes(8, "big") + part)
    return seen.hexdigest()


def _file(root: Path, name: str) -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "karabakh-record"
    return folder / (hashlib.blake2b(str(root.resolve()).encode(), digest_size=8).hexdigest() + f"{name}.json")


def find_kept(root: Path, name: str, digest: str) -> Any:
    """Return what was kept under a name for just this digest, None when there is nothing."""
    if os.environ.get("CI"):
        return None
    try:
        kept = json.loads(_file(root, name).read_text(encoding="utf-8"))
        if kept["digest"] != digest or kept["seal"] != _seal(digest, kept["verdict"]):
            return None
        return json.loads(kept["verdict"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # missing, half written or of another version: the work is done anew


def keep(root: Path, name: str, digest: str, value: Any) -> None:
    """Keep something under a name; a cache folder that cannot be written is no fault."""
    if os.environ.get("CI"):
        return
    text, file = json.dumps(value), _file(root, name)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps({"digest": digest, "seal": _seal(digest, text), "verdict": text}))
    except OSError:
        return


def _seal(digest: str, text: str) -> str:
    """Return what only this digest, this text and these versions of Python and of the packages give."""
    return hashlib.blake2b("\0".join((digest, text, *_versions())).encode(), digest_size=16).hexdigest()


@cache
def _versions() -> tuple[str, ...]:
    return (sys.version, *sorted(f"{package.name} {package.version}" for package in distributions()))


def find_verdict(root: Path, digest: str) -> tuple[list[Problem], int] | None:
    """Return (problems, number of files) of the last check of just this content, None when there is none."""
    verdict = find_kept(root, "", digest)
    try:
        return verdict and ([Problem(**problem) for problem in verdict["problems"]], int(verdict["files"]))
    except (KeyError, TypeError, ValueError):
        return None


def keep_verdict(root: Path, digest: str, problems: list[Problem], file_count: int) -> None:
    """Keep a verdict."""
    keep(root, "", digest, {"problems": [asdict(problem) for problem in problems], "files": file_count})
