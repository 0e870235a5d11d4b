"""The corpus that speed is measured on, and the arithmetic of the table."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import build_site, read_tree

from benchmarks.corpus import write_corpus
from benchmarks.imports import seeds
from benchmarks.measure import write_figures
from benchmarks.processes import Cost, Program
from benchmarks.prose import Flavour
from benchmarks.table import Measure, Target, format_table, make_row

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("flavour", Flavour)
def test_the_corpus_is_the_same_each_time_and_builds_without_a_problem(flavour: Flavour, tmp_path: Path) -> None:
    for name in ("one", "other"):
        size = write_corpus(tmp_path / name, 4, flavour)
    assert read_tree(tmp_path / "one") == read_tree(tmp_path / "other")
    report = build_site(tmp_path / "one/sitegen")
    assert (report.problems, report.liveblogs, report.updates) == ((), 4, size.updates)


def test_both_sites_say_the_same(tmp_path: Path) -> None:
    write_corpus(tmp_path, 4, Flavour.MIXED)
    ours = sorted((tmp_path / "sitegen/content").rglob("*.md"))
    theirs = sorted((tmp_path / "hugo/content/live").iterdir())
    for one, other in zip(ours, theirs, strict=True):
        bodies = [re.split(r"^## .*$", file.read_text("utf-8"), flags=re.MULTILINE)[1:] for file in (one, other)]
        assert bodies[0] == bodies[1]


def test_plain_prose_has_no_markup(tmp_path: Path) -> None:
    write_corpus(tmp_path, 4, Flavour.PLAIN)
    for file in (tmp_path / "hugo/content/live").iterdir():
        body = file.read_text("utf-8").split("\n---\n")[1]
        assert not re.search(r"[*\[\]_>`]|^- ", body, re.MULTILINE)


def test_seeds_are_imported_whole(tmp_path: Path) -> None:
    write_corpus(tmp_path, 1, Flavour.PLAIN)
    root = tmp_path / "sitegen"
    for name, text in seeds(3):
        (root / "seeds").mkdir(exist_ok=True)
        (root / "seeds" / name).write_text(text, encoding="utf-8")
    before = build_site(root, dry_run=True).updates
    report = build_site(root)
    assert not [problem for problem in report.problems if problem.is_error]
    assert report.updates - before == 3 * 20


def test_a_row_is_judged_by_the_median_of_neighbouring_runs() -> None:
    ours, theirs = [Cost(1.0, 1.0), Cost(4.0, 4.0), Cost(1.0, 1.0)], [Cost(2.0, 1.0), Cost(8.0, 8.0), Cost(1.0, 4.0)]
    targets = [Target(Measure.WALL_RATIO, 0.5), Target(Measure.CPU_RATIO, 0.4), Target(Measure.WALL, 0.9)]
    row = make_row("clean build", 1000, ours, theirs, targets)
    assert [found for _, found in row.found] == [0.5, 0.5, 1.0]
    assert [line.split("|")[-2].strip() for line in format_table([row]).splitlines()[2:]] == ["yes", "NO", "NO"]


def test_figures_are_put_between_their_marks(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text("before\n<!-- figures -->\n<!-- end of figures -->\nafter\n", "utf-8")
    for text in ("old\n", "new\n"):
        write_figures(file, text)
    assert file.read_text("utf-8") == "before\n<!-- figures -->\n\nnew\n\n<!-- end of figures -->\nafter\n"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="Linux alone has such files")
def test_a_process_that_nobody_waits_for_is_counted(tmp_path: Path) -> None:
    busy = "s=$(($(date +%s%N)+300000000)); while [ $(date +%s%N) -lt $s ]; do :; done"
    program = Program(("sh", "-c", f"({busy}) & exit 0"), tmp_path / "log")
    # In a process of its own: it adopts and awaits every process below it, and a test's may have others.
    imports = "from pathlib import PosixPath; from benchmarks.processes import Program, run"
    asked = f"{imports}; cost = run({program!r}); print(cost.wall_s, cost.cpu_s)"
    root = Path(__file__).parents[1]
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    wall_s, cpu_s = map(float, said.stdout.split())
    assert cpu_s > 0.05
    assert wall_s < cpu_s
