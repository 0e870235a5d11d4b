"""An archive on a disk: built with ``--links file`` and opened from ``file://``, page by page."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from browsing import LIVE_BLOG, copy_example, open_tab, run_sitegen
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINKS = "[...document.querySelectorAll('a[href]')].map((one) => one.href)"
PAPER = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the archive, in a folder whose name has what file names may have."""
    root = copy_example(tmp_path_factory.mktemp("disk") / "site")
    output = root.parent / "an archive, 50% (é)"
    run_sitegen(root, "build", "--base-url", "", "--links", "file", "--output", str(output))
    return output


@pytest.mark.promise("B6")
@pytest.mark.slow
def test_every_link_from_a_disk_opens_a_page(chromium: Browser, disk: Path) -> None:
    home = (disk / "index.html").as_uri()
    with open_tab(chromium, disk.as_uri() + "/") as tab:
        todo, seen = [home], {home}
        while todo:
            here = todo.pop()
            tab.page.goto(here, wait_until="load")
            check_page(tab.page, here)
            links = {urldefrag(link).url for link in tab.page.evaluate(LINKS)}
            new = {link for link in links if link.startswith("file:")} - seen
            seen |= new
            assert [link for link in new if not Path(unquote(urlsplit(link).path)).is_file()] == [], here
            todo += sorted(link for link in new if link.endswith(".html"))  # data is for programs
    named = {Path(unquote(urlsplit(url).path)) for url in seen}
    # Those of single updates are for previews and reference managers: no reader needs to come to them.
    pages = {path for path in disk.rglob("*.html") if not re.fullmatch("t[0-9][a-z0-9-]*", path.parent.name)}
    assert named - {disk / "404.html"} >= {path for path in pages if path.name != "404.html"}


def check_page(page: Page, here: str) -> None:
    """A page of ours, with its stylesheet; a folder listing has an h1 too, but neither our title nor our paper."""
    assert page.locator("h1").count() == 1, here
    assert "The Minute Book" in page.title(), here
    assert page.evaluate(PAPER) == "rgb(253, 252, 248)", here


def test_anchors_and_back_work_from_a_disk(chromium: Browser, disk: Path) -> None:
    with open_tab(chromium, disk.as_uri() + "/") as tab:
        page = tab.page
        page.goto((disk / "2017/11/03/index.html").as_uri())
        page.locator("h3[id$='-t1930'] > a").first.click()
        assert unquote(page.url).endswith(f"{LIVE_BLOG}index.html#t1930")
        expect(page.locator(".update:has(> #t1930) .stamp")).to_be_visible()
        page.go_back()
        assert page.url.endswith("/2017/11/03/index.html")
