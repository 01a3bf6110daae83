"""Between the host's server and the preview: a file is made before the server reads it.

Plain WSGI, so nothing of the host is known here. Both sides are found anew each time, since saved code may have replaced them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from posixpath import normpath
from threading import RLock
from typing import Any, Protocol

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Shown(Protocol):
    """What is asked of a preview."""

    def refresh(self, path: str) -> None:
        """Make a file of the site if it is outdated."""


class Gate:
    """Lets requests through to the server's own application once what they ask for is up to date."""

    def __init__(self, app: App, find: Callable[[], Shown], mount: str = "/", catch_up: Callable[[], bool] = lambda: False) -> None:
        """Take the server's application, what finds the preview, and the first part of all addresses.

        catch_up: brings in what was saved, if that can be done at once, and says whether anything was.
        """
        self.app, self.find, self.mount, self.catch_up = app, find, mount, catch_up
        self.lock = RLock()
        """Held while pages are made, by requests and by rebuilding."""
        self.rebuilds = 0

    def rebuild(self, work: Callable[[], None]) -> None:
        """Do the work after a save, alone."""
        with self.lock:
            self.rebuilds += 1
            work()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        paths = file_paths(environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore"), self.mount)
        while True:
            started: list[tuple[Any, ...]] = []
            with self.lock:
                # A page alone is worth the look at all files; what it loads was saved before it or after.
                if any(path.endswith(".html") for path in paths) and self.catch_up():
                    self.rebuilds += 1
                rebuilds = self.rebuilds
                for path in paths:
                    self.find().refresh(path)
            answer = self.app(environ, lambda *words, began=started: began.append(words))
            # Where a save came in between, the server waited for it and may have read a page that is outdated since.
            if not paths or rebuilds == self.rebuilds:
                start_response(*started[-1])
                return answer


def file_paths(address: str, mount: str) -> list[str]:
    """Return the files of the site that an address can mean; none for what is no file."""
    if not (address + "/").startswith(mount) or address.startswith("/livereload/"):
        return []
    path = normpath("/" + address.removeprefix(mount)).lstrip("/")
    if address.endswith("/"):
        return [f"{path}/index.html".lstrip("/")]
    return [path] if "." in path.rpartition("/")[2] else [path, f"{path}/index.html".lstrip("/")]
