"""Agencies' items of our own writing, in each version of ninjs and in NITF, with wire text and HTML as their bodies."""

from __future__ import annotations

import json
from datetime import date

import pytest
from readings import codes, read_seed

from sitegen.errors import Problem
from sitegen.importers.exports.news_item import NEWS_ITEM
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.model import LiveBlog, Picture, ZoneSource

WIRE = """\
BEIRUT (HW) — The Latest on the swans (all times local):

7:30 p.m.

Two eggs, they say.

___

6 p.m.

They came <early>.

More follow.
"""
HTML = """<p>BEIRUT (HW) &#8212; The <i>Latest</i> on the swans (all times local):</p>
<p><b>7:30 p.m.</b></p><p>Two <b>eggs</b>, <a href="https://example.org/">they say</a>.</p><hr>
<p>6 p.m.</p><p>They came.</p><ul><li>One at 5 p.m.</li><li>One later</li></ul>"""
ITEM = {
    "uri": "https://example.org/items/7",
    "type": "text",
    "versioncreated": "2017-11-03T17:45:00Z",
    "pubstatus": "usable",
    "language": "en",
    "headline": "The Latest: Swans return",
    "body_text": WIRE,
}
NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf xml:lang="en"><head><title>Swans</title><docdata management-status="usable"><doc-id id-string="7"/>
<date.issue norm="%s"/><doc.copyright holder="Harbour Wire"/></docdata></head>
<body><body.head><hedline><hl1>The Latest: Swans return</hl1><hl2>Two eggs</hl2></hedline>
<byline>By <person>A. Person</person> a@example.org</byline>%s<abstract><p>In short.</p></abstract></body.head>
<body.content><block><p>BEIRUT (HW) - All times local:</p>
<media media-type="image"><media-reference source="a.jpg" alternate-text="A swan"/><media-caption>The nest.</media-caption>
<media-producer>HW</media-producer></media>
<p>7:30 p.m.</p><p>Two <em>eggs</em>.</p><hl2>More</hl2><p>They <org>nest</org>.</p></block>
<p>6 p.m.</p><p>They came.</p></body.content>
<body.end><tagline>Edited in port.</tagline></body.end></body></nitf>"""


def ninjs(**changes: object) -> str:
    """The item with other values; None takes a key away."""
    return json.dumps({key: value for key, value in {**ITEM, **changes}.items() if value is not None})


def run(text: str, sidecar: Sidecar = NOTHING) -> tuple[list[LiveBlog], list[Problem]]:
    path = "seeds/swans.xml" if text.startswith("<") else "seeds/swans.json"
    assert NEWS_ITEM.declines(Seed(path, text.encode())) == ""
    return read_seed(NEWS_ITEM, path, text, sidecar)


def read(text: str, sidecar: Sidecar = NOTHING) -> LiveBlog:
    """The live blog of an item about which there is nothing to say."""
    [blog], problems = run(text, sidecar)
    assert problems == []
    return blog


def times(blog: LiveBlog) -> list[str]:
    return [f"{update.at:%d %H:%M %z}" for update in blog.updates]


def bodies(blog: LiveBlog) -> list[str]:
    return [update.body for update in blog.updates]


def test_ninjs_1_with_wire_text() -> None:
    blog = read(ninjs(byline="By A. Person, a@example.org", located="Beirut", copyrightholder="Harbour Wire"))
    assert (blog.kicker, blog.title, blog.lang) == ("The Latest", "Swans return", "en")
    assert (blog.dateline, blog.publisher, blog.zone) == ("BEIRUT", "HW", "Asia/Beirut")
    assert blog.zone_source is ZoneSource.DATELINE
    assert blog.sources[0].url == "https://example.org/items/7"
    assert blog.standfirst == "By A. Person\n\nThe Latest on the swans (all times local):"
    assert times(blog) == ["03 18:00 +0200", "03 19:30 +0200"]
    assert bodies(blog) == ["They came \\<early>.\n\nMore follow.", "Two eggs, they say."]


@pytest.mark.parametrize("key", ["body_html", "body_xhtml", "body_text"])
def test_ninjs_1_with_html(key: str) -> None:
    blog = read(ninjs(**{"body_text": None, key: HTML}))
    assert blog.standfirst == "The *Latest* on the swans (all times local):"
    assert bodies(blog) == [
        "They came.\n\n- One at 5 p.m.\n- One later",
        "Two **eggs**, [they say](https://example.org/).",
    ]


def test_ninjs_2() -> None:
    text = ninjs(
        headline=None,
        body_text=None,
        headlines=[{"role": "subtitle", "value": "Two eggs"}, {"role": "main", "value": "The Latest: Swans return"}],
        by="By A. Person",
        descriptions=[{"contenttype": "text/plain", "value": "In short: <b>eggs</b>."}],
        bodies=[
            {"role": "text", "contenttype": "text/plain", "value": WIRE},
            {"role": "main", "contenttype": "text/html", "value": HTML},
        ],
        associations=[
            {
                "type": "picture",
                "byline": "B. Person",
                "descriptions": [{"value": "The nest."}],
            },
            {"type": "video", "headline": "No"},
        ],
    )
    blog = read(text)
    assert blog.title == "Swans return"
    assert blog.standfirst.split("\n\n") == [
        "Two eggs",
        "By A. Person",
        "In short: **eggs**.",
        "The *Latest* on the swans (all times local):",
    ]
    assert blog.pictures == (Picture("The nest.", "B. Person"),)
    assert bodies(blog)[1] == "Two **eggs**, [they say](https://example.org/)."


def test_ninjs_3_in_camel_case() -> None:
    text = json.dumps(
        {
            "uri": "urn:agency:7",
            "standard": {"name": "ninjs", "version": "3.0"},
            "versionCreated": "2017-11-03T19:45:00+02:00",
            "pubStatus": "usable",
            "copyrightHolder": "Harbour Wire",
            "located": "Beirut, Lebanon",
            "headlines": [{"role": "main", "value": "Swans return"}],
            "bodies": [
                {"contentType": "text/html", "value": "<p>7:30 p.m. — Two <i>eggs</i>.</p><p>6 p.m. — They came.</p>"}
            ],
        }
    )
    blog = read(text)
    assert (blog.title, blog.publisher, blog.dateline, blog.zone) == (
        "Swans return",
        "Harbour Wire",
        "Beirut, Lebanon",
        "Asia/Beirut",
    )
    assert (blog.sources[0].url, times(blog)) == ("", ["03 18:00 +0200", "03 19:30 +0200"])
    assert bodies(blog) == ["They came.", "Two *eggs*."]


def test_nitf_inside_ninjs() -> None:
    inner = NITF % ("20171103T194500+0200", "")
    text = ninjs(body_text=None, versioncreated=None, bodies=[{"contenttype": "text/vnd.IPTC.NITF", "value": inner}])
    blog = read(text)
    assert (blog.title, bodies(blog)) == ("Swans return", ["They came.", "Two *eggs*.\n\n## More\n\nThey nest."])
    assert run(text.replace("</nitf>", ""))[1][0].code == "xml-syntax"


@pytest.mark.parametrize(
    ("issued", "head"),
    [
        ("20171103T194500+0200", ""),
        ("20171103T174500Z", ""),
        ("20171103", ""),
        ("2017-11-03", ""),
        ("", "<dateline><location>BEIRUT</location><story.date norm='20171103'>Nov. 3</story.date></dateline>"),
    ],
)
def test_nitf(issued: str, head: str) -> None:
    blog = read(NITF % (issued, head))
    assert (blog.kicker, blog.title, blog.publisher, blog.lang) == ("The Latest", "Swans return", "HW", "en")
    assert (blog.dateline, blog.zone) == ("BEIRUT", "Asia/Beirut")
    assert blog.standfirst.split("\n\n") == [
        "Two eggs",
        "By A. Person",
        "In short.",
        "All times local:",
        "Edited in port.",
    ]
    assert blog.pictures == (Picture("The nest.", "HW", "A swan"),)
    assert times(blog) == ["03 18:00 +0200", "03 19:30 +0200"]
    assert bodies(blog) == ["They came.", "Two *eggs*.\n\n## More\n\nThey nest."]


def test_a_list_of_items() -> None:
    text = f"[{ninjs()}, 7, {ninjs(headline='Ferry in')}]"
    blogs, problems = run(text)
    assert ([blog.title for blog in blogs], problems) == (["Swans return", "Ferry in"], [])


def test_the_day_is_that_of_the_version() -> None:
    """In Beirut the item was sent at 0:15, when the update of 11:40 p.m. was of the day before."""
    night = "BEIRUT (HW) — Swans:\n\n11:40 p.m.\n\nTwo.\n\n6 p.m.\n\nOne.\n"
    [blog], problems = run(ninjs(body_text=night, versioncreated="2017-11-03T22:15:00Z"))
    assert (times(blog), codes(problems)) == (["03 18:00 +0200", "03 23:40 +0200"], ["posted-later"])
    over = "BEIRUT (HW) — Swans:\n\n12:10 a.m.\n\nTwo.\n\n6 p.m.\n\nOne.\n"
    assert times(read(ninjs(body_text=over, versioncreated="2017-11-03T22:15:00Z"))) == [
        "03 18:00 +0200",
        "04 00:10 +0200",
    ]


def test_the_oldest_first_over_midnight() -> None:
    """The day of the version is that of the last update, never of one that was sent before it was written."""
    text = "BEIRUT (HW) — Swans:\n\n6 p.m.\n\nOne.\n\n9 p.m.\n\nTwo.\n\n12:10 a.m.\n\nThree.\n"
    blog = read(ninjs(body_text=text, versioncreated="2017-11-03T22:15:00Z"))
    assert times(blog) == ["03 18:00 +0200", "03 21:00 +0200", "04 00:10 +0200"]


def test_a_date_line_in_the_body_wins_over_the_version() -> None:
    text = WIRE.replace("BEIRUT", "November 2, 2017\n\nBEIRUT")
    assert read(ninjs(body_text=text)).date == date(2017, 11, 2)


def test_an_item_without_a_date_takes_that_of_its_sidecar() -> None:
    text = ninjs(versioncreated=None, body_text=WIRE)
    assert read(text, Sidecar(date=date(2017, 11, 2))).date == date(2017, 11, 2)
    blogs, problems = run(text)
    assert (blogs, codes(problems)) == ([], ["undated-seed"])
    assert codes(run(ninjs(versioncreated="soon"))[1]) == ["undated-seed"]


def test_a_note_on_zones_and_a_sidecar_s_zone() -> None:
    text = ninjs(body_text=WIRE.replace("all times local", "all times EDT"))
    blog = read(text)
    assert (blog.zone, blog.zone_source, times(blog)[0]) == ("America/New_York", ZoneSource.STATED, "03 18:00 -0400")
    assert read(text, Sidecar(zone="Europe/Paris")).zone == "Europe/Paris"


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_what_was_withdrawn_is_held_back(status: str) -> None:
    blogs, problems = run(ninjs(pubstatus=status))
    assert (blogs, codes(problems)) == ([], ["not-published", "no-update"])


def test_a_correction_at_the_end_is_about_the_whole() -> None:
    note = "\n___\n\nThis story has been corrected to show that there are two eggs.\n"
    assert read(ninjs(body_text=WIRE + note)).standfirst.endswith("two eggs.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ninjs(body_text="BEIRUT (HW) — An article without a clock."), "no-clock"),
        (ninjs(body_text=""), "no-update"),
        (ninjs(headline=""), "no-title"),
        (ninjs(body_text="<div>" * 300), "too-deep"),
        (ninjs()[:-30], "json-syntax"),
        ((NITF % ("20171103", ""))[:-30], "xml-syntax"),
        ("<nitf/>", "no-title"),
    ],
)
def test_what_cannot_be_read(text: str, code: str) -> None:
    blogs, problems = run(text)
    assert blogs == []
    assert code in codes([problem for problem in problems if problem.is_error])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '{"uri": "x", "headline": "y"}'),
        (
            "a.json",
            '{"_items": [{"uri": "x", "versioncreated": "y", "headline": "z"}], "uri": "x", "body_html": "", "by": ""}',
        ),
        ("a.json", '{"blocks": {}, "uri": "x", "byline": "y", "body_html": "z"}'),
        ("a.json", '{"@type": "LiveBlogPosting", "headline": "x", "uri": "y", "body_html": ""}'),
        ("a.jsonl", ninjs() + "\n" + ninjs()),
        ("a.xml", "<newsItem/>"),
        ("a.xml", "<rss/>"),
        ("a.html", "<!DOCTYPE html><html><nitf>"),
        ("a.txt", WIRE),
    ],
)
def test_what_is_no_item(path: str, text: str) -> None:
    assert NEWS_ITEM.declines(Seed(path, text.encode()))
