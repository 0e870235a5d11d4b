"""A live blog in the other order: the same updates at the same ids, with what stands between them right from below."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from support import PUBLISHED, SETTINGS, Tree, build_site, liveblog, make_site, read_tree, update, write

BLOG = "content/gale.md"
UPDATES = (
    update("2018-02-20 08:00", "No ferry sails.", "#t0800"),
    update("2018-02-20 08:40", "The quay is [dry](#t0800).", "#t0840"),
    update("2018-02-20 23:50", "It blows.", "#t2350 key"),
    update("2018-02-21 00:05", "It is over.", "#t0221-0005"),
)
HOME, LATEST = "2018/02/20/gale/index.html", "2018/02/20/gale/latest/index.html"
SITE = PUBLISHED + "base_url: https://archive.example.org/live/\n"


def built(folder: Path, settings: str = SITE, updates: tuple[str, ...] = UPDATES) -> Tree:
    text = liveblog("A gale", "2018-02-20", updates, id="2018-02-20-gale", slug="gale")
    site = make_site(folder / "site", {"site.yaml": settings, BLOG: text})
    build_site(site)
    return read_tree(site / "output")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return built(tmp_path_factory.mktemp("latest"))


def ids(html: bytes) -> list[str]:
    return re.findall(r'<h2 id="(t[^"]+)"', html.decode())


def test_the_newest_stands_first(tree: Tree) -> None:
    assert ids(tree[HOME]) == ["t0800", "t0840", "t2350", "t0221-0005"]
    assert ids(tree[LATEST]) == ids(tree[HOME])[::-1]


def test_what_stands_between_is_said_from_below(tree: Tree) -> None:
    pattern = r'class="(?:gap|new-day)">(?:<time [^>]*>)?([^<]+)<'
    assert re.findall(pattern, tree[HOME].decode()) == ["15 h 10 min later", "Wednesday 21 February 2018"]
    days = ["Wednesday 21 February 2018", "Tuesday 20 February 2018"]
    assert re.findall(pattern, tree[LATEST].decode()) == [*days, "15 h 10 min earlier"]


def test_it_repeats_the_page_of_the_permalinks(tree: Tree) -> None:
    page = LexborHTMLParser(tree[LATEST])
    canonical, robots = page.css_first('link[rel="canonical"]'), page.css_first('meta[name="robots"]')
    assert canonical is not None
    assert robots is not None
    assert canonical.attributes["href"] == "https://archive.example.org/live/2018/02/20/gale/"
    assert robots.attributes["content"] == "noindex"
    assert page.css_first('script[type="application/ld+json"]') is None
    assert b"/latest/" not in tree["sitemap.xml"]


def test_each_leads_to_the_other_and_clocks_lead_to_permalinks(tree: Tree) -> None:
    assert re.findall(r'class="order">(.*)</p>', tree[HOME].decode()) == [
        '<b>Oldest first</b> · <a href="../../../../2018/02/20/gale/latest/">Newest first</a>'
    ]
    page = LexborHTMLParser(tree[LATEST])
    for link in page.css(".update h2 > a, .update .permalink a, .update .body p a"):
        assert re.fullmatch(r"\.\./\.\./\.\./\.\./\.\./2018/02/20/gale/#t[0-9-]+", link.attributes["href"] or "")


def test_few_updates_and_sites_without_it_have_none(tmp_path: Path) -> None:
    few, off = built(tmp_path / "few", updates=UPDATES[:3]), built(tmp_path / "off", SITE + "pages: {latest: false}\n")
    for tree in (few, off):
        assert LATEST not in tree
        assert b'class="order' not in tree[HOME]


def test_it_goes_with_the_update_that_made_it_worth_while(tmp_path: Path) -> None:
    assert LATEST in built(tmp_path, SETTINGS)
    site = tmp_path / "site"
    text = liveblog("A gale", "2018-02-20", UPDATES[:3], id="2018-02-20-gale", slug="gale")
    write(site / BLOG, text)
    build_site(site)
    assert not (site / "output" / LATEST).exists()
