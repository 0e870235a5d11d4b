"""Seeds that once broke import down, or held it up; each test has the name of what did it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time

import pytest
from support import build_site, make_site, read_tree

from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.content.markdown import plain, render
from sitegen.dates import read_date
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.fidelity import unexplained
from sitegen.importers.registry import importers
from sitegen.importers.seeds import Imported, Importer, Seed
from sitegen.importers.text.log_lines import lead_of
from sitegen.importers.text.plain_text import decode, escape
from sitegen.importers.web.html import parse
from sitegen.model import LiveBlog, Update

SEED = "The Latest: Storm\n\nNov. 3, 2017\n\nHALMER (Sample) - All (all times in UTC):\n\n7:30 p.m.\n\nThe storm.\n"


def seconds_of(once: int) -> float:
    """An upper bound in seconds that a quadratic way through *once* thousand units would not keep on any machine."""
    return once / 4


@pytest.mark.promise("F3", "X9")
@pytest.mark.parametrize("text", ["2017-99-99", "2017-20-01", "2017-00-10", "2017-13-01"])
def test_a_month_of_no_calendar_is_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.promise("X6")
@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\0", "\x1b"])
def test_what_no_xml_may_hold_is_refused_at_its_place(character: str) -> None:
    problem = decode(f"One\nab{character}c".encode(), "", "seeds/a.txt")
    assert not isinstance(problem, str)
    assert (problem.code, problem.where.line, problem.where.column) == ("control-character", 2, 3)


@pytest.mark.promise("X5")
def test_thousands_of_updates_in_a_minute_get_their_anchors_in_linear_time() -> None:
    at = datetime(2017, 11, 3, 19, 30, tzinfo=UTC)
    blog = LiveBlog(
        "2017-11-03-x", "x", "X", date(2017, 11, 3), "UTC", updates=tuple(Update(at, "a") for _ in range(20_000))
    )
    start = process_time()
    minted = mint_all(blog)
    assert process_time() - start < seconds_of(20)
    assert len({update.anchor for update in minted.updates}) == 20_000


@pytest.mark.slow
@pytest.mark.promise("X5", "F1")
def test_updates_that_begin_alike_in_one_block_are_proved_in_linear_time() -> None:
    hours = [datetime(2017, 11, 3, number // 60 % 24, number % 60, tzinfo=UTC) for number in range(8000)]
    updates = tuple(Update(at, f"The storm is on its way, part {number}.") for number, at in enumerate(hours))
    blog = LiveBlog("", "", "Storm", date(2017, 11, 3), "UTC", updates=updates)
    lines = [f"{update.at:%H:%M}\n{update.body}" for update in updates]
    lines[4000] += " Lost."  # so that every way through is tried
    start = process_time()
    problems = unexplained("\n".join(["Storm", *lines]), "seeds/a.txt", blog, lambda body: plain(render(body, "/")))
    assert process_time() - start < seconds_of(80)
    assert [problem.code for problem in problems] == ["lost-words"]


@pytest.mark.promise("X5")
@pytest.mark.parametrize("unit", ["*", "_", "[*", "***_"])
def test_a_storm_of_marks_behind_a_clock_is_read_in_linear_time(unit: str) -> None:
    start = process_time()
    lead_of("7:30 p.m. " + unit * 10_000)
    assert process_time() - start < seconds_of(20)


@pytest.mark.promise("X5")
@pytest.mark.parametrize("unit", ["\x85", "\u2028", "\x85 ", "\u2029#", "*", "`", "\\", "](", "&#"])
def test_a_storm_of_line_ends_and_marks_is_escaped_in_linear_time(unit: str) -> None:
    start = process_time()
    escape(f"Before {unit * 20_000} after")
    assert process_time() - start < seconds_of(20)


@pytest.mark.slow
@pytest.mark.promise("X5")
@pytest.mark.parametrize("unit", ["![", "![a", "[![", "<![CDATA[", "[", "[a]("])
@pytest.mark.parametrize("end", ["", "]", "](x)"])
def test_a_storm_of_pictures_is_rendered_in_linear_time(unit: str, end: str) -> None:
    start = process_time()
    render(f"Before {unit * 10_000}{end} after", "/")
    assert process_time() - start < seconds_of(40)


def test_pictures_and_links_behind_some_that_never_end_are_still_made() -> None:
    html = render("![one ![two [three ![map](/x.png) and [note](/n)", "/")
    assert '<img src="/x.png" alt="map"' in html
    assert '<a href="/n">note</a>' in html


@pytest.mark.promise("E1", "E2")
def test_an_importer_that_breaks_down_is_a_problem_of_its_seed_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(seed: Seed, config: Config) -> Iterator[Imported]:
        yield Problem(Location(seed.path), "near-clock", "a warning", "wait", Severity.WARNING)
        raise RuntimeError("no such thing")

    broken = Importer("broken", "seeds that break it", lambda seed: "" if seed.path.endswith(".brk") else "no", read)
    known = importers()
    monkeypatch.setattr("sitegen.importers.reading.importers", lambda: ((*known[0], broken), known[1]))
    report = build_site(make_site(tmp_path, {"seeds/a.brk": "x", "seeds/b.txt": SEED}))
    errors = [problem for problem in report.problems if problem.is_error]
    assert [(problem.where.path, problem.code) for problem in errors] == [("seeds/a.brk", "importer-failed")]
    assert "2017/11/03/storm/index.html" in read_tree(tmp_path / "output")


@pytest.mark.promise("X3", "E1")
def test_a_topic_that_a_sidecar_makes_up_is_an_error_of_the_sidecar(tmp_path: Path) -> None:
    files = {"seeds/b.txt": SEED, "seeds/b.txt.meta.yaml": "title: x\ntopics: [../x]\n"}
    report = build_site(make_site(tmp_path, files))
    errors = [problem for problem in report.problems if problem.is_error]
    assert [(problem.where.path, problem.where.line, problem.code) for problem in errors] == [
        ("seeds/b.txt.meta.yaml", 2, "unknown-topic")
    ]
    assert not (tmp_path / "content/2017").exists()


@pytest.mark.promise("X5")
@pytest.mark.parametrize("unit", ["a{}=b ", "a{}", "a{}='<p>'", '="{}" ', "/a{}", 'a{}="x>y"'])
def test_an_element_crowded_with_attributes_is_refused_before_it_is_parsed(unit: str) -> None:
    crowd = "".join(unit.format(f"{number} " if unit == "a{}" else number) for number in range(60_000))
    start = process_time()
    with pytest.raises(ValueError, match="more than 2,000 attributes"):
        parse(f"<!doctype html><title>x</title><p {crowd}>x</p>")
    assert process_time() - start < 5  # a fraction of one; the parser takes many
    few = "".join(unit.format(f"{number} " if unit == "a{}" else number) for number in range(500))
    assert [node.text() for node in parse(f"<!doctype html><p {few}>x <b>y</b></p>").css("p b")] == ["y"]


@pytest.mark.promise("X5")
@pytest.mark.parametrize(
    "unit", ["<p a='", '<p a="', "<!--", "<script>", "<p a=", "<p =", "</p a ", "<a/b/c", "<p \"'"]
)
def test_tags_without_end_are_looked_through_in_linear_time(unit: str) -> None:
    start = process_time()
    with suppress(ValueError):
        parse("<!doctype html>" + unit * 30_000)
    assert process_time() - start < 5
