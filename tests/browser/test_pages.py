"""Every kind of page of the example archive, opened as readers open it: phone and desk, light and dark, by keyboard."""

from __future__ import annotations

import re

import pytest
from browsing import DESK, KINDS, LIVE_BLOG, PHONE, Tab, is_too_wide, open_tab, path_of, violations, wait_for_path
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NARROW = (320, 640)
SIZES = {"phone": PHONE, "desk": DESK}
DAY = KINDS["day"]
CUT_OFF = """[...document.querySelectorAll("body *:not(.unseen, .unit, [data-pf-sr-hidden])")].filter((one) =>
  one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "hidden"
).map((one) => one.outerHTML)"""
SQUEEZED = """[...document.querySelectorAll("body *:not(.unseen, [data-pf-sr-hidden])")].filter((one) => {
  const text = [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
  const style = getComputedStyle(one);
  return text.length > 30 && one.checkVisibility() && style.display !== "inline"
    && one.clientWidth < 6 * parseFloat(style.fontSize);
}).map((one) => one.outerHTML)"""
kinds = pytest.mark.parametrize("kind", KINDS)


def visit(tab: Tab, origin: str, path: str, *, script: bool = True) -> Page:
    """Open *path*; only the lost page is not found."""
    answer = tab.page.goto(origin + path)
    assert answer is not None
    assert answer.status == (404 if path == KINDS["lost"] else 200)
    if script and path == KINDS["search"]:  # what it is searched with comes when its index is known
        tab.page.locator(".search input:visible").wait_for()
    return tab.page


@pytest.mark.promise("X11")
@kinds
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_a_page_is_whole_and_accessible(chromium: Browser, origin: str, kind: str, size: str, scheme: str) -> None:
    with open_tab(chromium, origin, SIZES[size], dark=scheme == "dark") as tab:
        page = visit(tab, origin, KINDS[kind])
        assert violations(page) == []
        assert page.title().endswith("The Minute Book")
        assert page.locator("html").get_attribute("lang") == "en"
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("h1")).to_be_visible()
        assert not is_too_wide(page)
        assert page.evaluate(SQUEEZED) == []
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(22, 21, 18)" if scheme == "dark" else "rgb(253, 252, 248)")


def test_axe_finds_what_is_wrong(chromium: Browser, origin: str) -> None:
    with open_tab(chromium, origin) as tab:
        page = visit(tab, origin, "/about/")
        page.evaluate("document.querySelector('main').innerHTML = '<img src=x.png><a href=/>&nbsp;</a>'")
        assert {text.partition(":")[0] for text in violations(page)} >= {"image-alt", "link-name"}
        tab.complaints.clear()


@kinds
def test_no_page_scrolls_sideways_on_the_narrowest_phone(chromium: Browser, origin: str, kind: str) -> None:
    with open_tab(chromium, origin, NARROW) as tab:
        page = visit(tab, origin, KINDS[kind])
        assert not is_too_wide(page)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert not is_too_wide(page)
        assert page.evaluate(CUT_OFF) == []


@kinds
def test_a_page_reads_and_leads_on_without_script(chromium: Browser, origin: str, kind: str) -> None:
    with open_tab(chromium, origin, PHONE, script=False) as tab:
        page = visit(tab, origin, KINDS[kind], script=False)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main")).to_be_visible()
        page.locator("main a:visible, nav a:visible").first.click()
        expect(page.locator("h1")).to_be_visible()
        assert path_of(page) != KINDS[kind]


def test_the_jump_list_works_without_script(chromium: Browser, origin: str) -> None:
    with open_tab(chromium, origin, PHONE, script=False) as tab:
        page = visit(tab, origin, LIVE_BLOG)
        page.locator("summary").click()
        page.locator('.jumps a[href="#t1930"]').click()
        wait_for_path(page, f"{LIVE_BLOG}#t1930")
        expect(stamp(page, "t1930")).to_be_visible()


@pytest.mark.parametrize("kind", ["live-blog", "day", "topic"])
def test_every_heading_of_an_update_says_what_it_is_about(chromium: Browser, origin: str, kind: str) -> None:
    with open_tab(chromium, origin) as tab:
        page = visit(tab, origin, KINDS[kind])
        plain = page.locator(".update:not(.titled)")
        assert plain.count() > 2
        for update in plain.all():
            heading = update.locator("> :first-child")
            lead = heading.locator("> .unseen").inner_text().removesuffix("…")
            assert len(lead) > 5
            assert (update.locator(".body").text_content() or "").count(lead[:20]) >= 1
            expect(heading).to_have_attribute("id", re.compile("t[0-9]{4}"))
        assert page.locator(".update li.permalink").count() == 0
        assert page.locator(".update .permalink").count() == page.locator(".update").count()


def test_the_jump_list_cuts_leads_after_a_word(chromium: Browser, origin: str) -> None:
    with open_tab(chromium, origin, DESK) as tab:
        page = visit(tab, origin, LIVE_BLOG)
        leads = page.locator(".jumps a > span").all_inner_texts()
        assert any(lead.endswith("…") for lead in leads)
        assert all(len(lead) <= 61 for lead in leads)
        assert page.evaluate(CUT_OFF) == []


def test_a_year_says_its_silence_in_lines(chromium: Browser, origin: str) -> None:
    with open_tab(chromium, origin) as tab:
        page = visit(tab, origin, KINDS["year"])
        assert page.locator(".silence").all_inner_texts() == ["January to October: no updates", "December: no updates"]
        expect(page.get_by_role("table")).to_have_count(1)
        expect(page.locator(".calendar")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        *((kind, "Days") for kind in ("year", "month", "day", "live-blog")),
        *((kind, "Topics") for kind in ("topics", "topic", "topic-year")),
    ],
)
def test_the_masthead_marks_the_part_of_the_site(chromium: Browser, origin: str, kind: str, section: str) -> None:
    with open_tab(chromium, origin) as tab:
        page = visit(tab, origin, KINDS[kind])
        assert page.locator(".masthead [aria-current]").all_inner_texts() == [section]


def stamp(page: Page, anchor: str) -> Locator:
    """The line of an update that says its full date and UTC."""
    return page.locator(f".update:has(> #{anchor}) .stamp")


@pytest.mark.parametrize("size", SIZES)
def test_an_anchor_scrolls_to_its_update_and_marks_it(chromium: Browser, origin: str, size: str) -> None:
    with open_tab(chromium, origin, SIZES[size]) as tab:
        page = visit(tab, origin, f"{LIVE_BLOG}#t1930")
        box = page.locator("#t1930").bounding_box()
        assert box is not None
        assert page.evaluate("scrollY") > 1000
        assert -1 <= box["y"] < SIZES[size][1] - 100
        expect(stamp(page, "t1930")).to_be_visible()
        expect(stamp(page, "t1930")).to_have_text(
            re.compile(r"^Friday 3 November 2017, 7:30 p\.m\. Beirut time \(UTC\+2\), 17:30 UTC$")
        )
        expect(page.locator(".stamp:visible")).to_have_count(1)
        ground = "(id) => getComputedStyle(document.getElementById(id).parentElement, '::before').backgroundColor"
        assert page.evaluate(ground, "t1930") != page.evaluate(ground, "t1000")
        assert violations(page) == []


def test_a_clock_gives_its_permalink_and_back_goes_back(chromium: Browser, origin: str) -> None:
    with open_tab(chromium, origin) as tab:
        page = visit(tab, origin, LIVE_BLOG)
        for anchor, clock in (("t1310", "1:10 p.m."), ("t1800", "6 p.m.")):
            page.locator(f"#{anchor}").get_by_role("link", name=clock).click()
            wait_for_path(page, f"{LIVE_BLOG}#{anchor}")
            expect(stamp(page, anchor)).to_be_visible()
        page.go_back()
        wait_for_path(page, f"{LIVE_BLOG}#t1310")
        expect(stamp(page, "t1310")).to_be_visible()
        expect(stamp(page, "t1800")).to_be_hidden()
        page.go_forward()
        expect(stamp(page, "t1800")).to_be_visible()


def test_a_day_names_its_updates_after_their_live_blogs(chromium: Browser, origin: str) -> None:
    with open_tab(chromium, origin) as tab:
        page = visit(tab, origin, DAY)
        ids = page.eval_on_selector_all(".update > h3", "all => all.map((one) => one.id)")
        assert len(ids) == len(set(ids)) > 9
        assert all(re.fullmatch(r"2017-11-03-[a-z0-9-]+-t\d{4}(-\d{4})?[a-z]*", one) for one in ids)
        blogs = {one.rpartition("-t")[0] for one in ids}
        assert len(blogs) > 1
        liveblog = LIVE_BLOG.strip("/").replace("/", "-")
        page.locator(f"[id='{liveblog}-t1930'] > a").click()
        wait_for_path(page, f"{LIVE_BLOG}#t1930")
        expect(stamp(page, "t1930")).to_be_visible()
        page.go_back()
        wait_for_path(page, DAY)
        page.go_forward()
        wait_for_path(page, f"{LIVE_BLOG}#t1930")


@pytest.mark.parametrize("kind", ["year", "month", "day", "live-blog", "topic-year"])
def test_next_and_previous_lead_along_and_back(chromium: Browser, origin: str, kind: str) -> None:
    with open_tab(chromium, origin) as tab:
        start = "/topics/weather/2017/" if kind == "topic-year" else KINDS[kind]
        page = visit(tab, origin, start)
        seen = [start]
        while page.locator("a[rel=next]").count():
            page.locator("a[rel=next]").last.click()
            seen.append(path_of(page))
            expect(page.locator("h1")).to_have_count(1)
        assert len(seen) == len(set(seen)) > 1
        for path in reversed(seen[:-1]):
            page.locator("a[rel=prev]").last.click()
            wait_for_path(page, path)


FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body || one === document.documentElement) return null;
  const box = one.getBoundingClientRect(), look = getComputedStyle(one), faults = [];
  if (!one.checkVisibility({ visibilityProperty: true }) || !box.width || !box.height) faults.push("not seen");
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) faults.push("off screen");
  if (look.outlineStyle === "none" || parseFloat(look.outlineWidth) < 2) faults.push("no outline");
  return { html: one.outerHTML.slice(0, 200), faults: faults.join(", ") };
}"""


@kinds
@pytest.mark.parametrize("size", [pytest.param("phone", marks=pytest.mark.slow), "desk"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    chromium: Browser, origin: str, kind: str, size: str
) -> None:
    with open_tab(chromium, origin, SIZES[size]) as tab:
        page = visit(tab, origin, KINDS[kind])
        wanted = page.locator(":is(a[href], summary, button, input):visible").count()
        reached: list[dict[str, str]] = []
        while len(reached) <= wanted:
            page.keyboard.press("Tab")
            place = page.evaluate(FOCUS)
            if place is None:
                break
            reached.append(place)
        assert reached[0]["html"].startswith('<a class="skip"')
        assert [place for place in reached if place["faults"]] == []
        assert len(reached) == wanted


@kinds
def test_the_skip_link_leads_to_the_text(chromium: Browser, origin: str, kind: str) -> None:
    with open_tab(chromium, origin) as tab:
        page = visit(tab, origin, KINDS[kind])
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.wait_for_url("**#main")  # a key is pressed before what it does is done
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_jump_list_opens_by_keyboard_on_the_phone(chromium: Browser, origin: str) -> None:
    with open_tab(chromium, origin, PHONE) as tab:
        page = visit(tab, origin, LIVE_BLOG)
        link = page.locator('.jumps a[href="#t1000"]')
        expect(link).to_be_hidden()
        page.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(link).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
        page.keyboard.press("Enter")
        wait_for_path(page, f"{LIVE_BLOG}#t1000")
        expect(stamp(page, "t1000")).to_be_visible()


def test_the_jump_list_stands_open_beside_the_text_on_the_desk(chromium: Browser, origin: str) -> None:
    with open_tab(chromium, origin, DESK) as tab:
        page = visit(tab, origin, LIVE_BLOG)
        expect(page.locator("summary")).to_be_hidden()
        link = page.locator('.jumps a[href="#t1930"]')
        expect(link).to_be_visible()
        page.locator(".jump").hover()
        link.click()
        wait_for_path(page, f"{LIVE_BLOG}#t1930")
        expect(page.locator("#t1930")).to_be_in_viewport()
        expect(page.locator('.jumps a[href="#t1000"]')).to_be_in_viewport()  # it stays beside the text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["live-blog", "day", "topic"])
def test_print_has_every_word_and_no_machinery(chromium: Browser, origin: str, kind: str, scheme: str) -> None:
    with open_tab(chromium, origin, dark=scheme == "dark") as tab:
        page = visit(tab, origin, KINDS[kind])
        page.emulate_media(media="print")
        expect(page.locator("h1")).to_be_visible()
        for body in page.locator(".update .body").all():
            expect(body).to_be_visible()
            expect(body.locator(".stamp")).to_be_visible()  # on paper nobody follows an anchor: each says its date
        for part in (".skip", ".masthead nav", ".crumbs", ".jump", ".turn"):
            for one in page.locator(part).all():
                expect(one).to_be_hidden()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        assert page.pdf().startswith(b"%PDF-")
