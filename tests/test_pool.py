"""Work shared out over processes: results in the order of the tasks, whatever finishes first and whatever dies."""

from __future__ import annotations

import os
import signal
import sys
import time
from multiprocessing import active_children

import pytest

from consistency import pool
from consistency.pool import Died, shared_out

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


def slow_first(number: int) -> int:
    time.sleep(0.2 if number == 0 else 0)
    return number * number


def deadly(number: int) -> int:
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 2:
        os._exit(7)
    return number


@pytest.mark.parametrize("jobs", [1, 2, 5, 50])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    told: list[tuple[int, int]] = []
    results = shared_out(slow_first, range(10), jobs, lambda done, of: told.append((done, of)))
    assert list(results) == [n * n for n in range(10)]
    assert told == [(n, 10) for n in range(1, 11)]


def test_a_process_that_dies_takes_one_task_with_it() -> None:
    results = list(shared_out(deadly, range(6), 2))
    assert results == [0, Died(-signal.SIGKILL), Died(7), 3, 4, 5]
    assert [str(result) for result in results[1:3]] == ["SIGKILL", "exit code 7"]


def test_processes_that_cannot_be_forked_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_forks", lambda: False)
    assert list(shared_out(deadly, range(4), 2)) == [0, Died(-signal.SIGKILL), Died(7), 3]


def test_who_stops_listening_leaves_no_process_behind() -> None:
    results = shared_out(slow_first, range(100), 3)
    next(results)
    results.close()
    assert active_children() == []
