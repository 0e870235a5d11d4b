"""Corrections from the content file to the pages: where each is shown, and which pages a change of one renders again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import build_site, difference, read_tree, replace_in, write

from sitegen.cli import run

GOLDEN = Path(__file__).parents[1] / "golden" / "corrections"
STORM = "content/2021/03/08/storm.md"
WORDS = "The harbor that closed is the outer one."


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The golden site with corrections, built."""
    shutil.copytree(GOLDEN, tmp_path / "site", ignore=shutil.ignore_patterns("expected", "reason.txt"))
    build_site(tmp_path / "site")
    return tmp_path / "site"


def shown_on(site: Path, words: str) -> set[str]:
    return {path for path, data in read_tree(site / "output").items() if words.encode() in data}


EVERYWHERE = {
    *("2021/03/08/storm/index.html", "2021/03/08/storm/index.json", "2021/03/08/index.html", "corrections/index.html"),
    *("2021/03/08/storm/t0600/index.html", "topics/harbor/index.html", "topics/harbor/2021/index.html"),
}
FEEDS = {f"{place}feed.{ending}" for place in ("", "topics/harbor/") for ending in ("xml", "json")}


@pytest.mark.promise("T4")
def test_a_correction_is_shown_wherever_its_update_is_shown_whole(site: Path) -> None:
    shown = shown_on(site, WORDS)
    assert shown >= EVERYWHERE | FEEDS
    assert {path for path in shown - EVERYWHERE - FEEDS if not path.startswith(("timeline/", "on-this-day/"))} == set()
    replace_in(site / "site.yaml", "topics:", "pages: {bodies: lead, corrections: false}\ntopics:")
    build_site(site)
    own = {f"2021/03/08/storm/{name}" for name in ("index.html", "index.json", "t0600/index.html")}
    assert shown_on(site, WORDS) == own | FEEDS


@pytest.mark.promise("B1")
@pytest.mark.parametrize(
    ("old", "new"), [(WORDS, "It is the inner one."), (f"kind: clarification, text: {WORDS}", "text: X")]
)
def test_a_change_of_a_correction_renders_what_shows_it_and_leaves_what_a_clean_build_leaves(
    site: Path, old: str, new: str
) -> None:
    before = shown_on(site, WORDS)
    replace_in(site / STORM, old, new)
    report = build_site(site)
    pages = {url.removeprefix("/") + ("index.html" if url.endswith("/") else "") for url, _ in report.rendered}
    assert before - {"feed.xml", "feed.json"} <= pages
    data = {path for path in pages if path.endswith((".json", ".csv", ".jsonl"))}
    assert pages - before - data <= {path for path in pages if path.startswith("2021/03/08/storm/")}
    assert shown_on(site, WORDS) == set()
    found = read_tree(site / "output")
    build_site(site, "clean", clean=True)
    assert difference(found, read_tree(site / "clean")) == ""


def test_an_update_that_goes_takes_no_correction_along_unseen(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site / STORM, "{#t1115", "{#t1116")
    assert run(["-C", str(site), "build"]) == 1
    assert 'storm.md:10:32: error: no update of this live blog has the anchor "t1115"' in capsys.readouterr().err


def test_check_lists_what_was_added_to_the_policy(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (site / "site.yaml").open("a") as stream:
        stream.write("csp: {img-src: [https://maps.example.org, 'https:']}\n")
    assert run(["-C", str(site), "check"]) == 0
    said = capsys.readouterr()
    assert "note: csp in site.yaml lets img-src load from https://maps.example.org https:" in said.out + said.err


def test_an_owner_may_have_no_page_in_its_place(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site / "content/pages/corrections.md", "---\ntitle: Mine\n---\n\nWords.\n")
    assert run(["-C", str(site), "build"]) == 1
    assert "corrections.md" in capsys.readouterr().err
