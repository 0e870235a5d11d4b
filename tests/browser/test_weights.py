"""What pages weigh, and that they are HTML as it is written down: `make audit` prints the figures."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from browsing import KINDS, copy_example, open_tab, run_sitegen
from playwright.sync_api import Browser
from weights import MANY, MOST_SCRIPT, MOST_TOGETHER, add_live_blog_of_many, weigh

pytestmark = [pytest.mark.browser, pytest.mark.slow]

kinds = pytest.mark.parametrize("kind", KINDS)


def _page(output: Path, kind: str) -> Path:
    return output / "404.html" if kind == "lost" else output / KINDS[kind].strip("/") / "index.html"


def test_a_live_blog_of_forty_updates_is_light(tmp_path: Path) -> None:
    root = copy_example(tmp_path / "site")
    place = add_live_blog_of_many(root / "content")
    run_sitegen(root, "build", "--base-url", "https://archive.example.org/")
    page = root / "output" / place / "index.html"
    assert page.read_text("utf-8").count('class="update') >= MANY
    one = weigh(root / "output", page)
    assert one.packed < MOST_TOGETHER
    assert one.script < MOST_SCRIPT
    assert one.html > 100_000  # it is whole, and weighed whole


@kinds
def test_a_page_has_one_style_sheet_and_few_scripts(archive_output: Path, kind: str) -> None:
    one = weigh(archive_output, _page(archive_output, kind))
    assert one.styles == 1
    assert one.packed < MOST_TOGETHER
    assert one.script < MOST_SCRIPT


@kinds
@pytest.mark.parametrize("script", [True, False])
def test_a_page_asks_nobody_but_its_own_host(chromium: Browser, origin: str, kind: str, script: bool) -> None:
    with open_tab(chromium, origin, script=script) as tab:
        asked: list[str] = []
        tab.page.on("request", lambda request: asked.append(request.url))
        tab.page.goto(origin + KINDS[kind])
        if script and kind == "search":  # what it is searched with comes later than the page
            tab.page.locator(".search input:visible").wait_for()
        assert {url for url in asked if not url.startswith((f"{origin}/", "data:"))} == set()
        assert any(url.endswith("style.css") for url in asked)


def test_every_page_is_html_without_a_fault(archive_output: Path) -> None:
    faults = []
    pages = sorted(archive_output.rglob("*.html"))
    for page in pages:
        parser = html5lib.HTMLParser()
        parser.parse(page.read_bytes())
        faults += [f"{page.relative_to(archive_output)}:{place[0]}: {code}" for place, code, _ in parser.errors]
    assert faults == []
    assert len(pages) > 50


def test_the_parser_finds_what_is_not_html() -> None:
    parser = html5lib.HTMLParser()
    parser.parse("<!doctype html><title>x</title><p>a<table><p>b</table></b>")
    assert len(parser.errors) >= 2
