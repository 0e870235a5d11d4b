"""A commit is whole or not at all, whatever fails and whenever; and any sequence of commits leaves just its tree."""

import errno
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.errors import SystemFailureError
from sitegen.output.packing import packed
from sitegen.output.stage import stage, staging_folder
from sitegen.output.targets import Staged, Target, open_target
from sitegen.output.write import Committed, commit, finish

pytestmark = pytest.mark.slow

MANIFEST = "MANIFEST-sha256.txt"
Tree = Mapping[str, bytes]

# A commit that moves, keeps, adds, prunes, makes and empties folders, and turns a file into a folder and back.
OLD = {"index.html": b"home 1", "same": b"same", "old/a/index.html": b"old", "file": b"f", "folder/x": b"x"}
NEW = {"index.html": b"home 2", "same": b"same", "new/b/index.html": b"new", "file/x": b"x", "folder": b"f"}
FOREIGN = {"notes.txt": b"mine", "old/mine": b"mine too"}


@contextmanager
def opened(site: Path) -> Iterator[Target]:
    with open_target(site / ".sitegen" / "targets", site / "output", "target") as target:
        finish(target)
        yield target


def publish(site: Path, tree: Tree, sequence: int) -> Committed:
    """Publish *tree* and a ledger that says *sequence*."""
    with opened(site) as target:
        staging = staging_folder(target.output, site / ".sitegen")
        staged = [
            Staged("/" + path, path, *stage(staging, path, tree[path]), "key", "a.md", packed(["i"])) for path in tree
        ]
        gone = [page.path for page in target.pages() if page.path not in tree]
        ledger = {site / "content" / "anchors.lock": f"{sequence}\n".encode()}
        return commit(target, staged, gone, ledger, ("index", sequence), staging)


def read(output: Path) -> dict[str, bytes]:
    """Every file of *output*, and every empty folder as its name and a slash."""
    entries = {entry.relative_to(output).as_posix(): entry for entry in output.rglob("*")}
    files = {path: entry.read_bytes() for path, entry in entries.items() if entry.is_file()}
    return files | {path + "/": b"" for path, entry in entries.items() if entry.is_dir() and not any(entry.iterdir())}


def whole(tree: Tree, foreign: Tree) -> dict[str, bytes]:
    lines = (f"{hashlib.sha256(tree[path]).hexdigest()}  {path}\n" for path in sorted(tree))
    return {**tree, **foreign, MANIFEST: "".join(lines).encode()} if tree else {**foreign}


def old_site(site: Path) -> None:
    publish(site, OLD, 1)
    for path, data in FOREIGN.items():
        (site / "output" / path).write_bytes(data)


def check_whole(site: Path) -> None:
    """After a crash: the next start has the wholly old or the wholly new site, and a fresh commit gives the new one."""
    with opened(site) as target:
        _, sequence = target.seen
        tree = {1: OLD, 2: NEW}[sequence]
        assert read(site / "output") == whole(tree, FOREIGN)
        assert (site / "content" / "anchors.lock").read_text() == f"{sequence}\n"
        assert {page.path: page.digest for page in target.pages()} == {
            path: hashlib.sha256(data).hexdigest() for path, data in tree.items()
        }
        assert all(target.is_intact(page) and target.ids_of(page.path) == {"i"} for page in target.pages())
    assert publish(site, NEW, 2).problems == ()
    assert read(site / "output") == whole(NEW, FOREIGN)
    names = sorted(path.name for path in (site / ".sitegen" / "targets").iterdir())
    assert {name.partition(".")[2] for name in names} == {"db", "sound"}
    assert [path.name for path in (site / "content").iterdir()] == ["anchors.lock"]
    assert list((site / ".sitegen" / "staging").iterdir()) == []


class Counter:
    """Does what *act* does at the *nth* call of any function that writes."""

    def __init__(self, nth: int, act: Callable[[], None]) -> None:
        self.left = nth
        self.act = act

    def before(self, module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand before the function *name* of *module*."""
        real: Callable[..., object] = getattr(module, name)

        def counted(*arguments: object, **named: object) -> object:
            if name != "open" or module is os or "w" in str(arguments[1]):
                self.left -= 1
                if self.left == 0:
                    self.act()
            return real(*arguments, **named)

        monkeypatch.setattr(module, name, counted)

    def before_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("replace", "sync", "fsync", "unlink", "rmdir", "mkdir"):
            self.before(os, name, monkeypatch)
        self.before(io, "open", monkeypatch)


def no_space() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.promise("C2")
def test_a_commit_that_fails_anywhere_is_completed_or_undone(tmp_path: Path) -> None:
    for nth in range(1, 1000):
        site = tmp_path / str(nth)
        old_site(site)
        counter = Counter(nth, no_space)
        failed, causes = False, list[str]()
        with pytest.MonkeyPatch.context() as monkeypatch:
            counter.before_all(monkeypatch)
            try:
                publish(site, NEW, 2)
            except SystemFailureError as error:
                failed = True
                causes = [problem.code for problem in error.problems]
        check_whole(site)
        assert not failed or causes == ["no-space"]
        if counter.left > 0:
            assert not failed
            assert nth > 40  # all the steps of a commit were tried
            return
    pytest.fail("a commit has no end")


@pytest.mark.promise("C1")
def test_a_commit_that_is_killed_anywhere_is_completed_or_undone(tmp_path: Path) -> None:
    for nth in range(1, 1000):
        site = tmp_path / str(nth)
        old_site(site)
        child = os.fork()
        if child == 0:
            try:
                with pytest.MonkeyPatch.context() as monkeypatch:
                    Counter(nth, lambda: os._exit(9)).before_all(monkeypatch)
                    publish(site, NEW, 2)
                os._exit(0)
            finally:
                os._exit(1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        check_whole(site)
        if status == 0:
            assert nth > 40
            return
        assert status == 9
    pytest.fail("a commit has no end")


def killed_at_the_last_rename(site: Path) -> None:
    """Die with all but the manifest in place."""
    child = os.fork()
    if child == 0:
        real = os.replace

        def replace(source: Path, file: Path) -> None:
            if file.parent.name == "output" and file.name == MANIFEST:
                os._exit(9)
            real(source, file)

        try:
            with pytest.MonkeyPatch.context() as monkeypatch:
                monkeypatch.setattr(os, "replace", replace)
                publish(site, NEW, 2)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_another_target_of_the_output_completes_what_died(tmp_path: Path) -> None:
    old_site(tmp_path)
    killed_at_the_last_rename(tmp_path)
    with open_target(tmp_path / ".sitegen" / "targets", tmp_path / "output", "another") as target:
        assert finish(target) is True
        assert {page.path for page in target.pages()} == set(NEW)
        assert finish(target) is False
    check_whole(tmp_path)


def test_a_target_of_another_output_leaves_it_alone(tmp_path: Path) -> None:
    old_site(tmp_path)
    killed_at_the_last_rename(tmp_path)
    with open_target(tmp_path / ".sitegen" / "targets", tmp_path / "preview", "preview") as target:
        assert finish(target) is False
    check_whole(tmp_path)


def test_a_site_that_was_moved_after_the_crash_is_completed_too(tmp_path: Path) -> None:
    old_site(tmp_path / "here")
    killed_at_the_last_rename(tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    check_whole(tmp_path / "there")


def test_a_lost_record_after_the_crash_does_no_harm(tmp_path: Path) -> None:
    old_site(tmp_path)
    killed_at_the_last_rename(tmp_path)
    for file in (tmp_path / ".sitegen" / "targets").glob("*.db"):
        file.unlink()
    check_whole(tmp_path)


def test_a_lost_staging_folder_after_the_crash_is_mended_by_the_next_build(tmp_path: Path) -> None:
    old_site(tmp_path)
    killed_at_the_last_rename(tmp_path)
    for folder in (tmp_path / ".sitegen" / "staging").iterdir():
        shutil.rmtree(folder)
    (tmp_path / "output" / "index.html").unlink()
    with opened(tmp_path) as target:
        assert target.seen == ("index", 1)  # what the lost pages stand for is not done
        home = target.recorded("index.html")
        assert home is not None
        assert home.key == ""
    publish(tmp_path, NEW, 2)
    assert read(tmp_path / "output") == whole(NEW, FOREIGN)


def is_possible(tree: Tree) -> bool:
    return not any(other.startswith(path + "/") for path in tree for other in tree)


PATHS = ["index.html", "a", "a/b", "a/b/c", "a/d", "b/c", "b/é", "b/e/f", "feed.xml"]
TREES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from([b"", b"1", b"2"]), max_size=6).filter(is_possible)


@settings(max_examples=60, deadline=None)
@given(st.lists(TREES, min_size=1, max_size=5))
def test_any_sequence_of_commits_leaves_exactly_the_last_tree(trees: list[dict[str, bytes]]) -> None:
    foreign = {"b/mine": b"mine", "notes": b"1"}
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        for path, data in foreign.items():
            (site / "output" / path).parent.mkdir(parents=True, exist_ok=True)
            (site / "output" / path).write_bytes(data)
        last: dict[str, bytes] = {}
        for sequence, tree in enumerate(trees):
            kept = [site / "output" / path for path in tree if last.get(path) == tree[path]]
            before = [file.stat() for file in kept]
            result = publish(site, tree, sequence)
            assert result == Committed(len(tree) - len(kept), len(kept), len(last.keys() - tree.keys()))
            assert [file.stat() for file in kept] == before
            found = read(site / "output")
            assert found.pop(MANIFEST, b"") == whole(tree, {}).get(MANIFEST, b"")
            assert found == {**tree, **foreign}
            last = tree
