"""Each text of a finished site once more as `.gz` and `.br` beside it, so that a server sends it compressed without work.

Made for publication only: it takes longer than the build. The same bytes give the same bytes: no clock and
no name go into the files. Left out: files too small to gain, whatever is compressed already, and
the database, of which programs ask for parts.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from macros.deploy import TEXTS, TYPES, UNTYPED
from macros.problems import RecordError

ENDINGS = frozenset(f".{ending}" for type_, ending in TYPES.items() if type_ in TEXTS)
LEAST = 1_000
"""Bytes below which compressing saves no packet on the way."""

BEST = re.compile(r"assets[^/]*/|search/|index\.html$|start/")
"""What almost every reader asks for gets the best that brotli can do, which takes a second for 1 MB.

The rest gets quality 8: on our pages a fortieth of that time for 12 in 100 more bytes; 9 takes ten times as long
as 8 for half a per cent.
"""


def compress_site(site: Path) -> int:
    """Write the compressed files of a site and return how many. RecordError when brotli is not installed."""
    if find_spec("brotli") is None:
        raise RecordError("the package brotli is not installed; `make publish` installs it")
    files = [file for file in sorted(site.rglob("*")) if _is_worth_it(file)]
    # Both libraries let other threads run while they compress.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return sum(pool.map(lambda file: _compress(file, bool(BEST.match(file.relative_to(site).as_posix()))), files))


def _is_worth_it(file: Path) -> bool:
    is_text = file.suffix in ENDINGS or file.name in UNTYPED
    return is_text and file.is_file() and file.stat().st_size >= LEAST


def _compress(file: Path, is_best: bool) -> int:
    """Write both forms of a file and return how many were smaller than it; what is not smaller is not kept."""
    content = file.read_bytes()
    written = 0
    for ending, packed in (("gz", gzip_bytes(content)), ("br", brotli_bytes(content, 11 if is_best else 8))):
        if len(packed) < len(content):
            file.with_name(f"{file.name}.{ending}").write_bytes(packed)
            written += 1
    return written


def gzip_bytes(content: bytes) -> bytes:
    """Return a text as gzip, without time and name."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def brotli_bytes(content: bytes, quality: int = 11) -> bytes:
    """Return a text as brotli. quality: 0 to 11, the best."""
    import brotli  # type: ignore[import-untyped,unused-ignore]

    compress: Callable[..., bytes] = brotli.compress
    return compress(content, mode=brotli.MODE_TEXT, quality=quality)
