"""Work shared out over processes: results in the order of the tasks, and a process that dies takes one task with it."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Progress = Callable[[int, int], None]
"""Is told how many tasks are done, and of how many."""

GARBAGE = 200_000
"""Objects made before a worker looks for garbage: it makes many that live short, and hardly any circles."""


@dataclass(frozen=True, slots=True)
class Died:
    """The process that worked on a task ended before its result was there; `code` as `Process.exitcode` has it."""

    code: int | None

    def __str__(self) -> str:
        if self.code is not None and self.code < 0:
            with suppress(ValueError):
                return signal.Signals(-self.code).name
        return f"exit code {self.code}"


def usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared_out(
    work: Callable[[T], R], tasks: Sequence[T], jobs: int, progress: Progress = lambda done, of: None
) -> Generator[R | Died, None, None]:
    """`work` of each task, by `jobs` processes at a time; by this one where that is 1.

    `work` must be picklable where processes cannot be forked; so must tasks and results everywhere. An exception from
    `work` ends the process, and so the task, as a crash does.
    """
    if jobs <= 1:
        for done, task in enumerate(tasks, 1):
            yield work(task)
            progress(done, len(tasks))
        return
    crew: list[_Worker[T, R]] = []
    ready: dict[int, R | Died] = {}
    todo = iter(enumerate(tasks))
    following = done = 0
    try:
        for number, task in todo:
            crew.append(_Worker(work))
            crew[-1].give(number, task)
            if len(crew) == jobs:
                break
        while crew:
            waiting = wait([worker.connection for worker in crew])
            for worker in [worker for worker in crew if worker.connection in waiting]:
                number, result = worker.take()
                ready[number] = result
                done += 1
                progress(done, len(tasks))
                _go_on(crew, worker, next(todo, None), work, died=isinstance(result, Died))
            while following in ready:
                yield ready.pop(following)
                following += 1
    finally:
        for worker in crew:
            worker.stop()


def _go_on(
    crew: list[_Worker[T, R]], worker: _Worker[T, R], task: tuple[int, T] | None, work: Callable[[T], R], died: bool
) -> None:
    """The worker's next task, by another worker where it died."""
    if task is None or died:
        crew.remove(worker)
        worker.stop()
    if task is not None:
        if died:
            worker = _Worker(work)
            crew.append(worker)
        worker.give(*task)


class _Worker(Generic[T, R]):
    """A process and our end of the line to it."""

    def __init__(self, work: Callable[[T], R]) -> None:
        context = _context()
        self.connection, theirs = context.Pipe()
        self.number = -1
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, self.connection if _forks() else None, work), daemon=True
        )
        self.process.start()
        theirs.close()

    def give(self, number: int, task: T) -> None:
        self.number = number
        with suppress(OSError):  # it died already: taking its result will tell
            self.connection.send(task)

    def take(self) -> tuple[int, R | Died]:
        try:
            return self.number, self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            return self.number, Died(self.process.exitcode)

    def stop(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join()


def _forks() -> bool:
    """Whether a new process is a copy of this one, with all that is loaded; not safe beside other threads."""
    return sys.platform == "linux" and threading.active_count() == 1


def _context() -> BaseContext:
    return get_context("fork" if _forks() else "spawn")


def _serve(line: Connection[Any, Any], other_end: Connection[Any, Any] | None, work: Callable[[T], R]) -> None:
    """A worker's life: until nobody is at the other end. Ctrl-C is for the process that gave the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if other_end is not None:
        other_end.close()
    gc.freeze()
    gc.set_threshold(GARBAGE)
    with suppress(EOFError, OSError):
        while True:
            line.send(work(line.recv()))
