import hashlib
import os
import sqlite3
from pathlib import Path

import pytest

from sitegen.errors import SystemFailureError
from sitegen.output.manifest import read_manifest
from sitegen.output.packing import packed
from sitegen.output.targets import Recorded, Staged, Target, open_target
from sitegen.vouched import vouch_for


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def put(target: Target, path: str, data: bytes, links: tuple[str, ...] = ()) -> Recorded:
    """Write *data* to *path* and record it, as a commit does."""
    file = target.output / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    state = file.stat()
    one = Staged("/" + path, path, sha(data), len(data), "key", "content/a.md", packed(["t1", "t2"]), packed(links))
    row = Recorded(path, one.url, "key", one.digest, len(data), state.st_mtime_ns, one.owner, state.st_ctime_ns)
    target.record([(row, one)], [], ("index", 7))
    return row


def test_what_is_recorded_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        assert target.seen == ("", 0)
        first, second = put(target, "b/x", b"1"), put(target, "a", b"2")
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        assert target.seen == ("index", 7)
        assert list(target.pages()) == [second, first]
        assert list(target.pages("b")) == [first]
        assert target.recorded("a") == second
        assert target.recorded("c") is None
        assert target.ids_of("a") == {"t1", "t2"}
        assert target.ids_of("c") == frozenset()


def test_targets_are_apart(tmp_path: Path) -> None:
    with open_target(tmp_path / "t", tmp_path / "one", "one") as one:
        put(one, "a", b"1")
    with open_target(tmp_path / "t", tmp_path / "two", "two") as two:
        assert list(two.pages()) == []


@pytest.mark.slow
def test_pages_may_be_written_while_they_are_listed(tmp_path: Path) -> None:
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        rows = []
        for number in range(2100):
            one = Staged(f"/{number}", f"{number:04}", "0" * 64, 1, "key", "")
            rows.append((Recorded(one.path, one.url, "key", one.digest, 1, 1, ""), one))
        target.record(rows, [], ("i", 1))
        paths = []
        for page in target.pages():
            paths.append(page.path)
            target.render_again([page.path])
        assert paths == [row.path for row, _ in rows]
        assert {page.key for page in target.pages()} == {""}


def test_a_file_is_intact_while_it_holds_what_was_published(tmp_path: Path) -> None:
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        row, file = put(target, "a", b"one"), tmp_path / "output" / "a"
        assert target.is_intact(row)
        os.utime(file, ns=(1, 1))
        assert target.is_intact(row)  # the digest decides
        noted = target.recorded("a")
        assert noted is not None
        assert noted.mtime_ns == 1
        file.write_bytes(b"two")
        os.utime(file, ns=(1, 1))
        assert not target.is_intact(noted)  # same size, same time of modification
        file.write_bytes(b"longer")
        assert not target.is_intact(noted)
        file.unlink()
        assert not target.is_intact(noted)
        file.symlink_to("b")
        assert not target.is_intact(noted)


def test_links_are_found_from_their_end(tmp_path: Path) -> None:
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        row = put(target, "a", b"1", ("/x/#t1", "/x/#t2", "/a", "/c%23d/"))
        assert list(target.linking_to("x/index.html")) == [(row, ("/x/#t1", "/x/#t2", "/a", "/c%23d/"))]
        assert [page.path for page, _ in target.linking_to("c#d/index.html")] == ["a"]
        assert list(target.linking_to("a")) == []  # a page's links to itself are its own affair
        put(target, "a", b"1", ("/y/",))
        assert list(target.linking_to("x/index.html")) == []


@pytest.mark.promise("C9")
@pytest.mark.parametrize("damage", ["cut", "text", "zeros", "version", "middle"])
def test_a_damaged_record_is_made_anew_from_the_manifest(tmp_path: Path, damage: str) -> None:
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        for number in range(200):
            put(target, f"{number}/index.html", b"x" * number)
        file = target.file
    lines = [f"{sha(b'x' * number)}  {number}/index.html\n" for number in range(200)]
    (tmp_path / "output" / "MANIFEST-sha256.txt").write_text("".join(lines))
    data = file.read_bytes()
    if damage == "version":
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA user_version = 1")
        connection.close()
    else:
        half = len(data) // 2
        changed = {"cut": data[:half], "text": b"not a record", "zeros": bytes(len(data))}
        file.write_bytes(changed.get(damage, data[:half] + b"\xff" * 4096 + data[half + 4096 :]))
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        pages = list(target.pages())
        assert target.seen == ("", 0)
        assert {page.path for page in pages} == {f"{number}/index.html" for number in range(200)}
        assert {page.key for page in pages} == {""}
        assert all(page.is_unseen and target.is_intact(page) for page in pages)
        assert pages[0].url == "/0/"


def test_a_record_is_read_through_only_where_it_was_written_since_or_is_not_trusted(tmp_path: Path) -> None:
    folder, output = tmp_path / "t", tmp_path / "output"
    with open_target(folder, output, "a") as target:
        for number in range(200):
            put(target, f"{number}/index.html", b"x" * number)
        file = target.file
    data = file.read_bytes()
    damaged = data[: len(data) // 2] + b"\xff" * 4096 + data[len(data) // 2 + 4096 :]
    file.write_bytes(damaged)
    vouch_for(file)
    with open_target(folder, output, "a") as target:
        pass  # taken as sound, and nothing of it was asked for
    assert file.read_bytes() == damaged
    with open_target(folder, output, "a", is_trusted=False) as target:
        assert target.is_empty
    file.write_bytes(damaged)
    with open_target(folder, output, "a") as target:
        assert target.is_empty


def test_an_edited_or_cut_manifest_does_no_harm(tmp_path: Path) -> None:
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        rows = [put(target, "a", b"1"), put(target, "b", b"2")]
    manifest = tmp_path / "output" / "MANIFEST-sha256.txt"
    for text in ("", f"{'0' * 64}  a\n", f"{sha(b'1')}  ../a\nx\n\xff\n{sha(b'1')}  /etc/passwd\n"):
        manifest.write_text(text, "latin-1")
        with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
            assert list(target.pages()) == rows


def test_what_another_target_published_here_is_taken_over(tmp_path: Path) -> None:
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        put(target, "a", b"1")
        put(target, "gone", b"1")
        kept = put(target, "kept", b"1")
    (tmp_path / "output" / "gone").unlink()
    (tmp_path / "output" / "a").write_bytes(b"22")
    lines = [f"{sha(b'22')}  a\n", f"{sha(b'1')}  kept\n", f"{sha(b'3')}  new\n"]
    (tmp_path / "output" / "MANIFEST-sha256.txt").write_text("".join(lines))
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        first, second, third = target.pages()
        assert (first.path, first.key, first.digest) == ("a", "", sha(b"22"))
        assert second == kept
        assert (third.path, third.key, third.digest) == ("new", "", sha(b"3"))


def test_a_manifest_is_read_as_sha256sum_writes_it(tmp_path: Path) -> None:
    one = "a" * 64
    text = f"{one}  a b\n{one} *c\n{one.upper()}  d\n\\{one}  e\\n\n{one}  MANIFEST-sha256.txt\n{one}  é\n"
    (tmp_path / "MANIFEST-sha256.txt").write_text(text, "utf-8")
    assert read_manifest(tmp_path) == {"a b": one, "c": one, "é": one}
    assert read_manifest(tmp_path / "absent") == {}


def test_a_record_that_cannot_be_written_is_a_failure_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemFailureError), open_target(tmp_path / "file", tmp_path / "output", "a"):
        pytest.fail("there is no such folder")
    with open_target(tmp_path / "t", tmp_path / "output", "a") as target:
        name = target.file.name
    (tmp_path / "t" / name).unlink()
    (tmp_path / "t" / name).mkdir()
    with pytest.raises(SystemFailureError), open_target(tmp_path / "t", tmp_path / "output", "a"):
        pytest.fail("a folder is no record")
