"""What readers set for themselves: their zone, their colours; and what a finger or a key reaches."""

from __future__ import annotations

import pytest
from browsing import DESK, KINDS, LIVE_BLOG, PHONE
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser

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
