"""Full disks, read-only folders, clocks, builds side by side: the last good site stays whole and the next build heals."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.archive import Archive
from macros.exchange import exchange
from macros.files import HAS_LOCKS, alone_in, hold, is_abandoned, write_whole
from macros.publish import PublishError, publish
from tests.faults.kills import BUILD, ENVIRONMENT, build, fault_of, host_of, leftovers
from tests.repository import hash_tree, make_site_source

locks = pytest.mark.skipif(not HAS_LOCKS, reason="this system has no locks that end with their process")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a built site."""
    root = make_site_source(tmp_path_factory.mktemp("built") / "repository")
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert fault_of(root / "site") == ""
    return root


@pytest.fixture
def root(tmp_path: Path, archive: Archive) -> Path:
    """A folder with a quickly made site of version 1."""
    publish(tmp_path, archive, host_of(archive, 1))
    return tmp_path


def shown(root: Path) -> str:
    assert fault_of(root / "site") == ""
    return (root / "site" / "index.html").read_text()


# --- Disks -------------------------------------------------------------------------


def test_a_disk_without_room_for_a_file_leaves_the_last_site(built: Path) -> None:
    """The real command where no file may grow beyond 40 kB, which is how a disk ends for it: exit code 1, nothing changed."""
    resource = pytest.importorskip("resource")
    before = hash_tree(built / "site")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    done = subprocess.run(BUILD, cwd=built, env=ENVIRONMENT, capture_output=True, text=True, check=False, preexec_fn=small)
    assert done.returncode == 1, done.stderr
    assert done.stderr.splitlines()[-1].startswith("python -m macros build: mkdocs build ended with")
    assert hash_tree(built / "site") == before
    assert leftovers(built) == []


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no program to mount a disk")
    if done.returncode != 0:
        pytest.skip(f"a disk cannot be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S607


@pytest.mark.parametrize("left", [0, 1, 17, 40], ids=lambda pages: f"{pages} pages left")
def test_a_full_disk_leaves_the_last_site(disk: Path, archive: Archive, left: int) -> None:
    """Wherever the disk ends: one line, the last site whole, nothing left over; with room again the next build goes through."""
    publish(disk, archive, host_of(archive, 1))
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * 4096 * (os.statvfs(disk).f_bavail - left))
    with pytest.raises(PublishError, match="No space left on device"):
        publish(disk, archive, host_of(archive, 2))
    assert shown(disk) == "1"
    assert leftovers(disk) == []
    ballast.unlink()
    publish(disk, archive, host_of(archive, 2))
    assert shown(disk) == "2"


def test_a_read_only_disk_gives_one_line(disk: Path, archive: Archive) -> None:
    """Rights do not bind root; a disk that was mounted read-only does."""
    publish(disk, archive, host_of(archive, 1))
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)  # noqa: S607
    with pytest.raises(PublishError, match="cannot be written to: Read-only file system"):
        publish(disk, archive, host_of(archive, 2))
    assert shown(disk) == "1"


# --- The swap ----------------------------------------------------------------------


def test_there_is_a_site_at_every_instant(root: Path, archive: Archive) -> None:
    """Somebody who reads all the time while sites are put in place never finds none."""
    (root / "one").mkdir()
    (root / "two").mkdir()
    if not exchange(root / "one", root / "two"):
        pytest.skip("two folders cannot change places in one step here")
    is_over, reads, misses = threading.Event(), [0], [0]

    def read() -> None:
        while not is_over.is_set():
            reads[0] += 1
            misses[0] += not (root / "site" / "index.html").exists()

    reader = threading.Thread(target=read)
    reader.start()
    for version in range(20):
        publish(root, archive, host_of(archive, version))
    is_over.set()
    reader.join()
    assert misses == [0]
    assert reads[0] > 20


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EINVAL, errno.EPERM])
def test_a_system_without_the_exchange_is_served(
    root: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """An old kernel, another disk, a sandbox that forbids the call: two renames instead."""

    class Library:
        def renameat2(self, *_: object) -> int:
            ctypes.set_errno(number)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Library())
    publish(root, archive, host_of(archive, 2))
    assert shown(root) == "2"
    assert leftovers(root) == []


def test_a_site_that_was_moved_away_comes_back(root: Path, archive: Archive) -> None:
    """Killed between two renames: the next build puts the old site back before anything else, and keeps it if it fails."""
    (root / "site").rename(root / "site.old-0a0a0a0a")

    def fail(*_: object) -> None:
        assert shown(root) == "1"
        raise PublishError("no")

    with pytest.raises(PublishError, match="no"):
        publish(root, archive, fail)
    assert shown(root) == "1"
    assert leftovers(root) == []


@locks
def test_what_killed_builds_left_is_cleared_away(root: Path, archive: Archive) -> None:
    """Whatever their time says; folders of builds that live are not touched, nor what only looks alike."""
    for name in ("site.new-11111111", "site.old-22222222", "site.zensical-11111111", "site.new-4711", "site.new-77777777"):
        (root / name / "deep").mkdir(parents=True)
        os.utime(root / name, (4e9, 4e9))
    (root / ".site.zensical-11111111.yml").write_text("")
    (root / "site.txt").write_text("mine")
    held = hold(root / "site.new-77777777")
    assert held is not None
    publish(root, archive, host_of(archive, 2))
    assert leftovers(root) == ["site.new-77777777", "site.txt"]
    os.close(held)
    publish(root, archive, host_of(archive, 3))
    assert leftovers(root) == ["site.txt"]


def test_a_file_in_the_place_of_the_site_is_not_replaced(tmp_path: Path, archive: Archive) -> None:
    """It is not ours."""
    (tmp_path / "site").write_text("mine")
    with pytest.raises(PublishError, match="is not a folder"):
        publish(tmp_path, archive, host_of(archive, 1))
    assert (tmp_path / "site").read_text() == "mine"


# --- Clocks, neighbours ------------------------------------------------------------


def test_no_clock_changes_a_byte(built: Path) -> None:
    """Files from the year 2096 and from 1970: the same site as before, the same list of digests."""
    before = hash_tree(built / "site")
    files = [file for name in ("data", "docs", "macros", "overrides") for file in (built / name).rglob("*") if file.is_file()]
    for number, file in enumerate([*files, built / "mkdocs.yml"]):
        os.utime(file, (4e9, 4e9) if number % 2 else (1, 1))
    done = build(built)
    assert done.returncode == 0, done.stderr
    assert hash_tree(built / "site") == before


@locks
def test_two_builds_at_once_do_not_harm_each_other(built: Path) -> None:
    """Each has its own folder; the later one stands, whole, and both end well."""
    pair = [subprocess.Popen(BUILD, cwd=built, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    said = [process.communicate()[0].decode() for process in pair]
    assert [process.returncode for process in pair] == [0, 0], "\n".join(said)
    assert fault_of(built / "site") == ""
    assert leftovers(built) == []


@locks
def test_a_folder_that_another_keeps_is_waited_for_and_then_told(root: Path) -> None:
    """A lock is given up with its process, so waiting without end is for one that hangs."""
    with alone_in(root):
        code = (
            "import sys; from pathlib import Path; from macros.files import alone_in\nwith alone_in(Path(sys.argv[1]), 0.2): pass"
        )
        done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=False)
    assert "TimeoutError: another process keeps the folder" in done.stderr
    with alone_in(root, 0):
        pass


# --- Single files ------------------------------------------------------------------


@locks
def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails leaves the old content and nothing beside it; what a killed one left goes with the next."""
    file = tmp_path / "a.yml"
    write_whole(file, "old\n")
    file.chmod(0o640)
    (tmp_path / ".#a.yml.0a0a0a0a.half").write_text("left by one that was killed")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        write_whole(file, "new\n")
    assert (file.read_text(), [entry.name for entry in tmp_path.iterdir()]) == ("old\n", ["a.yml"])
    monkeypatch.undo()
    write_whole(file, "new\n")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new\n", 0o640)


@locks
def test_who_holds_a_file_is_known_across_processes(tmp_path: Path) -> None:
    """Held while the process lives, free at once when it is killed."""
    code = "import sys, time, pathlib, macros.files as f; f.hold(pathlib.Path(sys.argv[1])); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert not is_abandoned(tmp_path)
        process.kill()
    assert is_abandoned(tmp_path)
