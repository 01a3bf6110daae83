"""`mkdocs serve` as a contributor starts it: what is saved comes to the open page by itself, mistakes and our own code too."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from macros.serving import Gate, file_paths
from tests.repository import EVENT, make_site_source

EVENT_PAGE = "/events/1990-05-01-bridge-closed/"
PATIENCE = 120
"""Seconds after which something that should come will not; a busy machine is no fault."""

RELOADING = re.compile(r"livereload\((\d+), (\d+)\)")


class Server:
    """A running server and a browser with one page open."""

    def __init__(self, root: Path, port: int) -> None:
        self.root, self.port = root, port

    def get(self, address: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8")
        finally:
            connection.close()

    def save(self, path: str, old: str, new: str, page: str = EVENT_PAGE) -> str:
        """Save a file while a page is open, wait until the browser is told to load it again, and return it then."""
        found = RELOADING.search(self.get(page)[1])
        assert found is not None, "the page does not ask whether it is outdated"
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        end = time.monotonic() + PATIENCE
        while int(self.get(f"/livereload/{found[1]}/{found[2]}")[1]) <= int(found[1]):
            assert time.monotonic() < end, "no browser is told of what was saved"
        return self.get(page)[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server on a free port, started as `make serve` starts it."""
    folder = tmp_path_factory.mktemp("served")
    root = make_site_source(folder / "repository")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=said, stderr=said)
        try:
            _wait_for(process, port, folder / "said.txt")
            yield Server(root, port)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{said.read_text(encoding='utf-8')[-3000:]}")


def test_a_saved_value_comes_to_the_page(server: Server) -> None:
    """The page that is open is told, and is new when it asks."""
    assert "Great bridge" in server.save(EVENT, "The bridge at Midford", "Great bridge at Midford")
    assert "Great bridge" in server.get("/chronology/1990/")[1]


def test_a_saved_page_and_its_title_come(server: Server) -> None:
    """The title stands in the navigation of other pages too."""
    assert "Words of another." in server.save("docs/index.md", "Words of a person.", "Words of another.", "/")
    assert "At home" in server.save("docs/index.md", 'title: "Home"', 'title: "At home"', "/parties/")


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (EVENT, "kind: blockade", "kind: blokade", "blokade"),
        ("docs/index.md", "# ", '{{ link("nobody") }}\n# ', "nobody"),
        ("macros/templates/exits.html", "<", "{% if %}<", "TemplateSyntaxError"),
        ("macros/views.py", "def ", "def def ", "SyntaxError"),
        ("macros/views.py", "from __future__", "import nothing_at_all\nfrom __future__", "views.py"),
        ("overrides/partials/copyright.html", "<", "{% if %}<", "TemplateSyntaxError"),
        ("mkdocs.yml", "site_name: ", "site_name: [", "mkdocs.yml"),
    ],
    ids=["record", "page", "template", "code", "import", "theme", "settings"],
)
def test_a_mistake_is_told_on_the_page_and_the_server_lives(server: Server, path: str, old: str, new: str, said: str) -> None:
    """And the page is whole again once the mistake is mended."""
    broken = server.save(path, old, new)
    assert "kr-problems" in broken and said in broken
    mended = server.save(path, new, old)
    assert "kr-problems" not in mended and "bridge" in mended


def test_our_own_code_and_templates_are_loaded_anew(server: Server) -> None:
    """No restart is needed while one works on the engine."""
    assert "data-new-part" in server.save("macros/templates/exits.html", "<", "<span data-new-part></span><", EVENT_PAGE)
    # A module that others import by name: all of them must see the new one.
    assert "1 Mai 1990" in server.save("macros/edtf_read.py", '"May"', '"Mai"')
    assert "Mai" in server.save("docs/index.md", "# ", '{{ show_date("1990-05-01-bridge-closed") }}\n\n# ', "/")


def test_what_is_not_there_is_said_and_an_address_without_its_last_slash_is_found(server: Server) -> None:
    """As on the finished site."""
    assert server.get("/nowhere/")[0] == 404
    assert server.get(EVENT_PAGE.rstrip("/"))[0] == 302
    assert server.get("/data/v1/events.json")[0] == 200


@pytest.mark.parametrize(
    ("address", "mount", "paths"),
    [
        ("/", "/", ["index.html"]),
        ("/events/x/", "/", ["events/x/index.html"]),
        ("/events/x", "/", ["events/x", "events/x/index.html"]),
        ("/record/events/x/", "/record/", ["events/x/index.html"]),
        ("/record/", "/record/", ["index.html"]),
        ("/elsewhere/", "/record/", []),
        ("/data/v1/a.json", "/", ["data/v1/a.json"]),
        ("/../../etc/passwd/", "/", ["etc/passwd/index.html"]),
        ("/livereload/1/2", "/", []),
    ],
)
def test_an_address_leads_to_the_files_it_can_mean(address: str, mount: str, paths: list[str]) -> None:
    """The server reads the same; what lies outside the site is never meant."""
    assert file_paths(address, mount) == paths


def test_a_request_that_a_save_has_overtaken_is_answered_with_what_is_new() -> None:
    """The server waits for the rebuilding and would then read a page that is not yet made again."""
    made: list[str] = []
    gate: Gate

    class Shown:
        def refresh(self, path: str) -> None:
            made.append(path)

    def app(environ: object, start: object) -> list[bytes]:
        if len(made) == 1:
            other = threading.Thread(target=gate.rebuild, args=(lambda: None,))
            other.start()
            other.join()
        start("200 OK", [])  # type: ignore[operator]
        return [str(len(made)).encode()]

    gate = Gate(app, Shown)
    started: list[tuple[object, ...]] = []
    assert gate({"PATH_INFO": "/"}, lambda *words: started.append(words)) == [b"2"]
    assert started == [("200 OK", [])] and made == ["index.html"] * 2


def test_what_was_saved_is_looked_for_before_a_page_and_before_nothing_else() -> None:
    """A page asks for a dozen other files."""
    looks: list[int] = []

    class Shown:
        def refresh(self, path: str) -> None:
            assert not path.endswith(".html") or looks

    def app(environ: object, start: object) -> list[bytes]:
        start("200 OK", [])  # type: ignore[operator]
        return []

    gate = Gate(app, Shown, catch_up=lambda: not looks.append(1))
    for address in ("/assets/a.css", "/livereload/1/2", "/", "/events/x/", "/search/names.js"):
        gate({"PATH_INFO": address}, lambda *words: None)
    assert len(looks) == gate.rebuilds == 2
