"""Watching real folders: what wakes, what does not, how often, and what is done where there are no file events."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from sitegen.preview.rebuilds import Rebuilt
from sitegen.preview.watch import Watch, is_dropping, open_watch, scan
from sitegen.serve import open_server

PATIENCE_S = 10.0
NEVER_S = 3600.0
"""Between two looks at the stats, where a test is about events alone."""
QUIET_S = 0.3
"""Longer than sitegen's own, so that a busy machine does not make two changes of one."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with content and a configuration, without seeds."""
    (tmp_path / "content" / "2017").mkdir(parents=True)
    (tmp_path / "content" / "2017" / "a.md").write_text("one", encoding="utf-8")
    (tmp_path / "site.yaml").write_text("format: 1", encoding="utf-8")
    return tmp_path


def watched(root: Path) -> list[Path]:
    return [root / "content", root / "seeds", root / "layouts", root / "site.yaml"]


def no_events() -> BaseObserver:
    raise OSError(errno.EMFILE, "inotify instance limit reached")


class Wakes:
    """Counts how often a watch woke; `work` is done at each, in the thread that waits."""

    def __init__(self, work: Callable[[], None] = lambda: None) -> None:
        self.count = 0
        self.told: list[str] = []
        self.work = work

    @contextmanager
    def counted(
        self, root: Path, rescan_s: float = NEVER_S, observe: Callable[[], BaseObserver] = lambda: Observer()
    ) -> Iterator[None]:
        with open_watch(watched(root), self.told.append, observe, QUIET_S, rescan_s) as watch:
            thread = threading.Thread(target=self.follow, args=(watch,))
            thread.start()
            try:
                yield
            finally:
                watch.close()
                thread.join()

    def follow(self, watch: Watch) -> None:
        while watch.wait():
            self.count += 1
            self.work()

    def expect(self, count: int) -> None:
        """Wait until the watch has woken *count* times, and a little longer to see that it was not more."""
        deadline = time.monotonic() + PATIENCE_S
        while self.count < count:
            assert time.monotonic() < deadline, f"woke {self.count} times, not {count}"
            time.sleep(0.01)
        time.sleep(2 * QUIET_S)
        assert self.count == count


def edit(root: Path) -> None:
    (root / "content" / "2017" / "a.md").write_text("another", encoding="utf-8")


def save_by_rename(root: Path) -> None:
    (root / "content" / "2017" / ".a.md.swp").write_text("another", encoding="utf-8")
    (root / "content" / "2017" / ".a.md.swp").replace(root / "content" / "2017" / "a.md")


def save_with_backup(root: Path) -> None:
    page = root / "content" / "2017" / "a.md"
    page.rename(page.with_name("a.md~"))
    page.write_text("another", encoding="utf-8")
    page.with_name("a.md~").unlink()


def add_folder(root: Path) -> None:
    (root / "content" / "2018" / "01").mkdir(parents=True)
    (root / "content" / "2018" / "01" / "b.md").write_text("b", encoding="utf-8")


def checkout(root: Path) -> None:
    for number in range(100):  # more take so long on a busy disk that a pause among them is one to the watch too
        (root / "content" / f"{number}.md").write_text("x", encoding="utf-8")


def move_in(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "elsewhere" / "c.md").write_text("c", encoding="utf-8")
    (root / "elsewhere").rename(root / "content" / "here")


def delete(root: Path) -> None:
    (root / "content" / "2017" / "a.md").unlink()


def configure(root: Path) -> None:
    (root / "site.yaml").write_text("format: 2", encoding="utf-8")


def add_seeds(root: Path) -> None:
    (root / "seeds").mkdir()
    (root / "seeds" / "seed.txt").write_text("7:30 p.m.", encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [edit, save_by_rename, save_with_backup, add_folder, checkout, move_in, delete, configure, add_seeds],
    ids=lambda change: str(change.__name__),
)
def test_a_change_of_any_kind_wakes_once(root: Path, change: Callable[[Path], None]) -> None:
    wakes = Wakes()
    with wakes.counted(root):
        change(root)
        wakes.expect(1)
    assert wakes.told == []


def test_a_folder_moved_out_wakes(root: Path) -> None:
    wakes = Wakes()
    with wakes.counted(root):
        (root / "content" / "2017").rename(root / "away")
        wakes.expect(1)


def test_what_is_no_part_of_the_site_does_not_wake(root: Path) -> None:
    wakes = Wakes()
    with wakes.counted(root):
        for name in (
            "output/index.html",
            ".sitegen/preview/index.html",
            ".git/HEAD",
            "README.md",
            "content/.git/index",
        ):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text("x", encoding="utf-8")
        for name in ("a.md~", ".#a.md", "#a.md#", "4913", ".a.md.swp", "a.md.tmp"):
            (root / "content" / name).write_text("x", encoding="utf-8")
            (root / "content" / name).unlink()
        time.sleep(1)  # nor does the slow look find a change
        assert wakes.count == 0


@pytest.mark.promise("S7")
def test_reading_does_not_wake(root: Path) -> None:
    def read_all() -> None:
        for path in root.rglob("*.*"):
            if path.is_file():
                path.read_bytes()

    wakes = Wakes(read_all)
    with wakes.counted(root, rescan_s=0.2):
        edit(root)
        wakes.expect(1)
        time.sleep(1)  # a build reads all; neither that nor the slow look may start another
        assert wakes.count == 1


@pytest.mark.promise("S7")
def test_changes_during_a_build_start_exactly_one_more(root: Path) -> None:
    building, go_on = threading.Event(), threading.Event()

    def build() -> None:
        building.set()
        assert go_on.wait(PATIENCE_S)

    wakes = Wakes(build)
    with wakes.counted(root):
        edit(root)
        assert building.wait(PATIENCE_S)
        for turn in range(5):
            (root / "content" / "2017" / "a.md").write_text(f"turn {turn}", encoding="utf-8")
            time.sleep(0.1)
        go_on.set()
        wakes.expect(2)


@pytest.mark.slow
def test_an_edit_that_keeps_size_and_time_within_one_tick_wakes(root: Path) -> None:
    wakes = Wakes()
    with wakes.counted(root):
        for turn in range(1, 4):
            (root / "content" / "2017" / "a.md").write_text(str(turn) * 3, encoding="utf-8")
            wakes.expect(turn)


@pytest.mark.slow
def test_folders_that_come_go_and_come_again_are_watched(root: Path) -> None:
    wakes = Wakes()
    with wakes.counted(root):
        for turn in range(2):
            add_seeds(root)
            wakes.expect(3 * turn + 1)
            (root / "seeds" / "seed.txt").write_text("noon", encoding="utf-8")
            wakes.expect(3 * turn + 2)
            (root / "seeds" / "seed.txt").unlink()
            (root / "seeds").rmdir()
            wakes.expect(3 * turn + 3)


def test_a_folder_that_is_a_link_is_watched(root: Path) -> None:
    (root / "content").rename(root / "real")
    (root / "content").symlink_to(root / "real")
    wakes = Wakes()
    with wakes.counted(root):
        (root / "real" / "2017" / "a.md").write_text("another", encoding="utf-8")
        wakes.expect(1)


@pytest.mark.slow
@pytest.mark.promise("S7")
def test_without_file_events_stats_are_compared_and_that_is_said(root: Path) -> None:
    wakes = Wakes()
    with wakes.counted(root, observe=no_events):
        edit(root)
        wakes.expect(1)
        add_seeds(root)
        wakes.expect(2)
    (said,) = wakes.told
    assert "no file events (inotify instance limit reached)" in said


def test_what_events_miss_the_slow_look_finds(root: Path) -> None:
    # watchdog does not follow a link inside a watched folder, so a change behind it sends no event.
    (root / "real.md").write_text("one", encoding="utf-8")
    (root / "content" / "link.md").symlink_to(root / "real.md")
    wakes = Wakes()
    with wakes.counted(root, rescan_s=0.2):
        (root / "real.md").write_text("another", encoding="utf-8")
        wakes.expect(1)


def test_a_scan_has_files_and_no_droppings(root: Path) -> None:
    (root / "content" / ".hidden.md").write_text("x", encoding="utf-8")
    (root / "content" / "dangling").symlink_to(root / "nowhere")
    names = {str(Path(path).relative_to(root)) for path in scan(watched(root))}
    assert names == {"content/2017/a.md", "site.yaml"}
    assert scan(watched(root)) == scan(watched(root))


@pytest.mark.parametrize("name", [".git", ".a.md.swp", "a.md~", "#a.md#", "4913", "a.txt.part", "Thumbs.db"])
def test_droppings(name: str) -> None:
    assert is_dropping(name)


@pytest.mark.parametrize("name", ["a.md", "seed.txt", "#1.md", "output", "49130"])
def test_no_droppings(name: str) -> None:
    assert not is_dropping(name)


def test_closing_ends_a_wait_at_once(root: Path) -> None:
    started = time.monotonic()
    with Wakes().counted(root):
        pass
    assert time.monotonic() - started < 2


def test_a_served_site_is_built_at_the_start_and_at_each_edit(root: Path) -> None:
    builds: list[str] = []

    def rebuild() -> Rebuilt:
        builds.append((root / "content" / "2017" / "a.md").read_text(encoding="utf-8"))
        return Rebuilt()

    with open_server(root / "output", rebuild=rebuild, watched=watched(root)):
        for count in (1, 2):
            deadline = time.monotonic() + PATIENCE_S
            while len(builds) < count:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            if count == 1:
                edit(root)
    assert builds == ["one", "another"]
