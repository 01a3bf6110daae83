"""Builds of several contestants in turn, and the table of what they took."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.peers.contest import ROOT, Contestant, Run, environment_of, files_in, put_back, run, written


@dataclass
class Result:
    """What a contestant took. pages, size: of its site, in files and bytes; together: MiB of all its processes."""

    pages: int
    size: int
    together: float
    cold: list[Run] = field(default_factory=list)
    unchanged: list[Run] = field(default_factory=list)


def prepare(top: Path, records: int, everyone: Sequence[Contestant]) -> None:
    """Write the sites of all contestants below `top`; SystemExit when that fails."""
    command = [sys.executable, "-m", "bench.peers.write", str(top), str(records), *(one.name for one in everyone)]
    if subprocess.run(command, env=environment_of(ROOT), check=False).returncode:
        raise SystemExit("bench: the sites were not written")


def measure(top: Path, records: int, everyone: Sequence[Contestant], runs: int, *, unchanged: bool = True) -> dict[str, Result]:
    """Build every site without any cache and then, if asked, with nothing changed, `runs` times each; they take turns.

    A first round is not timed: it looks at memory and pages. SystemExit with its own words when a contestant fails.
    """
    prepared = {one.name: files_in(top / one.name) for one in everyone}
    results = {}
    for one in everyone:
        first = _run(one, top, looks=True)
        results[one.name] = Result(*written(one, top / one.name, records), max(first.largest, first.together))
    for _ in range(runs):
        for one in everyone:
            put_back(top / one.name, prepared[one.name])
            results[one.name].cold.append(_run(one, top))
    for _ in range(runs if unchanged else 0):
        for one in everyone:
            results[one.name].unchanged.append(_run(one, top))
    return results


def _run(one: Contestant, top: Path, *, looks: bool = False) -> Run:
    done = run(one, top / one.name, looks=looks)
    print(f"  {one.name} {done.seconds:.2f} s", file=sys.stderr, flush=True)
    return done


def middle(runs: Sequence[Run]) -> float:
    """Return the median of the seconds of some runs."""
    return statistics.median(one.seconds for one in runs)


def show_cold(everyone: Sequence[Contestant], results: Mapping[str, Result]) -> str:
    """Return the table of builds without any cache; the last columns divide our median by the row's."""
    own = [one.name for one in everyone if one.name in ("ours", "ours-pages")]
    heads = "".join(f"{head:>9}" for head in ("median s", "min", "max", "CPU s", "MiB", "all MiB", "pages", "MB"))
    lines = [f"{'no cache of any kind':<32}{heads}" + "".join(f"{name + ' /':>13}" for name in own)]
    for one in everyone:
        result = results[one.name]
        seconds = [each.seconds for each in result.cold]
        cpu = statistics.median(each.cpu for each in result.cold)
        largest = max(each.largest for each in result.cold)
        numbers = f"{middle(result.cold):>9.2f}{min(seconds):>9.2f}{max(seconds):>9.2f}{cpu:>9.2f}{largest:>9.0f}"
        numbers += f"{result.together:>9.0f}{result.pages:>9,}{result.size / 1e6:>9.1f}"
        lines.append(f"{one.words:<32}{numbers}" + "".join(_ratio(results[name].cold, result.cold) for name in own))
    return "\n".join(lines)


def show_unchanged(everyone: Sequence[Contestant], results: Mapping[str, Result]) -> str:
    """Return the table of builds with nothing changed, in parts of the same contestant's cold build and of plain MkDocs."""
    plain = results.get("mkdocs")
    lines = [
        f"{'nothing changed':<32}{'median s':>9}{'min':>9}{'max':>9}{'/ own cold':>13}" + (f"{'/ mkdocs':>13}" if plain else "")
    ]
    for one in everyone:
        result = results[one.name]
        seconds = [each.seconds for each in result.unchanged]
        numbers = f"{middle(result.unchanged):>9.2f}{min(seconds):>9.2f}{max(seconds):>9.2f}{_ratio(result.unchanged, result.cold)}"
        lines.append(f"{one.words:<32}{numbers}" + (_ratio(result.unchanged, plain.cold) if plain else ""))
    return "\n".join(lines)


def _ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> str:
    return f"{middle(ours) / middle(theirs):>13.3f}"
