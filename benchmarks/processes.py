"""Programs as whole processes: how long they run, what they and all that they start use, and how much they hold at once.

Linux only: what it reads is in ``/proc``.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
_PAUSE_S = 0.05  # between two looks at the memory


@dataclass(frozen=True, slots=True)
class Program:
    """A command, and the *leftovers* that must go before it runs as if for the first time."""

    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    leftovers: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took, or the median of several. *cpu_s* is user and system time of all processes.

    *peak_bytes* is the greatest sum over all processes of their proportional share of memory (PSS), 0 if nobody looked.
    """

    wall_s: float
    cpu_s: float
    peak_bytes: int = 0


def run(program: Program, *, watched: bool = False) -> Cost:
    """Run *program* to its end, and all that it leaves behind; *watched* samples its memory, which costs a little time.

    This process must have no other children: it waits for all. Raises RuntimeError if *program* fails.
    """
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    output = (os.POSIX_SPAWN_OPEN, 1, str(program.log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    actions = [output, (os.POSIX_SPAWN_DUP2, 1, 2)]
    environment = {**os.environ, **program.environment}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # some work places set it; users' Pythons keep what they compiled
    started = time.perf_counter()
    main = os.posix_spawnp(program.command[0], program.command, environment, file_actions=actions)
    peak = _watch(main) if watched else 0
    _, status, usage = os.wait4(main, 0)
    wall = time.perf_counter() - started
    if status:
        said = program.log.read_text("utf-8", "replace")[-2000:]
        raise RuntimeError(
            f"{' '.join(program.command)} ended with status {os.waitstatus_to_exitcode(status)}:\n{said}"
        )
    return Cost(wall, _cpu(usage) + _orphans_cpu(), peak)


def _cpu(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def _orphans_cpu() -> float:
    """What those have used whose parent did not wait for them: a server that forks workers ends after its client."""
    total = 0.0
    while True:
        try:
            total += _cpu(os.wait4(-1, 0)[2])
        except ChildProcessError:
            return total


def _watch(main: int) -> int:
    """The greatest memory of the process *main* and all below it, until it ends."""
    peak = 0
    while os.waitid(os.P_PID, main, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        peak = max(peak, sum(_share(process) for process in _tree(main)))
        time.sleep(_PAUSE_S)
    return peak


def _tree(main: int) -> list[int]:
    """*main* and the processes below it."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and (state := _read(f"/proc/{entry.name}/stat")):
            parent = int(state.rpartition(")")[2].split()[1])  # a name in parentheses may hold anything
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [main]
    while waiting:
        found.append(process := waiting.pop())
        waiting += children.get(process, ())
    return found


def _share(process: int) -> int:
    """Its proportional share of memory in bytes, 0 for one that has just ended."""
    lines = _read(f"/proc/{process}/smaps_rollup").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _read(path: str) -> str:
    try:
        return Path(path).read_text("ascii", "replace")
    except OSError:
        return ""


def clear(program: Program) -> None:
    """Remove what earlier runs of *program* left, and let the disk come to rest."""
    for leftover in program.leftovers:
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink(missing_ok=True)
    os.sync()


def repeat(program: Program, runs: int, prepare: Callable[[int], None]) -> list[Cost]:
    """The costs of *runs* runs, *prepare* called with its number before each."""
    costs = []
    for number in range(runs):
        prepare(number)
        costs.append(run(program))
    return costs


def alternate(programs: Sequence[Program], runs: int) -> list[list[Cost]]:
    """The costs of clean runs of each of *programs*, by turns, so that a change of the machine's pace meets all."""
    costs: list[list[Cost]] = [[] for _ in programs]
    for _ in range(runs):
        for program, found in zip(programs, costs, strict=True):
            clear(program)
            found.append(run(program))
    return costs


def median_of(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(
        median(cost.wall_s for cost in costs),
        median(cost.cpu_s for cost in costs),
        max(cost.peak_bytes for cost in costs),
    )
