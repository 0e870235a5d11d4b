from __future__ import annotations

import json

import pytest

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.errors import Problem, Severity
from sitegen.importers.evidence import contradictions
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.web.jsonld import JSONLD
from sitegen.importers.web.page import PAGE
from sitegen.json_value import Json
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
        (["One part.", "", "<p>Two &amp; more.</p>"], "One part.\n\nTwo & more."),
        ({"@type": "TextObject", "text": "In an object."}, "In an object."),
        ([{"@value": "One."}, {"@type": "CreativeWork", "text": ["Two.", "Three."]}], "One.\n\nTwo.\n\nThree."),
        (1843, "1843"),
        (None, ""),
    ],
)
def test_texts(articleBody: Json, body: str) -> None:  # noqa: N803
    blog = read(page(live_blog(update(1, articleBody=articleBody))))
    assert blog.updates[0].body.replace("3 < 4", "3 \\< 4") == body


def test_texts_in_objects_at_one_time_are_not_one_text() -> None:
    same: dict[str, Json] = {"headline": "", "datePublished": "2021-03-09T11:00:00+01:00", "url": ""}
    updates = [update(1, articleBody={"@type": "TextObject", "text": f"Boat {number}."}, **same) for number in (1, 2)]
    blogs, _ = run(page(live_blog(*updates, update(2))))
    assert sorted(body for _, _, body in shown(blogs[0])) == ["Boat 1.", "Boat 2.", "Text of 2."]


@pytest.mark.parametrize("body", [{"@type": "TextObject", "@id": "#x"}, [[]], {"a": {"b": "c"}}])
def test_a_text_in_a_form_that_is_not_known_is_told(body: Json) -> None:
    blogs, problems = run(page(live_blog(update(1, articleBody=body), update(2))))
    assert [(problem.code, problem.severity) for problem in problems] == [("empty-update", Severity.WARNING)]
    assert 'the update "Title 1 …"' in problems[0].message
    assert len(blogs[0].updates) == 2


@pytest.mark.parametrize(
    "updates",
    [
        {"0": update(1), "1": update(2)},
        {"a": update(1), "b": update(2)},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": update(1)}, {"item": update(2)}]},
    ],
)
def test_updates_that_are_no_plain_list(updates: Json) -> None:
    assert shown(read(page({**BLOG, "liveBlogUpdate": updates}))) == TWO


@pytest.mark.parametrize("one", [{"@id": "#gone"}, "#gone", "The gates open."])
def test_an_update_that_is_only_named_is_told(one: Json) -> None:
    blogs, problems = run(page(live_blog(update(1), update(2), one)))
    assert [problem.code for problem in problems] == ["undated-update"]
    assert ("gone" if one != "The gates open." else "The gates open.") in problems[0].message
    assert shown(blogs[0]) == TWO


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


def entry(number: int, *, title: str = "", stamp: str = "", more: str = "") -> str:
    stamp = stamp or f"<time>1{number}:00</time>"
    heading = f"<h2>{title}</h2>" if title else ""
    text = f"Boat {number} leaves the quay with all on board."
    return f'<article class="e">{heading}{stamp}<p>{text}</p><p>And more of {number}.{more}</p></article>'


def listed(number: int, **more: Json) -> dict[str, Json]:
    return update(number, articleBody=f"Boat {number} leaves the quay with all on board.", url="", **more)


def bodies(count: int, more: str = "") -> list[str]:
    return [f"Boat {n} leaves the quay with all on board.\n\nAnd more of {n}.{more}" for n in range(1, count + 1)]


@pytest.mark.parametrize(("headline", "title"), [("", ""), ("", "Own {0}"), ("Ferry", "Ferry"), ("Ferry", "")])
@pytest.mark.parametrize(
    "stamp", ["", "<time>9:{0}0</time>", '<time datetime="2021-03-09T1{0}:00:00+01:00">now</time>']
)
def test_an_update_without_a_name_is_found_by_its_time_and_words(headline: str, title: str, stamp: str) -> None:
    body = "".join(entry(n, title=title.format(n), stamp=stamp.format(n)) for n in (3, 2, 1))
    blogs, problems = run(page(live_blog(*(listed(n, headline=headline) for n in (3, 2, 1))), f"<main>{body}</main>"))
    assert problems == []
    assert [text for _, _, text in shown(blogs[0])] == bodies(3)
    assert [name for _, name, _ in shown(blogs[0])] == [headline or title.format(n) for n in (1, 2, 3)]


def test_short_texts_of_one_time_are_nobodys() -> None:
    """Which element is which cannot be told: the texts of the data stay."""
    stamp = "<time>11:00</time>"
    body = "".join(f'<article class="e">{stamp}<p>A goal!</p><p>By {name}.</p></article>' for name in ("Ann", "Bo"))
    goals = [update(1, headline="", articleBody="A goal!", url=f"{ADDRESS}#{name}") for name in ("Ann", "Bo")]
    blogs, _ = run(page(live_blog(*goals, update(2)), f"<main>{body}</main>"))
    assert [text for _, _, text in shown(blogs[0])] == ["A goal!", "A goal!", "Text of 2."]


@pytest.mark.parametrize("address", ["pic.twitter.com/Ab1", "https://t.co/Ab1", "https://pic.twitter.com/Ab1"])
def test_an_address_of_a_post_that_the_page_shows_is_no_word_it_lacks(address: str) -> None:
    body = "".join(
        f'<div id="u{n}"><p>Boat {n} in.</p><blockquote class="twitter-tweet"><p>A picture.</p></blockquote></div>'
        for n in (2, 1)
    )
    updates = [update(n, articleBody=f"Boat {n} in. {address}") for n in (2, 1)]
    assert [text for _, _, text in shown(read(page(live_blog(*updates), body)))] == [
        "Boat 1 in.\n\n> A picture.",
        "Boat 2 in.\n\n> A picture.",
    ]


INSTANT = '<time datetime="2021-03-09T1{0}:00:00+01:00">1{0}:00</time>'


@pytest.mark.parametrize("order", [(5, 4, 3, 2, 1), (1, 2, 3, 4, 5)])
@pytest.mark.parametrize("known", [(5, 4, 3), (3, 2, 1), (4, 2), (5, 1), (3,)])
@pytest.mark.parametrize("stamp", ["", INSTANT, "<time>0{0}:00</time>"])
def test_updates_that_only_the_page_shows(order: tuple[int, ...], known: tuple[int, ...], stamp: str) -> None:
    """Clocks without a day are placed by the listed updates beside them, also where they are of another zone."""
    data = live_blog(*(listed(n) for n in order if n in known))
    body = "".join(entry(n, title=f"Title {n}", stamp=stamp.format(n)) for n in order)
    blogs, problems = run(page(data, f"<main>{body}</main>"))
    assert [(problem.code, problem.severity) for problem in problems] == [("more-in-page", Severity.WARNING)]
    assert f"{5 - len(known)} updates stand in the page" in problems[0].message
    assert shown(blogs[0]) == [(f"1{n}:00", f"Title {n}", text) for n, text in enumerate(bodies(5), 1)]


def test_clocks_of_the_page_go_through_the_night() -> None:
    clocks = {6: "01:10", 5: "23:50", 4: "13:00", 3: "12:00", 2: "01:30", 1: "22:00"}
    body = "".join(entry(n, title=f"Title {n}", stamp=f"<time>{clock}</time>") for n, clock in clocks.items())
    at: dict[int, dict[str, Json]] = {n: {"datePublished": f"2021-03-09T{clocks[n]}:00+01:00"} for n in (3, 4)}
    blogs, _ = run(page(live_blog(*(listed(n, **more) for n, more in at.items())), f"<main>{body}</main>"))
    assert [f"{one.at:%d %H:%M} {one.title}" for one in blogs[0].updates] == [
        "08 22:00 Title 1",
        "09 01:30 Title 2",
        "09 12:00 Title 3",
        "09 13:00 Title 4",
        "09 23:50 Title 5",
        "10 01:10 Title 6",
    ]


def test_a_clock_far_from_what_is_listed_is_told() -> None:
    """As of an update that is pinned above later ones."""
    clocks = {3: "10:00", 2: "12:00", 1: "11:00"}
    body = "".join(entry(n, title=f"Title {n}", stamp=f"<time>{clock}</time>") for n, clock in clocks.items())
    blogs, problems = run(page(live_blog(listed(2), listed(1)), f"<main>{body}</main>"))
    assert [problem.code for problem in problems] == ["undated-update"]
    assert [title for _, title, _ in shown(blogs[0])] == ["Title 1", "Title 2"]


@pytest.mark.parametrize("clocks", [("12:00", "12:00", "12:00"), ("12:07", "11:22", "10:00")])
def test_clocks_that_are_not_those_of_the_listed_times_place_nothing(clocks: tuple[str, str, str]) -> None:
    """As those of when the page was saved, or of another thing in the element."""
    body = "".join(
        entry(n, title=f"Title {n}", stamp=f"<time>{clock}</time>") for n, clock in zip((3, 2, 1), clocks, strict=True)
    )
    blogs, problems = run(page(live_blog(listed(3), listed(2)), f"<main>{body}</main>"))
    assert [problem.code for problem in problems] == ["undated-update"]
    assert [title for _, title, _ in shown(blogs[0])] == ["Title 2", "Title 3"]


def test_a_clock_that_fits_nowhere_is_told() -> None:
    body = "".join(
        entry(n, title=f"Title {n}", stamp=f"<time>{clock}</time>")
        for n, clock in ((3, "13:00"), (2, "18:30"), (1, "11:00"))
    )
    blogs, problems = run(page(live_blog(listed(3), listed(1)), f"<main>{body}</main>"))
    assert [problem.code for problem in problems] == ["undated-update"]
    assert [title for _, title, _ in shown(blogs[0])] == ["Title 1", "Title 3"]


@pytest.mark.parametrize(
    "more",
    [
        entry(3, title="Title 3", stamp=INSTANT.format(3)),  # pinned: the same once more
        f'<article class="related teaser">{INSTANT.format(4)}<p>Another story, of a train that is late.</p></article>',
        f'<section id="comments"><article class="e">{INSTANT.format(4)}<p>A reader writes.</p></article></section>',
    ],
    ids=["pinned", "related", "comment"],
)
def test_what_is_no_update_more(more: str) -> None:
    body = "".join(entry(n, title=f"Title {n}", stamp=INSTANT.format(n)) for n in (3, 2, 1))
    blogs, problems = run(page(live_blog(listed(3), listed(2), listed(1)), f"<main>{more}{body}</main>"))
    assert problems == []
    assert len(blogs[0].updates) == 3


def test_elements_without_a_time_are_told_and_found_by_their_words() -> None:
    body = "".join(entry(n, title=f"Title {n}", stamp="<hr>") for n in (4, 3, 2, 1))
    known = listed(2, headline="A title of the data alone")
    blogs, problems = run(page(live_blog(listed(3), known), f"<main>{body}</main>"))
    assert [problem.code for problem in problems] == ["undated-update", "undated-update"]
    assert ["Title 4" in problems[0].message, "Title 1" in problems[1].message] == [True, True]
    assert [text for _, _, text in shown(blogs[0])] == ["## Title 2\n\n" + bodies(3)[1], bodies(3)[2]]
    assert blogs[0].standfirst == "The strike is **over**."


@pytest.mark.parametrize("stamp", [INSTANT, "<time>1{0}:00</time>"])
def test_two_updates_of_one_time_are_not_one(stamp: str) -> None:
    """The one that is not listed says nearly what the other says."""
    goals = "".join(
        f'<article class="e">{stamp.format(3)}<p>A boat of {name} comes in.</p></article>' for name in ("Ann", "Bo")
    )
    body = goals + "".join(entry(n, stamp=stamp.format(n)) for n in (2, 1))
    known = update(3, headline="", url="", articleBody="A boat of Bo comes in.")
    blogs, problems = run(page(live_blog(known, listed(2), listed(1)), f"<main>{body}</main>"))
    assert [problem.code for problem in problems] == ["more-in-page"]
    assert sorted(text for _, _, text in shown(blogs[0]))[:2] == ["A boat of Ann comes in.", "A boat of Bo comes in."]


def test_the_same_words_of_another_day_are_an_update_more() -> None:
    def at(day: int, hour: int) -> str:
        return f"2021-03-{day:02}T{hour}:00:00+01:00"

    times = [at(10, 11), at(10, 10), at(9, 11), at(9, 10)]
    body = "".join(
        f'<article class="e"><time datetime="{one}">x</time><p>The gates open.</p></article>' for one in times
    )
    data = [update(1, headline="", url="", articleBody="The gates open.", datePublished=one) for one in times[:2]]
    blogs, _ = run(page(live_blog(*data), f"<main>{body}</main>"))
    assert [one.at.isoformat() for one in blogs[0].updates] == times[::-1]


def test_of_two_live_blogs_in_one_page_none_takes_the_updates_of_the_other() -> None:
    body = "".join(entry(n, title=f"Title {n}", stamp=INSTANT.format(n)) for n in (4, 3, 2, 1))
    two: Json = [live_blog(listed(n), listed(n - 1), url=f"{ADDRESS}/{n}") for n in (4, 2)]
    blogs, problems = run(page(two, f"<main>{body}</main>"))
    assert problems == []
    assert [[title for _, title, _ in shown(blog)] for blog in blogs] == [
        ["Title 3", "Title 4"],
        ["Title 1", "Title 2"],
    ]


def left_of(text: str) -> Problem:
    found = JSONLD.read(Seed("seeds/x.html", text.encode()), CONFIG)
    [note] = [item for item in found if isinstance(item, Problem) and item.code == "words-left"]
    return note


def test_the_words_of_the_data_are_none_of_the_page() -> None:
    note = left_of(page(BLOG))
    assert note.message == "2 of 3 visible words were taken (66%); left: navigation (1)"
    assert note.severity is Severity.NOTE


def test_a_text_of_the_page_that_gives_way_to_the_data_is_left() -> None:
    body = '<div id="u1"><h2>Title 1</h2><p>Nobody knew yet that a storm had come up.</p></div>'
    note = left_of(page(BLOG, body))
    assert note.severity is Severity.WARNING
    assert "text of updates (9)" in note.message


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
    assert [(problem.code, problem.severity) for problem in problems] == [("json-ld", Severity.WARNING)]
    assert (blogs[0].zone, blogs[0].zone_source) == ("Europe/Madrid", ZoneSource.STATED)  # the site's has its offsets
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
