"""What readers set for themselves: their zone, their colours; and what a finger or a key reaches."""

from __future__ import annotations

import pytest
from browsing import DESK, KINDS, LIVE_BLOG, PHONE, is_too_wide
from playwright.sync_api import Browser, ViewportSize, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {"phone": PHONE, "desk": DESK}
kinds = pytest.mark.parametrize("kind", KINDS)
# WCAG 2.2, 2.5.8: 24 px each way, or so much room that circles of 24 px on two targets do not meet; links in text are free.
TIGHT = """() => {
  const seen = [...document.querySelectorAll("a[href], button, summary, input")].filter((one) => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
  });
  const isInText = (one) => getComputedStyle(one).display === "inline" && [...one.parentElement.childNodes].some(
    (node) => node.nodeType === 3 && /\\p{L}{2}/u.test(node.data));
  const boxes = seen.map((one) => [one, one.getBoundingClientRect()]);
  const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  return boxes.filter(([one, box]) => {
    if (Math.min(box.width, box.height) >= 23.9 || isInText(one) || one.matches(".skip")) return false;
    const [x, y] = middle(box);
    return boxes.some(([other, its]) => {
      if (other === one || other.contains(one) || one.contains(other)) return false;
      const small = Math.min(its.width, its.height) < 23.9;
      const [there, down] = middle(its);
      const near = [Math.max(its.left, Math.min(x, its.right)), Math.max(its.top, Math.min(y, its.bottom))];
      return small ? Math.hypot(x - there, y - down) < 23.9 : Math.hypot(x - near[0], y - near[1]) < 11.9;
    });
  }).map(([one]) => one.outerHTML.slice(0, 160));
}"""
# WCAG 2.2, 2.4.11: of what has the focus, something shows: it is on top at one of its points.
COVERED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const boxes = [...one.getClientRects()].filter((box) => box.width && box.height);
  const shows = boxes.some((box) => [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]].some(([x, y]) => {
    const top = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
    return top && (one.contains(top) || top.contains(one));
  }));
  return { html: one.outerHTML.slice(0, 160), shows };
}"""


@kinds
@pytest.mark.parametrize("size", SIZES)
def test_targets_are_large_enough_for_a_finger(chromium: Browser, origin: str, kind: str, size: str) -> None:
    width, height = SIZES[size]
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.goto(origin + KINDS[kind])
    assert page.evaluate(TIGHT) == []
    page.close()


@kinds
@pytest.mark.slow
def test_what_has_the_focus_is_never_covered(chromium: Browser, origin: str, kind: str) -> None:
    page = chromium.new_page(viewport={"width": DESK[0], "height": 500})
    page.goto(origin + KINDS[kind])
    covered = []
    for _ in range(400):
        page.keyboard.press("Tab")
        place = page.evaluate(COVERED)
        if place is None:
            break
        if not place["shows"]:
            covered.append(place["html"])
    assert covered == []
    page.close()


@kinds
def test_forced_colours_keep_the_focus_and_nothing_moves(chromium: Browser, origin: str, kind: str) -> None:
    context = chromium.new_context(forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    page.goto(origin + KINDS[kind])
    page.keyboard.press("Tab")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    moving = "[...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration))"
    assert page.evaluate(f"{moving}.length + document.getAnimations().length") == 0
    context.close()


def test_a_reader_sees_their_own_time_beside_the_printed_one(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(timezone_id="Asia/Tokyo", locale="en-US")
    page = context.new_page()
    page.goto(origin + LIVE_BLOG)
    update = page.locator(".update:has(#t1930)")
    before = update.locator("h2").inner_text()
    page.get_by_role("button", name="Show my time too").focus()
    page.keyboard.press("Enter")
    beside = update.locator(".my-time")
    assert beside.inner_text().replace("\u202f", " ") == "Nov 4, 2:30 AM GMT+9"
    assert update.locator("h2 time").inner_text() == "7:30 p.m."
    page.get_by_role("button", name="Hide my time").click()
    expect(beside).to_have_count(0)
    assert update.locator("h2").inner_text() == before
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_there_is_no_button_where_it_would_add_nothing(chromium: Browser, origin: str, script: bool) -> None:
    zone = "Asia/Beirut" if script else "Asia/Tokyo"
    context = chromium.new_context(timezone_id=zone, java_script_enabled=script)
    page = context.new_page()
    page.goto(origin + LIVE_BLOG)
    expect(page.get_by_role("button", name="Show my time too")).to_have_count(0)
    context.close()


# WCAG 2.2, 1.4.12: what a reader may set, over whatever the page says.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
# What is cut off: its text needs more room than it has, and the rest is not shown.
CUT_OFF = """() => [...document.querySelectorAll("body *:not(.unseen, .unit, [data-pf-sr-hidden])")].filter((one) => {
  const look = getComputedStyle(one);
  const hides = [look.overflowX, look.overflowY].some((way) => way === "hidden" || way === "clip");
  const isLarger = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
  return hides && isLarger && one.checkVisibility();
}).map((one) => one.outerHTML.slice(0, 160))"""
# Two texts on one another: words of two elements whose lines meet by more than the room between lines.
OVERLAID = """() => {
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const host = node.parentElement;
    if (!node.data.trim() || !host.checkVisibility({ visibilityProperty: true })) continue;
    if (host.closest(".unseen, .unit, .skip, [data-pf-sr-hidden], script, style, .jump")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    lines.push(...[...range.getClientRects()].filter((box) => box.width > 2).map((box) => [host, box]));
  }
  const found = [];
  for (let at = 0; at < lines.length; at++) for (const [other, its] of lines.slice(at + 1, at + 60)) {
    const [host, box] = lines[at];
    const wide = Math.min(box.right, its.right) - Math.max(box.left, its.left);
    const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
    // Boxes of large letters are higher than their lines, and reach into the next one; the letters do not.
    if (host === other || wide <= 2 || high <= Math.max(8, Math.min(box.height, its.height) / 4)) continue;
    found.push(`${host.outerHTML.slice(0, 80)} and ${other.outerHTML.slice(0, 80)}`);
  }
  return found;
}"""


@kinds
@pytest.mark.parametrize("size", SIZES)
def test_text_may_be_spaced_as_its_reader_needs_it(chromium: Browser, origin: str, kind: str, size: str) -> None:
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
    page = context.new_page()
    page.goto(origin + KINDS[kind])
    page.add_style_tag(content=SPACED)
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") != "normal"
    assert not is_too_wide(page)
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERLAID) == []
    context.close()


@kinds
@pytest.mark.parametrize("zoom", [2, 4])
def test_a_page_may_be_made_larger(chromium: Browser, origin: str, kind: str, zoom: int) -> None:
    # What zooming does (WCAG 2.2, 1.4.4 and 1.4.10): the page is laid out in a window of fewer, larger points.
    viewport: ViewportSize = {"width": DESK[0] // zoom, "height": 1024 // zoom}
    page = chromium.new_page(viewport=viewport, device_scale_factor=zoom)
    page.goto(origin + KINDS[kind])
    assert not is_too_wide(page)
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERLAID) == []
    expect(page.locator("h1")).to_be_visible()
    held = "(all) => all.filter((one) => /fixed|sticky/.test(getComputedStyle(one).position)).length"
    assert page.eval_on_selector_all("body *", held) == 0  # nothing stands over the text where there is little room
    page.close()


def test_the_test_of_overlaid_texts_can_fail(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(origin + LIVE_BLOG)
    page.add_style_tag(content=".standfirst { margin-top: -2rem; } .facts { height: 1rem; overflow: hidden; }")
    assert page.evaluate(OVERLAID)
    assert page.evaluate(CUT_OFF)
    context.close()
