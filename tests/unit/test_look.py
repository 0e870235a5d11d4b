"""``theme:``: which values are sound, and what becomes of them in the stylesheet and at the head of pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import SETTINGS, build_site, liveblog, make_site, replace_in, update, write

from sitegen.config_file import load_config
from sitegen.errors import ContentError
from sitegen.look import (
    Face,
    Style,
    Theme,
    color_fault,
    family_fault,
    file_fault,
    font_fault,
    theme_css,
    weight_fault,
)

THEME = """\
theme:
  light: {accent: "#0b5c4a", paper: ivory}
  dark: {accent: oklch(80% 0.1 160)}
  text: [Own Serif, Georgia, serif]
  faces:
    - {family: Own Serif, file: fonts/own.woff2, weight: "400 700"}
    - {family: Own Serif, file: fonts/own-italic.otf, style: italic}
  logo: mark.svg
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    story = liveblog("A story", "2017-11-03", [update("2017-11-03 10:00", "Words.", "#t1000")], slug="story", id="s")
    files = {"site.yaml": SETTINGS + THEME, "content/story.md": story, "layouts/static/mark.svg": "<svg/>"}
    files |= {"layouts/static/fonts/own.woff2": "not read", "layouts/static/fonts/own-italic.otf": "not read"}
    return make_site(tmp_path, files)


def test_a_theme_stands_at_the_end_of_the_one_stylesheet(site: Path) -> None:
    build_site(site)
    css = (site / "output/assets/style.css").read_text("utf-8")
    swap, own = "font-display: swap;", 'font-family: "Own Serif"; src: url("fonts/own'
    said = css.partition("\n/* theme: of site.yaml */\n")[2]
    assert said.splitlines() == [
        f'@font-face {{ {own}.woff2") format("woff2"); {swap} font-weight: 400 700; }}',
        f'@font-face {{ {own}-italic.otf") format("opentype"); {swap} font-style: italic; }}',
        ':root { --text: "Own Serif", "Georgia", serif; }',
        "@media screen and (prefers-color-scheme: light) { :root { --paper: ivory; --accent: #0b5c4a; } }",
        "@media screen and (prefers-color-scheme: dark) { :root { --accent: oklch(80% 0.1 160); } }",
    ]
    assert (site / "output/assets/fonts/own.woff2").read_text() == "not read"


@pytest.mark.parametrize("text", ["drakred", "inherit", "none", "currentcolor"])
def test_a_word_that_is_no_colour_is_refused(text: str) -> None:
    assert color_fault(text) is not None
    assert color_fault("DarkRed") is None


def test_another_colour_renews_the_stylesheet_alone_and_another_mark_every_page(site: Path) -> None:
    build_site(site)
    replace_in(site / "site.yaml", "ivory", "white")
    report = build_site(site)
    assert (report.rendered, report.changed) == ((), ("/assets/style.css",))
    replace_in(site / "site.yaml", "  logo: mark.svg", "  logo: mark.svg\n  wordmark: Mark & Sons")
    assert "/2017/11/03/story/" in dict(build_site(site).rendered)
    page = (site / "output/2017/11/03/story/index.html").read_text("utf-8")
    assert '<img class="logo" src="../../../../assets/mark.svg" alt=""> Mark &amp; Sons</a>' in page


def test_a_logo_alone_says_the_title_to_those_who_do_not_see_it(site: Path) -> None:
    build_site(site)
    page = (site / "output/2017/11/03/story/index.html").read_text("utf-8")
    assert '<img class="logo" src="../../../../assets/mark.svg" alt="The Small Archive"></a>' in page


def test_files_that_are_not_there_are_told_all_at_once_with_their_places(site: Path) -> None:
    for name in ("mark.svg", "fonts/own.woff2"):
        (site / "layouts/static" / name).unlink()
    with pytest.raises(ContentError) as raised:
        build_site(site)
    found = [(str(one.where), one.code) for one in raised.value.problems if one.is_error]
    assert found == [("site.yaml:11:33", "config-theme"), ("site.yaml:13:9", "config-theme")]


def test_settings_that_are_kept_say_the_same(site: Path) -> None:
    from sitegen.config_cache import current_config

    first = current_config(site / "site.yaml")
    assert first.theme == load_config(site / "site.yaml").theme == current_config(site / "site.yaml").theme
    assert first.theme.faces[1] == Face(family="Own Serif", file="fonts/own-italic.otf", style=Style.ITALIC)


@pytest.mark.promise("X1")
@given(text=st.text(max_size=40) | st.from_regex(r"[#a-z(){};:/*\"'\\ .0-9-]{1,40}", fullmatch=True))
@example("red; } body { display: none")
@example("url(https://evil.example/)")
@example("var(--ink)")
@example("rgb(1 2 3)/**/")
@example("expression(alert(1))")
@example("RED\n")
@example("0\x850")
def test_no_value_ends_its_declaration_or_loads_anything(text: str) -> None:
    css = ""
    if color_fault(text) is None:
        css += theme_css(Theme(light=(("accent", text),), dark=(("ink", text),)))
    if family_fault(text) is None:
        css += theme_css(Theme(text=(text,), plain=(text,)))
    if font_fault(text) is None and file_fault(text, ("woff2", "woff", "ttf", "otf")) is None:
        css += theme_css(Theme(faces=(Face(family="F", file=text),)))
    if weight_fault(text) is None and text:
        css += theme_css(Theme(faces=(Face(family="F", file="f.woff2", weight=text),)))
    for line in css.split("\n"):  # CSS knows no other line ends of Unicode
        assert line.count("{") == line.count("}") <= 2
        assert "../" not in line
        assert "../" not in line
        assert "../" not in line
        assert line.count("url(") == line.startswith("@font-face")
        assert line.count('"') % 2 == 0


def test_a_stylesheet_of_the_site_has_the_theme_too(site: Path) -> None:
    write(site / "layouts/static/style.css", "body { color: var(--ink); }\n")
    build_site(site)
    css = (site / "output/assets/style.css").read_text("utf-8")
    assert css.startswith("body { color: var(--ink); }\n\n/* theme: of site.yaml */\n")
