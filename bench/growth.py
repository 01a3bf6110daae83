"""`python -m bench.growth`: how time and memory of a cold build grow with the number of records.

Two sizes are built in turn. The exponent is log(time ratio) / log(size ratio): 1 is linear, and fixed costs pull it below.
CPU a record is that of one record more, between the two sizes, so that fixed costs fall out. Nothing passes or fails.
"""

from __future__ import annotations

import argparse
import math
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.peers.__main__ import choose
from bench.peers.contest import Contestant
from bench.peers.measure import Race
from bench.peers.tables import Results, line, middle, middle_cpu


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """Return the power of the size that a value grows with."""
    return math.log(values[1] / values[0]) / math.log(sizes[1] / sizes[0])


def show(sizes: tuple[int, int], everyone: Sequence[Contestant], few: Results, many: Results) -> str:
    """Return a line for each contestant."""
    heads = (f"s {sizes[0]:,}", f"s {sizes[1]:,}", "exponent", "of CPU", "CPU ms", "MiB", "all MiB")
    lines = [line(f"{sizes[0]:,} to {sizes[1]:,} records", heads, 10)]
    for one in everyone:
        walls, cpus = ([average(results[one.name].cold) for results in (few, many)] for average in (middle, middle_cpu))
        powers = exponent(sizes, walls), exponent(sizes, cpus)
        each = (cpus[1] - cpus[0]) / (sizes[1] - sizes[0]) * 1000
        memory = max(run.largest for run in many[one.name].cold), many[one.name].together
        numbers = (*(f"{wall:.2f}" for wall in walls), *(f"{power:.3f}" for power in powers))
        lines.append(line(one.words, (*numbers, f"{each:.2f}", *(f"{size:.0f}" for size in memory)), 10))
    return "\n".join(lines)


def main() -> None:
    """Write both sizes, build, print."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.growth", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000], metavar="N", help="two sizes (default: 1000 10000)")
    parser.add_argument("--runs", type=int, default=3, help="how often each is built (default: 3)")
    parser.add_argument("--only", default="ours,ours-pages", metavar="NAMES", help="contestants (default: ours,ours-pages)")
    options = parser.parse_args()
    if options.runs < 1 or len(options.sizes) != 2 or not 0 < options.sizes[0] < options.sizes[1]:
        parser.error("two sizes are needed, the smaller one first, and one run or more")
    sizes, everyone = (options.sizes[0], options.sizes[1]), choose(options.only)
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        races = []
        for size in sizes:
            (folder / str(size)).mkdir()
            races.append(Race(folder / str(size), size, everyone))
        for _ in range(options.runs):
            for race in races:
                race.cold()
        few, many = (race.results for race in races)
        print(f"{options.runs} cold builds each in turn\n\n{show(sizes, everyone, few, many)}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
