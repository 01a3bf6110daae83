"""`python -m bench.serve [ROOT]`: from a save until the browser has the new page, under `mkdocs serve`.

Measured as a browser lives it: a page is open and asks whether it is outdated, a file is saved, the server answers, the
page is loaded again. Each row is one kind of file, saved and put back in turn; the page is that of an event which many
pages name, or the saved page itself. Work is done on a copy of ROOT (default: this repository) with all its records.
The measure is the build of the whole site on the same machine, a moment before; CPU is that of the server alone.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.__main__ import BUILD, ROOT, run_python

PARTS = ("data", "docs", "macros", "overrides")
RELOADING = re.compile(r"livereload\((\d+), (\d+)\)")
MODULE = "macros/views.py"
TEMPLATE = "macros/templates/exits.html"


@dataclass(frozen=True)
class Save:
    """What is saved and looked at. mark: put in place of `old`, and found on the page afterwards; "" where nothing shows."""

    words: str
    path: str
    old: str
    new: str
    page: str
    mark: str


class Open:
    """A page that is open in a browser."""

    def __init__(self, port: int, page: str) -> None:
        self.port, self.page = port, page
        self.html = self.get(page)

    def get(self, address: str) -> str:
        """Return what the server answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", address)
            return connection.getresponse().read().decode("utf-8")
        finally:
            connection.close()

    def wait(self) -> None:
        """Wait until the server says that the page is outdated, and load it again."""
        found = RELOADING.search(self.html)
        assert found is not None
        while int(self.get(f"/livereload/{found[1]}/{found[2]}")) <= int(found[1]):
            pass
        self.html = self.get(self.page)


def copy_repository(root: Path, target: Path) -> None:
    """Copy what a site is made of."""
    for name in PARTS:
        shutil.copytree(root / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(root / "mkdocs.yml", target / "mkdocs.yml")


def choose_saves(root: Path) -> list[Save]:
    """Return what is saved: an event that is named most, the longest page, a template and a module."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in (root / "docs").rglob("*.md"))
    named = Counter(re.findall(r'"(?:events/)?(\d{4}-[a-z0-9-]+)"', text))
    events = {file.stem: file for file in sorted((root / "data" / "events").rglob("*.yml"))}
    event = max(events, key=lambda name: named[name])
    page = f"/events/{event}/"
    title = re.search(r'(?m)^title: "', events[event].read_text(encoding="utf-8"))
    assert title is not None, f"the title of {event} stands in no quotes"
    longest = max((root / "docs").rglob("*.md"), key=lambda file: file.stat().st_size).relative_to(root / "docs")
    address = "/" + longest.as_posix().removesuffix(".md").removesuffix("index") + "/"
    value = Save("one value of a record", events[event].relative_to(root).as_posix(), 'title: "', 'title: "Mark ', page, "Mark ")
    return [
        value,
        Save("the same, the longest page open", value.path, value.old, value.new, address, ""),
        Save("the longest page", f"docs/{longest.as_posix()}", "\n# ", "\nMark of a save.\n\n# ", address, "Mark of a save"),
        Save("a template", TEMPLATE, "<", '<i id="mark-of-a-save"></i><', page, "mark-of-a-save"),
        Save("a module", MODULE, "from __future__", "# mark\nfrom __future__", page, ""),
    ]


@contextmanager
def served(root: Path) -> Iterator[tuple[int, int]]:
    """Serve a repository; yield the port and the id of the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None:
                raise SystemExit("bench: the server did not start")
            time.sleep(0.05)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def cpu_of(process: int) -> float:
    """Return the seconds of CPU that a process has used, 0 where that cannot be read."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def take_times(root: Path, port: int, process: int, save: Save, runs: int) -> list[tuple[float, float]]:
    """Return seconds and CPU seconds of every run; saving and putting back count alike."""
    file, found = root / save.path, []
    before = file.read_text(encoding="utf-8")
    after = before.replace(save.old, save.new, 1)
    assert before != after, f"{save.path} lacks {save.old!r}"
    browser = Open(port, save.page)
    for run in range(runs):
        used, begin = cpu_of(process), time.perf_counter()
        file.write_text(before if run % 2 else after, encoding="utf-8")
        browser.wait()
        found.append((time.perf_counter() - begin, cpu_of(process) - used))
        assert not save.mark or (save.mark in browser.html) == (run % 2 == 0), f"{save.words}: the page is not the new one"
        time.sleep(1.2)  # the watcher looks every half second; the next save is a change of its own
    file.write_text(before, encoding="utf-8")
    time.sleep(1.2)
    return found


def show(build: float, rows: Sequence[tuple[str, Sequence[tuple[float, float]]]]) -> str:
    """Return the rows as a table; `ratio` is the time as a multiple of the whole build's."""
    lines = [f"{'saved':<34}{'median s':>10}{'min':>9}{'max':>9}{'ratio':>8}{'CPU s':>9}"]
    for words, times in rows:
        seconds = [one for one, _ in times]
        middle, used = statistics.median(seconds), statistics.median(cpu for _, cpu in times)
        lines.append(f"{words:<34}{middle:>10.2f}{min(seconds):>9.2f}{max(seconds):>9.2f}{middle / build:>8.3f}{used:>9.2f}")
    return "\n".join(lines)


def main() -> None:
    """Copy, build, serve, save, print."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.serve", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, metavar="ROOT", help="repository (default: this one)")
    parser.add_argument("--runs", type=int, default=5, help="how often each file is saved (default: 5)")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be 1 or more")
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        copy_repository(options.root, folder)
        build, _ = run_python(BUILD, folder)
        shutil.rmtree(folder / "site")
        begin = time.perf_counter()
        with served(folder) as (port, process):
            Open(port, "/")
            started = time.perf_counter() - begin
            rows = [(save.words, take_times(folder, port, process, save, options.runs)) for save in choose_saves(folder)]
        records = sum(1 for _ in (folder / "data").rglob("*.yml"))
        print(
            f"{records:,} files of records, {options.runs} saves each; whole build {build:.2f} s, server ready in {started:.2f} s\n"
        )
        print(show(build, rows))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
