from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.errors import SystemFailureError
from sitegen.executors import MOST_BYTES, SMALL, LazyExecutor, SerialExecutor, cut, map_batches, open_executor

P = ParamSpec("P")
Result = TypeVar("Result")


def doubled(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def process_of(numbers: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in numbers]


def inverse(numbers: Sequence[int]) -> list[float]:
    return [1 / number for number in numbers]


class WaitingExecutor(Executor):
    """Runs a call when its result is asked for; *flying* is how many wait, *most* how many ever did."""

    def __init__(self) -> None:
        self.flying = self.most = 0

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        self.flying += 1
        self.most = max(self.most, self.flying)
        executor = self

        class Waiting(Future[Result]):
            def result(self, timeout: float | None = None) -> Result:
                executor.flying -= 1
                return fn(*args, **kwargs)

            def cancel(self) -> bool:
                executor.flying -= 1
                return True

        return Waiting()


@given(st.lists(st.integers(), max_size=50), st.integers(1, 9), st.integers(1, 5))
def test_results_come_in_the_order_of_items(items: list[int], size: int, window: int) -> None:
    for executor in (SerialExecutor(), WaitingExecutor()):
        assert list(map_batches(executor, doubled, items, size=size, window=window)) == doubled(items)


def test_results_come_in_order_from_threads_that_end_in_any() -> None:
    with ThreadPoolExecutor(3) as executor:
        assert list(map_batches(executor, doubled, range(500), size=3, window=4)) == doubled(range(500))


def test_only_a_window_of_calls_is_in_flight_and_items_are_taken_as_needed() -> None:
    executor, taken = WaitingExecutor(), 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield number

    results = map_batches(executor, doubled, items(), size=2, window=3)
    assert taken == 0
    assert [next(results) for _ in range(4)] == [0, 2, 4, 6]
    assert (executor.most, taken) == (3, 8)


def test_one_after_the_other_takes_no_item_before_its_turn() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(10):
            taken.append(number)
            yield number

    results = map_batches(SerialExecutor(), doubled, items(), size=2, window=5)
    assert (next(results), taken) == (0, [0, 1])


def test_a_failure_is_raised_in_its_turn_and_the_rest_is_cancelled() -> None:
    executor = WaitingExecutor()
    results = map_batches(executor, inverse, [1, 2, 0, 4, 5, 6, 7], size=1, window=3)
    assert [next(results), next(results)] == [1.0, 0.5]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert executor.flying == 0


def test_what_is_not_asked_for_any_more_is_cancelled() -> None:
    executor = WaitingExecutor()
    results = map_batches(executor, doubled, range(100), size=1, window=4)
    next(results)
    assert isinstance(results, Generator)
    results.close()
    assert executor.flying == 0


def test_a_future_of_the_serial_executor_carries_what_was_raised() -> None:
    future = SerialExecutor().submit(inverse, [0])
    assert isinstance(future.exception(), ZeroDivisionError)
    assert SerialExecutor().submit(doubled, [1]).result() == [2]


def test_processes_are_others_and_give_the_same() -> None:
    with open_executor("processes:2") as executor:
        assert list(map_batches(executor, doubled, range(20), size=3)) == doubled(range(20))
        assert os.getpid() not in set(map_batches(executor, process_of, range(4), size=1))


def test_the_serial_executor_is_the_default() -> None:
    assert isinstance(open_executor(), SerialExecutor)
    assert isinstance(open_executor("serial"), SerialExecutor)


@pytest.mark.parametrize(
    "name", ["", "serial:1", "processes:0", "processes:-1", "processes:two", "processes:²", "threads"]
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="there is no executor"):
        open_executor(name)


def killed(numbers: Sequence[int]) -> list[int]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def test_a_dead_worker_is_a_problem_with_a_hint() -> None:
    with open_executor("processes:2") as executor, pytest.raises(SystemFailureError) as raised:
        list(map_batches(executor, killed, range(4), size=1))
    assert [problem.code for problem in raised.value.problems] == ["worker-died"]


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.executors.processors", lambda: 2)


@pytest.mark.usefixtures("two_processors")
def test_by_itself_it_works_here_where_little_is_to_do_and_in_processes_where_much_is() -> None:
    with open_executor("auto") as executor:
        here = iter(range(SMALL - 1))  # whose length nobody can ask
        assert set(map_batches(executor, process_of, here)) == {os.getpid()}
        assert os.getpid() not in set(map_batches(executor, process_of, range(SMALL), size=20))
        assert list(map_batches(executor, doubled, range(SMALL), size=7)) == doubled(range(SMALL))


@pytest.mark.usefixtures("two_processors")
def test_what_has_started_works_on_small_jobs_too() -> None:
    with open_executor("auto") as executor:
        assert isinstance(executor, LazyExecutor)
        assert (executor.has_started, set(map_batches(executor, process_of, [1])) == {os.getpid()}) == (False, True)
        executor.start()
        assert os.getpid() not in set(map_batches(executor, process_of, [1]))


def test_one_processor_needs_no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.executors.processors", lambda: 1)
    assert isinstance(open_executor("auto"), SerialExecutor)


def test_a_job_of_nothing_starts_nothing() -> None:
    with open_executor("processes:2") as executor:
        assert isinstance(executor, LazyExecutor)
        assert (list(map_batches(executor, doubled, [])), executor.has_started) == ([], False)


def test_to_open_an_executor_imports_nothing_heavy() -> None:
    code = """if True:
        import sys
        from sitegen.executors import map_batches, open_executor
        with open_executor("processes:2"), open_executor("auto") as executor:
            print(list(map_batches(executor, lambda batch: batch, range(3))))
        print(sorted({"concurrent.futures", "multiprocessing", "distributed"} & set(sys.modules)))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[0, 1, 2]\n[]\n"


ORPHANS = """if True:
    import os, sys, time
    from sitegen.executors import map_batches, open_executor

    def pid(numbers):
        time.sleep(0.1)
        return [os.getpid()]

    if __name__ == "__main__":
        with open_executor("processes:3") as executor:
            print(*set(map_batches(executor, pid, range(6), size=1)), flush=True)
            time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of Unix")
@pytest.mark.parametrize("threads", [False, True])
def test_workers_end_with_a_parent_that_was_killed(threads: bool, tmp_path: Path) -> None:
    """They hold what they inherited: the lock of the site, for one."""
    script = tmp_path / "orphans.py"
    thread = "if __name__ == '__main__': threading.Thread(target=time.sleep, args=(60,)).start()\n"
    script.write_text(f"import threading, time\n{thread if threads else ''}{ORPHANS}", encoding="utf-8")
    settings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=settings) as parent:
        assert parent.stdout is not None
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        assert workers
        parent.kill()
    end = time.monotonic() + 10
    while any(map(is_running, workers)) and time.monotonic() < end:
        time.sleep(0.02)
    assert [pid for pid in workers if is_running(pid)] == []


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"  # nobody may bury it here
    except FileNotFoundError:
        return False


@given(st.lists(st.integers(0, 2 * MOST_BYTES), max_size=30), st.integers(1, 5))
def test_batches_are_cut_by_number_and_by_weight(weights: list[int], size: int) -> None:
    batches = list(cut(weights, size, lambda weight: weight))
    assert [weight for batch in batches for weight in batch] == weights
    assert all(1 <= len(batch) <= size and (len(batch) == 1 or sum(batch) <= MOST_BYTES) for batch in batches)
    joined = pairwise(batches)
    assert all(len(one) == size or sum(one) + other[0] > MOST_BYTES for one, other in joined), "cut too early"


def test_what_has_no_weight_is_cut_by_number() -> None:
    assert list(cut(range(5), 2)) == [(0, 1), (2, 3), (4,)]
