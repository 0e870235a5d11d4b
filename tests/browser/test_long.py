"""A live blog of many updates in a real browser: there at once, found, printed, with links to copy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import DESK, PHONE, open_tab, run_sitegen, violations
from playwright.sync_api import Browser, expect

from sitegen.serve import open_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UPDATES = 400
PLACE = "/2018/02/20/night/"
SITE = 'format: 1\nid: "long.sitegen.invalid,2026"\ntitle: Long\nbase_url: https://archive.example.org/\npublished: false\n'


def _told(number: int) -> str:
    day, minutes = divmod(6 * 60 + 5 * number, 24 * 60)
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    anchor = f"t{clock.replace(':', '')}" if not day else f"t02{20 + day}-{clock.replace(':', '')}"
    body = (
        f"Words of update {number}, see [the paper](https://paper.example.org/{number}). "
        + "The wind has not let up. " * 20
    )
    return f"\n## 2018-02-{20 + day} {clock} {{#{anchor}}}\n\n{body}\n"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("long")
    path = root / "content/2018/02/20/night.md"
    path.parent.mkdir(parents=True)
    matter = "---\nid: 2018-02-20-night\ntitle: A long night\nslug: night\ndate: 2018-02-20\n---\n"
    path.write_text(matter + "".join(map(_told, range(UPDATES))), "utf-8")
    (root / "site.yaml").write_text(SITE, "utf-8")
    run_sitegen(root, "build")
    with open_server(root / "output") as url:
        yield url.rstrip("/")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_an_anchor_far_down_is_where_the_reader_lands(chromium: Browser, night: str, size: tuple[int, int]) -> None:
    with open_tab(chromium, night, size) as tab:
        tab.page.goto(f"{night}{PLACE}#t0221-0900")
        heading = tab.page.locator("#t0221-0900")
        expect(heading).to_be_in_viewport()
        box = heading.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 60


def test_a_reader_whose_place_shifts_is_led_back_unless_they_scroll(chromium: Browser, night: str) -> None:
    with open_tab(chromium, night, PHONE) as tab:
        tab.page.goto(f"{night}{PLACE}#t0221-0900")
        heading = tab.page.locator("#t0221-0900")
        tab.page.evaluate("scrollBy(0, -3000)")  # as if what stands above were longer than it was taken for
        expect(heading).to_be_in_viewport()
        tab.page.goto(f"{night}{PLACE}#t0221-0905")
        tab.page.mouse.wheel(0, -3000)
        tab.page.wait_for_timeout(500)
        expect(tab.page.locator("#t0221-0905")).not_to_be_in_viewport()


def test_what_is_not_on_the_screen_is_not_laid_out_but_read_and_printed(chromium: Browser, night: str) -> None:
    with open_tab(chromium, night) as tab:
        tab.page.goto(night + PLACE)
        last = tab.page.locator(".update").last
        assert last.evaluate("e => getComputedStyle(e).contentVisibility") == "auto"
        assert (
            last.locator(".body > p").last.evaluate("e => e.checkVisibility({ contentVisibilityAuto: true })") is False
        )
        expect(tab.page.locator("main")).to_contain_text(f"Words of update {UPDATES - 1},")
        tab.page.emulate_media(media="print")
        assert (
            last.locator(".body > p").last.evaluate("e => e.checkVisibility({ contentVisibilityAuto: true })") is True
        )


@pytest.mark.parametrize("script", [True, False])
def test_the_jump_list_goes_by_days_and_hours(chromium: Browser, night: str, script: bool) -> None:
    with open_tab(chromium, night, PHONE, script=script) as tab:
        tab.page.goto(night + PLACE)
        hours = tab.page.locator(".jump .hour")
        assert tab.page.locator(".jump .day").all_text_contents() == ["20 Feb 2018", "21 Feb 2018"]
        assert hours.count() == 34
        expect(hours.first).not_to_be_visible()
        tab.page.locator(".jump > details > summary").click()
        hours.nth(1).locator("summary").click()
        hours.nth(1).locator("a").nth(2).click()
        tab.page.wait_for_url("**/#t0710")
        expect(tab.page.locator("#t0710")).to_be_in_viewport()


def test_at_the_desk_hours_stand_beside_the_stream(chromium: Browser, night: str) -> None:
    with open_tab(chromium, night, DESK) as tab:
        tab.page.goto(f"{night}{PLACE}#t0221-0900")
        expect(tab.page.locator(".jump .hour").first).to_be_in_viewport()


def test_print_has_moments_and_where_links_lead(chromium: Browser, night: str) -> None:
    with open_tab(chromium, night) as tab:
        tab.page.goto(night + PLACE)
        tab.page.emulate_media(media="print")
        expect(tab.page.locator(".update .stamp").first).to_be_visible()
        link = tab.page.locator(".update .body p a").first
        assert link.evaluate("e => getComputedStyle(e, '::after').content") == '" <https://paper.example.org/0>"'
        permalink = tab.page.locator(".permalink a").first
        assert permalink.evaluate("e => getComputedStyle(e, '::after').content") == '" #t0600"'
        for away in (".jump", ".cite", ".copy", ".order"):
            expect(tab.page.locator(away).first).not_to_be_visible()


def test_a_link_is_copied_and_that_is_said(chromium: Browser, night: str) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(night + PLACE)
    button = page.locator(".update:has(#t0605)").get_by_role("button", name="Copy link to the update of 6:05 a.m.")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{night}{PLACE}#t0605"
    page.goto(f"{night}{PLACE}latest/")
    page.locator(".update:has(#t0605)").get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{night}{PLACE}#t0605"
    context.close()


def test_citations_open_without_a_script(chromium: Browser, night: str) -> None:
    with open_tab(chromium, night, PHONE, script=False) as tab:
        tab.page.goto(night + PLACE)
        expect(tab.page.locator(".copy")).to_have_count(0)
        cite = tab.page.locator(".update .cite").first
        expect(cite.locator("dd").first).not_to_be_visible()
        cite.locator("summary").click()
        expect(cite.locator("dd").first).to_contain_text(f"https://archive.example.org{PLACE}#t0600")


def test_axe_finds_nothing_with_all_folds_open(chromium: Browser, night: str) -> None:
    with open_tab(chromium, night) as tab:
        tab.page.goto(night + PLACE)
        tab.page.evaluate("for (const one of [...document.querySelectorAll('details')].slice(0, 12)) one.open = true")
        assert violations(tab.page) == []
