"""`python -m bench.own [ROOT]`: checking and loading the whole record of a repository, cold and cached.

The measure of loading is PyYAML's C loader on the same files, which checks nothing; once as anybody calls it, once with
Python's garbage collector at rest, as our loader has it. Each row is a process of its own; loading is timed inside it,
checking from outside, Python's start included. Cold is without any cache of ours, cached is the very next run.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.peers.contest import CACHES, ROOT, Contestant, files_in, put_back, run
from bench.peers.tables import line
from bench.serve import copy_repository

CHECK = Contestant("check", "python -m macros check", (sys.executable, "-m", "macros", "check"), "")
LOADS = {
    name: Contestant(name, name, (sys.executable, "-m", "bench.own", "--load", name), "") for name in ("plain", "still", "ours")
}
WORDS = {
    "plain": "CSafeLoader",
    "still": "CSafeLoader, collector at rest",
    "cold": "load and validate, cold",
    "cached": "load and validate, cached",
    "check": "python -m macros check, cold",
    "again": "python -m macros check, warm",
}
"""Words for each row, in the order in which they are measured."""
LOADED = ("plain", "still", "cold", "cached")


Times = tuple[float, float]
"""Seconds, and seconds of CPU."""


def load(name: str, root: Path) -> Times:
    """Return what one load takes; what it needs is imported beforehand."""
    import yaml

    from macros.records import load_records

    if name == "still":
        gc.disable()
    begin, used = time.perf_counter(), time.process_time()
    if name == "ours":
        load_records(root)
    else:
        for file in sorted((root / "data").rglob("*.yml")):
            yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return time.perf_counter() - begin, time.process_time() - used


def _load_apart(name: str, root: Path) -> Times:
    """Load in a process of its own and return what it printed."""
    run(LOADS[name], root)
    seconds, cpu = (root / CACHES / "output.txt").read_text(encoding="utf-8").split()[-2:]
    return float(seconds), float(cpu)


def _check(root: Path) -> Times:
    done = run(CHECK, root)
    return done.seconds, done.cpu


def measure(root: Path, runs: int) -> dict[str, list[Times]]:
    """Return the times of every row; rows take turns."""
    prepared = files_in(root)
    rows: dict[str, list[Times]] = {name: [] for name in WORDS}
    for _ in range(runs):
        put_back(root, prepared)
        found = [_load_apart("plain", root), _load_apart("still", root)]
        put_back(root, prepared)
        found += [_load_apart("ours", root), _load_apart("ours", root)]
        put_back(root, prepared)
        found += [_check(root), _check(root)]
        for row, times in zip(rows.values(), found, strict=True):
            row.append(times)
    return rows


def show(rows: dict[str, list[Times]]) -> str:
    """Return the table; the last columns divide by the plain load, seconds and CPU."""
    middles = {name: [statistics.median(part) for part in zip(*times, strict=True)] for name, times in rows.items()}
    lines = [line("", ("median s", "min", "max", "CPU s", "/ plain", "its CPU"))]
    for name, times in rows.items():
        seconds = [one for one, _ in times]
        cells = [middles[name][0], min(seconds), max(seconds), middles[name][1]]
        ratios = [f"{one / plain:.2f}" for one, plain in zip(middles[name], middles["plain"], strict=True)]
        lines.append(line(WORDS[name], [*(f"{cell:.3f}" for cell in cells), *(ratios if name in LOADED else ())]))
    return "\n".join(lines)


def main() -> None:
    """Copy the repository, measure, print; with --load, load once and print the seconds."""
    parser = argparse.ArgumentParser(prog="python -m bench.own", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, metavar="ROOT", help="repository (default: this one)")
    parser.add_argument("--runs", type=int, default=5, help="how often each row is run (default: 5)")
    parser.add_argument("--load", choices=sorted(LOADS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        print(*load(options.load, Path.cwd()))
        return
    if options.runs < 1:
        parser.error("--runs must be 1 or more")
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        copy_repository(options.root, folder)
        files = [file.stat().st_size for file in (folder / "data").rglob("*.yml")]
        print(f"{len(files):,} files of data, {sum(files) / 1e3:,.0f} kB, {options.runs} runs each in turn\n")
        print(show(measure(folder, options.runs)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
