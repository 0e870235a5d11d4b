from __future__ import annotations

import time
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from sitegen.errors import Location
from sitegen.importers.folder import scan_seeds
from sitegen.importers.sidecars.sidecar import (
    NOTHING,
    SIDECAR,
    Sidecar,
    merge,
    parse_sidecar,
    parse_table,
    place_of,
    table_rows,
)
from sitegen.importers.sidecars.sidecar_folder import Sidecars, read_sidecars
from sitegen.model import Rights

FULL = """\
date: 2017-11-03
zone: Asia/Beirut
dateline: TYRE, Lebanon
publisher: Harbour Wire
title: "Harbour: a long day"
url: https://example.org/1
captured: 2017-11-04T08:00:00Z
rights: {holder: Harbour Wire, full_text: yes}
topics: [harbour, storms|rain]
encoding: windows-1252
dates: month-first
"""


def codes(problems: object) -> list[str]:
    assert isinstance(problems, tuple)
    return [problem.code for problem in problems]


def test_the_table_has_every_key_of_a_sidecar() -> None:
    assert {field.name for field in fields(Sidecar)} - {"where", "places"} == set(SIDECAR)


def test_every_key() -> None:
    sidecar, problems = parse_sidecar(FULL, "seeds/a.txt.meta.yaml")
    assert problems == ()
    assert sidecar.date == date(2017, 11, 3)
    assert (sidecar.zone, sidecar.dateline, sidecar.publisher) == ("Asia/Beirut", "TYRE, Lebanon", "Harbour Wire")
    assert (sidecar.title, sidecar.url) == ("Harbour: a long day", "https://example.org/1")
    assert (sidecar.captured, sidecar.encoding, sidecar.dates) == (
        "2017-11-04T08:00:00Z",
        "windows-1252",
        "month-first",
    )
    assert sidecar.rights == Rights(holder="Harbour Wire", full_text=True)
    assert sidecar.topics == ("harbour", "storms", "rain")


def test_rights_and_topics_may_be_one_text() -> None:
    sidecar, problems = parse_sidecar("rights: Harbour Wire\ntopics: harbour storms\nskip: a copy\n", "x")
    assert problems == ()
    assert sidecar.rights == Rights(holder="Harbour Wire")
    assert sidecar.topics == ("harbour", "storms")
    assert sidecar.skip == "a copy"


def test_a_value_knows_its_place() -> None:
    sidecar, _ = parse_sidecar("title: x\ndate: 2017-11-03\n", "seeds/a.txt.meta.yaml")
    assert place_of(sidecar, "date") == Location("seeds/a.txt.meta.yaml", 2, 7, 10)
    assert place_of(sidecar, "zone") == sidecar.where


def test_an_empty_sidecar_says_nothing() -> None:
    sidecar, problems = parse_sidecar("", "x")
    assert problems == ()
    assert merge(NOTHING, sidecar).date is None


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("zone: Asia/Bayrut\n", "unknown-zone", "Asia/Beirut"),
        ("dat: 2017-11-03\n", "unknown-key", "date"),
        ("date: 03/11/2017\n", "ambiguous-date", "2017-11-03 or 2017-03-11"),
        ("date: 25.12.17\n", "ambiguous-date", "2017-12-25"),
        ("date: 2017-02-30\n", "field-value", "2017-11-03"),
        ("date: yesterday\n", "field-value", "2017-11-03"),
        ("captured: last week\n", "field-value", "2017-11-03"),
        ("dates: american\n", "field-value", "month-first"),
        ("encoding: klingon\n", "unknown-encoding", "windows-1252"),
        ("encoding: zlib\n", "unknown-encoding", "windows-1252"),
        ("rights: [a, b]\n", "field-kind", "one name"),
        ("title: a: b\n", "yaml-quote", "quotes"),
    ],
)
def test_wrong_values_are_left_out(text: str, code: str, hint: str) -> None:
    sidecar, problems = parse_sidecar(text, "seeds/_meta.yaml")
    assert codes(problems) == [code]
    assert hint in problems[0].hint
    assert problems[0].where.line == 1
    assert (sidecar.date, sidecar.zone, sidecar.captured, sidecar.encoding, sidecar.dates) == (None, "", "", "", "")


def test_a_date_in_words() -> None:
    assert parse_sidecar("date: 3 November 2017\n", "x")[0].date == date(2017, 11, 3)


def test_the_nearer_sidecar_wins_key_by_key() -> None:
    outer, _ = parse_sidecar("zone: Asia/Beirut\npublisher: Outer\ndates: day-first\n", "seeds/_meta.yaml")
    inner, _ = parse_sidecar("publisher: Inner\n", "seeds/a.txt.meta.yaml")
    both = merge(outer, inner)
    assert (both.zone, both.publisher, both.dates) == ("Asia/Beirut", "Inner", "day-first")
    assert merge(outer, parse_sidecar("dates: month-first\n", "seeds/a.txt.meta.yaml")[0]).dates == "month-first"
    assert place_of(both, "zone").path == "seeds/_meta.yaml"
    assert place_of(both, "publisher").path == "seeds/a.txt.meta.yaml"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_tables_of_all_kinds(separator: str, mark: str, ending: str) -> None:
    rows = [["Seed", "date", "title", "topics"], ["a.txt", "2017-11-03", '"Rain, wind; ""snow"""', "storms|rain"], []]
    text = mark + ending.join(separator.join(row) for row in rows)
    sidecars, problems = parse_table(text, "seeds/_meta.csv")
    assert problems == ()
    assert list(sidecars) == ["a.txt"]
    assert sidecars["a.txt"].date == date(2017, 11, 3)
    assert sidecars["a.txt"].title == 'Rain, wind; "snow"'
    assert sidecars["a.txt"].topics == ("storms", "rain")
    assert sidecars["a.txt"].where == Location("seeds/_meta.csv", 2)


def test_a_cell_may_hold_lines() -> None:
    sidecars, problems = parse_table('seed,title\na.txt,"one\ntwo"\nb.txt,three\n', "t")
    assert problems == ()
    assert (sidecars["a.txt"].where.line, sidecars["b.txt"].where.line) == (2, 4)


@pytest.mark.parametrize(
    ("text", "line", "code", "quoted"),
    [
        ("seed,daet\na.txt,2017-11-03\n", 1, "unknown-key", "daet"),
        ("seed,date,date\na.txt,2017-11-03,\n", 1, "duplicate-key", "date"),
        ("file,date\n", 1, "unknown-key", "file"),
        ("seed,date\na.txt,03/11/2017\n", 2, "ambiguous-date", "03/11/2017"),
        ("seed,zone\na.txt,Beirut\n", 2, "unknown-zone", "Beirut"),
        ("seed,zone\n\n,UTC\n", 3, "table-row", "which seed"),
        ("seed,zone\na.txt,UTC,more\n", 2, "table-row", "more"),
        ("seed,zone\na.txt,UTC\na.txt,UTC\n", 3, "table-row", "line 2"),
        ('seed,title\na.txt,"open\n', 2, "table-syntax", "cannot be read"),
    ],
)
def test_wrong_tables(text: str, line: int, code: str, quoted: str) -> None:
    _, problems = parse_table(text, "t")
    assert (problems[0].code, problems[0].where.line) == (code, line)
    assert quoted in problems[0].message


def test_an_empty_table() -> None:
    assert parse_table("", "t") == ({}, ())


def test_a_new_table_of_what_is_missing() -> None:
    assert table_rows("", ["a.txt", "b, c.txt", "a.txt"]) == 'seed,date,zone\na.txt,,\n"b, c.txt",,\n'


def test_missing_rows_are_appended_and_the_rest_stays() -> None:
    text = "\ufefftitle;seed;date;zone\r\nB;b.txt;;\r\nA;./a.txt;2017-11-03;UTC"
    assert table_rows(text, ["c.txt", "b.txt", "a.txt"]) == text + "\r\n;c.txt;;\r\n"


def test_a_column_that_is_needed_is_added() -> None:
    assert table_rows("seed\tdate\nb.txt\t2017-11-03\n", ["a.txt"]) == (
        "seed\tdate\tzone\nb.txt\t2017-11-03\na.txt\t\t\n"
    )


def test_rows_that_were_written_are_read() -> None:
    names = ["a.txt", 'x "y".txt', "b;c.txt"]
    sidecars, problems = parse_table(table_rows("", names), "t")
    assert (list(sidecars), problems) == (names, ())


# All sidecars of a folder


def sidecars_of(root: Path, files: dict[str, str], *, wanted: list[str] | None = None) -> Sidecars:
    for name, text in files.items():
        path = root / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_sidecars(root, scan_seeds(root, ()), wanted)


def test_a_fault_is_about_the_seeds_that_its_place_is_about(tmp_path: Path) -> None:
    files = {"day/a.txt": "x", "day/b.txt": "x", "c.txt": "x"}
    files["day/_meta.csv"] = "seed,zone\na.txt,Beirt\nb.txt,UTC\n"
    files["c.meta.yaml"] = "zone: Beirt\n"
    sidecars = sidecars_of(tmp_path, files)
    faults = {
        seed: [str(p.where) for p in sidecars.faults(f"seeds/{seed}")] for seed in ("day/a.txt", "day/b.txt", "c.txt")
    }
    assert faults == {"day/a.txt": ["seeds/day/_meta.csv:2"], "day/b.txt": [], "c.txt": ["seeds/c.meta.yaml:1:7"]}


@pytest.mark.parametrize("name", ["_meta.csv", "_meta.yaml"])
def test_a_fault_of_the_whole_is_about_every_seed_below(name: str, tmp_path: Path) -> None:
    said = {"_meta.csv": "seed,zoen\na.txt,UTC\n", "_meta.yaml": "zoen: UTC\n"}
    sidecars = sidecars_of(tmp_path, {"day/a.txt": "x", "day/deep/b.txt": "x", "c.txt": "x", f"day/{name}": said[name]})
    codes = [[p.code for p in sidecars.faults(f"seeds/{seed}")] for seed in ("day/a.txt", "day/deep/b.txt", "c.txt")]
    assert codes == [["unknown-key"], ["unknown-key"], []]


def test_only_the_sidecars_of_wanted_seeds_are_opened(tmp_path: Path) -> None:
    files = {f"{name}.txt": "x" for name in "ab"} | {f"{name}.txt.meta.yaml": "zone: Beirt\n" for name in "abc"}
    sidecars = sidecars_of(tmp_path, files | {"_meta.yaml": "publisher: Wire\n"}, wanted=["seeds/a.txt"])
    assert set(sidecars.said) == {"seeds/a.txt.meta.yaml", "seeds/c.txt.meta.yaml", "seeds/_meta.yaml"}
    assert [p.where.path for p in sidecars.problems if p.code == "sidecar-orphan"] == ["seeds/c.txt.meta.yaml"]


def test_a_table_full_of_faults_is_read_in_a_moment(tmp_path: Path) -> None:
    seeds = [f"{number}.txt" for number in range(1500)]
    rows = "".join(f"{seed},2017-13-01,Beirt\n" for seed in seeds)
    started = time.process_time()  # of this process, however busy the machine is
    sidecars = sidecars_of(tmp_path, {"_meta.csv": f"seed,date,zone\n{rows}"})
    assert sum(len(sidecars.faults(f"seeds/{seed}")) for seed in seeds) == 3000
    assert time.process_time() - started < 5  # minutes, when each fault looked through all rows


def test_links_are_counted_as_left_aside(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for name in ("a.txt", ".b.txt", "_meta.yaml"):
        (tmp_path / "seeds" / name).symlink_to(tmp_path / "elsewhere")
    folder = scan_seeds(tmp_path, ())
    assert (folder.seeds, folder.sidecars, folder.junk) == ((), (), 3)
    assert [note.where.path for note in folder.links] == ["seeds/_meta.yaml", "seeds/a.txt"]
