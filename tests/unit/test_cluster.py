from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from sitegen.cluster import ClusterExecutor, Terms, versions, work
from sitegen.errors import SystemFailureError, UsageError
from sitegen.executors import open_executor


class Client:
    """A cluster of *workers* whose work this process does; without any nothing is done."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def get_executor(self, *, pure: bool) -> Executor:
        return ThreadPoolExecutor(1)

    def run(self, function: Callable[[str, str], bool], mark: str, token: str, *, on_error: str) -> dict[str, object]:
        return {str(number): function(mark, token) for number in range(self.workers)}

    def nthreads(self) -> Mapping[str, int]:
        return {str(number): 1 for number in range(self.workers)}


def cluster(workers: int) -> ClusterExecutor:
    return ClusterExecutor(Client(workers), ExitStack())


def failure(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises((SystemFailureError, UsageError)) as raised:
        call()
    (problem,) = raised.value.problems
    return problem.code, problem.message


def test_a_worker_with_other_versions_is_refused() -> None:
    assert work(Terms(versions()), lambda: 1) == 1
    code, message = failure(lambda: work(Terms("sitegen 0.0.1"), lambda: 1))
    assert (code, "sitegen 0.0.1" in message, versions() in message) == ("cluster-differs", True, True)


def test_a_worker_that_does_not_see_the_folder_is_refused_where_the_others_do(tmp_path: Path) -> None:
    with cluster(2) as executor:
        assert executor.shares(tmp_path)
        assert executor.submit(len, "abc").result() == 3
        (tmp_path / ".sitegen" / "cluster").write_text("another")
        code, message = failure(lambda: executor.submit(len, "abc").result())
    assert (code, str(tmp_path) in message) == ("cluster-differs", True)


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    with cluster(1) as executor:
        executor.shares(tmp_path)
    assert list((tmp_path / ".sitegen").iterdir()) == []


def test_a_cluster_without_workers_shares_nothing(tmp_path: Path) -> None:
    with cluster(0) as executor:
        assert not executor.shares(tmp_path)


def test_nobody_waits_for_workers_that_do_not_come_back() -> None:
    future: Future[int] = Future()
    code, _ = failure(lambda: cluster(0).result_of(future, patience_s=0.02))
    assert code == "cluster-lost"


def test_work_may_take_longer_than_patience_lasts() -> None:
    done = Event()
    with cluster(1) as executor:
        future = executor.submit(done.wait, 0.1)
        assert executor.result_of(future, patience_s=0.01) is False


def late() -> None:
    raise TimeoutError


def test_a_timeout_of_the_work_itself_is_raised() -> None:
    with cluster(1) as executor, pytest.raises(TimeoutError):
        executor.result_of(executor.submit(late))


def test_more_calls_are_in_flight_for_more_workers_and_never_very_many() -> None:
    assert [cluster(workers).ahead for workers in (0, 1, 2, 1000)] == [2, 4, 6, 64]


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "127.0.0.1:1", "nowhere://x", "tcp://no..host:1", "tls://127.0.0.1:1"]
)
def test_a_cluster_that_does_not_answer_is_a_problem_with_a_hint(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.cluster.PATIENCE_S", 0.5)
    with pytest.raises(UsageError) as raised:
        open_executor(f"dask:{address}")
    assert [(problem.code, address in problem.message) for problem in raised.value.problems] == [("no-cluster", True)]


def test_a_caller_may_have_an_event_loop_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.cluster.PATIENCE_S", 0.5)

    async def join() -> None:
        open_executor("dask:tcp://127.0.0.1:1")

    # In a thread of its own: a browser that other tests opened has a loop in this one.
    with ThreadPoolExecutor(1) as thread, pytest.raises(UsageError):
        thread.submit(lambda: asyncio.run(join())).result()


def test_a_scheduler_that_answers_no_more_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(self: Client) -> Mapping[str, int]:
        raise ConnectionRefusedError

    monkeypatch.setattr(Client, "nthreads", gone)
    with cluster(1) as executor, pytest.raises(SystemFailureError) as raised:
        executor.result_of(Future[int](), patience_s=0.01)
    assert [problem.code for problem in raised.value.problems] == ["cluster-lost"]


def test_leaving_a_cluster_that_went_away_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed.client import ClosedClientError

    def closed(self: ThreadPoolExecutor, wait: bool) -> None:
        raise ClosedClientError("Client is closed.")

    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", closed)
    with cluster(1) as executor:
        assert executor.workers == 1


@pytest.mark.parametrize("words", [None, b"", b"SSH-2.0-OpenSSH_9.2\r\n" * 20, bytes(range(256)), bytes(4096)])
def test_a_server_that_is_no_scheduler_is_a_problem_soon(words: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.cluster.PATIENCE_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        Thread(target=_say, args=(server, words), daemon=True).start()
        begun = monotonic()
        with pytest.raises(UsageError) as raised:
            open_executor(f"dask:{address}")
    assert [(problem.code, address in problem.message) for problem in raised.value.problems] == [("no-cluster", True)]
    assert monotonic() - begun < 10


def _say(server: socket.socket, words: bytes | None) -> None:
    """Say *words* to whoever comes first, and hang up; where they are None, say nothing until the other one does."""
    connection, _ = server.accept()
    with connection:
        if words is not None:
            connection.sendall(words)
        while words is None and connection.recv(1 << 16):
            pass


def test_a_cluster_without_its_package_is_a_problem_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError) as raised:
        open_executor("dask:tcp://127.0.0.1:8786")
    assert "sitegen[cluster]" in raised.value.problems[0].hint
