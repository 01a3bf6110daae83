"""Who takes part, and one run of one of them: seconds, CPU, memory, and what was written.

A run begins with the files that were prepared and nothing else in the folder, unless what the last one left is asked for;
folders for caches are the contestant's own and go with the rest. Needs a Unix (`os.wait4`); the memory of several
processes together is told on Linux only.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LIMIT = 1800
"""Seconds after which a run is ended: some generators have been seen to stop working without ending."""
PAUSE = 0.05
"""Seconds between two looks at the memory of all processes."""
CACHES = ".caches"
"""Folder that stands for the user's own cache folder and for that of temporary files."""


@dataclass(frozen=True)
class Contestant:
    """One way to build the records into a site.

    name: one word. words: what it is. command: builds, inside the folder that was prepared. site: folder that it writes there.
    lacking: what is missing on this machine and how to get it, "" for nothing.
    """

    name: str
    words: str
    command: tuple[str, ...]
    site: str
    lacking: str = ""


@dataclass(frozen=True)
class Run:
    """What one run took: seconds, seconds of CPU of all processes, MiB of the largest one, MiB of all (0: not looked at)."""

    seconds: float
    cpu: float
    largest: float
    together: float = 0.0


def files_in(folder: Path) -> set[Path]:
    """Return the files below a folder, and links to folders."""
    found = os.walk(folder)
    return {
        Path(top, name) for top, inner, names in found for name in (*names, *inner) if name in names or Path(top, name).is_symlink()
    }


def put_back(folder: Path, prepared: set[Path]) -> None:
    """Take away every file that was not prepared, and folders that are then empty."""
    for top, folders, names in os.walk(folder, topdown=False):
        for name in names:
            if Path(top, name) not in prepared:
                Path(top, name).unlink()
        for name in folders:
            inner = Path(top, name)
            if inner.is_symlink():
                if inner not in prepared:
                    inner.unlink()
            elif not any(inner.iterdir()):
                inner.rmdir()


def run(contestant: Contestant, folder: Path, *, limit: float = LIMIT, looks: bool = False) -> Run:
    """Build once; with `looks`, the memory of all processes together is looked at meanwhile.

    Raises SystemExit with what the contestant said when it fails or does not end.
    """
    caches = folder / CACHES
    caches.mkdir(exist_ok=True)
    environment = environment_of(folder)
    os.sync()  # what earlier runs left to write is written, so that no run pays for another
    with (caches / "output.txt").open("wb") as out:
        begin = time.perf_counter()
        process = subprocess.Popen(
            contestant.command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        look = Look(process.pid) if looks else None
        usage = _wait(process, limit)
        seconds = time.perf_counter() - begin
    together = look.end() if look else 0.0
    if process.returncode != 0:
        ended = (
            f"ended with {process.returncode}" if process.returncode > 0 else f"did not end in {limit:.0f} seconds or was killed"
        )
        said = (caches / "output.txt").read_text(encoding="utf-8", errors="replace").strip()[-2000:]
        raise SystemExit(f"bench: {contestant.name} {ended}\n{said}".strip())
    largest = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Run(seconds, usage.ru_utime + usage.ru_stime, largest, together)


def _wait(process: subprocess.Popen[bytes], limit: float) -> resource.struct_rusage:
    """Wait for a process and all that it waited for; end them all after so many seconds, or when we are interrupted."""
    timer = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for; tell the object
    return usage


def environment_of(folder: Path) -> dict[str, str]:
    """Return the variables of a run: caches are its own, and the modules in its folder come before ours."""
    caches = str(folder / CACHES)
    variables = {name: value for name, value in os.environ.items() if name != "CI"}  # there, we keep nothing between builds
    own = {"XDG_CACHE_HOME": caches, "TMPDIR": caches, "HUGO_CACHEDIR": caches, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    return {**variables, **own, "NO_MKDOCS_2_WARNING": "1"}


class Look:
    """Looks at the memory of a process and all that it started, again and again, until it is told to end."""

    def __init__(self, process: int) -> None:
        self.most, self.over = 0.0, threading.Event()
        self.thread = threading.Thread(target=self._watch, args=(process,), daemon=True)
        self.thread.start()

    def _watch(self, process: int) -> None:
        while not self.over.wait(PAUSE):
            self.most = max(self.most, sum(map(share_of, family_of(process))))

    def end(self) -> float:
        """Return the most MiB that were seen; 0 where the system does not tell."""
        self.over.set()
        self.thread.join()
        return self.most


def family_of(process: int) -> list[int]:
    """Return a process and all that it started and that still run."""
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return [process]
    return [process, *(one for child in children for one in family_of(child))]


def share_of(process: int) -> float:
    """Return the MiB of a process, pages that it shares with others in parts; 0 where that cannot be read."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def written(contestant: Contestant, folder: Path, records: int) -> tuple[int, int]:
    """Return how many pages the site has, and the bytes of all its files; SystemExit when it has fewer pages than records."""
    files = files_in(folder / contestant.site)
    pages = sum(file.suffix == ".html" for file in files)
    if pages < records:
        raise SystemExit(f"bench: {contestant.name} wrote {pages} pages for {records} records")
    return pages, sum(file.stat().st_size for file in files)
