"""The table of what importers find in live blogs that others have counted, on a small folder of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.formats import (
    Expected,
    Outcome,
    differences,
    format_rows,
    is_time,
    main,
    read_file,
    read_index,
    write_table,
)
from sitegen.importers.outcomes import SeedReport

DOCS = Path(__file__).parents[1] / "docs" / "formats.md"
WIRE = "The Latest: Ferry of {day}\n\n{date}LONDON (Sample) — The latest (all times local):\n\n{clocks}"
COLUMNS = ("file", "format", "expected_updates", "count_method", "first_update", "last_update", "notes")


def seed(day: str, date: str, *clocks: str) -> str:
    return WIRE.format(
        day=day, date=date, clocks="".join(f"{clock}\n\nIt is {clock} of {day}.\n\n" for clock in clocks)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four files of two formats: one is as the index says, one needs its day, one is not read, one is miscounted."""
    rows = [
        ("a/one.txt", "plain", "2", "by eye", "2021-03-08T11:15Z", "2021-03-08T16:40:00+00:00", ""),
        ("a/two.txt", "plain", "4", "rows; subtract the 2 with empty text", "09:00 local", "10:30 local (UK)", ""),
        ("b/three.xyz", "odd", "3", "", "2021-03-08T11:15Z", "2021-03-08T16:40Z", ""),
        ("b/four.txt", "odd", "1", "", "2021-03-09T08:01 local", "2021-03-09T08:01 local", ""),
    ]
    texts = {
        "a/one.txt": seed("Monday", "March 8, 2021\n\n", "4:40 p.m.", "11:15 a.m."),
        "a/two.txt": seed("a day", "", "10:30 a.m.", "9 a.m."),
        "b/three.xyz": "\0",
        "b/four.txt": seed("Tuesday", "March 9, 2021\n\n", "8:10 a.m.", "8 a.m."),
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    table = "".join("\t".join(row) + "\n" for row in (COLUMNS, *rows))
    (tmp_path / "INDEX.tsv").write_text(table, encoding="utf-8")
    return tmp_path


def test_the_table_has_a_row_a_format_and_all_that_differs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = folder / "page.md"
    page.write_text("before\n<!-- formats -->\nold\n<!-- end of formats -->\nafter\n", "utf-8")
    monkeypatch.setenv("SITEGEN_FIXTURES", str(folder))
    assert main(["--write", str(page)]) == 1
    said = capsys.readouterr().out
    table = [[cell.strip() for cell in line.split("|")[1:-1]] for line in said.splitlines() if line.startswith("|")]
    assert table[0] == ["Format", "Files", "With a sidecar", "Updates expected", "Found", "Times right"]
    assert table[2:] == [
        ["plain", "2", "1", "4", "4", "2 of 2"],
        ["odd", "2", "0", "4", "2", "0 of 2"],
        ["all", "4", "1", "8", "6", "2 of 4"],
    ]
    differing = [line for line in said.splitlines() if line and not line.startswith("|")]
    assert differing[0].startswith("b/three.xyz: 0 updates, - to - [no format]; expected 3, 2021-03-08T11:15Z")
    assert "unknown-format" in differing[1]
    assert differing[2].startswith(
        "b/four.txt: 2 updates, 2021-03-09T08:00:00+00:00 to 2021-03-09T08:10:00+00:00 [wire]"
    )
    assert len(differing) == 3
    lines = page.read_text("utf-8").splitlines()
    assert lines[:2] + lines[-2:] == ["before", "<!-- formats -->", "<!-- end of formats -->", "after"]
    assert [line for line in lines if line.startswith("|")] == [line for line in said.splitlines() if line[:1] == "|"]


def test_all_is_well_where_nothing_differs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (folder / "INDEX.tsv").read_text("utf-8").splitlines(keepends=True)
    (folder / "INDEX.tsv").write_text("".join(lines[:3]), encoding="utf-8")
    monkeypatch.setenv("SITEGEN_FIXTURES", str(folder))
    assert main([]) == 0


def test_a_sidecar_that_lies_beside_a_file_is_read(folder: Path) -> None:
    (folder / "a/two.txt.meta.yaml").write_text("date: 2020-02-29\n", encoding="utf-8")
    outcome = read_file(folder, read_index(folder)[1])
    assert outcome.given
    assert outcome.found.first == "2020-02-29T09:00:00+00:00"


@pytest.mark.parametrize(
    ("found", "stated", "same"),
    [
        ("2016-01-05T11:00:30-05:00", "2016-01-05T11:00-05:00", True),
        ("2016-01-05T16:00:00+00:00", "2016-01-05T11:00-05:00", True),
        ("2016-01-05T11:00:00+00:00", "2016-01-05T11:00-05:00", False),
        ("2018-12-21T12:15:00+00:00", "2018-12-21T12:15:00.000Z", True),
        ("2018-12-21T12:15:01+00:00", "2018-12-21T12:15:00.000Z", False),
        ("2011-10-12T08:15:00-07:00", "2011-10-12T08:15 local (Seattle)", True),
        ("2011-10-13T08:15:00-07:00", "2011-10-12T08:15 local (Seattle)", False),
        ("2017-05-04T18:00:00+01:00", "18:00 local (UK), no date", True),
        ("2017-05-04T18:01:00+01:00", "18:00 local (UK), no date", False),
        ("", "18:00 local (UK), no date", False),
        ("2017-05-04T18:01:00+01:00", "unknown", False),
    ],
)
def test_times_are_compared_as_precisely_as_they_are_stated(found: str, stated: str, same: bool) -> None:
    assert is_time(found, stated) is same


@pytest.mark.parametrize(
    ("first", "last", "right"),
    [
        ("2021-03-08T09:00Z", "2021-03-08T10:30Z", True),
        ("2021-03-08T09:00Z", "2021-03-08T10:50Z", True),  # of a row that was never published
        ("2021-03-08T08:00Z", "2021-03-08T10:30Z", True),
        ("2021-03-08T09:10Z", "2021-03-08T10:30Z", False),
        ("2021-03-08T09:00Z", "2021-03-08T10:20Z", False),
        ("2021-03-08T08:00Z", "2021-03-08T10:50Z", False),
    ],
)
def test_the_first_or_last_row_of_an_index_may_be_one_that_was_never_published(
    first: str, last: str, right: bool
) -> None:
    found = SeedReport(
        "seeds/a", "imported", updates=2, first="2021-03-08T09:00:00+00:00", last="2021-03-08T10:30:40+00:00"
    )
    assert Outcome(Expected("a", "x", 2, first, last, left_out=1), found, given=False).is_right is right
    exact = (first, last) == ("2021-03-08T09:00Z", "2021-03-08T10:30Z")
    assert Outcome(Expected("a", "x", 2, first, last), found, given=False).is_right is exact


def test_rows_that_were_never_published_are_not_counted(folder: Path) -> None:
    submitted = '15 rows; 14 open, 1 post_status "submitted" (not published)'
    text = (folder / "INDEX.tsv").read_text("utf-8").replace("by eye", submitted)
    (folder / "INDEX.tsv").write_text(text, encoding="utf-8")
    assert [(row.updates, row.left_out) for row in read_index(folder)] == [(1, 1), (2, 2), (3, 0), (1, 0)]


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("text\n", "utf-8")
    with pytest.raises(ValueError, match="no marks"):
        write_table(tmp_path / "page.md", "table\n")


@pytest.mark.fixtures
def test_every_real_live_blog_is_read_as_its_index_says_and_the_docs_have_the_table(fixtures: Path) -> None:
    outcomes = [read_file(fixtures, expected) for expected in read_index(fixtures)]
    assert list(differences(outcomes)) == []
    assert format_rows(outcomes) in DOCS.read_text(encoding="utf-8")
