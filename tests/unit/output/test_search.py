"""The search index: a part a year, made by the real Pagefind, renewed where a page of it changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
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


def refuse(*asked: object) -> None:
    raise ValueError("out of memory")


def test_a_part_that_cannot_be_made_stays_as_it_was_with_a_warning(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = parts(site)
    monkeypatch.setattr(search, "_run_pagefind", refuse)
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
            file.write_bytes(b"x")  # and there it stays
        case _:
            file = part / "sitegen-stamp.txt"
            file.write_text("x" + file.read_text("utf-8"), "utf-8")
    (problem,) = check_search(site / "output")
    assert problem.where.path == f"output/{file.relative_to(site / 'output').as_posix()}"
    assert problem.code == {"lost": "output-lost", "added": "output-foreign"}.get(how, "output-altered")
    told = [str(one.where) for one in build_site(site).problems if one.code == "output-changed"]
    assert told == ([problem.where.path] if how in ("flipped", "lost") else [])
    assert [one.code for one in check_search(site / "output")] == (["output-foreign"] if how == "added" else [])


@pytest.mark.promise("B4")
def test_what_others_put_beside_the_index_stays(site: Path) -> None:
    mine = (
        "output/pagefind/notes/a.txt",
        "output/pagefind/a.txt",
        "output/pagefind/2018/a.txt",
        "output/pagefind/2017/b/c",
    )
    for path in mine:
        write(site / path, "mine")
    replace_in(site / BRIDGE, "It is shut.", "It is open.")
    (site / STORM).unlink()
    assert [one.code for one in build_site(site).problems if one.code.startswith(("search", "output"))] == []
    assert [(site / path).read_text("utf-8") for path in mine] == ["mine"] * 4
    assert sorted(path.name for path in (site / "output/pagefind/2018").iterdir()) == ["a.txt"]
    assert [one.code for one in check_search(site / "output")] == ["output-foreign"] * 2
    search.remove_search(site / "output")
    assert sorted(path.name for path in (site / "output/pagefind").iterdir()) == ["a.txt", "notes"]


@pytest.mark.promise("B4", "T1")
@pytest.mark.parametrize("is_kept", [True, False])
def test_nothing_of_an_index_with_a_damaged_stamp_stays(site: Path, is_kept: bool) -> None:
    part = site / "output/pagefind/2018"
    (part / "sitegen-stamp.txt").unlink()
    old = {path for path in read_tree(part) if "fragment" in path}
    replace_in(site / STORM, "It blows.", "It blew.") if is_kept else (site / STORM).unlink()
    build_site(site)
    assert part.exists() is is_kept
    assert not is_kept or not old & read_tree(part).keys()
    assert list(check_search(site / "output")) == []


@pytest.mark.promise("B4", "C1")
@pytest.mark.parametrize("is_swapped", [True, False])
def test_a_swap_that_died_is_completed_with_what_others_put_there(site: Path, is_swapped: bool) -> None:
    folder = site / "output/pagefind"
    write(folder / "2018/mine.txt", "mine")
    if is_swapped:
        shutil.copytree(folder / "2018", folder / ".2018.old")
        (folder / "2018/mine.txt").unlink()
    else:
        (folder / "2018").rename(folder / ".2018.old")
    build_site(site)
    assert (folder / "2018/mine.txt").read_text("utf-8") == "mine"
    assert sorted(path.name for path in folder.iterdir()) == ["2017", "2018"]


@pytest.mark.promise("X4", "B4")
@pytest.mark.parametrize("place", ["pagefind", "pagefind/2017"])
@pytest.mark.parametrize("kind", ["link", "file", "pipe"])
def test_what_stands_in_place_of_the_index_is_told_and_left(site: Path, place: str, kind: str) -> None:
    write(site / "outside/2017/diary.txt", "precious")
    there = site / "output" / place
    shutil.rmtree(there)
    match kind:
        case "link":
            there.symlink_to(site / "outside")
        case "file":
            there.write_text("mine", encoding="utf-8")
        case _:
            os.mkfifo(there)
    replace_in(site / BRIDGE, "It is shut.", "It is open.")
    for _ in range(2):
        (problem,) = (one for one in build_site(site).problems if one.code == "search-failed")
        assert (str(problem.where), problem.is_error) == (place, False)
    (page,) = (site / "output/2017/11/03").glob("*/index.html")
    assert "It is open." in page.read_text("utf-8")
    assert (site / "outside/2017/diary.txt").read_text("utf-8") == "precious"
    assert there.is_symlink() if kind == "link" else not there.is_dir()


@pytest.mark.promise("C2")
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), subprocess.TimeoutExpired("pagefind", 60)])
def test_a_full_disk_leaves_the_old_index_and_nothing_half_made(
    site: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(command: Sequence[str], **options: object) -> None:
        Path(command[command.index("--output-path") + 1]).mkdir()
        raise error

    monkeypatch.setattr(subprocess, "run", fail)
    _is_refused(site)


@pytest.mark.promise("C2")
def test_files_that_pagefind_left_cut_are_no_index(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run

    def cut(command: Sequence[str], **options: object) -> object:
        done = run(command, capture_output=True, check=False)
        (Path(command[command.index("--output-path") + 1]) / "pagefind-entry.json").write_bytes(b"")
        return done

    monkeypatch.setattr(subprocess, "run", cut)
    _is_refused(site)


def _is_refused(site: Path) -> None:
    before = parts(site)
    replace_in(site / BRIDGE, "It is shut.", "It is open.")
    (problem,) = (one for one in build_site(site).problems if one.code == "search-failed")
    assert "no" in problem.message.lower()
    assert parts(site) == before
    assert sorted(path.name for path in (site / "output/pagefind").iterdir()) == ["2017", "2018"]


@pytest.mark.promise("C6")
def test_a_signal_meanwhile_leaves_nothing_half_made(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(command: Sequence[str], **options: object) -> None:
        Path(command[command.index("--output-path") + 1]).mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "run", ask)
    replace_in(site / BRIDGE, "It is shut.", "It is open.")
    with pytest.raises(KeyboardInterrupt):
        build_site(site)
    assert sorted(path.name for path in (site / "output/pagefind").iterdir()) == ["2017", "2018"]
    monkeypatch.undo()
    (site / "output/pagefind/.2017.new").mkdir()  # as kill -9 would
    build_site(site)
    assert sorted(path.name for path in (site / "output/pagefind").iterdir()) == ["2017", "2018"]
