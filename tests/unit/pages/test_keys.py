from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sitegen.config import ClockStyle, Links
from sitegen.model import Rights
from sitegen.pages.keys import digest_of_site, key_of, reason
from sitegen.pages.layouts import Layouts
from sitegen.pages.views import Link, OwnView, Page, Site

SITE = Site("T", "", "en", "", "", ClockStyle.AP, Links.FOLDER, Rights(), (), (), "/", "", "/a.css", "/a.svg")
PAGE = Page("/about/", "own.html", OwnView("About", "5f"), "About", "About", "content/pages/about.md")
LAYOUTS = Layouts(
    {"own.html": '{% extends "base.html" %}', "base.html": "{% block a %}{% endblock %}", "day.html": ""}, frozenset()
)


def key(page: Page = PAGE, layouts: Layouts = LAYOUTS, site: Site = SITE) -> str:
    return key_of(page, layouts, digest_of_site(site))


def with_text(name: str, text: str) -> Layouts:
    return Layouts({**LAYOUTS.texts, name: text}, frozenset())


def test_a_key_is_the_same_for_the_same_and_says_what_differs() -> None:
    assert reason(key(), key(replace(PAGE))) == ""
    assert reason(key(), key(replace(PAGE, title="Other"))) == "what it shows changed"
    assert reason(key(), key(layouts=with_text("own.html", "x"))) == "its layout changed"
    assert reason(key(), key(layouts=with_text("base.html", "x"))) == "its layout changed"
    assert reason(key(), key(layouts=with_text("day.html", "x"))) == ""
    assert reason(key(), key(site=replace(SITE, menu=(Link("A", "/a/"),)))) == "the site's settings or menu changed"
    assert reason(key(), key()[:-3] + "xyz") == "sitegen itself changed"
    both = key(replace(PAGE, title="Other"), with_text("own.html", "x"))
    assert reason(key(), both) == "what it shows changed; its layout changed"


def test_a_page_that_was_not_published_is_new() -> None:
    assert reason("", key()) == "it is new"
    assert reason("asset 5f", key()) == "it is not as it was published"


def test_the_key_of_a_page_does_not_depend_on_its_folder(tmp_path: Path) -> None:
    assert str(tmp_path) not in key()
    assert key() == key_of(
        PAGE, Layouts(dict(reversed(list(LAYOUTS.texts.items()))), frozenset()), digest_of_site(SITE)
    )
