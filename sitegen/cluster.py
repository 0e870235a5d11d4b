"""A Dask cluster as an executor: how it is joined, what its workers must have, and whether they reach the site's folder.

The package of Dask is imported when a cluster is joined, and nowhere else.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from sitegen.errors import Location, Problem, SystemFailureError, UsageError

if TYPE_CHECKING:
    import concurrent.futures
    from concurrent.futures import Future
    from threading import Lock
    from typing import Self

Result = TypeVar("Result")
P = ParamSpec("P")

PATIENCE_S = 5  # for the scheduler of a cluster to answer
WORKERS_S = 60  # for a cluster to have a worker: one that grows on demand starts it only now
LEAST_BATCH = 50  # items a call: the scheduler takes a millisecond or two for each, whatever it holds
MOST_AHEAD = 64  # calls in flight: what they carry and give lies in the memory of this process
MARK = ".sitegen/cluster"
_AWAY = "the cluster went away: its scheduler was ended, or the way to it was cut"
# What Dask raises where no scheduler is: a refused connection, a host that nobody knows; no address at all; no certificate
# for tls://; another server's words, read as the lengths of a message.
NO_SCHEDULER = (OSError, ValueError, TypeError, MemoryError, OverflowError, struct.error)
_PACKAGES = ("jinja2", "markupsafe", "markdown-it-py", "tzdata")


@cache
def versions() -> str:
    """What decides the bytes that a process makes, as one line: sitegen, Python and the libraries that it renders with."""
    from importlib.metadata import version

    from sitegen import __version__

    python = ".".join(map(str, sys.version_info[:2]))
    return ", ".join([f"sitegen {__version__}", f"Python {python}", *(f"{name} {version(name)}" for name in _PACKAGES)])


@dataclass(frozen=True, slots=True)
class Terms:
    """What a worker must fulfil: *versions*, and that the file *mark* holds *token* there ("": it need not reach any)."""

    versions: str
    mark: str = ""
    token: str = ""


@cache
def _turn() -> Lock:
    from threading import Lock  # not before there is a cluster, nor with every command

    return Lock()


def work(terms: Terms, call: Callable[[], Result]) -> Result:
    """What *call* gives, in a worker. Raises UsageError where the worker does not fulfil *terms*.

    One call at a time: what a process keeps for the next call is not made for several threads, and two threads of one
    process would take turns anyway.
    """
    if versions() != terms.versions:
        message = f"a worker of the cluster has {versions()}; here it is {terms.versions}"
        hint = "install the same versions for the workers as here"
        raise UsageError([Problem(Location("--executor"), "cluster-differs", message, hint)])
    if terms.mark and not sees(terms.mark, terms.token):
        message = f'a worker that joined the cluster does not see the folder "{Path(terms.mark).parent}"'
        hint = "build again, or give all workers the site's folder under the same path"
        raise UsageError([Problem(Location("--executor"), "cluster-differs", message, hint)])
    with _turn():
        return call()


def sees(mark: str, token: str) -> bool:
    """Whether the file *mark* is here, and holds *token*."""
    try:
        return Path(mark).read_text(encoding="utf-8") == token
    except (OSError, UnicodeDecodeError):
        return False


class _Client(Protocol):
    """What is used of ``distributed.Client``."""

    def __enter__(self) -> _Client: ...

    def __exit__(self, *raised: object) -> None: ...

    def get_executor(self, *, pure: bool) -> concurrent.futures.Executor: ...

    def run(self, function: Callable[[str, str], bool], mark: str, token: str, *, on_error: str) -> _Answers: ...

    def nthreads(self) -> Mapping[str, int]: ...


_Answers = Mapping[str, object]


class ClusterExecutor:
    """Runs each call on the cluster of *client*, which *ends* is to leave."""

    def __init__(self, client: _Client, ends: ExitStack) -> None:
        self._client = client
        self._ends = ends
        # Pure calls would be taken for one where they are equal: each of ours is made for what it writes.
        self._pool = client.get_executor(pure=False)
        ends.callback(_leave, self._pool)
        self._terms = Terms(versions())
        self._shared: dict[Path, bool] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._ends.close()

    @property
    def workers(self) -> int:
        """How many processes there are to work."""
        return len(self._client.nthreads())  # `scheduler_info` names but five

    @property
    def ahead(self) -> int:
        """How many calls are to be in flight: two a worker and some, so that none waits for the next."""
        return min(2 * self.workers + 2, MOST_AHEAD)

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Have ``fn(*args, **kwargs)`` run there, and give its future."""
        return self._pool.submit(work, self._terms, partial(fn, *args, **kwargs))

    def shares(self, root: Path) -> bool:
        """Whether every worker sees the folder *root* of the site under the same path, as this process does.

        Where they do, a worker that joins later and does not is refused.
        """
        root = root.absolute()
        if root not in self._shared:
            import secrets

            mark, token = root / MARK, secrets.token_hex(16)
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.write_text(token, encoding="utf-8")
            self._ends.callback(mark.unlink, missing_ok=True)
            seen = self._client.run(sees, str(mark), token, on_error="return").values()
            self._shared[root] = bool(seen) and all(one is True for one in seen)
            if self._shared[root]:
                self._terms = replace(self._terms, mark=str(mark), token=token)
        return self._shared[root]

    def result_of(self, future: Future[Result], patience_s: float = WORKERS_S) -> Result:
        """The result of *future*. Raises SystemFailureError where there was no worker for *patience_s* seconds."""
        seen = monotonic()
        while True:
            try:
                return future.result(min(PATIENCE_S, patience_s))
            except TimeoutError:
                if future.done():  # what was called raised it
                    raise
            try:
                workers = self.workers
            except OSError as error:  # the scheduler does not answer any more
                raise SystemFailureError([cluster_lost(_AWAY)]) from error
            if workers:
                seen = monotonic()
            elif monotonic() - seen >= patience_s:
                raise SystemFailureError([cluster_lost("the cluster has no worker any more")])


def _leave(pool: concurrent.futures.Executor) -> None:
    """Cancel what is still to be done: nobody waits for it. A cluster that went away meanwhile has nothing to cancel."""
    try:
        pool.shutdown(wait=False)
    except Exception as error:
        if type(error).__name__ != "ClosedClientError":  # of Dask, which is imported for real clusters only
            raise


def join_cluster(address: str) -> ClusterExecutor:
    """The cluster whose scheduler is at *address*, as soon as it has a worker.

    Raises UsageError where there is none, or one that does not fulfil our terms.
    """
    try:
        from distributed import Client
    except ImportError:
        hint = 'install it: pip install "sitegen[cluster]"'
        raise UsageError([_no_cluster("the package of Dask is not installed", hint)]) from None
    import asyncio
    import logging
    from concurrent.futures import ThreadPoolExecutor

    # It tells of lost connections in a log on stderr, with tracebacks; we tell of them in our own words.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    with ExitStack() as ends:
        try:
            with ThreadPoolExecutor(1) as aside:  # whoever calls may have an event loop that runs
                aside.submit(asyncio.run, _ask_scheduler(address)).result()
            client: _Client = Client(address, timeout=PATIENCE_S, set_as_default=False)
        except NO_SCHEDULER as error:
            hint = "name a scheduler that runs, like dask:tcp://HOST:8786"
            raise UsageError([_no_cluster(f'no scheduler answers at "{address}"', hint)]) from error
        ends.enter_context(client)
        cluster = ClusterExecutor(client, ends)
        _await_worker(cluster, address)
        return ClusterExecutor(client, ends.pop_all())


async def _ask_scheduler(address: str) -> None:
    """Return if a scheduler answers at *address* in time; else raise one of NO_SCHEDULER.

    A Client is no good for asking: it waits for ever for a server that says nothing, and one that has failed ends its
    thread when the garbage collector comes by, in whatever thread that is: the next Client's start may wait for it.
    """
    from asyncio import timeout

    from distributed import rpc

    async with timeout(PATIENCE_S), rpc(address, timeout=PATIENCE_S) as scheduler:
        await scheduler.identity()


def _await_worker(cluster: ClusterExecutor, address: str) -> None:
    """Have a worker answer: a cluster that grows on demand starts one when it has a call to run."""
    future = cluster.submit(versions)
    try:
        future.result(WORKERS_S)
    except TimeoutError:
        hint = f"start workers: dask worker {address}"
        raise UsageError([_no_cluster(f'the cluster at "{address}" has no worker', hint)]) from None
    except Exception as error:
        if (found := loss(error)) is None:
            raise
        raise UsageError([found]) from error


def loss(error: Exception) -> Problem | None:
    """What *error* of a call says of the cluster; None where it is the call's own."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    if isinstance(error, CancelledError):
        return cluster_lost(_AWAY)
    if isinstance(error, KilledWorker):
        return cluster_lost("several workers of the cluster died one after the other of the same part of the work")
    if isinstance(error, ModuleNotFoundError | ImportError) or "deserializ" in str(error):
        message = f"a part of the cluster cannot run sitegen: {error.__cause__ or error}"
        hint = 'install the same version of "sitegen[cluster]" for the scheduler and all workers as here'
        return Problem(Location("--executor"), "cluster-differs", message, hint)
    return None


def cluster_lost(message: str) -> Problem:
    """The problem that the cluster can do no work any more."""
    hint = "see what its log says, and build again: nothing was published"
    return Problem(Location("--executor"), "cluster-lost", message, hint)


def _no_cluster(message: str, hint: str) -> Problem:
    return Problem(Location("--executor"), "no-cluster", message, hint)
