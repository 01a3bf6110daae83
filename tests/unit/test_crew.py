"""Work shared among copies of the process: the same results, in order, and no fault lost."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros import crew
from macros.crew import CrewError, share

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies processes")


def children() -> set[str]:
    """Return the processes that this one has begun and not yet waited for; a browser may be among them."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.fixture(autouse=True)
def no_copy_is_left() -> Iterator[None]:
    """Whatever happens, every copy has been waited for."""
    before = children()
    yield
    assert children() <= before


@pytest.mark.parametrize("members", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 2, 700])
def test_results_come_in_the_order_of_the_items(members: int, count: int) -> None:
    """Whoever made them; work may close over anything."""
    offset = 10
    assert share(lambda item: item + offset, range(count), members) == list(range(10, 10 + count))


def test_every_piece_is_done_once_and_by_more_than_one_process(tmp_path: Path) -> None:
    """Files that copies write are there."""

    def work(item: int) -> int:
        with (tmp_path / str(item)).open("x") as file:
            file.write(str(item))
        threading.Event().wait(0.02)  # so that the other process gets its turn
        return os.getpid()

    workers = share(work, range(40), 2)
    assert len(list(tmp_path.iterdir())) == 40
    assert len(set(workers)) == 2


def test_large_results_do_not_stop_the_pipe() -> None:
    """A pipe holds 64 KiB."""
    assert [len(text) for text in share(lambda item: "x" * 300_000, range(8), 2)] == [300_000] * 8


def test_what_the_work_raises_is_raised_here() -> None:
    """From a copy too, whose place is then given up."""
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() == here:
            threading.Event().wait(0.2)
            return item
        raise KeyError("in the copy")

    with pytest.raises(KeyError, match="in the copy"):
        share(work, range(2), 2)


def test_a_fault_here_ends_the_copies() -> None:
    """A copy that would go on for a minute is gone at once."""
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() == here:
            raise OSError("disk full")
        threading.Event().wait(60)
        return item

    with pytest.raises(OSError, match="disk full"):
        share(work, range(2), 2)


def test_a_copy_that_is_killed_is_told() -> None:
    """Nothing is taken for done that was not."""
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        threading.Event().wait(0.2)
        return item

    with pytest.raises(CrewError, match="ended with -9 before its work was done"):
        share(work, range(2), 2)


def test_a_result_that_cannot_be_sent_is_told() -> None:
    """A lock, for example."""
    here = os.getpid()

    def work(item: int) -> object:
        threading.Event().wait(0.2)
        return item if os.getpid() == here else threading.Lock()

    with pytest.raises(TypeError, match="pickle"):
        share(work, range(2), 2)


def test_a_process_with_threads_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its copy could wait for ever for a lock that nobody in it holds; nor does one with a single processor."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert crew.size() == 1
    finally:
        stop.set()
        thread.join()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert crew.size() == 1


def test_too_many_pieces_are_refused() -> None:
    """Their numbers would not go into the pipe, and the process would wait for itself."""
    with pytest.raises(ValueError, match="too many for one pipe"):
        share(lambda item: item, range(crew.MOST_PIECES + 1), 2)
