"""`python -m bench [N]`: how long the engine takes for N invented records, and how much memory.

Times are medians of several runs, with the fastest and the slowest; the steps take turns,
so that a busy moment falls on all of them. Memory is the peak of a process that does this
step alone, Python and what the step needs included. Nothing passes or fails here: numbers
of two machines do not compare. Needs a Unix (`os.wait4`).

Everything runs in processes of its own, and this one imports nothing large: on Linux the
peak of a new process begins with the size of the one that started it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

STEPS = {
    "plain": "yaml.load with CSafeLoader",
    "strict": "strict load",
    "validate": "load and validate",
    "rules": "rules",
    "stamp": "stamp all record pages",
    "export": "write all data files",
}
"""Words for each step of `bench.phases`."""

BUILD = ("-m", "mkdocs", "build", "--strict", "--site-dir", "site")
SHELLS_ONLY = (
    "import macros.finish; macros.finish.finish_site = lambda *_, **__: []; import mkdocs.__main__ as m; "
    "m.cli(['build', '--strict', '--site-dir', 'shells'])"
)
"""A build without our last step, which would fill the shells and take them away."""

Row = tuple[str, Sequence[float], float]
"""Words, seconds of each run, peak memory in MB."""


def run_python(arguments: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run Python in a process of its own; return seconds and peak memory in MB. A process that fails ends the measurement."""
    # The folder comes before our own: the host must load the engine that lies beside its settings.
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT)))}
    with (folder / "output.txt").open("w+") as output:
        begin = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], cwd=folder, env=variables, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for; tell the object
        if process.returncode != 0:
            output.seek(0)
            raise SystemExit(output.read().strip() or f"bench: {arguments[1]} ended with exit code {process.returncode}")
    return seconds, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def measure(folder: Path, runs: int) -> list[Row]:
    """Return one row for Python alone, one for each step, and one for the whole build."""
    run_python(("-c", SHELLS_ONLY), folder)
    run_python(("-m", "bench.phases", "times", str(folder), str(runs)), folder)
    seconds: dict[str, list[float]] = json.loads((folder / "times.json").read_text())
    memory = {name: run_python(("-m", "bench.phases", name, str(folder)), folder)[1] for name in ("nothing", *STEPS)}
    rows: list[Row] = [("engine imported, nothing read", [], memory["nothing"])]
    rows += [(words, seconds[name], memory[name]) for name, words in STEPS.items()]
    builds = [run_python(BUILD, folder) for _ in range(runs)]
    return [*rows, ("mkdocs build --strict", [build[0] for build in builds], max(build[1] for build in builds))]


def show(rows: Sequence[Row]) -> str:
    """Return the rows as a table; `ratio` is the time as a multiple of the plain load's."""
    plain = next(statistics.median(seconds) for _, seconds, _ in rows if seconds)
    lines = [f"{'':<30}{'median s':>10}{'min':>9}{'max':>9}{'ratio':>8}{'peak MB':>9}"]
    for words, seconds, memory in rows:
        times = f"{'':>36}"
        if seconds:
            middle = statistics.median(seconds)
            times = f"{middle:>10.3f}{min(seconds):>9.3f}{max(seconds):>9.3f}{middle / plain:>8.2f}"
        lines.append(f"{words:<30}{times}{memory:>9.0f}")
    return "\n".join(lines)


def show_size(folder: Path) -> str:
    """Return how many files lie below a folder, and their size, those in its subfolders of records apart."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    single = sum(file.stat().st_size for file in files if file.parent.name not in ("v1", "schema"))
    total = sum(file.stat().st_size for file in files)
    return f"{len(files):,}, {total / 1e6:,.1f} MB, of which {single / 1e6:,.1f} MB in files of single records"


def main() -> None:
    """Make the repository, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("records", nargs="?", type=int, default=600, metavar="N", help="how many records (default: 600)")
    parser.add_argument("--runs", type=int, default=5, help="how often each step is run (default: 5)")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be 1 or more")
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        run_python(("-m", "bench.generate", str(folder), str(ROOT), str(options.records)), folder)
        size = sum(file.stat().st_size for file in (folder / "data").rglob("*.yml"))
        print(f"{options.records} records, {size / 1e3:,.0f} kB of YAML, {options.runs} runs, Python {sys.version.split()[0]}\n")
        print(show(measure(folder, options.runs)))
        print(f"\nData files: {show_size(folder / 'exported')}.")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
