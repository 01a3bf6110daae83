"""The check of addresses against a server of our own: what each answer means, how politely it asks, what the report says."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, ClassVar

import pytest

from macros.cli import main
from macros.links.probe import ALIVE, DEAD, MOVED, UNKNOWN, Answer, Prober
from macros.links.report import Found, Link, check_links, links_of, report_text, write_report
from tests.repository import DOCUMENT, SOURCE, change, hash_tree, make_repository

RELEASE = Event()
"""Set at the end, so that a slow answer keeps no thread."""


class _Handler(BaseHTTPRequestHandler):
    asked: ClassVar[Counter[str]] = Counter()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""

    def _answer(self, code: int, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_HEAD(self) -> None:
        self._do("HEAD")

    def do_GET(self) -> None:
        self._do("GET")

    def _do(self, method: str) -> None:
        self.asked[f"{method} {self.path}"] += 1
        path = self.path
        plain = {"/ok": 200, "/gone": 410, "/missing": 404, "/private": 403, "/ill": 500, "/busy-for-long": 429, "/": 200}
        moves = {
            "/for-good": (301, "/ok"), "/for-now": (302, "/ok"), "/mixed": (308, "/for-now"),
            "/loop": (301, "/loop-2"), "/loop-2": (301, "/loop"), "/old-page": (301, "/"),
            "/away": (302, "ftp://x.invalid/"), "/to-missing": (301, "/missing"),
        }  # fmt: skip
        if path.startswith("/many-"):
            self._answer(302, Location=f"/many-{int(path[6:]) + 1}")
        elif path in moves:
            self._answer(moves[path][0], Location=moves[path][1])
        elif path == "/slow":
            RELEASE.wait(10)
        elif path == "/no-head":
            self._answer(405 if method == "HEAD" else 200)
        elif path == "/hangs-up" and method == "HEAD":
            self.connection.shutdown(socket.SHUT_RDWR)
        elif path == "/busy":
            first = self.asked["HEAD /busy"] == 1 and method == "HEAD"
            self._answer(429, Retry_After="7") if first else self._answer(200)
        else:
            self._answer(plain.get(path, 200))


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    """Address of the server, without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    RELEASE.set()
    server.shutdown()
    server.server_close()
    thread.join()


ANSWERS = [
    ("/ok", ALIVE, 200, "", ""),
    ("/for-good", MOVED, 200, "/ok", ""),
    ("/for-now", ALIVE, 200, "", ""),
    ("/mixed", ALIVE, 200, "", ""),  # for good only in part: the first address is the one to keep
    ("/old-page", MOVED, 200, "/", "front page"),
    ("/missing", DEAD, 404, "", "not there"),
    ("/gone", DEAD, 410, "", "not there"),
    ("/to-missing", DEAD, 404, "", "not there"),
    ("/private", UNKNOWN, 403, "", "does not answer programs"),
    ("/ill", UNKNOWN, 500, "", "fault"),
    ("/busy-for-long", UNKNOWN, 429, "", "not to be asked"),
    ("/loop", UNKNOWN, 301, "", "circle"),
    ("/many-1", UNKNOWN, None, "", "more than 10"),
    ("/away", UNKNOWN, 302, "", "away from the web"),
    ("/no-head", ALIVE, 200, "", ""),
    ("/hangs-up", ALIVE, 200, "", ""),
]


@pytest.mark.parametrize(("path", "state", "code", "target", "why"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_each_answer_has_its_meaning(path: str, state: str, code: int | None, target: str, why: str, web: str) -> None:
    """Only what says that it is not there is dead."""
    answer = Prober(5).probe(web + path)
    assert (answer.state, answer.code, answer.target) == (state, code, web + target if target else "")
    assert why in answer.why and bool(why) == bool(answer.why)


def test_a_slow_host_is_not_dead(web: str) -> None:
    """It is given up after the time that is set."""
    assert Prober(0.2).probe(web + "/slow") == Answer(UNKNOWN, why="it did not answer in time")


def test_a_host_that_asks_to_wait_is_waited_for_once(web: str) -> None:
    """As long as it says."""
    waited: list[float] = []
    assert Prober(5, waited.append).probe(web + "/busy").state == ALIVE
    assert waited == [7]


@pytest.mark.parametrize(
    ("url", "state"), [("http://nowhere.invalid/x", DEAD), ("http://127.0.0.1:9/", UNKNOWN), ("http://[::1/", UNKNOWN)]
)
def test_no_answer_at_all_is_told_apart(url: str, state: str) -> None:
    """A host without a name is dead; one that refuses is not known."""
    assert Prober(2).probe(url).state == state


def test_one_host_is_asked_one_at_a_time_with_a_pause(web: str) -> None:
    """An address that two sources name is asked once; the pause stands between two questions, not before the first."""
    waited: list[float] = []
    links = [Link(f"sources/s{number}", "url", f"{web}/page-{number % 3}") for number in range(4)]
    found = check_links(links, Prober(5), 2.5, waited.append)
    assert [one.link for one in found] == links and waited == [2.5, 2.5]
    assert [_Handler.asked[f"HEAD /page-{number}"] for number in range(3)] == [1, 1, 1]


def test_the_report_shows_what_is_there_and_lets_nothing_act(tmp_path: Path) -> None:
    """Dead first; the addresses are text; JSON has every link."""
    found = [
        Found(Link("sources/a", "url", "https://a.invalid/@octocat#1"), Answer(ALIVE, 200)),
        Found(Link("sources/b", "archived", "https://b.invalid/![x](y)<b>"), Answer(DEAD, 404, why="the page is not there")),
        Found(Link("sources/c", "url", "https://c.invalid/"), Answer(MOVED, 200, "https://c.invalid/@new")),
    ]
    made, text_file = write_report(found, tmp_path)
    data, text = json.loads(made.read_text(encoding="utf-8")), text_file.read_text(encoding="utf-8")
    assert data["counts"] == {"dead": 1, "moved": 1, "unknown": 0, "alive": 1} and len(data["links"]) == 3
    assert text.index("Not there any more (1)") < text.index("Somewhere else for good (1)")
    assert "Not known" not in text and "a.invalid" not in text
    assert "(archived copy)" in text and "<b>" not in text and "![" not in text and "@" not in text and "](" not in text
    assert len(report_text(found * 3000)) < 65_000, "an issue holds so much"


def test_the_command_asks_what_the_records_name_and_changes_none(
    web: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sources and documents; exit code 0 whatever is dead."""
    root = make_repository(tmp_path / "repository")
    change(root, SOURCE, "https://south.invalid/bridge", f"{web}/missing")
    before = hash_tree(root)
    assert main(["--root", str(root), "links", "--pause", "0", "--timeout", "5"]) == 0
    assert "written: links/links.json" in capsys.readouterr().out
    data = json.loads((root / "links/links.json").read_text(encoding="utf-8"))
    states = {row["record"]: row["state"] for row in data["links"]}
    assert states["sources/south-herald-1990-bridge"] == DEAD
    assert {path: digest for path, digest in hash_tree(root).items() if not path.startswith("links/")} == before


def test_documents_are_asked_too(tmp_path: Path) -> None:
    """A text that is gone from where it was is missed as much as a source."""
    from macros.archive import Archive
    from macros.records import load_records

    root = make_repository(tmp_path)
    change(root, DOCUMENT, "https://river.invalid/agreement", "https://text.invalid/")
    links = links_of(Archive(load_records(root)))
    assert Link("documents/bridge-agreement-1991", "url", "https://text.invalid/") in links
    assert {link.field for link in links} <= {"url", "archived"} and len(links) == len(set(links))
