"""A copy of the site or of a release, wherever it lies: in a folder, in a .zip archive, or on the web.

A copy is somebody else's: paths that lead out of it are refused, what it sends is bounded, and nothing in it is run.
Left out: what a copy on the web holds beyond its list, for a host does not tell its files.
"""

from __future__ import annotations

import hashlib
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

import urllib3

from macros.problems import RecordError

AGENT = "KarabakhRecord-verify/1 (compares a mirror with its list of digests)"
PIECE = 1 << 20
MOST = 1 << 30
"""Bytes that one file may have; beyond them a copy is not read on."""
MOST_AT_ONCE = 1 << 28
"""Bytes of a file that is read as a whole, to tell what changed in it."""
ASKED_TOO_OFTEN = frozenset({429, 503})
LONGEST_WAIT = 60
"""Seconds that a host may ask us to wait before the one repetition."""


class HoldingError(RecordError):
    """A copy cannot be read; the text is one line and says why."""


class Holding(Protocol):
    """Files by path. name: what it is called in a report."""

    name: str

    def paths(self) -> frozenset[str] | None:
        """Return the paths of all files, None where that cannot be known."""

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the content of a file; FileNotFoundError when there is none, OSError when it is damaged."""


class Folder:
    """A copy in a folder."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which has to be there."""
        self.folder, self.name = folder, str(folder)

    def paths(self) -> frozenset[str]:
        """Return the paths of all files, links among them."""
        files = (file for file in self.folder.rglob("*") if file.is_symlink() or not file.is_dir())
        return frozenset(file.relative_to(self.folder).as_posix() for file in files)

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield a file; one that is a link, a device or lies behind a link is damaged, wherever that leads."""
        file = self.folder / path
        steps = [self.folder.joinpath(*Path(path).parts[:count]) for count in range(1, len(Path(path).parts) + 1)]
        if any(step.is_symlink() for step in steps):
            raise OSError("a symbolic link stands in its place")
        if file.exists() and not file.is_file():
            raise OSError("it is no plain file")
        with file.open("rb") as stream:
            yield from iter(lambda: stream.read(PIECE), b"")


class Zip:
    """A copy in a .zip archive; the one folder at its top that all lies in, if there is one, is left out of the paths."""

    def __init__(self, file: Path) -> None:
        """Read the list of contents; HoldingError when there is none or a name stands twice in it."""
        self.name = str(file)
        try:
            self.archive = zipfile.ZipFile(file)
        except (OSError, zipfile.BadZipFile, ValueError) as error:
            raise HoldingError(f"{file} cannot be read as a .zip archive: {error}") from error
        names = [entry.filename for entry in self.archive.infolist() if not entry.is_dir()]
        if len(set(names)) < len(names):
            raise HoldingError(f"{file} names a file twice; programs would not agree on which one counts")
        tops = {name.partition("/")[0] for name in names}
        self.top = f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""
        self._paths = frozenset(name.removeprefix(self.top) for name in names)

    def paths(self) -> frozenset[str]:
        """Return the paths of all files."""
        return self._paths

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield a file."""
        if path not in self._paths:
            raise FileNotFoundError(path)
        try:
            with self.archive.open(self.top + path) as stream:
                yield from iter(lambda: stream.read(PIECE), b"")
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
            raise OSError(f"it cannot be unpacked ({error})") from error


class Web:
    """A copy behind an address, asked for one file at a time and with a pause before each."""

    def __init__(self, address: str, pause: float = 0.1, timeout: float = 20, sleep: Callable[[float], None] = time.sleep) -> None:
        """Open no connection yet. pause and timeout in seconds."""
        self.name = address
        self.base = address if address.endswith("/") else address + "/"
        self.pause, self.sleep = pause, sleep
        limits = urllib3.Timeout(connect=timeout, read=timeout)
        # As stored: a host that compresses on the way would otherwise send us other bytes.
        self.pool = urllib3.PoolManager(headers={"User-Agent": AGENT, "Accept-Encoding": "identity"}, timeout=limits, retries=False)

    def paths(self) -> None:
        """Return that nobody knows."""
        return

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield a file; HoldingError when the host does not answer."""
        for is_last in (False, True):
            self.sleep(self.pause)
            try:
                with closing(self._ask(path)) as response:
                    wait = response.headers.get("Retry-After", "")
                    if response.status in ASKED_TOO_OFTEN and not is_last and wait.isdecimal() and int(wait) <= LONGEST_WAIT:
                        self.sleep(int(wait))
                        continue
                    _refuse(response.status, f"{self.base}{path}")
                    yield from response.stream(PIECE, decode_content=True)
                    return
            except (urllib3.exceptions.HTTPError, ValueError) as error:
                raise HoldingError(f"{self.base}{path}: the connection failed ({type(error).__name__})") from error

    def _ask(self, path: str) -> urllib3.BaseHTTPResponse:
        # No way on to another host is followed: the copy is what this address answers.
        return self.pool.request("GET", self.base + quote(path), redirect=False, preload_content=False)


def _refuse(status: int, address: str) -> None:
    if status in (404, 410):
        raise FileNotFoundError(address)
    if status != 200:
        raise HoldingError(f"{address} answered {status}")


def open_holding(place: str, pause: float = 0.1) -> Holding:
    """Return the copy at an address or a path; HoldingError when there is none."""
    if urlsplit(place).scheme in ("http", "https"):
        return Web(place, pause)
    path = Path(place)
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Zip(path)
    raise HoldingError(f"{place} is no folder, no .zip archive and no http(s) address")


def digest_in(holding: Holding, path: str) -> str:
    """Return the SHA-256 of a file, "" when it is damaged or too large; FileNotFoundError when there is none."""
    found, size = hashlib.sha256(), 0
    try:
        for piece in holding.pieces(path):
            found.update(piece)
            size += len(piece)
            if size > MOST:
                return ""
    except FileNotFoundError:
        raise
    except OSError:
        return ""
    return found.hexdigest()


def find_content(holding: Holding, path: str) -> bytes | None:
    """Return the content of a file, None when there is none, it is damaged or too large."""
    content = bytearray()
    try:
        for piece in holding.pieces(path):
            content += piece
            if len(content) > MOST_AT_ONCE:
                return None
    except OSError:
        return None
    return bytes(content)
