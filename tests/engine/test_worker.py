"""Whatever becomes of the worker of durable-rules: the outcome is native's, it is told why, nothing is left."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest

from consistency.engine import durable, worker
from consistency.engine.durable import Durable
from consistency.engine.evaluation import evaluate
from consistency.engine.plan import compile_rules
from consistency.engine.worker import Worker, WorkerFailed

if TYPE_CHECKING:
    Lab = Any  # the helper of conftest.py

pytestmark = [
    pytest.mark.skipif(not durable.is_there(), reason="durable-rules is not installed, or not for this Python"),
    pytest.mark.skipif(sys.platform == "win32", reason="no signals there"),
]
RULE = "for: thing t\nviolated: [t.year > {}]\n"
RULES = '{"0": {"all": [{"a": {"t": 1}}]}, "end": {"all": [{"e": {"t": 0}}]}}'
FACTS = '[{"sid":"1","id":0,"t":1},{"sid":"1","id":1,"t":0}]'


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """No child that nobody waited for, and no pipe left open: the latter warns, which is an error."""
    before = _open()
    yield
    gc.collect()
    assert _open() == before


def _open() -> tuple[set[str], int]:
    """The children of this process, dead ones too, and how many files it has open; nothing where that is not told."""
    task, files = Path("/proc/self/task"), Path("/proc/self/fd")
    if not task.exists():
        return set(), 0
    children = {pid for each in task.glob("*/children") for pid in each.read_text().split()}
    return children, len(list(files.iterdir()))


class Bench:
    """One rule over three things, asked of durable; `why` is what it says where native had to take it."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.engine = lab, Durable()
        self.facts = lab.facts()
        for i, name in enumerate("abc"):
            lab.add(self.facts, "thing", name, year=i)

    def why(self, above: int = 0) -> str | None:
        plans = compile_rules([self.lab.rule(RULE.format(above))], self.lab.kinds)
        self.engine.served.clear()
        self.engine.failed.clear()
        assert evaluate(plans, self.facts, find=self.engine.find) == evaluate(plans, self.facts)
        assert self.engine.failed == set(self.engine.served)
        return str(self.engine.served["a-rule"]) if self.engine.served else None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        process = self.engine._worker._process
        assert process
        return process


@pytest.fixture
def bench(lab: Lab) -> Iterator[Bench]:
    bench = Bench(lab)
    yield bench
    bench.engine.close()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In place of the worker's program."""
    path = tmp_path / "program.py"
    monkeypatch.setattr(worker, "PROGRAM", path)
    return path


def test_a_worker_that_is_killed_between_two_requests(bench: Bench) -> None:
    assert bench.why() is None
    bench.process.kill()
    assert bench.why() == "the process of durable-rules ended: signal 9"
    assert bench.why() is None


def test_a_worker_that_is_killed_in_mid_request(bench: Bench) -> None:
    assert bench.why() is None
    os.kill(bench.process.pid, signal.SIGSTOP)
    killing = Timer(0.2, bench.process.kill)
    killing.start()
    assert bench.why() == "the process of durable-rules ended: signal 9"
    killing.join()


HEAD = "import sys, time\nout = sys.stdout.buffer\n"


def frame(text: str) -> str:
    read = "while head := sys.stdin.buffer.read(4):\n    sys.stdin.buffer.read(int.from_bytes(head, 'big'))\n"
    return f"{read}    out.write(len({text!r}).to_bytes(4, 'big') + {text.encode()!r}); out.flush()"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("sys.exit(3)", "ended: exit code 3"),
        ("import nothing_of_this_name", "ended: exit code 1"),
        ("import os; os.abort()", "ended: signal 6"),
        ("import os; sys.stdin.buffer.read(4); os.kill(os.getpid(), 11)", "ended: signal 11"),
        ("out.write(b'\\0\\0'); out.flush()", "ended: exit code 0"),
        ("out.write(b'\\0\\0\\0\\5abc'); out.flush()", "ended: exit code 0"),
        ("print('Traceback: something', flush=True); sys.stdin.buffer.read()", "makes no sense"),
        (frame("{"), "makes no sense"),
        (frame("[]"), "makes no sense"),
        (frame("7"), "makes no sense"),
        (frame('{"found": 7}'), "makes no sense"),
        (frame('{"found": [[0, ["x"]]]}'), "makes no sense"),
        (frame('{"found": [[99, [0]]]}'), "makes no sense"),
        (frame('{"found": [[-1, [0]]]}'), "makes no sense"),
        (frame('{"found": [[0, [99]]]}'), "makes no sense"),
        (frame('{"found": [[0, [0, 0]]]}'), None),
        (frame('{"found": [[0, []]]}'), "makes no sense"),
        (frame('{"error": "return code 2"}'), "durable-rules: return code 2"),
    ],
)  # fmt: skip
def test_a_worker_that_fails(bench: Bench, program: Path, code: str, why: str | None) -> None:
    program.write_text(HEAD + code)
    for _ in range(2):
        told = bench.why(1)
        assert why is None or ((told and told.endswith(why)) or why in (told or ""))


def test_a_binding_that_does_not_hold_is_a_disagreement(bench: Bench, program: Path, lab: Lab) -> None:
    """Here only what may be violated is asserted, so that the worker must be told to lie about the rest."""
    bench.engine.close()
    bench.engine = Durable(narrow=False)
    program.write_text(HEAD + frame('{"found": [[0, [0]]]}'))
    assert bench.why(1) == "durable-rules found (0,), for which the rule does not hold"


@pytest.mark.parametrize("code", ["time.sleep(60)", "sys.stdin.buffer.read()", "while True: pass"])
def test_a_worker_that_hangs(bench: Bench, program: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(worker, "LONGEST", 0.3)
    program.write_text(HEAD + code)
    assert bench.why() == "durable-rules gave no answer within 0.3 seconds"


def test_a_worker_that_runs_out_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """All with all, for the C engine itself: 9,000,000 combinations do not fit."""
    rules = (
        '{"0": {"all": [{"a": {"t": 1}}, {"b": {"$and": [{"t": 2}, {"$lt": {"v": {"a": "v"}}}]}}], "cap": 60000},'
        '"end": {"all": [{"e": {"t": 0}}]}}'
    )
    facts = [f'{{"sid":"1","id":{i},"t":{1 + i % 2},"v":{(i % 2 and 1) or 2}}}' for i in range(6000)]
    asked = Worker()
    with pytest.raises(WorkerFailed, match=r"MemoryError|signal"):
        asked.ask(rules, f"[{','.join(facts)}]")
    assert asked.ask(RULES, FACTS) == [(0, [0])]
    asked.close()


def test_a_module_that_is_missing(bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "durable_rules_engine.py").write_text("raise ImportError('not for this Python')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert bench.why() == "the process of durable-rules ended: exit code 1"


def test_python_that_does_not_start(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert bench.why() == "durable-rules does not start: No such file or directory"


def test_after_an_error_the_session_is_gone(bench: Bench) -> None:
    """Facts of a batch that broke off would be found by the next."""
    asked = bench.engine._worker
    with pytest.raises(WorkerFailed, match="cut short"):
        asked.ask(RULES, FACTS.replace(',{"sid":"1","id":1,"t":0}', ""))
    assert asked.ask(RULES, FACTS.replace('"id":0', '"id":7')) == [(0, [7])]


def test_rulesets_are_kept_up_to_a_number(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MOST_RULESETS", 2)
    pids = []
    for above in (0, 1, 0, 1, -1, 0, 1):
        assert bench.why(above) is None
        pids.append(bench.process.pid)
    assert len(set(pids)) > 1
    assert pids[0] == pids[3]


def test_ctrl_c_is_for_the_parent(bench: Bench) -> None:
    assert bench.why() is None
    pid = bench.process.pid
    assert os.getsid(pid) != os.getsid(0)
    os.kill(pid, signal.SIGINT)
    assert bench.why() is None
    assert bench.process.pid == pid


def test_ctrl_c_in_mid_request_leaves_no_half_answer(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bench.why() is None

    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(worker, "_exchanged", interrupted)
        with pytest.raises(KeyboardInterrupt):
            bench.why()
    assert bench.why() is None


@pytest.mark.parametrize("how", ["os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_a_worker_ends_with_its_parent(how: str) -> None:
    code = (
        "import os\nfrom consistency.engine.worker import Worker\nasked = Worker()\n"
        f"asked.ask({RULES!r}, {FACTS!r})\nprint(asked._process.pid, flush=True)\n{how}"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    until = monotonic() + 5
    while _runs(int(done.stdout)):
        assert monotonic() < until
        sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_a_forked_process_has_a_worker_of_its_own(bench: Bench) -> None:
    assert bench.why() is None
    pid = bench.process.pid
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asked = bench.engine._worker
            own = asked.ask(RULES, FACTS) == [(0, [0])] and asked._process and asked._process.pid != pid
            asked.close()
            code = 0 if own else 2
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    assert bench.why() is None
    assert bench.process.pid == pid


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="limits are not to be read there")
def test_limits_are_set(bench: Bench) -> None:
    assert bench.why() is None
    limits = Path(f"/proc/{bench.process.pid}/limits").read_text().splitlines()
    soft = {line[:26].strip(): line[26:].split()[0] for line in limits[1:]}
    assert soft["Max address space"] == str(2 << 30)
    assert soft["Max core file size"] == "0"
    assert str(Path(f"/proc/{bench.process.pid}/fd/0").readlink()).startswith("pipe:")
