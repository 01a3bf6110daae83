"""Pieces of work that do not wait for each other, on all processors at once.

Each further processor gets a copy of this process (`fork`), which begins with all that is in memory and shares
nothing it makes but the files it writes and what it returns. Pieces are taken from a pipe, one after the other,
by whoever is free; a copy that has outlived its parent takes what is left and ends by itself. Where the system
cannot copy a process safely (Windows, macOS, a process with threads) everything is done here, in order.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NoReturn, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 8
"""Processes at work at once; more would wait for the disk."""

_TOKEN = 4
"""Bytes of the number of a piece in the pipe."""

MOST_PIECES = 1000
"""So many numbers a pipe takes before anybody reads, with room to spare: one page of memory at the least."""


class CrewError(RuntimeError):
    """A copy of the process ended before its work was done."""


def can_copy() -> bool:
    """Return whether a copy of this process is safe: not on macOS, whose own libraries do not stand it, nor with threads."""
    return sys.platform == "linux" and threading.active_count() == 1


def size() -> int:
    """Return how many processes may work at once: 1 where a copy cannot be made safely."""
    return min(len(os.sched_getaffinity(0)), MOST) if can_copy() else 1


def run_in_copy(work: Callable[[], object]) -> int:
    """Do work in a copy of this process and return its exit code; what it changes in memory goes with it.

    SystemExit counts as in a program of its own, any other error is printed and counts as 1; a signal that ended
    it is a negative number. The copy keeps the files that are open here. An interrupt ends it.
    """
    _flush()
    process = os.fork()
    if process == 0:
        _live_and_die(work)
    try:
        _, status = os.waitpid(process, 0)
    except BaseException:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        raise
    return os.waitstatus_to_exitcode(status)


def _live_and_die(work: Callable[[], object]) -> NoReturn:
    code: object = 1
    try:
        work()
        code = 0
    except SystemExit as end:
        code = end.code
        if isinstance(code, str):
            print(code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    with suppress(BaseException):
        _flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def _flush() -> None:
    """Empty the buffers of what is printed: each copy would print them again."""
    sys.stdout.flush()
    sys.stderr.flush()


def share(work: Callable[[Item], Result], items: Sequence[Item], members: int = 0) -> list[Result]:
    """Return what `work` makes of each item, in their order. Put the longest pieces first.

    members: how many processes work, 0 for as many as there are processors. What `work` raises is raised here, the
    first that comes to light; CrewError when a copy was killed. Results must be such that can be pickled.
    """
    members = min(members or size(), len(items))
    if members < 2:
        return [work(item) for item in items]
    queue = _queue_of(len(items))
    copies = [_Copy(work, items, queue) for _ in range(members - 1)]
    try:
        done = dict(_work_off(work, items, queue))
        for copy in copies:
            done.update(copy.results())
    finally:
        os.close(queue)
        for copy in copies:
            copy.end()
    return [done[number] for number in range(len(items))]


def _queue_of(count: int) -> int:
    """Return the reading end of a pipe that holds the numbers of all pieces and then ends."""
    if count > MOST_PIECES:
        raise ValueError(f"{count} pieces are too many for one pipe; put several into one")
    reading, writing = os.pipe()
    with open(writing, "wb") as numbers:  # noqa: PTH123 - a descriptor
        numbers.write(b"".join(number.to_bytes(_TOKEN) for number in range(count)))
    return reading


def _work_off(work: Callable[[Item], Result], items: Sequence[Item], queue: int) -> Iterator[tuple[int, Result]]:
    """Yield (number, result) of each piece that was free when its turn came."""
    while token := os.read(queue, _TOKEN):
        number = int.from_bytes(token)
        yield number, work(items[number])


class _Copy:
    """A copy of this process, and the pipe by which its results come back."""

    def __init__(self, work: Callable[[Any], Any], items: Sequence[Any], queue: int) -> None:
        _flush()
        self.reading, writing = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            os.close(self.reading)
            _serve(work, items, queue, writing)
        os.close(writing)
        self.is_over = False

    def results(self) -> dict[int, Any]:
        """Wait for the end of the work and return the results by number."""
        with open(self.reading, "rb", closefd=False) as pipe:
            raw = pipe.read()
        _, status = os.waitpid(self.process, 0)
        self.is_over = True
        if status:
            raise CrewError(f"a process of the build ended with {os.waitstatus_to_exitcode(status)} before its work was done")
        results, error = pickle.loads(raw)  # noqa: S301 - from our own copy, by a pipe that nobody else has
        if error is not None:
            raise error
        return dict(results)

    def end(self) -> None:
        """Let nothing be left of it, whatever has happened here."""
        os.close(self.reading)
        if not self.is_over:
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _serve(work: Callable[[Any], Any], items: Sequence[Any], queue: int, writing: int) -> NoReturn:
    """Work in the copy, send what came of it, and end without what a process does at its end: that is its parent's to do."""
    try:
        try:
            answer = pickle.dumps((dict(_work_off(work, items, queue)), None))
        except BaseException as error:
            answer = pickle.dumps((None, error))
        with open(writing, "wb") as pipe:
            pipe.write(answer)
        _flush()
    except BaseException:
        os._exit(1)
    os._exit(0)
