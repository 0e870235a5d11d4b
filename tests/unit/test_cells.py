"""CSV files that spreadsheets open: no cell of any of them is a formula, and what is read again is the same."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.cells import cell, write_table
from sitegen.commands.report_files import write_problems, write_report
from sitegen.errors import Location, Problem
from sitegen.importers.outcomes import ImportReport, SeedReport
from sitegen.importers.sidecars.sidecar import table_rows

pytestmark = pytest.mark.promise("X12")

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d")


def cells_of(text: str) -> list[str]:
    return [one for row in csv.reader(io.StringIO(text, newline="")) for one in row]


@given(st.lists(st.tuples(st.text(), st.sampled_from(SIGNS).map(lambda sign: f"{sign}1+1"), st.integers())))
def test_a_table_is_read_as_what_it_says_and_holds_no_formula(rows: list[tuple[str, str, int]]) -> None:
    read = list(csv.reader(io.StringIO(write_table(rows), newline="")))
    assert read == [[str(cell(value)) for value in row] for row in rows]
    assert not [one for row in read for one in row[:2] if one.startswith(SIGNS)]


@pytest.mark.parametrize("sign", SIGNS[:4])
def test_reports_hold_no_formula(tmp_path: Path, sign: str) -> None:
    problem = Problem(Location(f"{sign}a.md", 1), "code", f"{sign}cmd|' /C calc'!A0", f"{sign}hint")
    seed = SeedReport(f"{sign}cmd.txt", "imported", "wire", problems=(problem,))
    write_report(tmp_path / "seeds.csv", ImportReport(seeds=(seed,)), ())
    write_problems(tmp_path / "problems.csv", [problem])
    for name in ("seeds.csv", "problems.csv"):
        found = cells_of((tmp_path / name).read_text(encoding="utf-8"))
        assert [one for one in found if one.startswith(f"'{sign}")]
        assert not [one for one in found if one.startswith(SIGNS)]


@pytest.mark.parametrize("sign", SIGNS[:4])
def test_the_table_of_seeds_holds_no_formula_and_names_the_same_files(sign: str) -> None:
    text = table_rows("", [f"{sign}cmd.txt", "plain.txt"])
    assert not [one for one in cells_of(text) if one.startswith(SIGNS)]
    assert table_rows(text, [f"{sign}cmd.txt", "plain.txt"]) == text
    assert f"./{sign}cmd.txt," in text
