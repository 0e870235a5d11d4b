"""The search index: a part a year, made by the real Pagefind, renewed where a page of it changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import SETTINGS, difference, liveblog, make_site, read_tree, replace_in, update, write
from support import build_site as build_without

from sitegen.build import Report
from sitegen.output import search
from sitegen.verifying.search_parts import check_search

BRIDGE, STORM = "content/bridge.md", "content/storm.md"
FILES = {
    BRIDGE: liveblog("The bridge", "2017-11-03", [update("2017-11-03 10:00", "It is shut.", "#t1000")], id="bridge"),
    STORM: liveblog("The storm", "2018-02-20", [update("2018-02-20 09:00", "It blows.", "#t0900")], id="storm"),
}


def build_site(root: Path, output: str = "output", *, drafts: bool = False) -> Report:
    return build_without(root, output, drafts=drafts, search=True)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path, FILES)
    build_site(root)
    return root


def parts(root: Path) -> dict[str, int]:
    """The inode of the entry of each part: a part that is made anew has another."""
    return {
        path.parent.name: path.stat().st_ino
        for path in sorted((root / "output/pagefind").glob("*/pagefind-entry.json"))
    }


def test_each_year_with_live_blogs_has_a_part_and_no_other_file_is_left(site: Path) -> None:
    assert list(parts(site)) == ["2017", "2018"]
    assert sorted(path.name for path in (site / "output/pagefind").iterdir()) == ["2017", "2018"]


def test_only_the_year_of_a_changed_page_is_indexed_anew(site: Path) -> None:
    before = parts(site)
    replace_in(site / BRIDGE, "It is shut.", "It is open.")
    build_site(site)
    after = parts(site)
    assert after["2017"] != before["2017"]
    assert after["2018"] == before["2018"]


def test_a_build_in_which_nothing_changed_indexes_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_run_pagefind", lambda *asked: pytest.fail("indexed"))
    assert build_site(site).rendered == ()


def test_a_year_that_is_no_more_leaves_the_index(site: Path) -> None:
    (site / STORM).unlink()
    build_site(site)
    assert list(parts(site)) == ["2017"]


def test_a_part_that_cannot_be_made_stays_as_it_was_with_a_warning(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = parts(site)
    monkeypatch.setattr(search, "_run_pagefind", lambda *asked: "out of memory")
    replace_in(site / BRIDGE, "It is shut.", "It is open.")
    (problem,) = (one for one in build_site(site).problems if one.code == "search-failed")
    assert (str(problem.where), problem.is_error) == ("pagefind/2017", False)
    assert "out of memory" in problem.message
    assert parts(site) == before
    monkeypatch.undo()
    write(site / STORM, FILES[STORM].replace("It blows.", "It blew."))
    build_site(site)
    assert parts(site)["2017"] != before["2017"]  # what failed is tried again


def test_without_the_extra_a_site_is_built_and_an_old_part_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "is_installed", lambda: False)
    replace_in(site / BRIDGE, "It is shut.", "It is open.")
    assert [str(one.where) for one in build_site(site).problems if one.code == "search-failed"] == ["pagefind/2017"]
    search.remove_search(site / "output")
    replace_in(site / BRIDGE, "It is open.", "It is shut.")
    assert [one for one in build_site(site).problems if one.code == "search-failed"] == []


def test_previews_and_sites_without_a_search_page_have_no_index(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES | {"site.yaml": SETTINGS + "pages: {search: false}\n"})
    build_site(root)
    build_site(root, "preview", drafts=True)
    assert not (root / "output/pagefind").exists()
    assert not (root / "output/search").exists()
    assert not (root / "preview/pagefind").exists()


@pytest.mark.promise("B2")
def test_the_same_pages_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    slugs = [f"topic-{number}" for number in range(12)]  # of which Pagefind makes another order at each run
    write(
        site / "site.yaml", SETTINGS + "topics:\n" + "".join(f"  - {{slug: {slug}, label: {slug}}}\n" for slug in slugs)
    )
    replace_in(site / BRIDGE, "#t1000", f'#t1000 topics="{",".join(slugs)}"')
    build_site(site)
    first = read_tree(site / "output/pagefind")
    search.remove_search(site / "output")
    build_site(site)
    assert difference(read_tree(site / "output/pagefind"), first) == ""
    assert any(path.startswith("2017/filter/") for path in first)


@pytest.mark.promise("P2")
@pytest.mark.parametrize("how", ["flipped", "lost", "added", "stamp"])
def test_verify_says_which_file_of_the_index_lies(site: Path, how: str) -> None:
    build_site(site)
    assert list(check_search(site / "output")) == []
    part = site / "output/pagefind/2017"
    file = next(part.glob("fragment/*"))
    match how:
        case "flipped":
            data = file.read_bytes()
            file.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
        case "lost":
            file.unlink()
        case "added":
            file = part / "fragment/x"
            file.write_bytes(b"x")
        case _:
            file = part / "sitegen-stamp.txt"
            file.write_text("x" + file.read_text("utf-8"), "utf-8")
    (problem,) = check_search(site / "output")
    assert problem.where.path == f"output/{file.relative_to(site / 'output').as_posix()}"
    assert problem.code == ("output-lost" if how == "lost" else "output-altered")
    shutil.rmtree(part)
    build_site(site)
    assert list(check_search(site / "output")) == []
