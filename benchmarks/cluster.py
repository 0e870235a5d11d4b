"""What a Dask cluster adds to a build: a scheduler and two workers on this machine, against one process and against two.

    python -m benchmarks.cluster [COUNT] [--workers N]

Linux only: what it reads is in ``/proc`` and ``/sys``. Nothing else should use the loopback: its bytes are counted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import write_site
from benchmarks.prose import Flavour
from benchmarks.sites import command, memory_folder
from sitegen.executors import map_batches, open_executor

COUNT, WORKERS, RUNS = 1000, 2, 3
EMPTY = 200  # batches, to tell what one costs
_SENT = Path("/sys/class/net/lo/statistics/tx_bytes")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler, where it listens, and its workers."""

    address: str
    scheduler: int
    workers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spent:
    """What one build took: *own_s* is the CPU of the command with its processes, and *sent* are bytes over the loopback."""

    wall_s: float
    own_s: float
    workers_s: float
    scheduler_s: float
    sent: int


@contextmanager
def open_cluster(folder: Path, count: int) -> Iterator[Cluster]:
    """A scheduler with *count* workers of one thread, on loopback."""
    found = folder / "scheduler.json"
    with ExitStack() as started:
        words = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(found))
        scheduler = started.enter_context(_dask("scheduler", *words))
        while not found.is_file() or not found.read_text("utf-8"):
            time.sleep(0.05)
        address = str(json.loads(found.read_text("utf-8"))["address"])
        settings = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0")
        workers = [started.enter_context(_dask("worker", address, *settings)) for _ in range(count)]
        cluster = Cluster(address, scheduler, tuple(workers))
        with open_executor(f"dask:{address}") as executor:
            while len(set(map_batches(executor, process_of, range(100 * count)))) < count:
                pass
        yield cluster


def process_of(numbers: Sequence[int]) -> list[int]:
    """The process that works, after a while."""
    time.sleep(0.05)
    return [os.getpid() for _ in numbers]


@contextmanager
def _dask(*words: str) -> Iterator[int]:
    tell = subprocess.DEVNULL
    with subprocess.Popen(
        [sys.executable, "-m", "dask", *words, "--no-dashboard"], stdout=tell, stderr=tell
    ) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


def build(site: Path, output: Path, executor: str, cluster: Cluster) -> Spent:
    """A clean build of *site* into *output*."""
    for leftover in (site / ".sitegen", output):
        shutil.rmtree(leftover, ignore_errors=True)
    (site / "content/anchors.lock").unlink(missing_ok=True)
    before = _used(cluster)
    started = time.perf_counter()
    words = command("-C", str(site), "build", "--quiet", "--output", str(output), "--executor", executor)
    process = os.posix_spawn(words[0], words, os.environ)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - started
    if status:
        raise RuntimeError(f"{' '.join(words)} ended with status {os.waitstatus_to_exitcode(status)}")
    workers, scheduler, sent = (after - old for after, old in zip(_used(cluster), before, strict=True))
    return Spent(wall, usage.ru_utime + usage.ru_stime, workers, scheduler, int(sent))


def _used(cluster: Cluster) -> tuple[float, float, float]:
    """The CPU of the workers and of the scheduler so far, and the bytes that the loopback has seen."""
    return sum(map(_cpu, cluster.workers)), _cpu(cluster.scheduler), int(_SENT.read_text("ascii"))


def _cpu(process: int) -> float:
    times = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / _TICKS


def empty_batch_s(address: str) -> tuple[float, float]:
    """How long it takes to join the cluster, and what a call costs that does nothing."""
    started = time.perf_counter()
    with open_executor(f"dask:{address}") as executor:
        joined = time.perf_counter()
        for _ in map_batches(executor, len_of, range(50 * EMPTY)):
            pass
        return joined - started, (time.perf_counter() - joined) / EMPTY


def len_of(numbers: Sequence[int]) -> list[int]:
    """One number for a whole batch."""
    return [len(numbers)]


def main() -> None:
    """Build a corpus here, in two processes, and on a cluster in both ways; print what each took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster", description=main.__doc__)
    parser.add_argument("count", type=int, nargs="?", default=COUNT, help=f"live blogs [default: {COUNT:,}]")
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"of the cluster [default: {WORKERS}]")
    asked = parser.parse_args()
    with ExitStack() as opened:
        memory = Path(opened.enter_context(TemporaryDirectory(prefix="sitegen-cluster-", dir=memory_folder())))
        disk = Path(opened.enter_context(TemporaryDirectory(prefix="sitegen-cluster-")))
        site = memory / "site"
        size = write_site(site, asked.count, Flavour.MIXED)
        cluster = opened.enter_context(open_cluster(disk, asked.workers))
        print(f"{size.liveblogs:,} live blogs, {size.updates:,} updates; best of {RUNS}\n")
        print("| | wall | CPU here | of workers | of the scheduler | MB sent | kB a file |")
        print("| --- " + "| ---: " * 6 + "|")
        near, far = f"dask:{cluster.address}, shared", f"dask:{cluster.address}, by value"
        for what in ("serial", f"processes:{asked.workers}", near, far):
            # Pages are staged beside an output on another disk, which is no folder that workers are known to reach.
            output = (disk if what == far else memory) / "output"
            spent = [build(site, output, what.partition(",")[0], cluster) for _ in range(RUNS)]
            print(_row(what.replace(f":{cluster.address}", ""), min(spent, key=lambda one: one.wall_s), output))
        joining_s, batch_s = empty_batch_s(cluster.address)
        print(f"\nto join {joining_s:.2f} s, a call that does nothing {1000 * batch_s:.1f} ms")


def _row(what: str, spent: Spent, output: Path) -> str:
    files = sum(len(names) for _, _, names in os.walk(output))
    times = " | ".join(f"{one:.1f} s" for one in (spent.wall_s, spent.own_s, spent.workers_s, spent.scheduler_s))
    return f"| {what} | {times} | {spent.sent / 1e6:.0f} | {spent.sent / files / 1e3:.0f} |"


if __name__ == "__main__":
    main()
