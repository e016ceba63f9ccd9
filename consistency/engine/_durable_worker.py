"""The process in which the C engine of durable-rules lives: a crash, a hang or its growth ends this process only.

Run as a program of its own; nothing of this package is imported here, so that it starts in a few milliseconds. Requests
come on standard input and answers go to standard output, both as frames: a length of four bytes, then JSON.

A request is `[name, rules, facts]`: the texts of a ruleset and of one batch of facts, as the C engine takes them; a
ruleset that was sent before is named only, with null. The answer is `{"found": [[rule, [id of a fact, …]], …]}`, ids
in the order of the rule's variables, or `{"error": why}`. The last fact of a batch must make the rule END fire: where
the engine stops half-way, it says nothing.
"""

from __future__ import annotations

import json
import signal
import sys
from contextlib import suppress
from typing import IO, Any

END = "end"
SESSION = "1"
SOUND = (0, 1)
"""Return codes: 1 where a fact matched no rule."""
MEMORY = 2 << 30
LONGEST = 120
"""Seconds for one request. The other side ends what takes too long much sooner, unless it is no longer there."""


def answer(engine: Any, handle: Any, facts: str) -> dict[str, Any]:
    code, state = engine.assert_facts(handle, facts)
    if code not in SOUND:
        return {"error": f"return code {code}"}
    found: list[list[Any]] = []
    ended = False
    action = engine.start_action_for_state(handle, state)
    matches = action and action[1]
    while matches:
        ((rule, bindings),) = json.loads(matches).items()
        ended = ended or rule == END
        if rule != END:
            for binding in bindings if isinstance(bindings, list) else [bindings]:
                found.append([rule, [binding[name]["id"] for name in sorted(binding)]])
        matches = engine.complete_and_start_action(handle, state)
    engine.delete_state(handle, SESSION)
    return {"found": found} if ended else {"error": "the batch was cut short"}


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    import durable_rules_engine as engine  # not before the process is bounded

    handles: dict[str, Any] = {}
    while head := requests.read(4):
        name, rules, facts = json.loads(requests.read(int.from_bytes(head, "big")))
        watch(LONGEST)
        try:
            if rules is not None:
                handles[name] = engine.create_ruleset(name, rules)
            told = answer(engine, handles[name], facts)
        except Exception as error:
            told = {"error": f"{type(error).__name__}: {error}"}
        watch(0)
        body = json.dumps(told, separators=(",", ":")).encode()
        answers.write(len(body).to_bytes(4, "big") + body)
        answers.flush()


def watch(seconds: int) -> None:
    """Where the system can, it ends the process after so many seconds; never, after 0."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def bounded() -> None:
    """Where the system can: no more memory than MEMORY, no core dumps. Ctrl-C is for the other side."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import resource
    except ImportError:
        return
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):  # a lower one is set already, or the system has none
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    bounded()
    serve(sys.stdin.buffer, sys.stdout.buffer)
