"""What was published and is no more: told, also where the ledger has lost its lines or the output came from elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import PUBLISHED, build_site, codes_of, liveblog, make_site, read_tree, replace_in, update, write

from sitegen.build import Report
from sitegen.cli import run
from sitegen.errors import ContentError

PORT, STORM = "content/2021/03/08/port.md", "content/2021/03/09/storm.md"
LEDGER = "content/anchors.lock"
NOON = update("2021-03-08 12:00", "Quiet.", "#t1200")
FILES = {
    "site.yaml": PUBLISHED,
    PORT: liveblog("Port", "2021-03-08", [NOON, update("2021-03-08 13:00", "Loud.", "#t1300")], id="2021-03-08-port"),
    STORM: liveblog("Storm", "2021-03-09", [update("2021-03-09 09:00", "It blows.", "#t0900")], id="2021-03-09-storm"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", FILES)
    build_site(root)
    return root


def told(report: Report) -> list[tuple[str, str]]:
    return [(one.code, one.where.path) for one in report.problems if one.code in ("address-gone", "anchor-lost")]


def lose(site: Path, words: str) -> None:
    """Take the lines that say *words* out of the ledger, as a bad merge does."""
    lines = (site / LEDGER).read_text("utf-8").splitlines(keepends=True)
    (site / LEDGER).write_text("".join(line for line in lines if words not in line), "utf-8")


@pytest.mark.promise("A5")
def test_an_anchor_whose_line_was_lost_with_its_update_is_told_once(site: Path) -> None:
    lose(site, " t1200 ")
    replace_in(site / PORT, NOON, "")
    replace_in(site / PORT, "## \n", "")
    assert run(["-C", str(site), "build", "--strict", "--no-search"]) == 1
    assert told(build_site(site)) == [("anchor-lost", PORT)]
    assert told(build_site(site)) == []


@pytest.mark.promise("A5", "A7")
def test_a_takedown_whose_line_was_lost_is_told(site: Path) -> None:
    assert run(["-C", str(site), "withhold", "2021-03-08-port#t1200"]) == 0
    assert told(build_site(site)) == []
    lose(site, " t1200 ")
    assert told(build_site(site)) == [("anchor-lost", PORT)]


@pytest.mark.promise("A5")
@pytest.mark.parametrize("is_copied", [False, True])
def test_a_live_blog_whose_lines_were_lost_with_its_file_is_told(site: Path, tmp_path: Path, is_copied: bool) -> None:
    """Also where nothing but the manifest says what was published: in a copy of the site."""
    if is_copied:
        site = shutil.copytree(site, tmp_path / "copy")
    lose(site, "2021-03-09-storm ")
    (site / STORM).unlink()
    where = "output/2021/03/09/storm/index.html" if is_copied else STORM
    assert told(build_site(site)) == [("address-gone", where)]


@pytest.mark.promise("A4")
def test_what_is_withheld_moved_or_edited_is_not_told(site: Path) -> None:
    replace_in(site / PORT, "Quiet.", "Very quiet.")
    replace_in(site / PORT, "2021-03-08 13:00", "2021-03-08 13:30")
    assert run(["-C", str(site), "withhold", "2021-03-09-storm"]) == 0
    assert told(build_site(site)) == []


def test_nothing_is_told_of_a_site_that_was_never_published(site: Path, tmp_path: Path) -> None:
    root = make_site(tmp_path / "other", FILES | {"site.yaml": PUBLISHED + "published: false\n"})
    build_site(root)
    replace_in(root / PORT, NOON, "")
    replace_in(root / PORT, "## \n", "")
    replace_in(root / "site.yaml", "published: false\n", "")
    assert told(build_site(root)) == []


@pytest.mark.promise("A5")
@pytest.mark.parametrize("has_cache", [True, False])
def test_content_that_is_away_is_not_imported_anew(site: Path, has_cache: bool) -> None:
    write(
        site / "seeds/calm.txt", "2021-03-10\n\nA calm\n\n10:00 a.m.\n\nIt is calm.\n\n11:00 a.m.\n\nIt stays calm.\n"
    )
    build_site(site)
    before, previewed = read_tree(site / "content"), site / ".sitegen/preview"
    build_site(site, previewed.as_posix(), drafts=True)
    (site / "content").rename(site / "away")
    if not has_cache:
        shutil.rmtree(site / ".sitegen")
    for output, drafts in (("output", False), *([(previewed.as_posix(), True)] if has_cache else [])):
        with pytest.raises(ContentError) as raised:
            build_site(site, output, drafts=drafts)
        assert codes_of(raised.value) == ["ledger-lost"]
        assert not (site / "content").exists()
    (site / "away").rename(site / "content")
    assert build_site(site).removed == ()
    assert read_tree(site / "content") == before


@pytest.mark.promise("A5")
def test_a_ledger_without_its_head_is_damaged(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (site / LEDGER).read_text("utf-8").splitlines(keepends=True)
    (site / LEDGER).write_text("".join(lines[2:]), "utf-8")
    assert run(["-C", str(site), "build", "--no-search"]) == 1
    assert f"{LEDGER}:1:1: error: the ledger was cut: its first line" in capsys.readouterr().err
