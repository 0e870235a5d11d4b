"""What browser tests share: how Chromium is started, the kinds of page, and what a page did wrong while it was open."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
# The names that the Makefile looks for too.
CHROMIUMS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)  # fmt: skip
FLAGS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

LIVE_BLOG = "/2017/11/03/iraq-frees-qaim-islamic-states-last-big-town-there/"
KINDS = {
    "home": "/",
    "year": "/2017/",
    "month": "/2017/11/",
    "day": "/2017/11/03/",
    "live-blog": LIVE_BLOG,
    "latest": f"{LIVE_BLOG}latest/",
    "update": f"{LIVE_BLOG}t1930/",
    "timeline": "/timeline/2017-11/",
    "days": "/on-this-day/",
    "on-this-day": "/on-this-day/11-03/",
    "search": "/search/",
    "topics": "/topics/",
    "topic": "/topics/qaim/",
    "topic-year": "/topics/weather/2018/",
    "corrections": "/corrections/",
    "corrected": "/2018/02/20/harbor-reopens-at-kinloch-haven-as-storm-ottilie-moves-off/",
    "data": "/data/",
    "own": "/about/",
    "lost": "/2017/11/03/no-such-page/",
}
PHONE, DESK = (390, 844), (1280, 900)


def find_chromium() -> str:
    """The browser; `make test` installs one where it may."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    assert found, "browser tests need Chromium or Chrome; on Debian: apt-get install chromium"
    return found


def launch_flags() -> list[str]:
    """How Chromium is started: it calls nobody by itself; its sandbox does not work for root."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, "--no-sandbox"] if is_root else [*FLAGS]


def copy_example(root: Path) -> Path:
    """The example archive of this repository, copied to *root*, which does not exist yet."""
    root.mkdir()
    shutil.copy(ROOT / "site.yaml", root)
    for name in ("seeds", "content", "layouts"):
        shutil.copytree(ROOT / name, root / name)
    return root


def run_sitegen(root: Path, *arguments: str) -> None:
    """Run the command in *root*, as a user does; whatever it says is shown if it fails."""
    command = [sys.executable, "-m", "sitegen.cli", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass
class Tab:
    """A page, and what it did that a page of an archive must not do."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def listen(self, origin: str) -> None:
        """Note errors of scripts and of the console (breaches of the policy are told there), and requests elsewhere."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("request", lambda asked: self._ask(asked.url, origin))
        self.page.on("response", lambda answer: self._take(answer.url, answer.status))

    def _hear(self, kind: str, text: str) -> None:
        # What could not be loaded is told by its response, with its address.
        if kind == "error" and not text.startswith("Failed to load resource: the server responded"):
            self.complaints.append(text)

    def _ask(self, url: str, origin: str) -> None:
        if not url.startswith(origin):
            self.elsewhere.append(url)

    def _take(self, url: str, status: int) -> None:
        if status >= 400 and not url.endswith(KINDS["lost"]):
            self.complaints.append(f"{status} for {url}")


@contextmanager
def open_tab(
    browser: Browser, origin: str, size: tuple[int, int] = DESK, *, dark: bool = False, script: bool = True
) -> Iterator[Tab]:
    """A tab of its own for pages of *origin*; at the end it has complained of nothing and asked nobody else."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
    )
    tab = Tab(context.new_page())
    tab.listen(origin)
    yield tab
    context.close()
    assert tab.elsewhere == []
    assert tab.complaints == []


AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_RUN_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}"""


def violations(page: Page) -> list[str]:
    """What axe finds in the page: rule and element."""
    page.evaluate(AXE)
    found = page.evaluate(_RUN_AXE)
    assert isinstance(found, list)
    return [str(one) for one in found]


def is_too_wide(page: Page) -> bool:
    """Whether the page can be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def wait_for_path(page: Page, path: str) -> None:
    """Wait until the page's address is *path*, with its fragment: a key is pressed before what it does is done."""
    page.wait_for_url(lambda url: _path(url) == path)


def path_of(page: Page) -> str:
    """The path of the page's address, with its fragment."""
    return _path(page.url)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"#{parts.fragment}" if parts.fragment else "")
