"""Builds killed at random moments: what stands afterwards is the old site or the new one, whole, and the next build heals.

    python -m tests.faults.kills builds 100      the real command, killed anywhere from its start to its end
    python -m tests.faults.kills swaps 1000      only the publishing, its kills gathered around the swap
    python -m tests.faults.kills renames 1000    the same where the system has no exchange

Nothing in the engine knows of this: processes are killed from outside after random times (SIGKILL). A site is whole
when its own list of digests says so, and it is of one version when all that it shows is of that version.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from macros import publish as publishing
from macros.archive import Archive
from macros.files import alone_in
from macros.kinds import KINDS
from macros.records import load_records
from macros.witness.compare import verify_copy
from macros.witness.holding import Folder
from tests.repository import ARCHIVE, INDEX, make_site_source

ENVIRONMENT = {
    **os.environ,
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "SOURCE_DATE_EPOCH": "1000000000",
    "CI": "true",  # a build server remembers nothing, so that each build is made
}
BUILD = [sys.executable, "-m", "macros", "build"]


@dataclass
class Outcome:
    """What came of the kills. landed: where, by what was found afterwards. gaps: no site, but the next start brings it back."""

    kills: int = 0
    losses: list[str] = field(default_factory=list)
    gaps: int = 0
    landed: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """Return one line for people."""
        places = ", ".join(f"{count} {place}" for place, count in sorted(self.landed.items()))
        return f"{self.kills} kills ({places}), {self.gaps} gaps, {len(self.losses)} losses {self.losses[:3]}"


def fault_of(site: Path) -> str:
    """Return what is wrong with a site by its own list, "" when it is whole."""
    if not site.is_dir():
        return "there is no site"
    return "; ".join(f"{finding.what} {finding.path}" for finding in verify_copy(Folder(site))[0].findings[:3])


def leftovers(root: Path) -> list[str]:
    """Return the names of what unfinished builds have left."""
    return sorted(entry.name for entry in root.iterdir() if entry.name.startswith(("site.", ".site.")))


def _place(root: Path, was_killed: bool, is_new: bool) -> str:
    if not was_killed:
        return "after the end"
    if is_new:
        return "after the swap"
    new = list(root.glob("site.new-*"))
    if not new:
        return "before the build"
    return "before the swap" if any((folder / "SHA256SUMS").exists() for folder in new) else "in the build"


# The real command.


def _write_version(root: Path, version: int) -> None:
    (root / "docs" / "index.md").write_text(INDEX.replace("a person", f"version {version:04}"), encoding="utf-8")


def _shown_version(root: Path) -> int:
    html = (root / "site" / "index.html").read_text(encoding="utf-8")
    return int(html.partition("Words of version ")[2][:4])


def build(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(BUILD, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def kill_builds(root: Path, count: int, seed: int) -> Outcome:
    """Kill the command `count` times in a repository that is made here; every second time its host lives on for a while."""
    chance, outcome = random.Random(seed), Outcome()  # noqa: S311
    make_site_source(root)
    _write_version(root, 0)
    began = time.monotonic()
    first = build(root)
    took = time.monotonic() - began
    assert first.returncode == 0, first.stdout + first.stderr
    good, groups = 0, []
    version = 0
    while outcome.kills < count:
        version += 1
        _write_version(root, version)
        process = subprocess.Popen(
            BUILD, cwd=root, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        groups.append(process.pid)
        was_killed = _kill(process, chance.uniform(0, took * 1.1), whole_group=chance.random() < 0.5)
        outcome.kills += was_killed
        fault = fault_of(root / "site")
        shown = -1 if fault else _shown_version(root)
        if fault or shown not in (good, version):
            outcome.losses.append(fault or f"version {shown}, not {good} or {version}")
        outcome.landed[_place(root, was_killed, shown == version)] += 1
        good = shown
    _write_version(root, version + 1)
    last = build(root)
    if last.returncode != 0 or fault_of(root / "site") or _shown_version(root) != version + 1:
        outcome.losses.append(f"the next build did not heal: {last.stderr[-300:]}")
    _end(groups)
    build(root)  # a host that had lived on held its folder until now
    outcome.losses += [f"{name} is left" for name in leftovers(root)]
    return outcome


def _kill(process: subprocess.Popen[bytes], delay: float, *, whole_group: bool) -> bool:
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL) if whole_group else process.kill()
        process.wait()
        return True
    return False


def _end(groups: list[int]) -> None:
    """End the hosts that lived on: groups of processes that were begun here."""
    for group in groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            continue


# The publishing alone, in forks of this process.


def kill_swaps(root: Path, count: int, seed: int, *, two_steps: bool = False) -> Outcome:
    """Kill the publishing `count` times, two of three kills within the milliseconds around the swap."""
    chance, outcome = random.Random(seed), Outcome()  # noqa: S311
    archive = Archive(load_records(ARCHIVE))
    if two_steps:
        publishing.exchange = lambda one, other: False
    publishing.publish(root, archive, host_of(archive, 0))
    began = time.monotonic()
    publishing.publish(root, archive, host_of(archive, 0))
    took, good = time.monotonic() - began, 0
    version = 0
    while outcome.kills < count:
        version += 1
        is_near = chance.random() < 2 / 3
        delay = chance.expovariate(2000) if is_near else chance.uniform(0, took * 1.2)
        was_killed = _kill_fork(partial(publishing.publish, root, archive, host_of(archive, version)), delay, is_near)
        outcome.kills += was_killed
        if two_steps and not (root / "site").exists():
            outcome.gaps += 1
            with alone_in(root):
                publishing.recover(root)
        fault = fault_of(root / "site")
        shown = -1 if fault else int((root / "site" / "index.html").read_text())
        if fault or shown not in (good, version):
            outcome.losses.append(fault or f"version {shown}, not {good} or {version}")
        outcome.landed[_place(root, was_killed, shown == version)] += 1
        good = shown
    publishing.publish(root, archive, host_of(archive, version + 1))
    if fault_of(root / "site") or (root / "site" / "index.html").read_text() != str(version + 1):
        outcome.losses.append("the next build did not heal")
    outcome.losses += [f"{name} is left" for name in leftovers(root)]
    return outcome


def host_of(archive: Archive, version: int) -> Callable[[Path, Path], None]:
    """Return a quick host: every needed file says the version."""
    pages = [f"{folder}/{record.id}/index.html" for folder in KINDS for record in archive.of_kind(folder)]

    def host(_: Path, target: Path) -> None:
        for path in (*publishing.NEEDED, *pages, *(f"assets/{number}.txt" for number in range(40))):
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_text(str(version))

    return host


def _kill_fork(work: Callable[[], object], delay: float, is_near: bool) -> bool:
    """Do the work in a fork and kill it after a time, counted from the swap if `is_near`; return whether it had not ended."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        swap = publishing._swap

        def swap_and_tell(new: Path, site: Path) -> None:
            os.write(tell, b".")
            swap(new, site)

        publishing._swap = swap_and_tell
        try:
            work()
        finally:
            os._exit(0)
    os.close(tell)
    if is_near:
        os.read(told, 1)
    os.close(told)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main(mode: str, count: int, seed: int) -> int:
    """Print what came of the kills; 1 when anything was lost."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "repository"
        if mode == "builds":
            outcome = kill_builds(root, count, seed)
        else:
            root.mkdir()
            outcome = kill_swaps(root, count, seed, two_steps=mode == "renames")
    print(f"{mode}, seed {seed}: {outcome}")
    return 1 if outcome.losses else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(10**6)))
