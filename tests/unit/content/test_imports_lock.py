from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sitegen.content.imports_lock import (
    HEAD,
    HEADER,
    PATH,
    Written,
    digests,
    head_text,
    imported_seeds,
    read_lock,
    write_lock,
    written,
)
from sitegen.content.writer import dumps
from sitegen.model import LiveBlog, Source, Update

SHA = "5f" * 32
BLOG = LiveBlog(
    "2017-11-03-x",
    "x",
    "X",
    date(2017, 11, 3),
    "UTC",
    standfirst="What is known.",
    updates=(
        Update(datetime(2017, 11, 3, 10, tzinfo=UTC), "One.", anchor="t1000"),
        Update(datetime(2017, 11, 3, 11, tzinfo=UTC), "Two.", anchor="t1100"),
    ),
    sources=(Source("seeds/old.txt", "0" * 64, "wire"), Source("seeds/x.txt", SHA, "wire")),
)


def test_every_update_and_the_head_have_a_row() -> None:
    rows = list(written(BLOG))
    assert [(row.seed, row.sha256, row.importer, row.liveblog, row.anchor) for row in rows] == [
        ("seeds/x.txt", SHA, "wire", "2017-11-03-x", anchor) for anchor in (HEAD, "t1000", "t1100")
    ]
    assert {row.anchor: row.digest for row in rows} == digests(BLOG)


def test_the_lock_is_read_back_sorted_and_each_row_once() -> None:
    rows = list(written(BLOG))
    text = write_lock([*reversed(rows), *rows])
    assert text.startswith(HEADER)
    assert read_lock(text.encode()) == (sorted(rows), ())
    assert read_lock(text.replace("\n", "\r\n").encode()) == (sorted(rows), ())
    assert read_lock(b"") == ([], ())


@pytest.mark.parametrize(
    "line", [b"<<<<<<< HEAD", b"seeds/x.txt wire", b"seeds/x.txt\tabc\twire\tx\tt1\tabc", b"\xff"], ids=str
)
def test_a_line_that_says_nothing_is_a_problem(line: bytes) -> None:
    row = Written("seeds/a b.txt", SHA, "wire", "x", "-", "0" * 32)
    rows, problems = read_lock(write_lock([row]).replace("# end\n", "").encode() + line + b"\n# end\n")
    assert rows == [row]
    assert [(problem.where.path, problem.where.line, problem.code) for problem in problems] == [
        (PATH, 3, "imports-damaged")
    ]


@pytest.mark.promise("A5")
@pytest.mark.parametrize("lost", ["first", "last"])
def test_a_lock_that_was_cut_is_damaged(lost: str) -> None:
    lines = write_lock(written(BLOG)).splitlines(keepends=True)
    text = "".join(lines[1:] if lost == "first" else lines[:-2]).encode()
    _, (problem,) = read_lock(text)
    assert (problem.code, f"lost its {lost} line" in problem.message) == ("imports-damaged", True)
    assert imported_seeds(text) is None


def test_a_lock_of_the_first_version_has_no_last_line() -> None:
    text = write_lock(written(BLOG)).replace("imports 2:", "imports 1:").replace("# end\n", "")
    assert read_lock(text.encode()) == (sorted(written(BLOG)), ())
    assert imported_seeds(text.encode()) == ({SHA}, {"seeds/x.txt"})


def test_an_edit_changes_the_digest_of_what_it_edits_alone() -> None:
    edited = replace(BLOG, updates=(replace(BLOG.updates[0], body="One!"), BLOG.updates[1]))
    retold = replace(BLOG, standfirst="More is known.")
    assert [key for key in digests(BLOG) if digests(BLOG)[key] != digests(edited)[key]] == ["t1000"]
    assert [key for key in digests(BLOG) if digests(BLOG)[key] != digests(retold)[key]] == [HEAD]


def test_the_head_is_all_before_the_first_update() -> None:
    text = dumps(BLOG)
    assert head_text(BLOG) == text[: text.index("## 2017")]
    assert head_text(replace(BLOG, updates=())) == dumps(replace(BLOG, updates=()))
