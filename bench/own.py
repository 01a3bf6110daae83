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
"""Words for each row."""


def load(name: str, root: Path) -> float:
    """Return the seconds of one load; what it needs is imported beforehand."""
    if name == "ours":
        from macros.records import load_records

        begin = time.perf_counter()
        load_records(root)
        return time.perf_counter() - begin
    import yaml

    if name == "still":
        gc.disable()
    begin = time.perf_counter()
    for file in sorted((root / "data").rglob("*.yml")):
        yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return time.perf_counter() - begin


def _timed(one: Contestant, root: Path) -> float:
    """Run a load and return the seconds that it printed."""
    run(one, root)
    return float((root / CACHES / "output.txt").read_text(encoding="utf-8").split()[-1])


def measure(root: Path, runs: int) -> dict[str, list[float]]:
    """Return the seconds of every row; rows take turns."""
    prepared = files_in(root)
    rows: dict[str, list[float]] = {}
    for _ in range(runs):
        put_back(root, prepared)
        found = {"plain": _timed(LOADS["plain"], root), "still": _timed(LOADS["still"], root)}
        put_back(root, prepared)
        found |= {"cold": _timed(LOADS["ours"], root), "cached": _timed(LOADS["ours"], root)}
        put_back(root, prepared)
        found |= {"check": run(CHECK, root).seconds, "again": run(CHECK, root).seconds}
        for name, seconds in found.items():
            rows.setdefault(name, []).append(seconds)
    return rows


def show(rows: dict[str, list[float]]) -> str:
    """Return the table; ratios are to both ways of the plain load."""
    plain, still = (statistics.median(rows[name]) for name in ("plain", "still"))
    lines = [f"{'':<32}{'median s':>9}{'min':>9}{'max':>9}{'/ plain':>9}{'/ at rest':>11}"]
    for name, seconds in rows.items():
        middle = statistics.median(seconds)
        ratios = f"{middle / plain:>9.2f}{middle / still:>11.2f}" if name in ("plain", "still", "cold", "cached") else ""
        lines.append(f"{WORDS[name]:<32}{middle:>9.3f}{min(seconds):>9.3f}{max(seconds):>9.3f}{ratios}")
    return "\n".join(lines)


def main() -> None:
    """Copy the repository, measure, print; with --load, load once and print the seconds."""
    parser = argparse.ArgumentParser(prog="python -m bench.own", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, metavar="ROOT", help="repository (default: this one)")
    parser.add_argument("--runs", type=int, default=5, help="how often each row is run (default: 5)")
    parser.add_argument("--load", choices=sorted(LOADS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        print(load(options.load, Path.cwd()))
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
