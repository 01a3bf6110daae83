"""A small web server for the built site: this machine only, a free port, silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".mjs": "text/javascript"}  # noqa: RUF012 - as the base class has it

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing; a failed request shows in the browser's console, which the tests read."""

    def list_directory(self, path: Any) -> None:
        """Answer 404 for a folder without a page, as a real host does, instead of listing it."""
        self.send_error(404)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that closes a page drops its open connections."""


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a folder while the block runs; gives its address, which ends in '/'."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
