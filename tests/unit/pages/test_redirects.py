"""Redirect pages: where they lead from every address, with a script and without."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.config import ClockStyle, Links
from sitegen.model import Rights
from sitegen.output.scan import scan, scan_plain
from sitegen.pages.layouts import read_layouts
from sitegen.pages.pieces import ROOT
from sitegen.pages.plan_redirects import redirect_page
from sitegen.pages.render import open_press
from sitegen.pages.views import Link, Page, RedirectView, Site

HOST = "https://archive.example.org"
TO = Link('Qaim & the "border" <b>', "/2017/11/03/qaim/")


def site(base_url: str = "", links: Links = Links.FOLDER) -> Site:
    return Site("T", "", "en", base_url, "", ClockStyle.AP, links, Rights(), (), (), "/", "", "/a.css", "/a.svg")


def tree_of(page: Page, where: Site) -> LexborHTMLParser:
    """The page as the default theme shows it."""
    layouts = read_layouts(Path("no-such-folder"))
    press = open_press(where, layouts, str.encode, lambda html, url: scan_plain(html, url, ROOT))
    made = press.render(page)
    assert made.links == scan(made.html.decode(), page.url)[1]
    return LexborHTMLParser(made.html)


def the(tree: LexborHTMLParser, selector: str) -> LexborNode:
    [found] = tree.css(selector)
    return found


def attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    return the(tree, selector).attributes[name] or ""


@pytest.mark.promise("A8")
@pytest.mark.parametrize("base_url", ["", f"{HOST}/live/"])
@pytest.mark.parametrize("links", list(Links))
@pytest.mark.parametrize("url", ["/old/", "/2011/07/a long/title.html", "/x/y/z/", "/qaim.html", "/é/"])
def test_refresh_script_and_link_lead_to_the_new_address(url: str, links: Links, base_url: str) -> None:
    tree = tree_of(redirect_page(url, TO, "content/a.md"), site(base_url, links))
    content = attribute(tree, "meta[http-equiv=refresh]", "content")
    assert content.startswith("0; url=../") or url.count("/") == 1
    for way in (
        content.removeprefix("0; url="),
        attribute(tree, "script", "data-to"),
        attribute(tree, "main a", "href"),
    ):
        there = TO.url + ("index.html" if links is Links.FILE else "")
        assert urljoin(f"{HOST}/live{url}", way) == f"{HOST}/live{there}"
    assert the(tree, "main a").text() == TO.title


def test_search_engines_are_told_of_the_new_address_alone() -> None:
    page = redirect_page("/old/", Link("Qaim", "/2017/11/03/qaim/#t1930"), "content/a.md")
    tree = tree_of(page, site(f"{HOST}/live/"))
    assert attribute(tree, "link[rel=canonical]", "href") == f"{HOST}/live/2017/11/03/qaim/"
    assert attribute(tree, "meta[name=robots]", "content") == "noindex"
    assert attribute(tree, "meta[http-equiv=refresh]", "content").endswith("2017/11/03/qaim/#t1930")


def test_the_script_stands_before_the_refresh_and_is_a_file_of_the_site() -> None:
    tree = tree_of(redirect_page("/old/", TO, "content/a.md"), site())
    head = [node.tag for node in tree.css("script, meta[http-equiv=refresh]")]
    assert head == ["script", "meta"]
    assert attribute(tree, "script", "src") == "../assets/redirect.js"
    assert the(tree, "script").text() == ""
    assert "defer" not in the(tree, "script").attributes
    assert "async" not in the(tree, "script").attributes


def test_the_title_says_its_language_where_it_is_not_the_page_s() -> None:
    page = redirect_page("/old/", Link("القائم", "/2017/11/03/qaim/"), "content/a.md", "ar")
    assert page.view == RedirectView(Link("القائم", "/2017/11/03/qaim/"), "ar")
    tree = tree_of(page, site())
    assert attribute(tree, "html", "lang") == "en"
    assert the(tree, "main a").attributes.items() >= {"lang": "ar", "dir": "rtl"}.items()
