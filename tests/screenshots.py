"""``make screenshots``: every kind of page of the example archive, phone and desk, light and dark; print, and large text.

They go to docs/screenshots/, or to the folder that is named. A palette of 32 colours makes them small: pages have few.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from browsing import DESK, KINDS, LIVE_BLOG, PHONE, ROOT, copy_example, find_chromium, launch_flags, run_sitegen
from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from sitegen.serve import open_server

COLOURS = 32
MOST_HEIGHT = 1100
"""A page is cut there: the rest of a long one looks the same."""
SIZES = {"390": PHONE, "1280": DESK}
PAGES_PRINTED = 2


def main() -> int:
    """Build the example archive, open each kind of page as readers do, and keep what they see."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="sitegen-screenshots-") as scratch:
        root = copy_example(Path(scratch) / "site")
        run_sitegen(root, "build", "--base-url", "", "--data")
        with open_server(root / "output") as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_flags())
            for name, data in _shots(browser, url.rstrip("/")):
                _keep(folder / f"{name}.png", data)
            browser.close()
    sizes = [one.stat().st_size for one in folder.glob("*.png")]
    print(f"{len(sizes)} screenshots, {sum(sizes) / 1e6:.2f} MB -> {folder}")
    return 0


def _shots(browser: Browser, origin: str) -> Iterator[tuple[str, bytes]]:
    for width, size in SIZES.items():
        for scheme in ("light", "dark"):
            for kind, path in KINDS.items():
                yield f"{kind}-{width}-{scheme}", _shot(browser, origin + path, size, dark=scheme == "dark")
    # Text at 200 %: the browser lays a window of half the width out, at two points a pixel.
    yield "live-blog-200-percent", _shot(browser, origin + LIVE_BLOG, (DESK[0] // 2, DESK[1] // 2), scale=2)
    page = browser.new_page()
    page.goto(origin + LIVE_BLOG)
    yield from _printed(
        page.pdf(format="A4", margin={"top": "18mm", "right": "18mm", "bottom": "18mm", "left": "18mm"})
    )
    page.close()


def _shot(browser: Browser, address: str, size: tuple[int, int], *, dark: bool = False, scale: int = 1) -> bytes:
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    page = browser.new_page(
        viewport=viewport, color_scheme="dark" if dark else "light", device_scale_factor=scale, reduced_motion="reduce"
    )
    page.goto(address)
    if address.endswith(KINDS["search"]):  # what it is searched with comes when its index is known
        page.locator(".search input:visible").wait_for()
    height = min(MOST_HEIGHT // scale, int(page.evaluate("document.documentElement.scrollHeight")))
    page.set_viewport_size({"width": size[0], "height": max(height, size[1])})
    data = page.screenshot()
    page.close()
    return data


def _printed(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    program = shutil.which("pdftoppm")
    if program is None:
        print("No picture of the printed page: pdftoppm (poppler-utils) is not installed", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as scratch:
        command = [program, "-png", "-r", "70", "-l", str(PAGES_PRINTED), "-", f"{scratch}/page"]
        subprocess.run(command, input=pdf, check=True)
        for number, path in enumerate(sorted(Path(scratch).glob("*.png")), 1):
            yield f"live-blog-print-{number}", path.read_bytes()


def _keep(path: Path, data: bytes) -> None:
    image = Image.open(io.BytesIO(data)).convert("RGB")
    # The accent is seldom, and shall stay: colours are chosen by their distance, not by how often they come.
    image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
