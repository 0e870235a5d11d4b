"""The search page in a real browser: with its index, below a folder; from a disk and without a script, as a list."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import LIVE_BLOG, open_tab, violations
from playwright.sync_api import Browser, expect

from sitegen.serve import open_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def below(archive_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The archive in a sub-folder of a host."""
    host = tmp_path_factory.mktemp("host")
    shutil.copytree(archive_output, host / "live")
    with open_server(host) as url:
        yield f"{url}live"


def test_updates_are_found_by_their_words_and_lead_to_their_anchors(chromium: Browser, below: str) -> None:
    with open_tab(chromium, below) as tab:
        tab.page.goto(f"{below}/search/")
        tab.page.get_by_role("searchbox").fill("Husaybah")
        found = tab.page.locator(".pf-heading-link").first
        expect(found).to_contain_text("2:40 p.m.")
        assert violations(tab.page) == []
        found.click()
        tab.page.wait_for_url(f"{below}{LIVE_BLOG}#t1440")


def test_all_years_are_searched_and_filters_narrow_what_is_found(chromium: Browser, below: str) -> None:
    with open_tab(chromium, below) as tab:
        tab.page.goto(f"{below}/search/")
        tab.page.get_by_role("searchbox").fill("the")
        for year in ("2017", "2018"):
            expect(tab.page.locator(f'.pf-result-link[href*="/live/{year}/"]')).not_to_have_count(0)
        tab.page.locator(".pf-filter-group-name", has_text="Year").click()
        tab.page.get_by_role("checkbox", name="2018").check()
        expect(tab.page.locator('.pf-result-link[href*="/2017/"]')).to_have_count(0)
        expect(tab.page.locator('.pf-result-link[href*="/2018/"]')).not_to_have_count(0)


def test_from_a_disk_the_list_is_narrowed(chromium: Browser, archive_output: Path) -> None:
    page = chromium.new_page()
    page.goto(f"{(archive_output / 'search/index.html').as_uri()}?q=h%C3%A1rbor")
    expect(page.get_by_role("searchbox")).to_have_value("hárbor")
    expect(page.get_by_role("status")).to_have_text("2 of 27")
    expect(page.locator(".headlines li:visible")).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_role("status")).to_have_text("")
    page.close()


def test_without_a_script_the_page_is_a_list(chromium: Browser, origin: str) -> None:
    with open_tab(chromium, origin, script=False) as tab:
        tab.page.goto(f"{origin}/search/")
        expect(tab.page.get_by_role("searchbox")).to_have_count(0)
        expect(tab.page.locator(".headlines li:visible")).to_have_count(8)
