"""``make screenshots``: every page kind of the example archive, on phone and desk, light and dark, for docs/."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from browsing import (
    DESK,
    KINDS,
    LIVE_BLOG,
    PHONE,
    ROOT,
    copy_example,
    find_chromium,
    launch_flags,
    open_tab,
    run_sitegen,
)
from PIL import Image
from playwright.sync_api import sync_playwright

from sitegen.serve import open_server

FOLDER = ROOT / "docs/screenshots"
TALL = 1150
COLORS = 48  # of a palette: pages have few, and a picture is a third as large


def main(folder: Path) -> int:
    """Take them all; those of a page kind that is no more go."""
    for old in folder.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        root = copy_example(Path(place) / "site")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_flags())
        with open_server(root / "output") as served:
            origin = served.rstrip("/")
            run_sitegen(root, "build", "--base-url", f"{origin}/", "--data")
            for kind, path in KINDS.items():
                for width, dark in ((PHONE[0], False), (PHONE[0], True), (DESK[0], False), (DESK[0], True)):
                    with open_tab(browser, origin, (width, TALL), dark=dark) as tab:
                        tab.page.goto(origin + path, wait_until="load")
                        tab.page.wait_for_timeout(400)  # what a script adds
                        name = f"{kind}-{width}-{'dark' if dark else 'light'}.png"
                        tab.page.screenshot(path=folder / name, animations="disabled")
            with open_tab(browser, origin, (DESK[0] // 2, TALL // 2)) as tab:  # what a window at 200 % has
                tab.page.goto(origin + LIVE_BLOG)
                tab.page.screenshot(path=folder / "live-blog-zoom-200.png", animations="disabled")
            with open_tab(browser, origin, (794, 1123)) as tab:  # A4
                tab.page.emulate_media(media="print")
                tab.page.goto(origin + LIVE_BLOG)
                tab.page.screenshot(path=folder / "live-blog-print.png", animations="disabled")
        browser.close()
    for file in folder.glob("*.png"):
        with Image.open(file) as picture:
            picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE).save(file, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
