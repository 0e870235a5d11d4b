"""Where work runs: in this process, in several or on a cluster, behind one interface.

Nothing is started, and nothing that starts it is imported, before a job comes that is large enough for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from sitegen.cluster import LEAST_BATCH, ClusterExecutor, join_cluster, loss
from sitegen.errors import Location, Problem, SystemFailureError
from sitegen.processes import processors, start_processes

if TYPE_CHECKING:
    import concurrent.futures
    from concurrent.futures import Future
    from pathlib import Path
    from typing import Self

Item = TypeVar("Item")
Result = TypeVar("Result")
P = ParamSpec("P")

# A pool of two starts in 20 ms by fork, but in 300 or more by forkserver, and a live blog or a page costs a few: below
# this number, a job may be done before the pool has paid for itself.
SMALL = 100
# A call: what carries its own bytes goes in smaller batches, so that a window of them fits in memory.
MOST_BYTES = 4 << 20

_DIGITS = 4  # of a number of processes: no machine runs more than thousands
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

    def rest(self) -> None:
        """End what was started, until the next call: idle workers hold their memory."""
        self._ends.close()
        self._started = None


def open_executor(name: str = "serial") -> SerialExecutor | LazyExecutor | ClusterExecutor:
    """Give the executor called *name*, to be closed by ``with``.

    ``serial``; ``processes:N`` (``processes`` alone: one for each processor); ``dask:ADDRESS``, the scheduler of a Dask
    cluster, which is called at once; or ``auto``: ``processes`` for jobs that are worth it. Raises ValueError for any
    other name, and UsageError where there is no such cluster.
    """
    kind, _, which = name.partition(":")
    if not is_executor(name):
        raise ValueError(f"there is no executor {name!r}")
    if kind == "dask":
        return join_cluster(which)
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
        return which.isascii() and which.isdigit() and 0 < int(which[: _DIGITS + 1]) < 10**_DIGITS
    return kind in ("serial", "processes", "auto") and not colon


def rest(executor: Executor) -> None:
    """Let *executor* end its processes, where it can start them again."""
    if isinstance(executor, LazyExecutor):
        executor.rest()


def is_far(executor: Executor) -> bool:
    """Whether *executor* runs things on other machines."""
    return isinstance(executor, ClusterExecutor)


def reaches(executor: Executor, root: Path) -> bool:
    """Whether what *executor* runs can read and write in the folder *root* of a site."""
    return not isinstance(executor, ClusterExecutor) or executor.shares(root)


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
    weigh: Callable[[Item], int] | None = None,
) -> Iterator[Result]:
    """Yield *function*'s results over *items*, in order, *size* items a call, at most *window* calls in flight.

    *weigh* gives the bytes that an item carries, so that a call carries at most some megabytes. A cluster has a size and
    a window of its own. Raises SystemFailureError where a worker died, or a cluster went away.
    """
    source = iter(items)
    is_here = isinstance(executor, SerialExecutor)
    if isinstance(executor, LazyExecutor) and not executor.has_started:
        first = tuple(islice(source, executor.least or 1))
        is_here = len(first) < (executor.least or 1)
        source = chain(first, source)
    if isinstance(executor, ClusterExecutor):
        size, window = max(size, LEAST_BATCH), executor.ahead
    if not is_here:
        yield from _map_there(executor, function, cut(source, size, weigh), window)
        return
    while batch := tuple(islice(source, size)):
        yield from function(batch)


def cut(items: Iterable[Item], size: int, weigh: Callable[[Item], int] | None = None) -> Iterator[tuple[Item, ...]]:
    """*items* in batches of *size* at most, and of `MOST_BYTES` as *weigh* has it; one that weighs more goes alone."""
    source = iter(items)
    if weigh is None:
        while batch := tuple(islice(source, size)):
            yield batch
        return
    held: list[Item] = []
    weight = 0
    for item in source:
        own = weigh(item)
        if held and (len(held) == size or weight + own > MOST_BYTES):
            yield tuple(held)
            held, weight = [], 0
        held.append(item)
        weight += own
    if held:
        yield tuple(held)


def _map_there(
    executor: Executor,
    function: Callable[[Sequence[Item]], Sequence[Result]],
    batches: Iterator[Sequence[Item]],
    window: int,
) -> Iterator[Result]:
    flying: deque[Future[Sequence[Result]]] = deque()
    try:
        while True:
            while len(flying) < window and (batch := next(batches, None)):
                flying.append(executor.submit(function, batch))
            if not flying:
                return
            future = flying.popleft()
            yield from executor.result_of(future) if isinstance(executor, ClusterExecutor) else future.result()
    except Exception as error:
        if problem := _failure(executor, error):
            raise SystemFailureError([problem]) from error
        raise
    finally:
        for future in flying:
            future.cancel()


def _failure(executor: Executor, error: Exception) -> Problem | None:
    """What *error* says of who had the work; None where it is of the work itself."""
    if isinstance(executor, ClusterExecutor):
        return loss(error)
    from concurrent.futures import BrokenExecutor, CancelledError

    if not isinstance(error, BrokenExecutor | CancelledError):
        return None
    message = "a process that did a part of the work was ended from outside"
    hint = "free some memory, for want of which systems do so, or use fewer processes: --jobs 1"
    return Problem(Location("sitegen"), "worker-died", message, hint)
