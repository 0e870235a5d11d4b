"""Live reload in a real Chromium: an edit is seen in place, style is swapped, problems come and go."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from sitegen.errors import Location, Problem
from sitegen.preview.rebuilds import Rebuilt
from sitegen.serve import Address, open_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What a page of a careful site says: no inline style, no inline script, nothing from elsewhere.
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'"


class Archive:
    """A tiny site: each file of ``content/`` is a page of its own name, ``style.css`` is copied; ``!`` is a fault."""

    def __init__(self, root: Path) -> None:
        self.content = root / "content"
        self.output = root / "preview"
        self.content.mkdir()
        self.write("index", "home")
        self.write("about", "about")
        self.style("rgb(1, 2, 3)")

    def write(self, name: str, text: str) -> None:
        (self.content / f"{name}.txt").write_text(text, encoding="utf-8")

    def style(self, colour: str) -> None:
        (self.content / "style.css").write_text(
            f"main {{ color: {colour}; height: 5000px }} html {{ scroll-behavior: smooth }}", encoding="utf-8"
        )

    def rebuild(self) -> Rebuilt:
        texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(self.content.glob("*.txt"))}
        for name, text in texts.items():
            if "!" in text:
                problem = Problem(Location(f"content/{name}.txt", 1), "mark", "there is a mark", "remove it")
                excerpt = f"content/{name}.txt:1: error: there is a mark <b>\n  1 | {text}\n  hint: remove it"
                return Rebuilt(problems=(problem,), excerpts=excerpt)
        files = {"/" if name == "index" else f"/{name}/": self.page(text) for name, text in texts.items()}
        files["/style.css"] = (self.content / "style.css").read_text(encoding="utf-8")
        return Rebuilt(changed=tuple(url for url, text in files.items() if self.put(url, text)))

    def page(self, text: str) -> str:
        policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        style = '<link rel="stylesheet" href="/style.css">'
        return f"<!doctype html><html lang=en><title>t</title>{policy}{style}<body><main>{text}</main></body></html>"

    def put(self, url: str, text: str) -> bool:
        path = self.output / (url.lstrip("/") + ("index.html" if url.endswith("/") else ""))
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return False
        path.with_name(".new").write_text(text, encoding="utf-8")
        path.with_name(".new").replace(path)
        return True


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.fixture
def url(archive: Archive) -> Iterator[str]:
    with open_server(archive.output, rebuild=archive.rebuild, watched=[archive.content]) as url:
        yield url


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A page whose every complaint (a script's error, a breach of its policy) fails the test."""
    context = chromium.new_context(viewport={"width": 800, "height": 600})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    # No favicon, a page that could not be built, a server that is away: those are meant.
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []


def mark(tab: Page) -> None:
    """Leave something that a reload removes."""
    tab.evaluate("window.isSamePage = true")


def is_same_page(tab: Page) -> bool:
    return bool(tab.evaluate("window.isSamePage === true"))


def scroll_to(tab: Page, top: int) -> None:
    tab.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)


def test_an_edited_page_reloads_where_it_was(archive: Archive, url: str, tab: Page) -> None:
    tab.goto(url)
    scroll_to(tab, 1234)
    started = time.monotonic()
    archive.write("index", "edited")
    expect(tab.locator("main")).to_have_text("edited")
    assert time.monotonic() - started < 3
    while (place := tab.evaluate("scrollY")) != 1234 and time.monotonic() - started < 6:
        tab.wait_for_timeout(20)  # not wait_for_function, whose second look is an eval, which the page forbids
    assert place == 1234
    tab.reload()  # the reader's own reload is the browser's affair; nothing of ours is left to act on it
    assert tab.evaluate("sessionStorage.length") == 0


def test_only_the_page_that_changed_reloads(archive: Archive, url: str, tab: Page) -> None:
    other = tab.context.new_page()
    other.goto(f"{url}about/index.html")
    tab.goto(url)
    mark(tab)
    archive.write("about", "edited")
    expect(other.locator("main")).to_have_text("edited")
    assert is_same_page(tab)
    archive.write("index", "edited too")
    expect(tab.locator("main")).to_have_text("edited too")
    assert not is_same_page(tab)


def test_style_is_swapped_without_a_reload(archive: Archive, url: str, tab: Page) -> None:
    tab.goto(url)
    mark(tab)
    scroll_to(tab, 700)
    for colour in ("rgb(9, 8, 7)", "rgb(6, 5, 4)"):
        archive.style(colour)
        expect(tab.locator("main")).to_have_css("color", colour)
    expect(tab.locator("link[rel=stylesheet]")).to_have_count(1)
    assert is_same_page(tab)
    assert tab.evaluate("scrollY") == 700


def test_problems_are_laid_over_the_page_and_taken_away(archive: Archive, url: str, tab: Page) -> None:
    tab.goto(url)
    mark(tab)
    archive.write("about", "a fault!")
    alert = tab.get_by_role("alert")
    expect(alert).to_contain_text("content/about.txt:1: error: there is a mark <b>")
    expect(alert).to_contain_text("hint: remove it")
    assert tab.evaluate("getComputedStyle(document.querySelector('sitegen-problems')).position") == "fixed"
    late = tab.context.new_page()  # opened after the build: it has the last good page, and the problems
    late.goto(url)
    expect(late.locator("main")).to_have_text("home")
    expect(late.get_by_role("alert")).to_be_visible()
    archive.write("about", "mended")
    expect(alert).to_have_count(0)
    expect(late.get_by_role("alert")).to_have_count(0)
    assert is_same_page(tab)


def test_problems_can_be_closed_and_come_back_with_the_next_build(archive: Archive, url: str, tab: Page) -> None:
    tab.goto(url)
    alert = tab.get_by_role("alert")
    archive.write("about", "one!")
    expect(alert).to_contain_text("one!")
    tab.keyboard.press("Escape")
    expect(alert).to_have_count(0)
    archive.write("about", "two!")
    expect(alert).to_contain_text("two!")
    tab.get_by_role("button", name="Close").click()
    expect(alert).to_have_count(0)


def test_a_first_build_that_fails_shows_its_problems_until_it_is_mended(archive: Archive, tab: Page) -> None:
    archive.write("about", "a fault!")
    with open_server(archive.output, rebuild=archive.rebuild, watched=[archive.content]) as url:
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            tab.goto(url)
            expect(tab.get_by_role("heading")).to_have_text("The site could not be built")
            expect(tab.locator("pre")).to_contain_text("there is a mark <b>")
        archive.write("about", "another fault!")
        expect(tab.locator("pre")).to_contain_text("another fault!")
        archive.write("about", "mended")
        expect(tab.locator("main")).to_have_text("home")


def test_a_page_that_slept_hears_what_it_missed(archive: Archive, url: str, tab: Page) -> None:
    tab.goto(f"{url}about/")
    tab.goto(url)
    archive.write("about", "written while the reader was elsewhere")
    time.sleep(0.5)
    tab.go_back()
    expect(tab.locator("main")).to_have_text("written while the reader was elsewhere")


def test_pages_reload_when_the_server_is_started_again(archive: Archive, tab: Page) -> None:
    with open_server(archive.output, rebuild=archive.rebuild, watched=[archive.content]) as url:
        tab.goto(url)
        expect(tab.locator("main")).to_have_text("home")
    archive.write("index", "after the pause")
    time.sleep(1.1)  # builds are numbered from the clock, in seconds
    with open_server(archive.output, Address(port=urlsplit(url).port), rebuild=archive.rebuild):
        expect(tab.locator("main")).to_have_text("after the pause", timeout=10_000)
