"""Redirect pages in a real browser: over HTTP, below a folder, from a disk, with and without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from browsing import LIVE_BLOG, copy_example, open_tab, path_of, run_sitegen, violations
from playwright.sync_api import Browser, Page, Route, expect

from sitegen.config import ClockStyle, Links
from sitegen.model import Rights
from sitegen.output.scan import scan
from sitegen.pages.layouts import read_layouts
from sitegen.pages.plan_redirects import redirect_page
from sitegen.pages.render import open_press
from sitegen.pages.urls import path_of as file_of
from sitegen.pages.views import Link, Site
from sitegen.serve import open_server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.promise("A8")]

FORMER = ["/old/", "/2011/qaim story.html", "/سنوات/2017/"]
scripts = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
formers = pytest.mark.parametrize("former", FORMER)


def add_redirects(output: Path, links: Links) -> None:
    """Redirect pages at `FORMER`."""
    site = Site(
        *("The Minute Book", "", "en", "", "", ClockStyle.AP, links, Rights(), (), (), "/", ""),
        *("/assets/style.css", "/assets/favicon.svg"),
    )
    press = open_press(site, read_layouts(output / "none"), str.encode, lambda html, url: scan(html, url))
    for url in FORMER:
        file = output / file_of(url)
        file.parent.mkdir(parents=True, exist_ok=True)
        page = redirect_page(url, Link("Iraq frees Qaim", LIVE_BLOG), "content/a.md")
        file.write_bytes(press.render(page).html)


@pytest.fixture(scope="module")
def moved(archive_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A host's folder, which holds the archive in the folder ``live``."""
    host = tmp_path_factory.mktemp("host")
    shutil.copytree(archive_output, host / "live")
    add_redirects(host / "live", Links.FOLDER)
    return host


@pytest.fixture(scope="module")
def host(moved: Path) -> Iterator[str]:
    with open_server(moved) as url:
        yield url.rstrip("/")


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_example(tmp_path_factory.mktemp("disk") / "site")
    output = root.parent / "an archive, 50% (é)"
    run_sitegen(root, "build", "--base-url", "", "--links", "file", "--output", str(output))
    add_redirects(output, Links.FILE)
    return output


@formers
@scripts
@pytest.mark.parametrize("fragment", ["", "#t1930"])
def test_a_former_address_leads_on(chromium: Browser, host: str, former: str, script: bool, fragment: str) -> None:
    with open_tab(chromium, host, script=script) as tab:
        tab.page.goto(f"{host}/live{quote(former)}{fragment}")
        # Without a script, the refresh knows no fragment.
        tab.page.wait_for_url(f"{host}/live{LIVE_BLOG}{fragment if script else ''}")
        expect(tab.page.locator("h1")).to_contain_text("Iraq frees Qaim")
        if fragment and script:
            expect(tab.page.locator("#t1930")).to_be_in_viewport()


@formers
@scripts
def test_a_former_address_leads_on_from_a_disk(chromium: Browser, disk: Path, former: str, script: bool) -> None:
    with open_tab(chromium, disk.as_uri() + "/", script=script) as tab:
        tab.page.goto((disk / file_of(former)).as_uri() + "#t1930")
        there = f"{LIVE_BLOG}index.html{'#t1930' if script else ''}"
        tab.page.wait_for_url(lambda url: unquote(url) == f"file://{disk}{there}")
        expect(tab.page.locator("h1")).to_contain_text("Iraq frees Qaim")


def test_the_refresh_does_not_overtake_the_script_on_a_slow_host(chromium: Browser, host: str) -> None:
    with open_tab(chromium, host) as tab, slowed(tab.page, f"{host}/live{LIVE_BLOG}"):
        tab.page.goto(f"{host}/live/old/#t1930", wait_until="commit")
        tab.page.wait_for_url(f"{host}/live{LIVE_BLOG}*")
        assert path_of(tab.page) == f"/live{LIVE_BLOG}#t1930"


@contextmanager
def slowed(page: Page, url: str) -> Iterator[None]:
    """Let the answer for *url* come late."""

    def wait(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route(url, wait)
    yield
    page.unroute(url)


def test_back_does_not_lead_to_the_former_address_again(chromium: Browser, host: str) -> None:
    with open_tab(chromium, host) as tab:
        tab.page.goto(f"{host}/live/topics/")
        tab.page.evaluate("location.href = '../old/#t1930'")
        tab.page.wait_for_url(f"{host}/live{LIVE_BLOG}#t1930")
        tab.page.go_back()
        assert path_of(tab.page) == "/live/topics/"


@pytest.mark.parametrize("dark", [False, True])
def test_where_nothing_leads_on_by_itself_there_is_a_link(chromium: Browser, host: str, dark: bool) -> None:
    with open_tab(chromium, host, dark=dark) as tab:
        page = tab.page
        page.route("**/redirect.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
        page.route(f"**{LIVE_BLOG}", lambda route: route.fulfill(status=204))  # as a browser that does not refresh
        page.goto(f"{host}/live/old/")
        expect(page.get_by_role("heading", level=1)).to_have_text("This page has a new address")
        assert violations(page) == []
        page.unroute(f"**{LIVE_BLOG}")
        page.get_by_role("link", name="Iraq frees Qaim").click()
        page.wait_for_url(f"{host}/live{LIVE_BLOG}")


def test_where_the_script_cannot_be_had_the_refresh_leads_on(chromium: Browser, host: str) -> None:
    with open_tab(chromium, host) as tab:
        tab.page.route("**/redirect.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
        tab.page.goto(f"{host}/live/old/#t1930")
        tab.page.wait_for_url(f"{host}/live{LIVE_BLOG}*")
