from __future__ import annotations

import json
from typing import TypeAlias

import pytest
from readings import codes, read_seed

from sitegen.errors import Problem, Severity
from sitegen.importers.exports.guardian import GUARDIAN
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.model import LiveBlog, Picture, ZoneSource

Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"
Object: TypeAlias = "dict[str, Data]"
KIND = "model.dotcomrendering.pageElements."
NINE = 1509699600000  # 2017-11-03T09:00:00Z


def element(kind: str, **keys: Data) -> Object:
    return {"_type": f"{KIND}{kind}BlockElement", "elementId": "e-1", **keys}


def text(html: str) -> Object:
    return element("Text", html=html)


def block(number: int, *elements: Data, minutes: int = 0, **keys: Data) -> Object:
    """Block *number*, published *minutes* after nine."""
    published = NINE + minutes * 60_000
    return {
        "id": f"59fc31b5e4b00000000000{number:02}",
        "elements": list(elements) or [text(f"<p>Text {number}.</p>")],
        "blockCreatedOn": published - 60_000,
        "blockFirstPublished": published,
        "blockFirstPublishedDisplay": f"09.{minutes:02}\u00a0GMT",
        "blockLastUpdated": published - 1000,
        **keys,
    }


def page(*blocks: Data, **keys: Data) -> Object:
    return {
        "headline": "Ferry runs again &amp; the harbour opens – as it happened",
        "webTitle": "Ferry runs again",
        "standfirst": "<p>All from the <a href='/island'>island</a></p>",
        "webPublicationDate": "2017-11-03T11:00:00.000Z",
        "webURL": "https://www.theguardian.com/world/live/2017/nov/03/ferry",
        "contentType": "LiveBlog",
        "blocks": list(blocks),
        **keys,
    }


def run(value: Data, sidecar: Sidecar | None = None) -> tuple[list[LiveBlog], list[Problem]]:
    return read_seed(GUARDIAN, "seeds/ferry.json", json.dumps(value), sidecar or Sidecar())


def read(value: Data) -> LiveBlog:
    """The live blog of a seed about which there is nothing to say."""
    [liveblog], problems = run(value)
    assert problems == []
    return liveblog


def body(*elements: Data) -> str:
    """The Markdown of a block of *elements*."""
    return read(page(block(1, *elements))).updates[0].body


def test_a_page_is_a_live_blog() -> None:
    newest = block(
        2,
        text("<p>It <strong>sails</strong>.</p>"),
        text("<ul><li>Every hour</li></ul>"),
        minutes=30,
        title="It sails",
        blockLastUpdated=NINE + 45 * 60_000,
        attributes={"keyEvent": True, "pinned": False, "summary": False},
        contributors=[{"name": "Ann Example"}, {"name": "Bo Sample bo@example.org"}],
    )
    liveblog = read(page(newest, block(1), byline="Ann Example in Port", lang="en-GB"))
    assert (liveblog.title, liveblog.publisher, liveblog.lang, liveblog.date.isoformat()) == (
        "Ferry runs again & the harbour opens – as it happened", "The Guardian", "en-GB", "2017-11-03",
    )  # fmt: skip
    assert (liveblog.zone, liveblog.zone_source) == ("Europe/London", ZoneSource.STATED)
    assert liveblog.standfirst == ("All from the [island](https://www.theguardian.com/island)\n\nAnn Example in Port")
    assert [source.url for source in liveblog.sources] == ["https://www.theguardian.com/world/live/2017/nov/03/ferry"]
    first, second = liveblog.updates
    assert (first.at.isoformat(), first.body, first.sid, first.lines, first.key, first.updated) == (
        "2017-11-03T09:00:00+00:00", "Text 1.", "block-59fc31b5e4b0000000000001", "blocks/2", False, None,
    )  # fmt: skip
    assert (second.title, second.author, second.key) == ("It sails", "Ann Example, Bo Sample", True)
    assert second.body == "It **sails**.\n\n- Every hour"
    assert second.updated is not None
    assert second.updated.isoformat() == "2017-11-03T09:45:00+00:00"


def test_copies_are_no_updates_but_say_which_are_key() -> None:
    copies: Data = [block(1), block(9, title="Of another page")]
    liveblog = read(page(block(2, minutes=5), block(1), keyEvents=copies, pinnedPost=block(8)))
    assert [(update.sid[-2:], update.key) for update in liveblog.updates] == [("01", True), ("02", False)]


def test_one_page_of_several_says_so() -> None:
    [liveblog], [problem] = run(page(block(1), pagination={"currentPage": 2, "totalPages": 4, "older": "?page=x"}))
    assert (problem.code, problem.severity, problem.message[:28]) == (
        "part-of-whole", Severity.WARNING, "the seed is page 2 of 4 of t",
    )  # fmt: skip
    assert len(liveblog.updates) == 1


@pytest.mark.parametrize(
    ("display", "minutes", "edition", "zone"),
    [
        ("09.05\u00a0GMT", 5, "UK", "Europe/London"),
        ("05.05 EDT", 5, "US", "America/New_York"),
        ("5.05am EDT", 5, "UK", "America/New_York"),
        ("20.05 AEDT", 5, "AU", "Australia/Sydney"),
        ("10.05 BST", 60 * 24 * 200 + 5, "UK", "Europe/London"),  # in May
        ("9.05", 5, "US", "America/New_York"),
    ],
)
def test_the_zone_is_that_of_the_clocks_shown(display: str, minutes: int, edition: str, zone: str) -> None:
    shown = page(block(1, minutes=minutes, blockFirstPublishedDisplay=display), editionId=edition)
    assert read(shown).zone == zone


def test_a_clock_that_contradicts_its_zone_states_none() -> None:
    [liveblog], problems = run(page(block(1, blockFirstPublishedDisplay="11.00 GMT")))
    assert (codes(problems), liveblog.zone_source) == (["zone-assumed"], ZoneSource.ASSUMED)


def image(**data: Data) -> Object:
    copies: list[Data] = [
        {"url": "https://media.guim.co.uk/ab/140.jpg", "fields": {"width": "140"}},
        {"url": "https://media.guim.co.uk/ab/4000.jpg", "fields": {"width": "4000"}},
    ]
    return element("Image", media={"allImages": copies}, data=data, role="inline", displayCredit=True)


TWEET = "https://twitter.com/port/status/1"
MEDIA = "https://media.guim.co.uk/ab/4000.jpg"


def test_the_main_picture_is_one_of_the_live_blog() -> None:
    main: Data = [image(caption="The <b>pier</b>", credit="Photograph: A Person", alt="A pier")]
    assert read(page(block(1), mainMediaElements=main)).pictures == (
        Picture(caption="The pier", credit="Photograph: A Person", alt="A pier"),
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (image(caption="The pier", credit="Photograph: A P", alt="The pier."), f"[The pier]({MEDIA}) Photograph: A P"),
        (image(alt="A grey pier"), f"[A grey pier]({MEDIA})"),
        (image(caption="By <a href='https://example.org/'>her</a>"), f"[media.guim.co.uk/ab/4000.jpg]({MEDIA})\n\nBy [her](https://example.org/)"),
        (image(caption="Open", alt="A grey pier"), f"[A grey pier]({MEDIA})\n\nOpen"),
        (element("Image", data={"caption": "No file"}), "No file"),
        (
            element("Tweet", html="<blockquote><p>It sails</p>&mdash; Port</blockquote><script>x()</script>", url=TWEET),
            "> It sails\n>\n> — Port",
        ),
        (element("Tweet", html="", url=TWEET), f"> [twitter.com/port/status/1]({TWEET})"),
        (element("Youtube", assetId="a1B2c3D4e5_", mediaTitle="The ferry – video"), "> [The ferry – video](https://www.youtube.com/watch?v=a1B2c3D4e5_)"),
        (element("RichLink", prefix="Related: ", text="All ferries", url="https://www.theguardian.com/f"), "> Related: [All ferries](https://www.theguardian.com/f)"),
        (
            element("Embed", html="<iframe src='//example.org/map' title='A map'></iframe>", caption="The <i>route</i>"),
            "> [A map](https://example.org/map)\n\nThe *route*",
        ),
        (element("Pullquote", html="<p>At last</p>", attribution="The captain"), "> At last\n>\n> The captain"),
        (
            element("Table", html="<table><tr><th>From</th><th>To</th></tr><tr><td>9</td><td>10</td></tr></table>"),
            "| From | To |\n| --- | --- |\n| 9 | 10 |",
        ),
        (element("Subheading", html="<h2>Later</h2>"), "## Later"),
        (element("MediaAtom", title="On board", assets=[{"url": "https://example.org/v.mp4"}]), "> [On board](https://example.org/v.mp4)"),
        (element("Comment", body="<p>Good news</p>", profileName="A Reader"), "> Good news\n>\n> A Reader"),
        (element("NewsletterSignup", newsletter={"name": "First thing", "description": "News in the morning"}), ""),
    ],
)  # fmt: skip
def test_elements(given: Object, expected: str) -> None:
    assert body(text("<p>Before.</p>"), given) == f"Before.\n\n{expected}".strip()


def test_lists_of_elements_keep_their_order_and_titles() -> None:
    takeaways: Data = [
        {"title": "One", "body": [text("<p>First.</p>")]},
        {"title": "Two", "body": [text("<p>Then.</p>")]},
    ]
    items: Data = [{"title": "Who?", "elements": [text("<p>All.</p>"), image(alt="A pier")]}]
    events: Data = [{"date": "2 May", "title": "Built", "body": [text("<p>Of oak.</p>")]}]
    sections: Data = [{"title": "Long ago", "events": events}]
    made = body(
        element("KeyTakeaways", keyTakeaways=takeaways),
        element("List", listElementType="QAndAExplainer", items=items),
        element("Timeline", sections=sections),
    )
    assert made == (
        "## One\n\nFirst.\n\n## Two\n\nThen.\n\n"
        f"## Who?\n\nAll.\n\n[A pier]({MEDIA})\n\n"
        "## Long ago\n\n2 May\n\n## Built\n\nOf oak."
    )


def test_words_of_an_unknown_element_are_taken_or_told() -> None:
    quiz = element(
        "Quiz", title="How well do you know it?", wisdom={"deep": "The pier is of oak"}, id="no words 12 here"
    )
    [liveblog], [problem] = run(page(block(1, text("<p>Test.</p>"), quiz)))
    assert liveblog.updates[0].body == "Test.\n\n> How well do you know it?"
    assert (problem.code, problem.severity) == ("not-read", Severity.WARNING)
    assert problem.message == (
        'the element "quiz" in blocks/1 is not known, and these words of it were left: "The pier is of oak"'
    )


def test_nothing_executable_and_no_odd_address_survives() -> None:
    made = body(text("<p onclick='x()'>Read <a href='javascript:x()'>on</a><script>alert(1)</script></p>"))
    assert made == "Read on"


def content(**keys: Data) -> Object:
    return {
        "id": "world/live/2017/nov/03/ferry",
        "type": "liveblog",
        "webTitle": "Ferry runs again",
        "webUrl": "https://www.theguardian.com/world/live/2017/nov/03/ferry",
        "fields": {"standfirst": "<p>From the island</p>", "byline": "Ann Example", "productionOffice": "AUS"},
        "tags": [{"id": "profile/ann", "type": "contributor", "webTitle": "Ann Example"}],
        **keys,
    }


def api_block(number: int, **keys: Data) -> Object:
    return {
        "id": f"59fc31b5e4b00000000000{number:02}",
        "bodyHtml": f"<p>Text <em>{number}</em>.</p>",
        "bodyTextSummary": f"Text {number}.",
        "attributes": {},
        "published": True,
        "createdDate": "2017-11-03T08:59:00Z",
        "firstPublishedDate": f"2017-11-03T09:{number:02}:00Z",
        "lastModifiedDate": f"2017-11-03T09:{number:02}:00Z",
        "contributors": ["profile/ann"],
        "createdBy": {"email": "ann@example.org", "firstName": "Ann"},
        "elements": [],
        **keys,
    }


def answer(*blocks: Data, **keys: Data) -> Object:
    return {"response": {"status": "ok", "content": content(blocks={"body": list(blocks), **keys})}}


def test_blocks_of_the_content_api() -> None:
    hidden = api_block(3, published=False)
    key = api_block(2, attributes={"keyEvent": True, "title": "It sails"}, lastModifiedDate="2017-11-03T10:00:00Z")
    [liveblog], problems = run(answer(hidden, key, api_block(1)))
    assert codes(problems) == ["not-published"]
    assert (liveblog.zone, liveblog.standfirst) == ("Australia/Sydney", "From the island\n\nAnn Example")
    assert [(update.title, update.body, update.author, update.key) for update in liveblog.updates] == [
        ("", "Text *1*.", "Ann Example", False),
        ("It sails", "Text *2*.", "Ann Example", True),
    ]
    assert [update.at.isoformat() for update in liveblog.updates] == [
        "2017-11-03T20:01:00+11:00", "2017-11-03T20:02:00+11:00",
    ]  # fmt: skip
    assert liveblog.updates[1].updated is not None
    assert "example.org" not in repr(liveblog)


def test_elements_of_the_content_api_where_they_say_more() -> None:
    elements: Data = [
        {"type": "text", "assets": [], "textTypeData": {"html": "<p>It sails.</p>"}},
        {"type": "rich-link", "assets": [], "richLinkTypeData": {"linkText": "All ferries", "linkPrefix": "Related: ",
         "url": "https://www.theguardian.com/f"}},
        {"type": "image", "assets": [{"type": "image", "file": MEDIA, "typeData": {"width": 4000}}],
         "imageTypeData": {"caption": "The pier", "alt": "The pier", "credit": "Photograph: A P"}},
    ]  # fmt: skip
    [liveblog], problems = run(answer(api_block(1, bodyHtml="<p>It sails.</p>", elements=elements)))
    assert problems == []
    assert liveblog.updates[0].body == (
        f"It sails.\n\n> Related: [All ferries](https://www.theguardian.com/f)\n\n[The pier]({MEDIA}) Photograph: A P"
    )


def test_a_block_of_which_only_the_summary_is_left() -> None:
    [liveblog], problems = run(answer(api_block(1, bodyHtml="")))
    assert (liveblog.updates[0].body, problems) == ("Text 1.", [])


def test_a_part_of_the_blocks_says_so() -> None:
    lists: Data = {"body:latest": [api_block(2)], "body:key-events": [api_block(1), api_block(2)]}
    [liveblog], problems = run(answer(totalBodyBlocks=9, requestedBodyBlocks=lists))
    assert [problem.message[:42] for problem in problems] == ["the seed is 2 of the 9 blocks of the live "]
    assert [(update.body, update.key) for update in liveblog.updates] == [("Text *1*.", True), ("Text *2*.", True)]


def test_several_live_blogs_of_one_answer_without_its_articles() -> None:
    article = content(type="article", blocks={"body": [api_block(1)]})
    results: Data = [content(blocks={"body": [api_block(1)]}), article, content(blocks={"body": [api_block(2)]})]
    liveblogs, problems = run({"response": {"status": "ok", "results": results}})
    assert ([len(one.updates) for one in liveblogs], problems) == ([1, 1], [])


def test_a_page_in_what_a_browser_kept_of_it() -> None:
    assert len(read({"config": {"a": [1]}, "data": {"CAPI": page(block(1), block(2))}}).updates) == 2


def test_blocks_alone_need_a_headline() -> None:
    blocks: Data = [block(1), block(2)]
    assert codes(run(blocks)[1]) == ["no-title"]
    [liveblog], problems = run(blocks, Sidecar(title="Ferry runs"))
    assert (liveblog.title, problems) == ("Ferry runs", [])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"webPublicationDate": "x"}, ["no-title", "no-update"]),
        (page(), ["no-update"]),
        (page(block(1), contentType="Article"), ["no-update"]),
        (page(block(1, blockFirstPublished=None, blockCreatedOn="soon")), ["undated-update"]),
        (page(block(1, blockFirstPublished=1e300, blockCreatedOn=-1e300)), ["undated-update"]),
        (page(block(1, blockFirstPublished=-10_000_000_000_000)), ["impossible-date"]),
        (page(block(1, text("<i>" * 300))), ["too-deep"]),
        (page(block(1), standfirst="<i>" * 300), ["too-deep"]),
        (page(block(1), headline="<i>" * 300), ["too-deep"]),
        (page(block(1), mainMediaElements=[element("Image", data={"caption": "<i>" * 300})]), ["too-deep"]),
        (page(block(1, element("Odd", odd="some prose " + "<i>" * 300 + "here"))), ["too-deep"]),
        ({"webPublicationDate": "x", "headline": "<i>" * 300}, ["too-deep"]),
    ],
)
def test_seeds_that_are_refused(value: Data, expected: list[str]) -> None:
    liveblogs, problems = run(value)
    assert (liveblogs, codes(problems)) == ([], expected)


@pytest.mark.parametrize(
    "value",
    [
        page(block(1)),
        answer(api_block(1)),
        [block(1)],
        {"data": {"CAPI": page(block(1))}},
        {"commercialProperties": {}},
    ],
)
def test_seeds_of_the_format(value: Data) -> None:
    assert GUARDIAN.declines(Seed("seeds/a.json", json.dumps(value).encode())) == ""


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.json", '{"posts": {"_items": []}}'),
        ("a.json", '{"entries": [{"id": 1, "type": "new"}]}'),
        ("a.json", '{"version": "https://jsonfeed.org/version/1", "items": []}'),
        ("a.json", '{"blog_id": "x", "documents": []}'),
        ("a.html", '{"webPublicationDate": ""}'),
        ("a.txt", "webPublicationDate"),
        ("a.json", ""),
    ],
)
def test_seeds_of_other_formats(path: str, data: str) -> None:
    assert GUARDIAN.declines(Seed(f"seeds/{path}", data.encode()))
