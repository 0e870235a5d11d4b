"""Where work runs: in this process or in several, behind one interface (``concurrent.futures.Executor``)."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from itertools import islice
from typing import ParamSpec, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
P = ParamSpec("P")


class SerialExecutor(Executor):
    """Runs each call at once, in this process."""

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Run ``fn(*args, **kwargs)`` now and give its finished future."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - a future carries whatever was raised, as every executor's does
            future.set_exception(error)
        return future


def open_executor(name: str = "serial") -> Executor:
    """Give the executor called *name*: ``serial``, or ``processes:N`` (``processes`` alone: one for each processor).

    Processes start by ``forkserver`` with the package preloaded where there is one, else by ``spawn``.
    Raises ValueError for any other name.
    """
    kind, _, count = name.partition(":")
    if kind == "serial" and not count:
        return SerialExecutor()
    if kind == "processes" and (not count or (count.isascii() and count.isdigit() and int(count) > 0)):
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            context.set_forkserver_preload(["sitegen.rendering"])
        workers = int(count) if count else os.cpu_count()
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_interrupts)
    raise ValueError(f"there is no executor {name!r}")


Announce = Callable[[str, int, int], None]
"""Told how far a stage is: its name, how many are done, and of how many."""


def silence(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def announced(results: Iterable[Result], announce: Announce, stage: str, total: int) -> Iterator[Result]:
    """Yield *results*, and tell of each that it is done."""
    for done, result in enumerate(results, 1):
        yield result
        announce(stage, done, total)


def _leave_interrupts() -> None:
    """Let the parent alone hear Ctrl-C, which a terminal sends to every process: it says so once, and ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def map_batches(
    executor: Executor,
    function: Callable[[Sequence[Item]], Sequence[Result]],
    items: Iterable[Item],
    *,
    size: int = 64,
    window: int = 32,
) -> Iterator[Result]:
    """Yield *function*'s results over *items*, in order, *size* items a call, at most *window* calls in flight."""
    source = iter(items)
    flying: deque[Future[Sequence[Result]]] = deque()
    try:
        while True:
            while len(flying) < window and (batch := tuple(islice(source, size))):
                flying.append(executor.submit(function, batch))
                if isinstance(executor, SerialExecutor):
                    break  # its calls end at once: a window would only hold results that nobody has asked for
            if not flying:
                return
            yield from flying.popleft().result()
    finally:
        for future in flying:
            future.cancel()
