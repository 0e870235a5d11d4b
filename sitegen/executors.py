"""Where work runs: in this process, in several or on a cluster, behind one interface.

Nothing is started, and nothing that starts it is imported, before a job comes that is large enough for it.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from itertools import chain, islice
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from sitegen.errors import Location, Problem, SystemFailureError, UsageError
from sitegen.processes import processors, start_processes

if TYPE_CHECKING:
    import concurrent.futures
    from concurrent.futures import Future
    from typing import Self

Item = TypeVar("Item")
Result = TypeVar("Result")
P = ParamSpec("P")

# A pool of two starts in 20 ms by fork, but in 300 or more by forkserver, and a live blog or a page costs a few: below
# this number, a job may be done before the pool has paid for itself.
SMALL = 100
PATIENCE_S = 5  # for the scheduler of a cluster to answer

NAMES = "serial, processes:N, dask:ADDRESS or auto"


class Executor(Protocol):
    """Runs calls: every ``concurrent.futures.Executor`` does, which is not imported for the sake of its name."""

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Have ``fn(*args, **kwargs)`` run somewhere, and give its future."""
        ...


class SerialExecutor:
    """Runs each call at once, in this process."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Run ``fn(*args, **kwargs)`` now and give its finished future."""
        from concurrent.futures import Future  # 10 ms, with the logging that it brings; `map_batches` does without

        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - a future carries whatever was raised, as every executor's does
            future.set_exception(error)
        return future


Start = Callable[[ExitStack], "concurrent.futures.Executor"]
"""Starts an executor, and leaves with the stack what ends it."""


class LazyExecutor:
    """Is started by the first call. *least* is the number of items from which on a job is worth the start."""

    def __init__(self, start: Start, least: int = 0) -> None:
        self.least = least
        self._start = start
        self._ends = ExitStack()
        self._started: concurrent.futures.Executor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._ends.close()

    @property
    def has_started(self) -> bool:
        """Whether it has been started, so that a small job has nothing to pay."""
        return self._started is not None

    def start(self) -> concurrent.futures.Executor:
        """The executor itself, started if it was not yet."""
        if self._started is None:
            self._started = self._start(self._ends)
        return self._started

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Have ``fn(*args, **kwargs)`` run there, and give its future."""
        return self.start().submit(fn, *args, **kwargs)


def open_executor(name: str = "serial") -> SerialExecutor | LazyExecutor:
    """Give the executor called *name*, to be closed by ``with``.

    ``serial``; ``processes:N`` (``processes`` alone: one for each processor); ``dask:ADDRESS``, the scheduler of a Dask
    cluster, which is called at once; or ``auto``: ``processes`` for jobs that are worth it. Raises ValueError for any
    other name, and UsageError where there is no such cluster.
    """
    kind, _, which = name.partition(":")
    if not is_executor(name):
        raise ValueError(f"there is no executor {name!r}")
    if kind == "dask":
        cluster = LazyExecutor(lambda ends: _join_cluster(which, ends))
        cluster.start()
        return cluster
    workers = 1 if kind == "serial" else int(which) if which else processors()
    if kind == "processes":
        return LazyExecutor(lambda ends: start_processes(workers, ends))
    return LazyExecutor(lambda ends: start_processes(workers, ends), SMALL) if workers > 1 else SerialExecutor()


def is_executor(name: str) -> bool:
    """Whether *name* can be that of an executor.

    >>> is_executor("processes:4"), is_executor("processes:none")
    (True, False)
    """
    kind, colon, which = name.partition(":")
    if kind == "dask":
        return bool(which)
    if kind == "processes" and colon:
        return which.isascii() and which.isdigit() and int(which[:9]) > 0
    return kind in ("serial", "processes", "auto") and not colon


def _join_cluster(address: str, ends: ExitStack) -> concurrent.futures.Executor:
    try:
        from distributed import Client
    except ImportError:
        hint = 'install it: pip install "sitegen[cluster]"'
        raise UsageError([_no_cluster("the package of Dask is not installed", hint)]) from None
    try:
        client: AbstractContextManager[_Cluster] = Client(address, timeout=PATIENCE_S, set_as_default=False)
    except (OSError, ValueError) as error:  # a refused connection, a host that nobody knows; no address at all
        hint = "name a scheduler that runs, like dask:tcp://HOST:8786"
        raise UsageError([_no_cluster(f'no scheduler answers at "{address}"', hint)]) from error
    # Pure calls would be taken for one where they are equal: each of ours is made for what it writes.
    return ends.enter_context(ends.enter_context(client).get_executor(pure=False))


class _Cluster(Protocol):
    def get_executor(self, *, pure: bool) -> concurrent.futures.Executor: ...


def _no_cluster(message: str, hint: str) -> Problem:
    return Problem(Location("--executor"), "no-cluster", message, hint)


Announce = Callable[[str, int, int], None]
"""Told how far a stage is: its name, how many are done, and of how many."""


def silence(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def announced(results: Iterable[Result], announce: Announce, stage: str, total: int) -> Iterator[Result]:
    """Yield *results*, and tell of each that it is done."""
    for done, result in enumerate(results, 1):
        yield result
        announce(stage, done, total)


def map_batches(
    executor: Executor,
    function: Callable[[Sequence[Item]], Sequence[Result]],
    items: Iterable[Item],
    *,
    size: int = 64,
    window: int = 32,
) -> Iterator[Result]:
    """Yield *function*'s results over *items*, in order, *size* items a call, at most *window* calls in flight.

    Raises SystemFailureError where a worker died.
    """
    source = iter(items)
    is_here = isinstance(executor, SerialExecutor)
    if isinstance(executor, LazyExecutor) and not executor.has_started:
        first = tuple(islice(source, executor.least or 1))
        is_here = len(first) < (executor.least or 1)
        source = chain(first, source)
    if not is_here:
        yield from _map_there(executor, function, source, size, window)
        return
    while batch := tuple(islice(source, size)):
        yield from function(batch)


def _map_there(
    executor: Executor,
    function: Callable[[Sequence[Item]], Sequence[Result]],
    source: Iterator[Item],
    size: int,
    window: int,
) -> Iterator[Result]:
    flying: deque[Future[Sequence[Result]]] = deque()
    try:
        while True:
            while len(flying) < window and (batch := tuple(islice(source, size))):
                flying.append(executor.submit(function, batch))
            if not flying:
                return
            yield from flying.popleft().result()
    except Exception as error:
        if is_of_worker(error):
            raise SystemFailureError([_dead_worker()]) from error
        raise
    finally:
        for future in flying:
            future.cancel()


def is_of_worker(error: Exception) -> bool:
    """Whether *error* says that a process which had work died, or a whole cluster did."""
    from concurrent.futures import BrokenExecutor, CancelledError

    cluster = sys.modules.get("distributed")
    return isinstance(error, BrokenExecutor | CancelledError) or (
        cluster is not None and isinstance(error, cluster.KilledWorker | cluster.client.FutureCancelledError)
    )


def _dead_worker() -> Problem:
    message = "a process that did a part of the work was ended from outside"
    hint = "free some memory, for want of which systems do so, or use fewer processes: --jobs 1"
    return Problem(Location("sitegen"), "worker-died", message, hint)
