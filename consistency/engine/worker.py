"""The worker process of the durable engine, from this side: started before it is asked, ended when it fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

from consistency.engine.reasons import LeftToNative

PROGRAM = Path(__file__).with_name("_durable_worker.py")
LONGEST = 60.0
"""Seconds for one request; what takes longer hangs."""
LARGEST = 1 << 28
"""Bytes of one answer; what announces more is no answer."""
MOST_RULESETS = 200
"""A worker keeps all that it was given, some 300 kB each; then another takes its place."""


class WorkerFailed(LeftToNative):
    """Why the worker gave no answer."""


class _Watch(Thread):
    """Ends a process that takes too long: one thread as long as the process lives, since one a request costs more."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self.has_barked = False
        self._process = process
        self._until: float | None = None
        self._stopped = Event()
        self.start()

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def __enter__(self) -> None:
        self._until = monotonic() + LONGEST

    def __exit__(self, *_: object) -> None:
        self._until = None

    def run(self) -> None:
        while self._process.poll() is None and not self.has_barked:
            if self._stopped.wait(min(1, LONGEST / 4)):
                return
            until = self._until
            if until is not None and monotonic() > until:
                self.has_barked = True
                self._process.kill()


class Worker:
    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._watch: _Watch | None = None
        self._names: dict[str, str] = {}

    def ask(self, rules: str, facts: str) -> list[tuple[int, list[int]]]:
        """The bindings found: the number of the rule, and the ids of the facts. Raises WorkerFailed.

        What goes wrong ends the process: it may be half-way an answer, or still hold the facts of a batch.
        """
        process = self.start()
        known = self._names.get(rules)
        if known is None and len(self._names) >= MOST_RULESETS:
            self.close()
            process = self.start()
        name = known or f"rules{len(self._names)}"
        try:
            answer = self._answer(process, json.dumps([name, None if known else rules, facts]).encode())
        except BaseException:  # Ctrl-C too
            self._kill()
            raise
        self._names[rules] = name
        return answer

    def _answer(self, process: subprocess.Popen[bytes], body: bytes) -> list[tuple[int, list[int]]]:
        if self._watch is None:
            self._watch = _Watch(process)
        try:
            with self._watch:
                answer = _exchanged(process, body)
        except OSError:
            answer = b""
        if self._watch.has_barked:
            raise WorkerFailed(
                f"durable-rules gave no answer within {LONGEST:g} seconds",
                f"durable-rules gaf binnen {LONGEST:g} seconden geen antwoord",
            )
        return _understood(answer) if answer else self._none()

    def _none(self) -> Any:
        """Raises what is to be said of a process that broke off."""
        code = self.close()
        ended = f"signal {-code}" if code < 0 else f"exit code {code}"
        raise WorkerFailed(
            f"the process of durable-rules ended: {ended}", f"het proces van durable-rules is gestopt: {ended}"
        )

    def start(self) -> subprocess.Popen[bytes]:
        """The process, started if it is not there, to be asked when it is ready. Raises WorkerFailed.

        Away from the terminal: it reads no keys, and Ctrl-C is for this process only.
        """
        if self._owner != os.getpid():
            self._leave()
        if self._process is None:
            command = [sys.executable, "-P", str(PROGRAM)]
            pipe = subprocess.PIPE
            try:
                self._process = subprocess.Popen(
                    command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True
                )
            except OSError as error:
                raise WorkerFailed(
                    f"durable-rules does not start: {error.strerror}", f"durable-rules start niet: {error.strerror}"
                ) from None
        return self._process

    def _leave(self) -> None:
        """In a forked process: the parent's worker stays the parent's."""
        process, self._process, self._watch = self._process, None, None
        self._names, self._owner = {}, os.getpid()
        if process:
            process.returncode = 0  # it is not ours to wait for
            _close(process)

    def _kill(self) -> None:
        if self._process:
            self._process.kill()
        self.close()

    def close(self) -> int:
        """Ends the process; the next request starts another. The exit code, negative for a signal."""
        if self._owner != os.getpid():
            self._leave()
        process, watch, self._process, self._watch, self._names = self._process, self._watch, None, None, {}
        if watch:
            watch.stop()
        if process is None:
            return 0
        _close(process)
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()


def _exchanged(process: subprocess.Popen[bytes], body: bytes) -> bytes:
    """The answer to a request; nothing where there is no whole one."""
    assert process.stdin and process.stdout
    process.stdin.write(len(body).to_bytes(4, "big") + body)
    process.stdin.flush()
    length = int.from_bytes(process.stdout.read(4), "big")
    if length > LARGEST:
        raise senseless()
    answer = process.stdout.read(length)
    return answer if len(answer) == length else b""


def _understood(answer: bytes) -> list[tuple[int, list[int]]]:
    try:
        told = json.loads(answer)
        if "error" in told:
            raise WorkerFailed(*[f"durable-rules: {told['error']}"] * 2)
        return [(int(rule), [int(fact) for fact in facts]) for rule, facts in told["found"]]
    except (ValueError, TypeError, KeyError):
        raise senseless() from None


def senseless() -> WorkerFailed:
    return WorkerFailed("durable-rules gave an answer that makes no sense", "durable-rules gaf een zinloos antwoord")
