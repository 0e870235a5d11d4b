from __future__ import annotations

import json

import pytest

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.errors import Problem, Severity
from sitegen.importers.evidence import contradictions
from sitegen.importers.exports.json_seeds import Json
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.web.jsonld import JSONLD
from sitegen.importers.web.page import PAGE
from sitegen.model import LiveBlog, ZoneSource

CONFIG = Config(title="A site", zone="Europe/Madrid")
ADDRESS = "https://quay.example.de/live/ferry"


def update(number: int, **more: Json) -> dict[str, Json]:
    return {
        "@type": "BlogPosting",
        "headline": f"Title {number}",
        "articleBody": f"Text of {number}.",
        "datePublished": f"2021-03-09T1{number}:00:00+01:00",
        "url": f"{ADDRESS}#u{number}",
        **more,
    }


def live_blog(*updates: Json, **more: Json) -> dict[str, Json]:
    return {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "Ferry runs &amp; runs",
        "description": "The strike is <b>over</b>.",
        "url": ADDRESS,
        "inLanguage": "de-DE",
        "publisher": {"@type": "Organization", "name": "The Quay"},
        "liveBlogUpdate": list(updates),
        **more,
    }


def page(value: Json, body: str = "", script: str = "") -> str:
    script = script or json.dumps(value).replace("</", "<\\/")
    return (
        f'<!doctype html><html><head><title>Ferry</title><script type="application/ld+json">{script}</script></head>'
        f"<body><nav>Home</nav><h1>Ferry runs</h1>{body}</body></html>"
    )


def run(
    text: str, path: str = "seeds/ferry.html", sidecar: Sidecar | None = None
) -> tuple[list[LiveBlog], list[Problem]]:
    """The live blogs of a seed, which have passed the proof of their words, and its problems but for words left."""
    seed = Seed(path, text.encode(), sidecar or Sidecar())
    importer = sniff(seed, importers([])[0])
    assert importer is (PAGE if path.endswith(".html") else JSONLD)
    found = list(importer.read(seed, CONFIG))
    for item in found:
        if isinstance(item, Found):
            lost = list(contradictions(path, item.liveblog, item.evidence, lambda body: plain(render(body, "/"))))
            assert lost == []
    problems = [item for item in found if isinstance(item, Problem) and item.code != "words-left"]
    return [item.liveblog for item in found if isinstance(item, Found)], problems


def read(text: str, path: str = "seeds/ferry.html") -> LiveBlog:
    """The one live blog of a seed about which there is nothing to say."""
    [blog], problems = run(text, path)
    assert problems == []
    return blog


def shown(blog: LiveBlog) -> list[tuple[str, str, str]]:
    return [(f"{update.at:%H:%M}", update.title, update.body) for update in blog.updates]


TWO = [("11:00", "Title 1", "Text of 1."), ("12:00", "Title 2", "Text of 2.")]


def test_the_parts_of_a_live_blog() -> None:
    author: Json = [{"@type": "Person", "name": "Ann Lee", "email": "ann@quay.example"}, {"name": "Bo Ek"}]
    blog = read(page(live_blog(update(2), update(1, author=author, dateModified="2021-03-09T10:05:00Z"))))
    assert (blog.title, blog.standfirst, blog.publisher, blog.lang) == (
        "Ferry runs & runs",
        "The strike is **over**.",
        "The Quay",
        "de-DE",
    )
    assert shown(blog) == TWO
    first = blog.updates[0]
    assert (first.sid, first.author) == ("u1", "Ann Lee, Bo Ek")
    assert first.updated is not None
    assert first.updated.isoformat() == "2021-03-09T11:05:00+01:00"
    assert (blog.zone, blog.zone_source) == ("Europe/Berlin", ZoneSource.STATED)
    assert (blog.sources[0].importer, blog.sources[0].url) == ("jsonld", ADDRESS)


BLOG = live_blog(update(2), update(1))
LINKED: Json = {
    "@graph": [
        live_blog({"@id": "#a"}, {"@id": "#b"}),
        {**update(1), "@id": "#a"},
        {**update(2), "@id": "#b"},
        {"@type": "WebSite", "name": "The Quay"},
    ]
}


@pytest.mark.parametrize(
    "value",
    [
        BLOG,
        [{"@type": "WebSite"}, BLOG],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, BLOG]},
        {**BLOG, "@type": ["NewsArticle", "LiveBlogPosting"]},
        {**BLOG, "@type": "http://schema.org/LiveBlogPosting"},
        {"@type": "WebPage", "mainEntity": BLOG},
        {"@type": "WebPage", "mainEntityOfPage": [{"mainEntity": [BLOG]}]},
        {**BLOG, "liveBlogUpdate": [[update(1)], [update(2)]]},
        [BLOG, {**BLOG, "liveBlogUpdate": [update(1)]}],
        LINKED,
    ],
)
def test_where_a_live_blog_may_stand(value: Json) -> None:
    assert shown(read(page(value))) == TWO
    assert shown(read(json.dumps(value), "seeds/ferry.jsonld")) == TWO


def test_one_update_that_is_no_list() -> None:
    assert shown(read(page({**BLOG, "liveBlogUpdate": update(1)}))) == TWO[:1]


def test_a_file_of_json_ld() -> None:
    seed = Seed("seeds/ferry.json", json.dumps(BLOG).encode())
    assert sniff(seed, importers([])[0]) is JSONLD
    assert shown(read(json.dumps(BLOG), "seeds/ferry.json")) == TWO


@pytest.mark.parametrize(
    ("articleBody", "body"),
    [
        ("Mum&#39;s ferry &amp; dad&#8217;s", "Mum's ferry & dad’s"),
        ("One.\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree."),
        (
            "<p>One <a href='https://a.example/x'>link</a>.</p><script>alert(1)</script>",
            "One [link](https://a.example/x).",
        ),
        ("3 < 4 and *no* mark", "3 \\< 4 and \\*no\\* mark"),
        (["of another type"], ""),
        (None, ""),
    ],
)
def test_texts(articleBody: Json, body: str) -> None:  # noqa: N803
    blog = read(page(live_blog(update(1, articleBody=articleBody))))
    assert blog.updates[0].body.replace("3 < 4", "3 \\< 4") == body


SHOWN = """<main><p>A word before.</p>
<div class="e" id="u2"><time datetime="2021-03-09T12:00:00+01:00">12.00</time><h3>Title 2</h3><p>Text <b>of</b> 2.</p>
<p>And <a href="/more">more</a>.</p></div>
<div class="e"><a name="u1"></a><div><time datetime="2021-03-09T11:00:00+01:00">11.00</time>
<h3>Title 1</h3><p>Text <i>of</i> 1.</p></div></div>
</main><div id="comments"><p id="c-u1">A reader says Title 1.</p></div>"""
FROM_PAGE = [
    ("11:00", "Title 1", "Text *of* 1."),
    ("12:00", "Title 2", "Text **of** 2.\n\nAnd [more](https://quay.example.de/more)."),
]


@pytest.mark.parametrize(
    "name",
    ["#u{0}", "#block-u10000{0}", "", "?post=u{0}#post"],
    ids=["by fragment", "by number", "by headline", "by query"],
)
def test_bodies_are_those_of_the_page(name: str) -> None:
    body = SHOWN.replace("u1", "x-10000" + "1").replace("u2", "x-10000" + "2") if "10000" in name else SHOWN
    body += f'<link rel="canonical" href="{ADDRESS}">'
    updates = [update(number, url=ADDRESS + name.format(number)) for number in (2, 1)]
    blog = read(page(live_blog(*updates), body))
    assert shown(blog) == FROM_PAGE
    assert blog.standfirst == "The strike is **over**.\n\nA word before."


def test_a_body_that_the_page_cuts_off_is_that_of_the_data() -> None:
    body = '<div id="u1"><p>Text of …</p></div>'
    text = "Text of the first boat, which came in at last with all on board."
    assert shown(read(page(live_blog(update(1, articleBody=text)), body)))[0][2] == text


def test_a_body_that_the_data_lacks_is_that_of_the_page() -> None:
    body = '<div id="u1"><h3>Title 1</h3><p>Only here.</p></div>'
    assert shown(read(page(live_blog(update(1, articleBody="")), body)))[0][2] == "Only here."


def test_updates_with_the_time_of_the_page_get_those_that_it_shows() -> None:
    of_page: dict[str, Json] = {"headline": "Ferry runs", "datePublished": "2021-03-09T20:00:00+01:00"}
    blog = read(
        page(live_blog(update(2, **of_page), update(1, **of_page)), SHOWN + f'<link rel="canonical" href="{ADDRESS}">')
    )
    assert shown(blog) == FROM_PAGE


def test_the_zone_by_the_word_behind_a_clock_that_the_page_shows() -> None:
    body = (
        '<div id="u1"><time datetime="2021-07-09T10:00:00Z">1h ago</time> <span>11.00 BST</span><p>Text of 1.</p></div>'
    )
    [blog], problems = run(
        page(live_blog(update(1, datePublished="2021-07-09T10:00:00Z"), url="", inLanguage="en"), body)
    )
    assert problems == []
    assert (blog.zone, shown(blog)) == ("Europe/London", [("11:00", "Title 1", "Text of 1.")])


def test_updates_with_one_time_that_no_page_mends_are_told() -> None:
    same: dict[str, Json] = {"datePublished": "2021-03-09T20:00:00+01:00"}
    blogs, problems = run(page(live_blog(update(2, **same), update(1, **same))))
    assert [problem.code for problem in problems] == ["time-of-page"]
    assert len(blogs[0].updates) == 2


def test_times_without_an_offset_are_of_the_zone_of_the_page() -> None:
    blog = read(
        page(live_blog(update(1, datePublished="2021-07-09T11:00:00"), update(2, datePublished="2021-07-09 12:00")))
    )
    assert [update.at.isoformat() for update in blog.updates] == [
        "2021-07-09T11:00:00+02:00",
        "2021-07-09T12:00:00+02:00",
    ]


@pytest.mark.parametrize("moment", ["2021-03-09", "yesterday", "", None, 17, {"a": 1}, "2021-13-45T99:00:00Z", 1e300])
def test_an_update_that_cannot_be_dated_is_told(moment: Json) -> None:
    blogs, problems = run(page(live_blog(update(1, datePublished=moment), update(2))))
    if moment == 17:  # seconds after 1970 began
        assert len(blogs[0].updates) == 2
        return
    assert [problem.code for problem in problems] == ["undated-update"]
    assert shown(blogs[0]) == TWO[1:]


def test_line_breaks_in_texts_and_marks_around_them_are_forgiven() -> None:
    script = "<!--\n//<![CDATA[\n" + json.dumps(BLOG).replace("Text of 1", "Text\nof\t1") + ";\n//]]>\n-->"
    assert shown(read(page(None, script=script))) == TWO


def test_json_ld_that_is_cut_off_gives_way_to_the_page() -> None:
    blogs, problems = run(page(None, SHOWN, json.dumps(BLOG)[:300]))
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("json-ld", Severity.WARNING),
        ("zone-assumed", Severity.WARNING),
    ]
    assert [title for _, title, _ in shown(blogs[0])] == ["Title 1", "Title 2"]


def test_a_file_that_is_cut_off_is_a_problem_with_its_place() -> None:
    blogs, problems = run(json.dumps(BLOG, indent=1)[:200], "seeds/ferry.jsonld")
    assert blogs == []
    assert [(problem.code, problem.where.line > 1) for problem in problems] == [("json-syntax", True)]


def test_a_page_read_as_json_ld_that_has_none() -> None:
    found = list(JSONLD.read(Seed("seeds/x.html", b"<html><body><h1>Ferry</h1></body></html>"), CONFIG))
    assert [item.code for item in found if isinstance(item, Problem)] == ["no-update"]


def test_a_page_may_be_read_as_json_ld() -> None:
    found = list(JSONLD.read(Seed("seeds/x.html", page(BLOG).encode()), CONFIG))
    assert [shown(item.liveblog) for item in found if isinstance(item, Found)] == [TWO]


NOT_LIVE = "its JSON does not begin as a LiveBlogPosting of schema.org"


@pytest.mark.parametrize(
    ("path", "data", "why"),
    [
        ("x.html", b'<script type="application/ld+json">{"@type": "LiveBlogPosting"}', ".html is no JSON"),
        ("x.json", b'{"@type": "NewsArticle"}', NOT_LIVE),
        ("x.json", b'{"page": {"linkedData": [{"@type": "LiveBlogPosting"}]}}', NOT_LIVE),
        ("x.json", b"[8:15] Text", NOT_LIVE),
        ("x", b"7:30 p.m.", "it is no JSON"),
    ],
)
def test_what_is_no_json_ld(path: str, data: bytes, why: str) -> None:
    assert JSONLD.declines(Seed(f"seeds/{path}", data)) == why
