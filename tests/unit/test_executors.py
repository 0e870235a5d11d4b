from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.executors import SerialExecutor, map_batches, open_executor

P = ParamSpec("P")
Result = TypeVar("Result")


def doubled(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def process_of(numbers: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in numbers]


def inverse(numbers: Sequence[int]) -> list[float]:
    return [1 / number for number in numbers]


class LazyExecutor(Executor):
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
    for executor in (SerialExecutor(), LazyExecutor()):
        assert list(map_batches(executor, doubled, items, size=size, window=window)) == doubled(items)


def test_results_come_in_order_from_threads_that_end_in_any() -> None:
    with ThreadPoolExecutor(3) as executor:
        assert list(map_batches(executor, doubled, range(500), size=3, window=4)) == doubled(range(500))


def test_only_a_window_of_calls_is_in_flight_and_items_are_taken_as_needed() -> None:
    executor, taken = LazyExecutor(), 0

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
    executor = LazyExecutor()
    results = map_batches(executor, inverse, [1, 2, 0, 4, 5, 6, 7], size=1, window=3)
    assert [next(results), next(results)] == [1.0, 0.5]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert executor.flying == 0


def test_what_is_not_asked_for_any_more_is_cancelled() -> None:
    executor = LazyExecutor()
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
