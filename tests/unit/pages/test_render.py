from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import escape

from sitegen.config import ClockStyle, Links
from sitegen.content.markdown import render as markdown
from sitegen.model import Rights
from sitegen.output.scan import scan
from sitegen.pages.compiled import environment_of
from sitegen.pages.layouts import Layouts
from sitegen.pages.pieces import ROOT
from sitegen.pages.render import LayoutError, Press, open_press
from sitegen.pages.views import DayView, Link, OwnView, Page, Site, UpdateView
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


def render(page: Page, site: Site, layouts: Layouts, body_of: Callable[[str], str]) -> str:
    return press_of(site, layouts, lambda name: body_of(name).encode()).render(page).html.decode()


def press_of(site: Site, layouts: Layouts, body_of: Callable[[str], bytes]) -> Press:
    return open_press(site, layouts, body_of, lambda html, url: scan(html.replace(ROOT, "/"), url))


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
    found = press_of(SITE, BODY, {"5f": html.encode()}.__getitem__).render(page(url))
    assert found.html.decode() == there
    assert set(found.links) == set(scan(there, url)[1])
    assert [link for link in after if ":" in link.partition("/")[0]] == [
        link for link in before if not link.startswith("/")
    ]
    assert not [link for link in after if link.startswith("/")]


def test_a_link_of_a_body_on_a_disk_names_the_file() -> None:
    html = '<p><a href="/x/#t1">a</a> <img src="/m.png" alt=""></p>'
    assert shown(html, "/y/", ON_DISK) == '<p><a href="../x/index.html#t1">a</a> <img src="../m.png" alt=""></p>'


def linked(target: str, url: str, site: Site = SITE) -> str:
    """The link to *target* that a layout writes on the page at *url*."""
    layout = Layouts({"own.html": f'<a href="{{{{ "{target}"|link }}}}">'}, frozenset())
    return render(page(url), site, layout, str).removeprefix('<a href="').removesuffix('">')


@pytest.mark.parametrize(
    ("target", "url", "folder", "file"),
    [
        ("/topics/", "/404.html", "/topics/", "/topics/index.html"),
        ("/", "/404.html", "/", "/index.html"),
        ("/topics/", "/2017/", "../topics/", "../topics/index.html"),
        ("/topics/", "/", "./topics/", "./topics/index.html"),
        ("/", "/", "./", "./index.html"),
        ("/2017/11/03/x/#t1", "/2017/11/03/", "../../../2017/11/03/x/#t1", "../../../2017/11/03/x/index.html#t1"),
        ("#t1", "/2017/11/03/x/", "#t1", "#t1"),
        ("#t1", "/404.html", "#t1", "#t1"),
        ("/2017/11/#t1", "/2017/", "../2017/11/#t1", "../2017/11/index.html#t1"),
        ("/2017/", "/2017/", "../2017/", "../2017/index.html"),
    ],
)
def test_a_link_of_a_layout_leads_from_its_page(target: str, url: str, folder: str, file: str) -> None:
    assert linked(target, url) == folder
    assert linked(target, url, ON_DISK) == file


def test_the_page_for_lost_addresses_links_from_the_root_of_its_host() -> None:
    assert linked("/topics/#x", "/404.html", BELOW) == "/live/topics/#x"
    assert linked("/", "/404.html", BELOW) == "/live/"
    assert linked("/topics/", "/2017/", BELOW) == "../topics/"


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


UPDATE = """\
{% macro cards(updates, level, mixed, end) %}{% for update in updates %}
<h{{ level }} id="{{ update.id }}"><a href="{{ update.url|link }}">{{ update.lead }}</a>{{ " UTC" if mixed }}</h{{ level }}>
{{ update.body|body if update.body }}{% for topic in update.topics %}<a href="{{ topic.url|link }}">{{ topic.title }}</a>
{% endfor %}
{{ page.lang }}{{ end }}{% endfor %}{% endmacro %}
{% macro stream(updates, level, mixed) %}
{% for run in updates|runs(level, mixed) %}[{{ run.gap_s }} {{ run.new_day }} {{ run.html }}]{% endfor %}
{% endmacro %}
"""
STREAM = '{% import "_update.html" as updates with context %}{{ updates.stream(view.updates, 3, view.mixed) }}'
STREAMS = Layouts(
    dict.fromkeys(("_update.html", "default/_update.html"), UPDATE) | {"day.html": STREAM, "live-blog.html": STREAM},
    frozenset(),
)
TOPIC = Link("Qaim", "/topics/qaim/")


def one(clock: str, anchor: str, *, body: str = "", lead: str = "A lead", own_page: bool = False) -> UpdateView:
    """An update of one live blog, as its own page shows it or another."""
    at = datetime.fromisoformat(f"2017-11-{clock}")
    return UpdateView(
        id=anchor if own_page else f"x-{anchor}",
        url=f"#{anchor}" if own_page else f"/2017/11/03/x/#{anchor}",
        at=at,
        instant=int(at.timestamp()),
        iso=at.isoformat(),
        clock=f"{at:%H:%M}",
        place="Beirut",
        zone_place="Beirut time",
        title="",
        lead=lead,
        author="",
        key=False,
        topics=(TOPIC,),
        body=body,
        liveblog=None if own_page else Link("X", "/2017/11/03/x/"),
    )


def day(*updates: UpdateView, url: str = "/2017/11/03/", mixed: bool = False, lang: str = "") -> Page:
    view = DayView(date(2017, 11, 3), (), updates, mixed, None, None, None)
    return Page(url, "day.html", view, "Day", "", "layouts/day.html", lang=lang)


BODIES = {"1/1": b'<p><a href="/2017/11/03/x/#t2">a</a> <a href="https://example.org/">b</a></p>', "1/2": b"<p>B</p>"}


def test_an_update_is_rendered_once_and_links_rightly_from_each_page() -> None:
    press = press_of(SITE, STREAMS, BODIES.__getitem__)
    updates = (one("03T10:00:00+02:00", "t1", body="1/1"), one("03T10:30:00+02:00", "t2", body="1/2"))
    pages = [press.render(day(*updates, url=url)) for url in ("/2017/11/03/", "/topics/qaim/2017/", "/", "/404.html")]
    for url, made in zip(("/2017/11/03/", "/topics/qaim/2017/", "/", "/404.html"), pages, strict=True):
        hrefs = [urljoin(HOST + url, link) for link in LINK.findall(made.html.decode())]
        assert hrefs == [
            *(f"{HOST}/2017/11/03/x/#t1", f"{HOST}/2017/11/03/x/#t2", "https://example.org/", f"{HOST}/topics/qaim/"),
            *(f"{HOST}/2017/11/03/x/#t2", f"{HOST}/topics/qaim/"),
        ]
        assert made.ids == ("x-t1", "x-t2")
        assert set(made.links) == {"/2017/11/03/x/#t1", "/2017/11/03/x/#t2", "/topics/qaim/"}
        assert ROOT not in made.html.decode()
        assert not {"\0", "\1"} & set(made.html.decode())
    assert [len(made) for made in press.shared.values() if made] == [2]


def test_the_page_of_the_live_blog_links_to_its_updates_by_their_fragments() -> None:
    press = press_of(SITE, STREAMS, BODIES.__getitem__)
    updates = (one("03T10:00:00+02:00", "t1", body="1/1", own_page=True), one("03T10:30:00+02:00", "t2", own_page=True))
    made = press.render(day(*updates, url="/2017/11/03/x/"))
    links = LINK.findall(made.html.decode())
    assert (links[0], links[-2]) == ("#t1", "#t2")
    assert made.ids == ("t1", "t2")
    assert set(made.links) == {"/2017/11/03/x/#t1", "/2017/11/03/x/#t2", "/topics/qaim/"}
    other = press.render(day(one("03T10:00:00+02:00", "t1", body="1/1")))  # the same update, on another page
    assert other.ids == ("x-t1",)


def test_a_link_of_a_body_to_its_own_page_is_its_fragment() -> None:
    press = press_of(SITE, STREAMS, BODIES.__getitem__)
    made = press.render(day(one("03T10:00:00+02:00", "t1", body="1/1", own_page=True), url="/2017/11/03/x/"))
    assert LINK.findall(made.html.decode())[1] == "#t2"


def test_what_differs_between_pages_is_not_shared() -> None:
    """A level, UTC beside clocks, the language of the page, and whether bodies are shown."""
    press = press_of(SITE, STREAMS, BODIES.__getitem__)
    brief, whole = one("03T10:00:00+02:00", "t1"), one("03T10:00:00+02:00", "t1", body="1/2")
    assert "<p>B</p>" not in press.render(day(brief)).html.decode()
    assert "<p>B</p>" in press.render(day(whole)).html.decode()
    assert " UTC" in press.render(day(whole, mixed=True)).html.decode()
    assert " UTC" not in press.render(day(whole)).html.decode()
    assert "ar]" in press.render(day(whole, lang="ar")).html.decode()
    assert "ar]" not in press.render(day(whole)).html.decode()


def test_a_press_that_keeps_few_updates_gives_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.pages.render._SHARED", 3)
    press = press_of(SITE, STREAMS, BODIES.__getitem__)
    updates = [one(f"03T10:{n:02}:00+02:00", f"t{n}") for n in range(10)]
    for _ in range(2):
        assert press.render(day(*updates)).ids == tuple(f"x-t{n}" for n in range(10))


def runs(*updates: UpdateView) -> list[str]:
    html = press_of(SITE, STREAMS, BODIES.__getitem__).render(day(*updates)).html.decode()
    return re.findall(r"\[(\d+ \S+) ", html)


def test_a_stream_is_cut_at_long_silences_and_new_days() -> None:
    assert runs() == []
    assert runs(one("03T10:00:00+02:00", "a"), one("03T11:00:00+02:00", "b")) == ["0 None"]
    assert runs(one("03T10:00:00+02:00", "a"), one("03T11:00:01+02:00", "b")) == ["0 None", "3601 None"]
    assert runs(one("03T23:50:00+02:00", "a"), one("04T00:10:00+02:00", "b")) == ["0 None", "0 2017-11-04"]
    assert runs(one("03T10:00:00+02:00", "a"), one("04T10:00:00+02:00", "b")) == ["0 None", "86400 2017-11-04"]
    # Between instants: the clocks of two zones may say another order.
    assert runs(one("03T10:00:00+02:00", "a"), one("03T04:00:00-04:00", "b")) == ["0 None"]
    three = [one(f"03T10:{n}0:00+02:00", f"t{n}") for n in range(3)]
    assert runs(*three, one("03T12:00:00+02:00", "b"), one("03T12:10:00+02:00", "c")) == ["0 None", "6000 None"]


def test_the_macro_of_an_update_that_fails_is_a_problem_with_its_line() -> None:
    texts = {"_update.html": "{% macro cards(updates, level, mixed, end) %}\n{{ view.date }}{% endmacro %}"}
    layouts = replace(
        STREAMS,
        texts={**STREAMS.texts, **texts, "day.html": "{% for one in view.updates|runs(3, false) %}{% endfor %}"},
    )
    with pytest.raises(LayoutError) as raised:
        press_of(SITE, layouts, BODIES.__getitem__).render(day(one("03T10:00:00+02:00", "a")))
    problem = raised.value.problem
    assert (str(problem.where), problem.code) == ("layouts/_update.html:2", "layout-undefined")
    assert problem.message == '"view" is not defined (while rendering layouts/day.html)'


def test_an_override_without_the_macro_of_updates_has_that_of_the_default() -> None:
    own = UPDATE.replace("macro cards", "macro mine").replace("[{{ run.gap_s }}", "(own)[{{ run.gap_s }}")
    layouts = replace(STREAMS, texts={**STREAMS.texts, "_update.html": own})
    html = press_of(SITE, layouts, BODIES.__getitem__).render(day(one("03T10:00:00+02:00", "t1"))).html.decode()
    assert "(own)[0 None" in html
    assert '<h3 id="x-t1">' in html


def test_the_macro_of_an_override_goes_before_that_of_the_default() -> None:
    own = UPDATE.replace("{{ update.lead }}", "{{ update.lead }} (own)")
    layouts = replace(STREAMS, texts={**STREAMS.texts, "_update.html": own})
    html = press_of(SITE, layouts, BODIES.__getitem__).render(day(one("03T10:00:00+02:00", "t1"))).html.decode()
    assert "A lead (own)" in html


@pytest.mark.parametrize("value", ["a & b", "<b>", '"', "'", ">", "plain", 7, None, 1.5, ["<"], True])
def test_values_are_printed_as_markupsafe_does(value: object) -> None:
    environment = environment_of(Layouts({"a": "{{ value }}|{{ value|safe }}|{{ value|e }}"}, frozenset()), SITE)
    html = environment.get_template("a").render(value=value)
    assert html == f"{escape(value)}|{value}|{escape(value)}"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("{{ view.subtitle is defined }}", "False"),
        ("{{ view.subtitle|default('none') }}", "none"),
        ("{% set of = {'a': {'b': 2}} %}{{ of.a.b }}", "2"),
        ("{% set own = namespace(a=1) %}{{ own.a }} {% for one in [1] %}{{ loop.last }}{% endfor %}", "1 True"),
    ],
)
def test_a_layout_asks_for_parts_as_jinja_documents_it(text: str, html: str) -> None:
    assert rendered(text) == html
