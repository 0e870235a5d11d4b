"""A Dask cluster on this machine, for tests: a real scheduler and real workers, which end with the test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 60
_WORKER = ("--nthreads", "2", "--no-nanny", "--no-dashboard", "--death-timeout", str(PATIENCE_S))


@dataclass(frozen=True, slots=True)
class Scheduler:
    """A scheduler on loopback."""

    process: subprocess.Popen[bytes]
    address: str

    @property
    def executor(self) -> str:
        """What to ask `open_executor` for."""
        return f"dask:{self.address}"


@contextmanager
def open_scheduler(folder: Path) -> Iterator[Scheduler]:
    """A scheduler without workers; it writes its address into *folder*."""
    found = folder / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(found))
    with _dask("scheduler", *words) as process:
        end = time.monotonic() + PATIENCE_S
        while not found.is_file() or not found.read_text():
            assert time.monotonic() < end
            time.sleep(0.05)
        yield Scheduler(process, str(json.loads(found.read_text())["address"]))


@contextmanager
def open_worker(scheduler: Scheduler) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of two threads, as Dask's own default is several."""
    with _dask("worker", scheduler.address, *_WORKER) as process:
        yield process


@contextmanager
def _dask(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "dask", *words]
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (Path(__file__).parents[1], *sys.path)))}
    with subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()
