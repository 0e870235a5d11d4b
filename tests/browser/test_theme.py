"""The colours and typefaces of `theme:` in a real browser: where they are said, and nowhere else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import open_tab
from playwright.sync_api import Browser
from support import SETTINGS, build_site, liveblog, make_site, update

from sitegen.serve import open_server

pytestmark = pytest.mark.slow

THEME = """\
theme:
  light: {ink: "#112233", accent: "#0b5c4a"}
  text: [monospace]
"""
GOLDEN = Path(__file__).parents[1] / "golden" / "theme"
VALUE = "(name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("themed")
    story = liveblog("A story", "2017-11-03", [update("2017-11-03 10:00", "Words.", "#t1000")], slug="story", id="s")
    build_site(make_site(root, {"site.yaml": SETTINGS + THEME, "content/story.md": story}))
    with open_server(root / "output") as url:
        yield url.rstrip("/")


@pytest.mark.parametrize(
    ("dark", "media", "ink"), [(False, "screen", "#112233"), (True, "screen", "#e8e3d8"), (False, "print", "#000")]
)
def test_a_light_colour_is_of_light_screens_alone(
    chromium: Browser, themed: str, dark: bool, media: str, ink: str
) -> None:
    with open_tab(chromium, themed, dark=dark) as tab:
        tab.page.emulate_media(media="print" if media == "print" else "screen")
        tab.page.goto(f"{themed}/2017/11/03/story/")
        assert tab.page.evaluate(VALUE, "--ink") == ink
        assert tab.page.evaluate("getComputedStyle(document.body).fontFamily") == "monospace"


def test_a_typeface_and_a_property_of_the_sites_own_reach_the_reader(chromium: Browser, tmp_path: Path) -> None:
    site = shutil.copytree(GOLDEN, tmp_path / "site", ignore=shutil.ignore_patterns("expected", "reason.txt"))
    build_site(site)
    with open_server(site / "output") as url, open_tab(chromium, url.rstrip("/")) as tab:
        tab.page.goto(f"{url}2019/05/02/bees/")
        tab.page.evaluate("document.fonts.ready")
        assert tab.page.evaluate("[...document.fonts].map((face) => [face.family, face.status])") == [
            ["Linden Block", "loaded"]
        ]
        assert tab.page.evaluate(VALUE, "--measure") == "34rem"
