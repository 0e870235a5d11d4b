import errno
import hashlib
import os
import resource
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from sitegen.errors import ContentError, Severity, SystemFailureError
from sitegen.output.places import check_output
from sitegen.output.stage import stage, staging_folder
from sitegen.output.targets import Staged, Target, open_target
from sitegen.output.write import Committed, clear_staging, commit, finish

MANIFEST = "MANIFEST-sha256.txt"
Tree = Mapping[str, bytes]


@contextmanager
def opened(site: Path, name: str = "a") -> Iterator[Target]:
    with open_target(site / ".sitegen" / "targets", site / "output", name) as target:
        finish(target)
        yield target


def publish(
    site: Path, tree: Tree, *, files: Mapping[Path, bytes] | None = None, name: str = "a", owners: Sequence[str] = ()
) -> Committed:
    """Publish *tree* and nothing else."""
    with opened(site, name) as target:
        staging = staging_folder(target.output, site / ".sitegen")
        staged = []
        for number, (path, data) in enumerate(tree.items()):
            digest, size = stage(staging, path, data)
            owner = owners[number] if owners else f"content/{path}.md"
            staged.append(Staged("/" + path, path, digest, size, "key", owner))
        gone = [page.path for page in target.pages() if page.path not in tree]
        return commit(target, staged, gone, files or {}, ("index", len(tree)), staging)


def read(output: Path) -> dict[str, bytes]:
    """Every file of *output* but the manifest, which is compared with them."""
    files = {file.relative_to(output).as_posix(): file for file in output.rglob("*") if file.is_file()}
    tree = {path: file.read_bytes() for path, file in files.items()}
    tree.pop(MANIFEST)
    return tree


def manifest(tree: Tree) -> str:
    return "".join(f"{hashlib.sha256(tree[path]).hexdigest()}  {path}\n" for path in sorted(tree))


def codes(result: Committed) -> list[tuple[str, str]]:
    assert all(problem.severity is Severity.WARNING for problem in result.problems)
    return [(problem.code, problem.where.path) for problem in result.problems]


def refused(site: Path, tree: Tree, owners: Sequence[str] = ()) -> list[str]:
    """The errors of a commit that must change nothing."""
    before = {file: written(file) for file in (site / "output").rglob("*")}
    with pytest.raises(ContentError) as caught:
        publish(site, tree, owners=owners)
    assert {file: written(file) for file in (site / "output").rglob("*")} == before
    return [f"{problem.where} {problem.code}: {problem.message}" for problem in caught.value.problems]


def test_a_tree_is_published_and_then_changed(tmp_path: Path) -> None:
    first = {"index.html": b"home", "2017/11/03/x/index.html": b"x", "feed.xml": b"feed", "old/a/b/index.html": b"old"}
    assert publish(tmp_path, first) == Committed(4, 0, 0)
    assert read(tmp_path / "output") == first
    second = {"index.html": b"home", "2017/11/03/x/index.html": b"changed", "feed.xml": b"feed", "new": b"new"}
    assert publish(tmp_path, second) == Committed(2, 2, 1)
    assert read(tmp_path / "output") == second
    assert (tmp_path / "output" / MANIFEST).read_text() == manifest(second)
    assert not (tmp_path / "output" / "old").exists()
    assert list((tmp_path / ".sitegen" / "staging").iterdir()) == []
    with opened(tmp_path) as target:
        assert target.seen == ("index", 4)
        assert all(target.is_intact(page) for page in target.pages())


def test_the_manifest_is_what_sha256sum_reads(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"home", "été/a b": b"x"})
    subprocess.run(["sha256sum", "--check", "--strict", MANIFEST], cwd=tmp_path / "output", check=True)


def test_unchanged_files_are_not_touched(tmp_path: Path) -> None:
    tree = {"index.html": b"home", "a/index.html": b"a"}
    publish(tmp_path, tree)
    before = {file: written(file) for file in (tmp_path / "output").rglob("*")}
    assert publish(tmp_path, tree) == Committed(0, 2, 0)
    assert {file: written(file) for file in before} == before


def written(file: Path) -> tuple[int, int, int, int]:
    """What writing a file changes; reading it changes only its time of access."""
    state = file.lstat()
    return state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def test_a_lost_record_is_made_again_and_stale_pages_still_go(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"home", "old/index.html": b"old"})
    for file in (tmp_path / ".sitegen" / "targets").iterdir():
        file.unlink()
    (tmp_path / "output" / "notes").write_bytes(b"mine")
    assert publish(tmp_path, {"index.html": b"new"}) == Committed(1, 0, 1)
    assert read(tmp_path / "output") == {"index.html": b"new", "notes": b"mine"}


def test_two_targets_of_one_output_do_not_take_each_other_for_people(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"one", "only-one": b"1"}, name="one")
    assert publish(tmp_path, {"index.html": b"two", "x": b"2"}, name="two") == Committed(2, 0, 1)
    assert publish(tmp_path, {"index.html": b"one", "only-one": b"1"}, name="one") == Committed(2, 0, 1)
    assert read(tmp_path / "output") == {"index.html": b"one", "only-one": b"1"}


def test_a_foreign_file_stops_everything_unless_it_is_identical(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "index.html").write_bytes(b"mine")
    message = '"index.html" stands where a page must be written, and sitegen did not write it'
    assert refused(tmp_path, {"index.html": b"home", "a": b"a"}) == [f"output/index.html foreign-file: {message}"]
    (tmp_path / "output" / "index.html").write_bytes(b"home")
    assert publish(tmp_path, {"index.html": b"home", "a": b"a"}) == Committed(1, 1, 0)


@pytest.mark.parametrize("path", ["a", "a/index.html/b", "a/index.html/empty/", f"{MANIFEST}/"])
def test_a_foreign_file_or_folder_may_stand_in_the_way_as_well(tmp_path: Path, path: str) -> None:
    file = tmp_path / "output" / path
    file.parent.mkdir(parents=True)
    if path.endswith("/"):
        file.mkdir()
    else:
        file.write_bytes(b"mine")
    (found,) = refused(tmp_path, {"a/index.html": b"a", "b": b"b"})
    assert found.startswith(f"output/{path.removesuffix('/')} foreign-file")


def test_a_lost_record_does_not_make_a_changed_file_sitegens(tmp_path: Path) -> None:
    publish(tmp_path, {"index.html": b"home"})
    for file in (tmp_path / ".sitegen" / "targets").iterdir():
        file.unlink()
    (tmp_path / "output" / "index.html").write_bytes(b"mine")
    assert len(refused(tmp_path, {"index.html": b"new"})) == 1


@pytest.mark.promise("B4")
def test_a_recorded_file_that_was_changed_is_put_right(tmp_path: Path) -> None:
    publish(tmp_path, {"a": b"a", "b": b"b", "c": b"c", "d": b"d"})
    (tmp_path / "output" / "a").write_bytes(b"by hand")
    (tmp_path / "output" / "b").unlink()
    (tmp_path / "output" / "c").write_bytes(b"new")
    (tmp_path / "output" / "d").unlink()
    (tmp_path / "output" / "d").symlink_to(tmp_path / "elsewhere")
    tree = {"a": b"a", "b": b"b", "c": b"new", "d": b"d"}
    result = publish(tmp_path, tree)
    assert codes(result) == [("output-changed", "output/a"), ("output-changed", "output/d")]
    assert (result.written, result.unchanged) == (3, 1)
    assert read(tmp_path / "output") == tree
    assert not (tmp_path / "elsewhere").exists()


def test_a_changed_file_that_should_go_is_kept_and_is_foreign_from_then(tmp_path: Path) -> None:
    publish(tmp_path, {"a/x": b"a", "b": b"b", "c": b"c"})
    (tmp_path / "output" / "a" / "x").write_bytes(b"mine")
    (tmp_path / "output" / "c").unlink()
    result = publish(tmp_path, {"b": b"b"})
    assert codes(result) == [("foreign-kept", "output/a/x")]
    assert result.removed == 0
    assert read(tmp_path / "output") == {"a/x": b"mine", "b": b"b"}
    assert (tmp_path / "output" / MANIFEST).read_text() == manifest({"b": b"b"})
    assert len(refused(tmp_path, {"a/x": b"a", "b": b"b"})) == 1


def test_a_file_becomes_a_folder_and_back(tmp_path: Path) -> None:
    for tree in ({"a": b"1"}, {"a/b/c": b"2", "a/d": b"3"}, {"a/b": b"4"}, {"a": b"5"}):
        publish(tmp_path, tree)
        assert read(tmp_path / "output") == tree


@pytest.mark.promise("B5")
@pytest.mark.parametrize(
    ("first", "second"),
    [("A/x", "a/x"), ("caf\u00e9", "cafe\u0301"), ("a", "a/b"), ("a/b", "a"), ("a", "A/b/c"), ("x", MANIFEST.lower())],
)
def test_two_pages_for_one_file_are_named_with_both_owners(tmp_path: Path, first: str, second: str) -> None:
    found = refused(tmp_path, {first: b"1", second: b"2"}, ("content/one.md", "content/two.md"))
    assert len(found) == 1
    assert "path-collision" in found[0]
    assert "content/two.md" in found[0]
    assert ("sitegen itself" if MANIFEST.lower() == second else "content/one.md") in found[0]


@pytest.mark.promise("B5")
def test_one_path_twice_is_a_collision(tmp_path: Path) -> None:
    with opened(tmp_path) as target:
        staging = staging_folder(target.output, tmp_path / ".sitegen")
        digest, size = stage(staging, "a", b"a")
        staged = [Staged("/a", "a", digest, size, "", owner) for owner in ("one.md", "two.md")]
        with pytest.raises(ContentError, match=r'two.md: "a" is written for two.md, and it for one.md'):
            commit(target, staged, (), {}, ("i", 1), staging)


@pytest.mark.parametrize(("old", "new"), [("A/x", "a/x"), ("a", "a/b"), ("a/b", "a")])
def test_a_recorded_page_that_stays_collides_too(tmp_path: Path, old: str, new: str) -> None:
    publish(tmp_path, {old: b"1"}, owners=["content/one.md"])
    with opened(tmp_path) as target:
        staging = staging_folder(target.output, tmp_path / ".sitegen")
        digest, size = stage(staging, new, b"2")
        staged = Staged("/" + new, new, digest, size, "", "content/two.md")
        with pytest.raises(ContentError, match=r"for content/one\.md"):
            commit(target, [staged], (), {}, ("i", 1), staging)
        assert commit(target, [staged], [old], {}, ("i", 1), staging).removed == 1
    assert read(tmp_path / "output") == {new: b"2"}


def test_another_spelling_on_a_disk_that_knows_no_case(tmp_path: Path) -> None:
    """A hard link stands in for such a disk: there both names are one file."""
    publish(tmp_path, {"A/x": b"same"})
    (tmp_path / "output" / "a").mkdir()
    (tmp_path / "output" / "a" / "x").hardlink_to(tmp_path / "output" / "A" / "x")
    assert publish(tmp_path, {"a/x": b"same"}) == Committed(1, 0, 1)
    assert read(tmp_path / "output") == {"a/x": b"same"}


@pytest.mark.parametrize("path", ["../x", "/x", "c:/x", "a//b", "a\\b", ""])
def test_no_path_leads_out_of_the_output(tmp_path: Path, path: str) -> None:
    with opened(tmp_path) as target:
        staging = staging_folder(target.output, tmp_path / ".sitegen")
        with pytest.raises(ValueError, match="no path"):
            stage(staging, path, b"x")
        with pytest.raises(ContentError, match="no name"):
            commit(target, [Staged("/x", path, "0" * 64, 1, "", "content/a.md")], (), {}, ("i", 1), staging)


def test_a_folder_that_is_a_link_must_stay_inside(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output" / "real").mkdir(parents=True)
    (tmp_path / "output" / "in").symlink_to("real")
    (tmp_path / "output" / "out").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "output" / "lost").symlink_to("nowhere")
    found = refused(tmp_path, {"in/a": b"1", "out/a": b"2", "lost/a": b"3"})
    assert [text.split(":")[0] for text in found] == ["output/lost output-link", "output/out output-link"]
    publish(tmp_path, {"in/a": b"1"})
    assert (tmp_path / "output" / "real" / "a").read_bytes() == b"1"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_ledger_is_replaced_in_the_same_commit(tmp_path: Path) -> None:
    ledger = tmp_path / "content" / "anchors.lock"
    publish(tmp_path, {"a": b"a"}, files={ledger: b"one\n"})
    assert ledger.read_bytes() == b"one\n"
    before = ledger.stat()
    publish(tmp_path, {"a": b"a"}, files={ledger: b"one\n"})
    assert ledger.stat() == before
    publish(tmp_path, {"a": b"a"}, files={ledger: "two\né\n".encode()})
    assert ledger.read_bytes() == "two\né\n".encode()
    assert list(ledger.parent.iterdir()) == [ledger]


def test_the_manifest_is_that_of_all_after_one_edit(tmp_path: Path) -> None:
    tree = {"a": b"a", "b  a": b"1", "dir/b": b"2", "b": b"3"}
    for path in (*tree, "new", "a  new"):  # changed one by one, and then two that are new
        tree[path] = tree.get(path, b"") + b"!"
        publish(tmp_path, tree)
        lines = (f"{hashlib.sha256(tree[name]).hexdigest()}  {name}\n" for name in sorted(tree))
        assert (tmp_path / "output" / MANIFEST).read_text() == "".join(lines)


def test_a_missing_manifest_is_written_again(tmp_path: Path) -> None:
    publish(tmp_path, {"a": b"a"})
    (tmp_path / "output" / MANIFEST).unlink()
    publish(tmp_path, {"a": b"a"})
    assert (tmp_path / "output" / MANIFEST).read_text() == manifest({"a": b"a"})


def test_nothing_to_publish_makes_no_folder(tmp_path: Path) -> None:
    assert publish(tmp_path, {}) == Committed()
    assert not (tmp_path / "output").exists()


def test_a_disk_under_two_names_takes_the_files_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def replace(source: str | Path, file: str | Path) -> None:
        if "staging" in str(source) and "output" in str(file):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source), None, str(file))
        real(source, file)

    monkeypatch.setattr(os, "replace", replace)
    publish(tmp_path, {"a/b": b"1", "c": b"2"})
    assert read(tmp_path / "output") == {"a/b": b"1", "c": b"2"}


def test_the_staging_folder_may_be_in_the_output(tmp_path: Path) -> None:
    """As it is where the state folder is on another disk."""
    staging = tmp_path / "output" / ".sitegen-staging"
    with opened(tmp_path) as target:
        staged = [Staged("/" + path, path, *stage(staging, path, b"x"), "", "a.md") for path in ("a/b", "c")]
        commit(target, staged, (), {}, ("i", 1), staging)
    assert read(tmp_path / "output") == {"a/b": b"x", "c": b"x"}
    assert not staging.exists()


def test_staging_is_emptied_of_what_a_dead_build_left(tmp_path: Path) -> None:
    state = tmp_path / ".sitegen"
    first, other = staging_folder(tmp_path / "output", state), staging_folder(tmp_path / "other", state)
    stage(first, "a/b", b"x")
    other = staging_folder(tmp_path / "other", tmp_path / ".sitegen")
    again = staging_folder(tmp_path / "output", tmp_path / ".sitegen")
    assert list(again.iterdir()) == []
    assert not first.exists()
    assert other.exists()
    assert not (tmp_path / "output").exists()


def test_no_build_stages_where_a_worker_of_a_dead_build_still_writes(tmp_path: Path) -> None:
    first = staging_folder(tmp_path / "output", tmp_path / ".sitegen")
    second = staging_folder(tmp_path / "output", tmp_path / ".sitegen")
    stage(first, "a/b", b"x")
    assert list(second.iterdir()) == []


def test_staging_is_cleared_unless_a_journal_needs_it(tmp_path: Path) -> None:
    with opened(tmp_path) as target:
        staging = staging_folder(target.output, tmp_path / ".sitegen")
        target.file.with_suffix(".journal").write_text("")
        clear_staging(staging, target)
        assert staging.exists()
        target.file.with_suffix(".journal").unlink()
        clear_staging(staging, target)
        assert not staging.exists()


def test_a_full_disk_names_the_file(tmp_path: Path) -> None:
    staging = staging_folder(tmp_path / "output", tmp_path / ".sitegen")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, old[1]))
    try:
        assert stage(staging, "a", b"x" * 1000)[1] == 1000
        with pytest.raises(SystemFailureError) as caught:
            stage(staging, "b/c", b"x" * 1001)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    (problem,) = caught.value.problems
    assert problem.code == "no-space"
    assert problem.message == '"b/c" cannot be written: file too large'


def test_a_journal_that_is_not_whole_is_thrown_away(tmp_path: Path) -> None:
    publish(tmp_path, {"a": b"1"})
    with opened(tmp_path) as target:
        journal = target.file.with_suffix(".journal")
        for text in ("", "{}\n0", '{"format": 1}\n' + "0" * 64):
            journal.write_text(text)
            assert finish(target) is False
            assert not journal.exists()
    assert read(tmp_path / "output") == {"a": b"1"}


def test_outputs_that_are_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for name in ("content", "seeds", "layouts", ".sitegen/targets", "other"):
        (site / name).mkdir(parents=True)
    (site / "file").write_text("")
    (site / "link").symlink_to("content")
    (site / "circle").symlink_to("circle")
    package = Path(__file__).parents[3] / "sitegen"
    inside = [
        site / name
        for name in (
            "content",
            "content/a",
            "seeds",
            "backups",
            "backups/1",
            "layouts/static",
            ".sitegen",
            ".sitegen/x",
            ".git",
        )
    ]
    for output in (*inside, site, tmp_path, Path("/"), Path.home(), site / "link" / "x", package, package / "output"):
        assert [problem.code for problem in check_output(output, site)] == ["output-unsafe"], output
    assert [problem.code for problem in check_output(site / "file", site)] == ["output-is-file"]
    assert [problem.code for problem in check_output(site / "circle", site)] == ["output-unsafe"]
    for output in (site / "output", site / "other", tmp_path / "beside" / "x", site / ".sitegen" / "preview"):
        assert check_output(output, site) == (), output
