"""The worker process of the durable engine, from this side: started when first asked, ended when it fails."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

from consistency.engine.reasons import LeftToNative

PROGRAM = Path(__file__).with_name("_durable_worker.py")
LONGEST = 60.0
"""Seconds for one request; what takes longer hangs."""


class WorkerFailed(LeftToNative):
    """Why the worker gave no answer."""


class Worker:
    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._names: dict[str, str] = {}

    def ask(self, rules: str, facts: str) -> list[tuple[int, list[int]]]:
        """The bindings found: the number of the rule, and the ids of the facts. Raises WorkerFailed."""
        known = self._names.get(rules)
        name = known or f"rules{len(self._names)}"
        answer = self._answer([name, None if known else rules, facts])
        if "error" in answer:
            raise WorkerFailed(*(f"durable-rules: {answer['error']}",) * 2)
        self._names[rules] = name
        return [(int(rule), ids) for rule, ids in answer["found"]]

    def _answer(self, request: Any) -> Any:
        process = self._process or self._started()
        watch = Timer(LONGEST, process.kill)
        watch.start()
        try:
            assert process.stdin and process.stdout
            body = json.dumps(request).encode()
            process.stdin.write(len(body).to_bytes(4, "big") + body)
            process.stdin.flush()
            head = process.stdout.read(4)
            answer = process.stdout.read(int.from_bytes(head, "big"))
        except OSError:
            answer = b""
        finally:
            watch.cancel()
        try:
            return json.loads(answer)
        except ValueError:
            ended = self._ended()
            raise WorkerFailed(
                f"the process of durable-rules ended: {ended}", f"het proces van durable-rules is gestopt: {ended}"
            ) from None

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", str(PROGRAM)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self._process

    def _ended(self) -> str:
        code = self.close()
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def close(self) -> int:
        """Ends the process; the next request starts another. The exit code, negative for a signal."""
        process, self._process, self._names = self._process, None, {}
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()
