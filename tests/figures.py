"""The figures of the pages: what they weigh, and what axe, the Nu HTML checker and Lighthouse say of them.

``make audit`` prints them; 1 where one is not as it shall be. What is not installed is not measured, and said to be so.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from browsing import DESK, KINDS, PHONE, copy_example, find_chromium, launch_flags, run_sitegen, violations
from checkers import CATEGORIES, FLOORS, html_messages, lighthouse_scores
from playwright.sync_api import Browser, ViewportSize, sync_playwright
from weights import MANY, MOST_SCRIPT, MOST_TOGETHER, add_live_blog_of_many, weigh

from sitegen.serve import open_server

SCORED = ("home", "day", "live-blog", "topic")


def main() -> int:
    """Build the example archive, with a live blog of many updates, and print each figure; 1 where one is too bad."""
    with tempfile.TemporaryDirectory(prefix="sitegen-audit-") as folder:
        root = copy_example(Path(folder) / "site")
        many = add_live_blog_of_many(root / "content")
        run_sitegen(root, "build", "--base-url", "https://archive.example.org/")
        output = root / "output"
        with open_server(output) as url:
            origin = url.rstrip("/")
            faults = [*_weights(output, many), *_axe(origin, f"/{many}/"), *_html(output), *_scores(origin)]
    print(
        "\n".join(
            ["", *(f"NOT AS IT SHALL BE: {fault}" for fault in faults)] if faults else ["", "All as it shall be."]
        )
    )
    return 1 if faults else 0


def _weights(output: Path, many: str) -> Iterator[str]:
    print("Bytes a page loads, without pictures (together: each file compressed by gzip)\n")
    print(f"{'':<22}{'HTML':>9}{'CSS':>9}{'script':>9}{'together':>10}")
    pages = {kind: output / path.strip("/") / "index.html" for kind, path in KINDS.items()}
    pages |= {"lost": output / "404.html", f"{MANY} updates": output / many / "index.html"}
    for kind, page in pages.items():
        one = weigh(output, page)
        print(f"{kind:<22}{one.html:>9,}{one.css:>9,}{one.script:>9,}{one.packed:>10,}")
        if one.packed >= MOST_TOGETHER or one.script >= MOST_SCRIPT or one.styles != 1:
            yield f"{kind} weighs {one}"


def _axe(origin: str, many: str) -> Iterator[str]:
    pages = {**KINDS, f"{MANY} updates": many}
    found = dict.fromkeys(pages, 0)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_flags())
        for kind, path in pages.items():
            for fault in _violations(browser, origin + path):
                found[kind] += 1
                yield f"{kind}: {fault}"
        browser.close()
    print(f"\naxe: {sum(found.values())} violations on {len(found)} kinds of page, phone and desk, light and dark")


def _violations(browser: Browser, address: str) -> Iterator[str]:
    for dark, (width, height) in product((False, True), (PHONE, DESK)):
        viewport: ViewportSize = {"width": width, "height": height}
        page = browser.new_page(color_scheme="dark" if dark else "light", viewport=viewport)
        page.goto(address)
        yield from violations(page)
        page.close()


def _html(output: Path) -> Iterator[str]:
    said = html_messages(output)
    if said is None:
        print("\nNu HTML checker: not installed (npm's vnu-jar, and Java): not measured")
        return
    messages, known = said
    pages = sum(1 for _ in output.rglob("*.html"))
    print(f"\nNu HTML checker: {len(messages)} errors and warnings on {pages} pages")
    for name, number in sorted(known.items()):
        print(f"  besides, so on purpose: {number:,} of {name}")
    yield from messages


def _scores(origin: str) -> Iterator[str]:
    for kind in SCORED:
        scores = lighthouse_scores(origin + KINDS[kind])
        if scores is None:
            print("\nLighthouse: not installed (npm's lighthouse): not measured")
            return
        if kind == SCORED[0]:
            print(f"\n{'Lighthouse':<22}" + "".join(f"{name:>15}" for name in CATEGORIES))
        print(f"{kind:<22}" + "".join(f"{scores[name]:>15}" for name in CATEGORIES))
        yield from (f"{kind}: {name} {scores[name]}" for name in CATEGORIES if scores[name] < FLOORS[name])


if __name__ == "__main__":
    sys.exit(main())
