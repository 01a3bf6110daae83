"""Builds of several contestants in turn."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
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


class Race:
    """The same number of records as a site of every contestant, and rounds in which each builds its own once, in turn.

    A round that is not timed comes first: it looks at memory and pages. SystemExit with its own words when one fails.
    """

    def __init__(self, top: Path, records: int, everyone: Sequence[Contestant]) -> None:
        self.top, self.everyone = top, everyone
        command = [sys.executable, "-m", "bench.peers.write", str(top), str(records), *(one.name for one in everyone)]
        if subprocess.run(command, env=environment_of(ROOT), check=False).returncode:
            raise SystemExit("bench: the sites were not written")
        self.prepared = {one.name: files_in(top / one.name) for one in everyone}
        self.results: dict[str, Result] = {}
        for one in everyone:
            first = self._run(one, looks=True)
            self.results[one.name] = Result(*written(one, top / one.name, records), max(first.largest, first.together))

    def cold(self) -> None:
        """Build every site without any cache."""
        for one in self.everyone:
            put_back(self.top / one.name, self.prepared[one.name])
            self.results[one.name].cold.append(self._run(one))

    def unchanged(self) -> None:
        """Build every site once more, with all that the build before has left."""
        for one in self.everyone:
            self.results[one.name].unchanged.append(self._run(one))

    def _run(self, one: Contestant, *, looks: bool = False) -> Run:
        done = run(one, self.top / one.name, looks=looks)
        print(f"  {one.name} {done.seconds:.2f} s", file=sys.stderr, flush=True)
        return done
