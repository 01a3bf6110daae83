"""`python -m bench.peers.serve [N]`: one value of a record saved, until the server has the page with it; ours and Hugo's.

The same for both: the same N invented records, the title of the same event, the page asked for every 20 ms until it has the
new title; saving and putting back count alike. Our server is `mkdocs serve`, Hugo's `hugo server` on data, each as its
users start it; Hugo's keeps pages in memory and makes only those visited lately. They run one after the other.
`python -m bench.serve` measures ours on the whole record, the way a browser lives it.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.peers.__main__ import choose
from bench.peers.contest import CACHES, ROOT, environment_of
from bench.peers.contestants import find_hugo

POLL = 0.02
LIMIT = 300
MARK = "Mark of a save"


def command_of(name: str, port: int) -> list[str]:
    """Return how a server is started."""
    if name == "ours":
        return [sys.executable, *["-m", "mkdocs", "serve", "--no-strict", "--livereload", "--dev-addr"], f"127.0.0.1:{port}"]
    return [find_hugo(), *["server", "--quiet", "--bind", "127.0.0.1", "--port"], str(port)]


def page_of(port: int, address: str) -> str:
    """Return a page, "" while the server does not answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    try:
        connection.request("GET", address)
        return connection.getresponse().read().decode("utf-8")
    except (OSError, HTTPException):
        return ""
    finally:
        connection.close()


@contextmanager
def served(name: str, folder: Path) -> Iterator[int]:
    """Serve a folder; yield the port. The server is interrupted at the end, as by its user."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / CACHES).mkdir(exist_ok=True)
    with (folder / CACHES / "output.txt").open("wb") as output:
        process = subprocess.Popen(command_of(name, port), cwd=folder, env=environment_of(folder), stdout=output, stderr=output)
    try:
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(port: int, address: str, words: str, *, there: bool = True) -> float:
    """Return the seconds until a page has the words, or no longer has them; SystemExit when that takes too long."""
    begin = time.perf_counter()
    while time.perf_counter() - begin < LIMIT:
        page = page_of(port, address)
        if page and (words in page) == there:
            return time.perf_counter() - begin
        time.sleep(POLL)
    raise SystemExit(f"bench: after {LIMIT} seconds the page {address} is not the new one")


def take_times(name: str, folder: Path, runs: int) -> tuple[float, list[float]]:
    """Return the seconds until the first page is there, and those of every save."""
    file = sorted((folder / "data" / "events").rglob("*.yml"))[0]
    before = file.read_text(encoding="utf-8")
    after = before.replace('title: "', f'title: "{MARK}. ', 1)
    assert before != after, f"{file.name} has no title in quotes"
    address, found = f"/events/{file.stem}/", []
    with served(name, folder) as port:
        first = wait_for(port, address, "Meeting")
        for run in range(runs):
            time.sleep(1.2)  # watchers look twice a second; each save is a change of its own
            file.write_text(before if run % 2 else after, encoding="utf-8")
            found.append(wait_for(port, address, MARK, there=run % 2 == 0))
    return first, found


def show(rows: Sequence[tuple[str, float, Sequence[float]]]) -> str:
    """Return the table; `ratio` divides our median by the row's."""
    ours = statistics.median(rows[0][2])
    lines = [f"{'saved value on its page':<32}{'first s':>9}{'median s':>9}{'min':>9}{'max':>9}{'ours /':>9}"]
    for words, first, seconds in rows:
        middle = statistics.median(seconds)
        lines.append(f"{words:<32}{first:>9.2f}{middle:>9.2f}{min(seconds):>9.2f}{max(seconds):>9.2f}{ours / middle:>9.2f}")
    return "\n".join(lines)


def main() -> None:
    """Write, serve, save, print."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.peers.serve", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("records", nargs="*", type=int, default=[600], metavar="N", help="how many records (default: 600)")
    parser.add_argument("--runs", type=int, default=5, help="how many saves (default: 5)")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be 1 or more")
    everyone = choose("ours,hugo-data")
    for records in options.records:
        top = Path(tempfile.mkdtemp(prefix="bench-"))
        try:
            command = [sys.executable, "-m", "bench.peers.write", str(top), str(records), *(one.name for one in everyone)]
            subprocess.run(command, env=environment_of(ROOT), check=True)
            words = {"ours": "ours, mkdocs serve", "hugo-data": "Hugo, hugo server on data"}
            rows = [(words[one.name], *take_times(one.name, top / one.name, options.runs)) for one in everyone]
            print(f"\n{records:,} records, {options.runs} saves each\n\n{show(rows)}", flush=True)
        finally:
            shutil.rmtree(top, ignore_errors=True)


if __name__ == "__main__":
    main()
