"""What is measured, step by step, each against the records of one repository.

A step is prepared outside the clock and then run once. The plain load is the
measure of the others: C code that reads the same files and checks nothing.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from macros.archive import Archive
from macros.export import write_exports
from macros.kinds import KINDS
from macros.load import load_file
from macros.records import load_records
from macros.render import Renderer
from macros.rules import check_records
from macros.stamp import stamp_records, take_shells

Run = Callable[[], object]
SITE_URL = "https://bench.invalid/"


def _files(root: Path) -> list[Path]:
    return sorted((root / "data").rglob("*.yml"))


def plain_load(root: Path) -> Run:
    """`yaml.load` with PyYAML's C loader, which guesses, drops and checks nothing."""
    return lambda: [yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader) for file in _files(root)]


def strict_load(root: Path) -> Run:
    """Our loader: the same files with every value's line and column."""
    return lambda: [load_file(file, root) for file in _files(root)]


def load_and_validate(root: Path) -> Run:
    """Our loader and the models."""
    return lambda: load_records(root)


def rules(root: Path) -> Run:
    """Every rule over records that have been read."""
    records = load_records(root)
    return lambda: check_records(records)


def stamp(root: Path) -> Run:
    """Every record page rendered and written, into shells that the host has built."""
    archive = Archive(load_records(root))
    site = root / "stamped"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(root / "shells", site)
    shells = take_shells(site)

    def run() -> None:
        # A renderer of its own each time, so that templates are compiled inside the clock, as in a build.
        renderer = Renderer(archive, SITE_URL)
        for folder in KINDS:
            stamp_records(site, renderer, shells[folder], archive.of_kind(folder))

    return run


def export(root: Path) -> Run:
    """Every data file written, feeds and files of single records included."""
    archive = Archive(load_records(root))
    site = root / "exported"
    shutil.rmtree(site, ignore_errors=True)
    return lambda: write_exports(archive, site, SITE_URL)


PHASES: dict[str, Callable[[Path], Run]] = {
    "plain": plain_load,
    "strict": strict_load,
    "validate": load_and_validate,
    "rules": rules,
    "stamp": stamp,
    "export": export,
}
"""Preparation of each step, in the order of `bench.__main__.STEPS`."""


def take_times(root: Path, runs: int) -> dict[str, list[float]]:
    """Return the seconds of every run of every step; the steps take turns, so that a busy moment falls on all."""
    seconds: dict[str, list[float]] = {name: [] for name in PHASES}
    for _ in range(runs):
        for name, prepare in PHASES.items():
            run = prepare(root)
            begin = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - begin)
    return seconds


if __name__ == "__main__":
    wanted, folder = sys.argv[1], Path(sys.argv[2])
    if wanted == "times":
        (folder / "times.json").write_text(json.dumps(take_times(folder, int(sys.argv[3]))))
    elif wanted != "nothing":
        # One step in a process of its own, whose peak memory the caller reads.
        PHASES[wanted](folder)()
