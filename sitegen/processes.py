"""Processes that work for this one: how they start on each system, what they hear, and that they end with it."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext

MOST_ON_WINDOWS = 61  # handles that WaitForMultipleObjects takes, less those that the pool needs itself
_SIGNALS = tuple(signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in signal.Signals.__members__)


def processors() -> int:
    """How many processors this process may use: in a container often fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def start_processes(workers: int, ends: ExitStack) -> ProcessPoolExecutor:
    """A pool of *workers*, all started, which *ends* closes."""
    from concurrent.futures import ProcessPoolExecutor

    count = min(workers, MOST_ON_WINDOWS) if sys.platform == "win32" else workers
    pool = ProcessPoolExecutor(count, mp_context=_context(), initializer=_begin_work)
    ends.enter_context(pool)
    if sys.platform != "win32":
        # A child is deaf until it has its own answers to signals: it inherits those of the parent, which would tell
        # of Ctrl-C a second time.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            pool.submit(_begin_work)  # starts the processes
        except OSError:  # too few files or processes are allowed for all of them: those that run would wait for ever
            from multiprocessing import active_children

            for process in active_children():
                process.terminate()
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pool


def _context() -> BaseContext:
    """How processes start here.

    By ``fork`` where that is safe: a child inherits all that is imported and made, and costs a few milliseconds. It is
    not where another thread may hold a lock, which no one will ever let go in the child (Python 3.12 warns of it; the
    threads of a preview, or of a progress bar), nor with the system libraries of macOS. Else by ``forkserver``, whose
    children find the package imported; else by ``spawn``.
    """
    import multiprocessing
    import threading

    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["sitegen.rendering"])
    return context


def _begin_work() -> None:
    """Make this process a worker: the parent alone hears what a terminal sends to all (Ctrl-C), and ends the others."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    from multiprocessing import parent_process
    from threading import Thread

    if parent := parent_process():
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when *parent* does, even if it was killed: a worker would wait for work for ever, and hold locks."""
    from multiprocessing.connection import wait

    wait([parent])
    os._exit(1)
