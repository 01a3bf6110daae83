"""The preview and the strict build: a slip is shown where it is, nothing dies, and the last good site stays."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hosts.conftest import build
from tests.repository import QUARREL, change, hash_tree, make_site_source

PATIENCE_S = 30
FAULT = f"{QUARREL}:7:7: rank: found 9"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Preview:
    """A running `mkdocs serve`."""

    def __init__(self, root: Path) -> None:
        self.root, self.url = root, f"http://127.0.0.1:{free_port()}/"
        self.log = root.parent / "serve.log"
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        # --livereload is the default, but MkDocs 1.6.1 loses that default under click 8.3 and newer.
        command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", self.url.split("/")[2]]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT)

    def read(self, path: str) -> str:
        """Return a page; "" while it is not served."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def wait(self, path: str, is_so: Callable[[str], bool]) -> str:
        """Return a page once it is as asked for; fail with the log after `PATIENCE_S`."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            assert self.process.poll() is None, "the preview ended:\n" + self.log.read_text(errors="replace")[-3000:]
            page = self.read(path)
            if page and is_so(page):
                return page
            time.sleep(0.2)
        pytest.fail(f"{path} did not become so in {PATIENCE_S} s:\n" + self.log.read_text(errors="replace")[-3000:], pytrace=False)

    def stop(self) -> None:
        """End the process that was started here, and only that."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """A preview of the invented archive."""
    running = Preview(make_site_source(tmp_path / "repository"))
    try:
        yield running
    finally:
        running.stop()


PAGE = "events/1990-river-quarrel/"


def test_a_preview_follows_edits_shows_slips_and_recovers(preview: Preview) -> None:
    """A new value is served; a slip is shown with its place while the server lives; mended, it is gone."""
    first = preview.wait(PAGE, lambda html: "A quarrel over a river." in html)
    assert "kr-problems" not in first

    change(preview.root, QUARREL, "A quarrel over a river.", "A quarrel over the water.")
    preview.wait(PAGE, lambda html: "A quarrel over the water." in html and "over a river." not in html)

    change(preview.root, QUARREL, "rank: 1", "rank: 9")
    shown = preview.wait("", lambda html: FAULT in html)
    assert "kr-problems" in shown
    assert "A quarrel over the water." in preview.wait(PAGE, lambda html: FAULT in html)

    change(preview.root, QUARREL, "rank: 9", "rank: 2")
    preview.wait("", lambda html: "kr-problems" not in html)
    preview.wait(PAGE, lambda html: "kr-problems" not in html and "A quarrel over the water." in html)


def test_a_preview_begun_with_a_slip_shows_it_and_recovers(tmp_path: Path) -> None:
    """Without any state to fall back on, the problem is the page; mended, the records come."""
    root = make_site_source(tmp_path / "repository")
    change(root, QUARREL, "rank: 1", "rank: 9")
    running = Preview(root)
    try:
        running.wait("", lambda html: FAULT in html)
        change(root, QUARREL, "rank: 9", "rank: 1")
        running.wait(PAGE, lambda html: "A quarrel over a river." in html and "kr-problems" not in html)
    finally:
        running.stop()


def test_a_strict_build_with_a_slip_tells_it_once_and_leaves_the_last_site(tmp_path: Path) -> None:
    """Exit code 1, the message once, no traceback, and every file of the old site as it was."""
    root = make_site_source(tmp_path / "repository")
    assert build(root).returncode == 0
    before = hash_tree(root / "site")
    change(root, QUARREL, "rank: 1", "rank: 9")
    done = build(root)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert said.count(FAULT) == 1 and "Traceback" not in said
    assert hash_tree(root / "site") == before


def test_a_strict_build_with_a_slip_in_a_page_tells_its_line(tmp_path: Path) -> None:
    """A page that a macro cannot serve stops the build before anything is written."""
    root = make_site_source(tmp_path / "repository")
    change(root, "docs/index.md", "Words of a person.", '{{ link("midfrd") }}')
    done = build(root)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert said.count("docs/index.md:6:4: link(): no record 'midfrd'; did you mean 'midford'?") == 1
    assert not (root / "site").exists()


def test_two_builds_of_one_state_are_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same data, same bytes."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root = make_site_source(tmp_path / "repository")
    assert build(root).returncode == 0
    first = hash_tree(root / "site")
    (root / "site").rename(tmp_path / "first")
    assert build(root).returncode == 0
    assert hash_tree(root / "site") == first
