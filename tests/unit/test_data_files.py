"""Data for programs: the table of each year in two formats, what describes it, and the database."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from support import SETTINGS, build_site, liveblog, make_site, read_tree, replace_in, update

from sitegen import archive_db
from sitegen.build import Options, build
from sitegen.cli import run
from sitegen.config_file import load_config
from sitegen.errors import SystemFailureError
from sitegen.executors import SerialExecutor, silence
from sitegen.pages.year_data import COLUMNS
from sitegen.runs import Report

MORE = """\
base_url: https://archive.example.org/live/
publisher: MB
rights: {full_text: true}
topics:
  - {slug: iraq, label: Iraq, note: A country.}
  - {slug: qaim, label: Qaim, broader: iraq}
"""
QAIM, FAIR, OLD = "content/qaim.md", "content/fair.md", "content/old.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Three live blogs: one over New Year, one whose rights keep its words, one of the year 12."""
    night = [
        update(
            "2017-12-31 23:30 — =1+1",
            'The *town*, "quiet".\n\nAll of it.',
            '#t2330 topics="qaim, iraq" key author="Ada"',
        ),
        update("2018-01-01 00:30", "A new year\twith a tab.", "#t0030"),
    ]
    files = {
        "site.yaml": SETTINGS + MORE,
        QAIM: liveblog("Qaim, free", "2017-12-31", night, id="q", slug="qaim", zone="Asia/Beirut"),
        FAIR: liveblog(
            "Messe",
            "2018-05-01",
            [update("2018-05-01 09:00", "Geheim. Wort.", "#t0900")],
            id="f",
            slug="fair",
            lang="de",
            rights="{full_text: false}",
        ),
        OLD: liveblog("Old", "0012-05-01", [update("0012-05-01 09:00", "Old words.", "#t0900")], id="o", slug="old"),
    }
    return make_site(tmp_path, files)


def publish(root: Path, output: str = "output", *, clean: bool = False) -> Report:
    """Build with the database."""
    options = Options(root / output, clean=clean, data=True)
    return build(root, load_config(root / "site.yaml"), options, SerialExecutor(), silence)


def table(root: Path, year: str) -> list[dict[str, str]]:
    with (root / f"output/data/{year}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def lines(root: Path, year: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (root / f"output/data/{year}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def database(site: Path) -> Iterator[sqlite3.Connection]:
    publish(site)
    with closing(sqlite3.connect(f"file:{site}/output/data/archive.db?mode=ro", uri=True)) as connection:
        yield connection


def test_a_year_has_its_own_updates_by_instant_with_all_columns(site: Path) -> None:
    build_site(site)
    assert sorted(path.name for path in (site / "output/data").glob("*.csv")) == ["0012.csv", "2017.csv", "2018.csv"]
    (row,) = table(site, "2017")
    assert row == {
        "id": "q/t2330",
        "live_blog": "q",
        "anchor": "t2330",
        "url": "https://archive.example.org/live/2017/12/31/qaim/#t2330",
        "at": "2017-12-31T23:30:00+02:00",
        "utc": "2017-12-31T21:30:00Z",
        "zone": "Asia/Beirut",
        "place": "Beirut",
        "headline": "Qaim, free",
        "title": "'=1+1",
        "lead": "'=1+1",
        "author": "Ada",
        "publisher": "MB",
        "language": "en",
        "key": "true",
        "updated": "",
        "topics": "qaim,iraq",
        "text": 'The town, "quiet". All of it.',
    }
    assert [one["id"] for one in table(site, "2018")] == ["q/t0030", "f/t0900"]
    (old,) = table(site, "0012")
    assert old["utc"] == "0012-05-01T09:00:00Z"


def test_both_formats_say_the_same_and_what_pages_say(site: Path) -> None:
    build_site(site)
    for year in ("2017", "2018"):
        rows, objects = table(site, year), lines(site, year)
        for row, one in zip(rows, objects, strict=True):
            assert list(row) == list(one) == [column.name for column in COLUMNS]
            assert one["topics"] == [topic for topic in row["topics"].split(",") if topic]
            assert one["key"] is (row["key"] == "true")
            assert (one["text"] or "") == row["text"]
            home = str(one["url"]).partition("/live/")[2].partition("#")[0]
            beside = json.loads((site / "output" / home / "index.json").read_text("utf-8"))
            (said,) = [other for other in beside["updates"] if other["anchor"] == one["anchor"]]
            assert {name: said[name] for name in ("url", "at", "title", "lead", "author", "key", "topics")} == {
                name: one[name] for name in ("url", "at", "title", "lead", "author", "key", "topics")
            }
    assert table(site, "2018")[1]["text"] == ""
    assert lines(site, "2018")[1]["text"] is None


def fits(kind: str, cell: str) -> bool:
    """Whether *cell* is of a type of a Table Schema."""
    match kind:
        case "boolean":
            return cell in ("true", "false")
        case "list":
            return not cell or all(re.fullmatch("[a-z0-9-]+", part) for part in cell.split(","))
        case "datetime":
            return datetime.fromisoformat(cell).tzinfo is UTC
        case _:
            return kind == "string"


def test_the_package_describes_every_file_and_every_cell_fits(site: Path) -> None:
    build_site(site)
    said = json.loads((site / "output/data/datapackage.json").read_text("utf-8"))
    assert re.fullmatch(r"[a-z0-9._-]+", said["name"])
    assert {one["path"] for one in said["resources"]} == {
        path.name for path in (site / "output/data").iterdir() if path.suffix in (".csv", ".jsonl")
    }
    assert len({one["name"] for one in said["resources"]}) == len(said["resources"])
    for one in said["resources"]:
        assert one["schema"]["primaryKey"] == ["id"]
        types = {each["name"]: each["type"] for each in one["schema"]["fields"]}
        if one["format"] == "csv":
            rows = table(site, one["path"].removesuffix(".csv"))
            assert all(list(row) == list(types) for row in rows)
            assert all(fits(types[name], cell) for row in rows for name, cell in row.items())


def faults_of(package: Path) -> list[str]:
    """What Frictionless, who wrote the standard, finds wrong with *package* and its tables."""
    command = [sys.executable, "-m", "frictionless", "validate", "--json", str(package)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    said = json.loads(done.stdout)
    assert said["stats"]["tasks"] > 0
    return [error["message"] for part in (said, *said["tasks"]) for error in part["errors"]]


@pytest.mark.slow
def test_frictionless_finds_the_package_and_each_table_valid(site: Path) -> None:
    build_site(site)
    package = site / "output/data/datapackage.json"
    assert faults_of(package) == []
    replace_in(package.with_name("2017.csv"), "2017-12-31T21:30:00Z", "New Year")
    assert len(faults_of(package)) == 1


@pytest.mark.promise("B1")
@pytest.mark.parametrize(
    ("path", "old", "new", "years"),
    [
        (QAIM, "with a tab", "with words", {"2018"}),  # a live blog of both
        (FAIR, "Wort", "Worte", set[str]()),  # which the rights keep
        (OLD, "Old words", "Older words", {"0012"}),
        (FAIR, "2018-05-01 09:00", "2019-05-01 09:00", {"2018", "2019"}),
        (FAIR, "title: Messe", "title: Markt", {"2018"}),
    ],
)
def test_an_edit_renews_the_years_that_it_touches(site: Path, path: str, old: str, new: str, years: set[str]) -> None:
    build_site(site)
    replace_in(site / path, old, new)
    changed = build_site(site).changed
    assert {url[6:10] for url in changed if re.fullmatch(r"/data/[0-9]{4}\.\w+", url)} == years
    found = read_tree(site / "output")
    build_site(site, "again", clean=True)
    assert read_tree(site / "again") == found


def test_a_year_that_goes_takes_its_files_along(site: Path) -> None:
    build_site(site)
    (site / OLD).unlink()
    build_site(site)
    assert not list((site / "output/data").glob("0012*"))
    replace_in(site / "site.yaml", "rights:", "pages: {tables: false}\nrights:")
    build_site(site)
    assert {path.name for path in (site / "output/data").iterdir()} == {
        "index.html",
        "live-blog.schema.json",
        "updates.schema.json",
    }


def test_the_database_has_all_and_finds_words(database: sqlite3.Connection) -> None:
    assert database.execute("SELECT id, updates, place FROM live_blogs ORDER BY date").fetchall() == [
        ("o", 1, "UTC"),
        ("q", 2, "Beirut"),
        ("f", 1, "UTC"),
    ]
    assert database.execute("SELECT id, title, text FROM updates WHERE live_blog = 'q' ORDER BY utc").fetchall() == [
        ("q/t2330", "=1+1", 'The town, "quiet". All of it.'),
        ("q/t0030", "", "A new year with a tab."),
    ]
    assert database.execute("SELECT topic FROM update_topics WHERE update_id = 'q/t2330' ORDER BY 1").fetchall() == [
        ("iraq",),
        ("qaim",),
    ]
    found = "SELECT id FROM updates WHERE rowid IN (SELECT rowid FROM updates_fts WHERE updates_fts MATCH ?)"
    assert database.execute(found, ("quiet",)).fetchall() == [("q/t2330",)]
    assert database.execute(found, ("geheim",)).fetchall() == [("f/t0900",)]  # the first sentence
    assert database.execute(found, ("wort",)).fetchall() == []  # what the rights keep
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_datasette_finds_out_that_updates_can_be_searched(database: sqlite3.Connection) -> None:
    asked = "SELECT name FROM sqlite_master WHERE rootpage = 0 AND sql LIKE ?"  # as its detect_fts does
    found = database.execute(asked, ('%VIRTUAL TABLE%USING FTS%content="updates"%',))
    assert found.fetchall() == [("updates_fts",)]


@pytest.mark.promise("C2")
def test_a_disk_too_full_for_the_database_is_named_and_nothing_is_published(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(site)
    before = read_tree(site / "output")
    with monkeypatch.context() as small:
        small.setattr(archive_db, "_SCHEMA", f"PRAGMA max_page_count = 9; {archive_db._SCHEMA}")
        with pytest.raises(SystemFailureError) as failure:
            publish(site)
    (problem,) = failure.value.problems
    assert problem.code == "no-space"
    assert problem.where.path.endswith("data/archive.db")
    assert read_tree(site / "output") == before
    publish(site)
    assert (site / "output/data/archive.db").exists()


@pytest.mark.promise("B4")
def test_the_same_archive_is_the_same_database_and_is_made_once(site: Path) -> None:
    publish(site)
    first = (site / "output/data/archive.db").read_bytes()
    state = (site / "output/data/archive.db").stat()
    assert publish(site).changed == ()
    assert build_site(site).changed == ()  # fresh: it stays
    assert (site / "output/data/archive.db").stat().st_mtime_ns == state.st_mtime_ns
    publish(site, "again", clean=True)
    assert (site / "again/data/archive.db").read_bytes() == first
    assert "archive.db" in (site / "output/data/index.html").read_text("utf-8")
    assert run(["-C", str(site), "verify"]) == 0


def test_a_database_of_an_earlier_state_goes_with_a_warning(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(site)
    replace_in(site / QAIM, "quiet", "loud")
    assert run(["-C", str(site), "build", "--no-search"]) == 0
    assert "data/archive.db: warning: the database is of an earlier state" in capsys.readouterr().err
    assert not (site / "output/data/archive.db").exists()
    assert "archive.db" not in (site / "output/data/index.html").read_text("utf-8")
    assert run(["-C", str(site), "build", "--no-search", "--data"]) == 0
    assert b"loud" in (site / "output/data/archive.db").read_bytes()


def test_the_page_of_data_leads_to_every_file(site: Path) -> None:
    publish(site)
    tree = LexborHTMLParser((site / "output/data/index.html").read_bytes())
    links = {str(link.attributes["href"]).removeprefix("../data/") for link in tree.css("main a")}
    assert links == {path.name for path in (site / "output/data").iterdir()} - {"index.html"}
    home = (site / "output/index.html").read_text("utf-8")
    assert 'href="./data/"' in home
