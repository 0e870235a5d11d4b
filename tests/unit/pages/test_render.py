from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.config import ClockStyle, Links
from sitegen.content.markdown import render as markdown
from sitegen.model import Rights
from sitegen.pages.layouts import Layouts
from sitegen.pages.render import LayoutError, link_from, render
from sitegen.pages.views import OwnView, Page, Site
from sitegen.words import text_of_html

HOST = "https://archive.example.org"
SITE = Site("T", "", "en", "", "", ClockStyle.AP, Links.FOLDER, Rights(), (), (), "/", "", "/a.css", "/a.svg")
ON_DISK = Site("T", "", "en", "", "", ClockStyle.AP, Links.FILE, Rights(), (), (), "/", "", "/a.css", "/a.svg")
BELOW = Site(
    "T", "", "en", f"{HOST}/live/", "", ClockStyle.AP, Links.FOLDER, Rights(), (), (), "/", "", "/a.css", "/a.svg"
)
BODY = Layouts({"own.html": "{{ view.body|body }}"}, frozenset())


def page(url: str = "/2017/11/03/", layout: str = "own.html") -> Page:
    return Page(url, layout, OwnView("About", "5f"), "About", "", "content/pages/about.md")


def shown(html: str, url: str = "/2017/11/03/", site: Site = SITE) -> str:
    return render(page(url), site, BODY, {"5f": html}.__getitem__)


def rendered(text: str, **more: str) -> str:
    return render(page(), SITE, Layouts({"own.html": text, **more}, frozenset()), lambda name: f"<p>{name}</p>")


PIECES = [
    *(
        "[a](/x/)",
        "[b](../y/#t1)",
        "[c](#t1930)",
        "[d](https://example.org/a?b=c&d#e)",
        "[e](mailto:a@b.org)",
        "![f](g.png)",
    ),
    *(
        'href="/x/"',
        " src='/x/'",
        '`href="/x/"`',
        '[t](/z/ "href=\\"/y/\\"")',
        "<a href=/x>",
        "![h](//example.org/i.png)",
    ),
    *(
        "[a:b](/a:b/)",
        "[q](/?a=/b&c=d)",
        "\n\n",
        '    href="/x/"\n',
        '\n```\nhref="/x/"\n```\n',
        " ",
        "word",
        "[k](<a b/ü>)",
    ),
]
LINK = re.compile(r'\s(?:href|src)="([^"]*)"')


@given(
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.sampled_from(["/", "/topics/qaim/2017/", "/2017/11/03/x/"]),
)
@example('"a" href="/x/" b', "/")
def test_links_of_a_body_lead_where_they_led_and_text_stays(text: str, url: str) -> None:
    html = markdown(text, "/2017/11/03/x/")
    there = shown(html, url)
    assert text_of_html(there) == text_of_html(html)
    assert LINK.sub("", there) == LINK.sub("", html)
    before, after = (list(map(unescape, LINK.findall(found))) for found in (html, there))
    assert [urljoin(HOST + url, link) for link in after] == [urljoin(HOST, link) for link in before]
    assert [link for link in after if ":" in link.partition("/")[0]] == [
        link for link in before if not link.startswith("/")
    ]
    assert not [link for link in after if link.startswith("/")]


def test_a_link_of_a_body_on_a_disk_names_the_file() -> None:
    html = '<p><a href="/x/#t1">a</a> <img src="/m.png" alt=""></p>'
    assert shown(html, "/y/", ON_DISK) == '<p><a href="../x/index.html#t1">a</a> <img src="../m.png" alt=""></p>'


def test_the_page_for_lost_addresses_links_from_the_root_of_its_host() -> None:
    assert link_from(page("/404.html"), SITE, "/topics/") == "/topics/"
    assert link_from(page("/404.html"), SITE, "/") == "/"
    assert link_from(page("/404.html"), BELOW, "/topics/#x") == "/live/topics/#x"
    assert link_from(page("/404.html"), BELOW, "/") == "/live/"
    assert link_from(page("/2017/"), BELOW, "/topics/") == "../topics/"


def test_a_layout_sees_its_page_view_and_site() -> None:
    assert (
        rendered("{{ page.title }} {{ view.title }} {{ site.title }} {{ '/x/'|link }}") == "About About T ../../../x/"
    )


def test_text_is_escaped() -> None:
    assert rendered("{{ '<b>' ~ view.title }}") == "&lt;b&gt;About"


def test_an_absolute_address_needs_a_base() -> None:
    layout = Layouts({"own.html": "{{ '/x/'|absolute }}"}, frozenset())
    assert render(page(), SITE, layout, str) == ""
    assert render(page(), BELOW, layout, str) == f"{HOST}/live/x/"


@pytest.mark.parametrize(
    ("text", "code", "line", "message"),
    [
        ("one\n{{ nothing }}", "layout-undefined", 2, '"nothing" is not defined'),
        ("{{ view.titel }}", "layout-undefined", 1, '"titel" is not a part of OwnView'),
        ("\n\n{{ view.title|link }}", "layout-failed", 3, '"About" is no address of this site'),
        ("{{ 1 / 0 }}", "layout-failed", 1, "division by zero"),
        ("{{ view.title + 1 }}", "layout-failed", 1, "can only concatenate str"),
        ("{% include '_part.html' %}", "layout-undefined", 2, '"gone" is not defined'),
    ],
)
def test_a_layout_that_fails_is_a_problem_with_its_line_and_its_page(
    text: str, code: str, line: int, message: str
) -> None:
    with pytest.raises(LayoutError) as raised:
        rendered(text, **{"_part.html": "\n{{ gone }}"})
    problem = raised.value.problem
    assert (problem.code, problem.where.line) == (code, line)
    assert problem.where.path == ("layouts/_part.html" if "include" in text else "layouts/own.html")
    assert problem.message.startswith(message)
    assert problem.message.endswith("(while rendering content/pages/about.md)")


def test_an_override_reaches_the_default_by_its_name() -> None:
    layouts = Layouts(
        {
            "own.html": '{% extends "default/own.html" %}{% block a %}mine{% endblock %}',
            "default/own.html": "[{% block a %}{% endblock %}]",
        },
        frozenset(["own.html"]),
    )
    assert render(page(), SITE, layouts, str) == "[mine]"
