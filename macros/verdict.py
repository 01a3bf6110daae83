"""The last verdict of `check`, kept for as long as nothing that it rests on has changed.

The key is a digest of every file under `data/`, `docs/`, `macros/` and of
`mkdocs.yml`: content, not dates. It lies in the user's own cache folder, never
in the repository, so that no contributor can bring one along; on a build
server (`CI` set) none is read or written. A seal over digest, verdict, Python and packages tells a verdict that is
whole from one half written, damaged or of other versions. It guards against accidents: whoever can write the user's
own files needs no cache to mislead, and a build never asks it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import asdict
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from macros.files import write_whole
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
        if kept["digest"] != digest or kept["seal"] != _seal(digest, kept["verdict"]):
            return None
        verdict = json.loads(kept["verdict"])
        return [Problem(**problem) for problem in verdict["problems"]], int(verdict["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # missing, half written or of another version: the check runs


def _seal(digest: str, verdict: str) -> str:
    """Return what only this digest, this verdict and these versions of Python and of the packages give."""
    return hashlib.blake2b("\0".join((digest, verdict, *_versions())).encode(), digest_size=16).hexdigest()


@cache
def _versions() -> tuple[str, ...]:
    return (sys.version, *sorted(f"{package.name} {package.version}" for package in distributions()))


def keep_verdict(root: Path, digest: str, problems: list[Problem], file_count: int) -> None:
    """Keep a verdict; a cache folder that cannot be written is no fault."""
    if os.environ.get("CI"):
        return
    verdict = json.dumps({"problems": [asdict(problem) for problem in problems], "files": file_count})
    file = _file(root)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps({"digest": digest, "seal": _seal(digest, verdict), "verdict": verdict}))
    except OSError:
        return
