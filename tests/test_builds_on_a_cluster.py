"""Builds on a real Dask cluster on this machine: equal to those of one process, byte for byte, whatever happens to it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import pytest
from clusters import Scheduler, open_scheduler, open_worker
from support import build_site, difference, make_site, read_tree

from benchmarks.corpus import Mode, settings, write_corpus
from benchmarks.imports import seeds
from benchmarks.prose import Flavour
from sitegen.build import Options, build
from sitegen.config_file import load_config
from sitegen.errors import SystemFailureError, UsageError
from sitegen.executors import Executor, map_batches, open_executor, reaches

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # what Dask's own libraries say of one another
]
COUNT = 120  # live blogs: some batches for each of two workers
OWN_LAYOUT = '{% extends "default/day.html" %}{% block content %}<p>Ours</p>{{ super() }}{% endblock %}\n'


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[Scheduler]:
    with open_scheduler(tmp_path) as scheduler:
        yield scheduler


@pytest.fixture
def pair(scheduler: Scheduler) -> Iterator[Scheduler]:
    """A scheduler with two workers."""
    with open_worker(scheduler), open_worker(scheduler):
        with open_executor(scheduler.executor) as executor:
            both_work(executor)
        yield scheduler


def both_work(executor: Executor) -> None:
    """Wait until two workers are there."""
    end = time.monotonic() + 60
    while len(set(map_batches(executor, slow_process_of, range(200)))) < 2:
        assert time.monotonic() < end


def slow_process_of(numbers: Sequence[int]) -> list[int]:
    time.sleep(0.05)
    return [os.getpid() for _ in numbers]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with bodies on all kinds of pages that show some, a layout and a page of its own, and links; not built."""
    folder = tmp_path_factory.mktemp("cluster")
    write_corpus(folder, COUNT, Flavour.MIXED)
    about = "---\ntitle: About\n---\n\nWhat [the desk](/topics/) keeps.\n"
    return make_site(
        folder / "sitegen",
        {"site.yaml": settings(Mode.DEFAULT), "layouts/day.html": OWN_LAYOUT, "content/pages/about.md": about},
    )


@pytest.fixture(scope="module")
def expected(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process builds."""
    root = tmp_path_factory.mktemp("serial") / "site"
    build_site(Path(copytree(site, root)))
    return read_tree(root / "output")


def built(root: Path, executor: Executor, told: Callable[[str, int], None] = lambda stage, done: None) -> None:
    build(
        root,
        load_config(root / "site.yaml"),
        Options(root / "output"),
        executor,
        lambda stage, done, total: told(stage, done),
    )


def test_workers_that_share_the_folder_build_the_same(
    pair: Scheduler, site: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    root = Path(copytree(site, tmp_path / "site"))
    with open_executor(pair.executor) as executor:
        built(root, executor)
        assert difference(read_tree(root / "output"), expected) == ""
        text = next((root / "content/2025").rglob("*.md"))
        text.write_text(text.read_text("utf-8").replace(" the ", " those ", 1), "utf-8")
        built(root, executor)  # of another index, by workers that have the old one open
    build_site(root, "clean", clean=True)
    assert difference(read_tree(root / "output"), read_tree(root / "clean")) == ""


@contextmanager
def only_here(root: Path) -> Iterator[Path]:
    """A path of *root* by which only this process finds it."""
    descriptor = os.open(root, os.O_RDONLY)
    try:
        yield Path(f"/proc/self/fd/{descriptor}")
    finally:
        os.close(descriptor)


@pytest.mark.skipif(sys.platform != "linux", reason="a path that only one process has is of Linux")
def test_workers_that_do_not_reach_the_folder_build_the_same(
    pair: Scheduler, site: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    root = Path(copytree(site, tmp_path / "site"))
    with only_here(root) as here, open_executor(pair.executor) as executor:
        assert not reaches(executor, here)
        built(here, executor)
    assert difference(read_tree(root / "output"), expected) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="a path that only one process has is of Linux")
@pytest.mark.parametrize("stage", ["reading content", "rendering pages"])
@pytest.mark.parametrize("far", [False, True])
def test_a_worker_that_is_killed_in_the_middle_costs_only_time(
    scheduler: Scheduler, site: Path, expected: dict[str, bytes], tmp_path: Path, stage: str, far: bool
) -> None:
    root = Path(copytree(site, tmp_path / "site"))
    with (
        open_worker(scheduler),
        open_worker(scheduler) as other,
        open_executor(scheduler.executor) as executor,
        only_here(root) as here,
    ):
        both_work(executor)

        def kill(told: str, done: int) -> None:
            if (told, done) == (stage, 1):
                other.kill()

        built(here if far else root, executor, kill)
        assert other.wait(10) < 0
    assert difference(read_tree(root / "output"), expected) == ""


def test_a_scheduler_that_goes_away_is_told_and_nothing_is_half_published(
    pair: Scheduler, site: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    root = Path(copytree(site, tmp_path / "site"))

    def kill(told: str, done: int) -> None:
        if (told, done) == ("rendering pages", 1):
            pair.process.kill()

    with pytest.raises(SystemFailureError) as raised, open_executor(pair.executor) as executor:
        built(root, executor, kill)
    assert [problem.code for problem in raised.value.problems] == ["cluster-lost"]
    assert not (root / "output").exists()
    build_site(root)
    assert difference(read_tree(root / "output"), expected) == ""


def test_a_cluster_without_workers_is_told(scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.cluster.WORKERS_S", 0.5)
    with pytest.raises(UsageError) as raised:
        open_executor(scheduler.executor)
    (problem,) = raised.value.problems
    assert (problem.code, "no worker" in problem.message) == ("no-cluster", True)


@pytest.mark.skipif(sys.platform != "linux", reason="a path that only one process has is of Linux")
def test_seeds_are_imported_as_in_one_process(pair: Scheduler, tmp_path: Path) -> None:
    files = {f"seeds/{name}": text for name, text in seeds(8)} | {"site.yaml": settings(Mode.LEAD)}
    roots = [make_site(tmp_path / name, files) for name in ("serial", "shared", "sent")]
    build_site(roots[0])
    with only_here(roots[2]) as here, open_executor(pair.executor) as executor:
        built(roots[1], executor)
        built(here, executor)
    trees = [read_tree(root / "content") for root in roots]
    assert len(trees[0]) > 8
    assert [difference(tree, trees[0]) for tree in trees[1:]] == ["", ""]


def test_results_come_in_order_and_failures_are_raised(pair: Scheduler) -> None:
    with open_executor(pair.executor) as executor:
        assert list(map_batches(executor, doubled, range(480), size=9)) == doubled(range(480))
        assert os.getpid() not in set(map_batches(executor, slow_process_of, range(20), size=5))
        with pytest.raises(ZeroDivisionError):
            list(map_batches(executor, inverse, [1, 0]))


def doubled(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def inverse(numbers: Sequence[int]) -> list[float]:
    return [1 / number for number in numbers]
