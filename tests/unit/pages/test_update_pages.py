"""Pages of single updates: which there are, what they lead to, and what is left of one whose update is gone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from support import (
    PUBLISHED,
    SETTINGS,
    Tree,
    build_site,
    codes_of,
    difference,
    liveblog,
    make_site,
    read_tree,
    replace_in,
    update,
    write,
)

from sitegen.errors import SitegenError

BLOG, HOME = "content/gale.md", "2018/02/20/gale/"
UPDATES = (
    update("2018-02-20 08:00", "No ferry sails today. The harbor master says so.", "#t0800"),
    update("2018-02-20 08:40 — The quay is dry", "It was wet, see [before](#t0800).", "#t0840 key"),
    update("2018-02-20 09:50", "It blows.", "#t0950"),
)
BASE = "base_url: https://archive.example.org/live/\n"


def make(folder: Path, settings: str = PUBLISHED + BASE) -> Path:
    text = liveblog("A gale", "2018-02-20", UPDATES, id="2018-02-20-gale", slug="gale")
    return make_site(folder / "site", {"site.yaml": settings, BLOG: text})


def built(site: Path) -> Tree:
    build_site(site)
    return read_tree(site / "output")


def pages(tree: Tree) -> set[str]:
    found = (re.fullmatch(rf"{HOME}([^/]+)/index\.html", path) for path in tree)
    return {match[1] for match in found if match}


def unlike_clean(site: Path) -> str:
    clean = site.with_name("clean")
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(site / "content", clean / "content")
    shutil.copy(site / "site.yaml", clean)
    return difference(read_tree(site / "output"), built(clean))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", {"t0840"}),
        ("pages: {updates: key}\n", {"t0840"}),
        ("pages: {updates: none}\n", set()),
        ("pages: {updates: all}\n", {"t0800", "t0840", "t0950"}),
    ],
)
def test_which_updates_have_a_page_is_the_owners_choice(tmp_path: Path, said: str, expected: set[str]) -> None:
    assert pages(built(make(tmp_path, PUBLISHED + said))) == expected


def test_a_page_has_the_update_with_its_id_and_says_where_it_belongs(tmp_path: Path) -> None:
    tree = built(make(tmp_path, PUBLISHED + BASE + "pages: {updates: all}\n"))
    page = LexborHTMLParser(tree[f"{HOME}t0840/index.html"])
    assert [node.attributes["id"] for node in page.css("article [id]")] == ["t0840"]
    title, said = (
        page.css_first("title"),
        {node.attributes["name"]: node.attributes["content"] for node in page.css("meta[name]")},
    )
    assert title is not None
    assert title.text() == "The quay is dry – The Small Archive"
    assert said["description"] == "It was wet, see before."
    assert said["robots"] == "noindex"
    canonical = page.css_first('link[rel="canonical"]')
    assert canonical is not None
    assert canonical.attributes["href"] == f"https://archive.example.org/live/{HOME}"
    up = "../../../../../2018/02/20/gale/"
    links = [node.attributes["href"] for node in page.css("main a")]
    assert f"{up}#t0840" in links
    assert f"{up}#t0800" in links
    assert [node.attributes["href"] for node in page.css(".turn a")] == [f"{up}t0800/", f"{up}t0950/"]


def test_neighbours_without_a_page_are_reached_at_their_permalinks(tmp_path: Path) -> None:
    page = LexborHTMLParser(built(make(tmp_path))[f"{HOME}t0840/index.html"])
    up = "../../../../../2018/02/20/gale/"
    assert [node.attributes["href"] for node in page.css(".turn a")] == [f"{up}#t0800", f"{up}#t0950"]


def test_no_page_of_an_update_is_in_the_sitemap(tmp_path: Path) -> None:
    assert b"/t0840/" not in built(make(tmp_path))["sitemap.xml"]


def test_a_former_address_leads_on_with_all_that_stands_beside_it(tmp_path: Path) -> None:
    site = make(tmp_path)
    built(site)
    replace_in(site / BLOG, "slug: gale", "slug: storm")
    tree = built(site)
    assert b"url=../../../../../2018/02/20/storm/t0840/" in tree[f"{HOME}t0840/index.html"]
    replace_in(site / BLOG, "#t0950", "#t0950 key")
    tree = built(site)
    assert b"url=../../../../../2018/02/20/storm/t0950/" in tree[f"{HOME}t0950/index.html"]
    assert unlike_clean(site) == ""


def test_the_page_of_a_withheld_update_leads_to_its_notice(tmp_path: Path) -> None:
    site = make(tmp_path)
    built(site)
    ledger = site / "content/anchors.lock"
    text = ledger.read_text("utf-8")
    line = next(line for line in text.splitlines() if " t0840 " in line)
    ledger.write_text(text.replace(line, "2018-02-20-gale t0840 withheld 2026-01-01"), "utf-8")
    replace_in(site / BLOG, f"\n## {UPDATES[1]}\n", "")
    tree = built(site)
    assert b"url=../../../../../2018/02/20/gale/#t0840" in tree[f"{HOME}t0840/index.html"]
    assert b"wet" not in tree[f"{HOME}t0840/index.html"]
    assert unlike_clean(site) == ""


def test_a_page_goes_with_the_mark_that_made_it(tmp_path: Path) -> None:
    site = make(tmp_path, SETTINGS)
    assert pages(built(site)) == {"t0840"}
    replace_in(site / BLOG, "#t0840 key", "#t0840")
    assert pages(built(site)) == set()


def test_where_the_layout_alone_changes_each_is_made_again_with_its_own_ids_and_links(tmp_path: Path) -> None:
    site = make(tmp_path, SETTINGS + "pages: {updates: all}\n")
    built(site)
    (site / "layouts").mkdir(exist_ok=True)
    (site / "layouts/update.html").write_text('{% extends "default/update.html" %}\n', "utf-8")
    build_site(site)
    tree = read_tree(site / "output")
    assert pages(tree) == {"t0800", "t0840", "t0950"}
    clean = site.with_name("clean")
    shutil.copytree(site, clean, ignore=shutil.ignore_patterns("output", ".sitegen"))
    assert difference(tree, built(clean)) == ""


@pytest.mark.parametrize(("link", "leads"), [("t0950/#t0950", True), ("t0950/#t0800", False), ("t0800/#t0950", False)])
def test_links_to_such_a_page_are_checked_by_the_ids_that_it_has(tmp_path: Path, link: str, leads: bool) -> None:
    site = make(tmp_path, SETTINGS + "pages: {updates: all}\n")
    write(site / "content/pages/about.md", f"---\ntitle: About\n---\n\nSee [this](/{HOME}{link}).\n")
    if leads:
        build_site(site)
        return
    with pytest.raises(SitegenError) as raised:
        build_site(site)
    assert codes_of(raised.value) == ["broken-link"]
