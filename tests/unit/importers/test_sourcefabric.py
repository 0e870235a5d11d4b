from __future__ import annotations

import json
from typing import TypeAlias

import pytest
from readings import codes, read_seed

from sitegen.errors import Problem, Severity
from sitegen.importers.exports.sourcefabric import SOURCEFABRIC
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.model import LiveBlog

Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"
Object: TypeAlias = "dict[str, Data]"
SIDECAR = Sidecar(title="Fähre fährt wieder", zone="Europe/Berlin")
STAFF: Object = {"display_name": "Desk Person", "email": "desk@example.org", "username": "desk", "sign_off": "dp"}


def item(kind: str, text: str = "", **meta: Data) -> Object:
    return {"item_type": kind, "text": text, "meta": meta, "original_creator": "56ca", "sign_off": "dp"}


def post(number: int, *items: Data, **keys: Data) -> Object:
    """Post *number*, published *number* minutes after nine, UTC."""
    refs: list[Data] = [
        {"guid": f"urn:item:{number}", "type": "text", "item": one}
        for one in items or [item("text", f"Text {number}.")]
    ]
    groups: Data = [{"id": "root", "refs": [{"idRef": "main"}]}, {"id": "main", "refs": refs}]
    return {
        "_id": f"urn:post:{number}",
        "firstcreated": "2017-11-03T08:00:00+00:00",
        "published_date": f"2017-11-03T09:{number:02}:00+00:00",
        "_updated": "2017-11-04T09:00:00+00:00",
        "order": number,
        "post_status": "open",
        "deleted": False,
        "sticky": False,
        "groups": groups,
        "publisher": STAFF,
        **keys,
    }


def answer(*posts: Data, **meta: Data) -> Object:
    return {"_items": list(posts), "_meta": {"page": 1, "max_results": 20, "total": len(posts), **meta}, "_links": {}}


def run(value: Data, sidecar: Sidecar = SIDECAR) -> tuple[list[LiveBlog], list[Problem]]:
    return read_seed(SOURCEFABRIC, "seeds/ferry.json", json.dumps(value), sidecar)


def read(value: Data) -> LiveBlog:
    """The live blog of a seed about which there is nothing to say."""
    [liveblog], problems = run(value)
    assert problems == []
    return liveblog


def body(*items: Data) -> str:
    """The Markdown of a post of *items*."""
    return read(answer(post(1, *items))).updates[0].body


def test_posts_are_updates() -> None:
    edited = post(2, byline="Ann Example ann@example.org", content_updated_date="2017-11-03T10:00:00+00:00")
    liveblog = read(answer(edited, post(1)))
    assert (liveblog.title, liveblog.zone, liveblog.publisher) == ("Fähre fährt wieder", "Europe/Berlin", "")
    first, second = liveblog.updates
    assert (first.at.isoformat(), first.body, first.sid, first.lines) == (
        "2017-11-03T10:01:00+01:00", "Text 1.", "urn:post:1", "_items/2",
    )  # fmt: skip
    assert (first.author, first.updated, first.key) == ("", None, False)
    assert (second.author, second.updated and second.updated.isoformat()) == (
        "Ann Example",
        "2017-11-03T11:00:00+01:00",
    )


def test_no_name_nor_address_of_staff_leaves_the_seed() -> None:
    told = repr(run(answer(post(1), post(2, post_status="draft"))))
    for word in ("Desk Person", "desk@example.org", "56ca"):
        assert word not in told


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"post_status": "draft"}, "draft posts (1)"),
        ({"post_status": "submitted"}, "submitted posts (1)"),
        ({"post_status": "comment", "published_date": None}, "comment posts (1)"),
        ({"post_status": "spiked"}, "other posts (1)"),
        ({"deleted": True}, "deleted posts (1)"),
        ({"marked_for_not_publication": True}, "other posts (1)"),
    ],
)
def test_what_was_not_published_is_counted_only(keys: Object, why: str) -> None:
    [liveblog], [problem] = run(answer(post(2, **keys), post(1)))
    assert [update.body for update in liveblog.updates] == ["Text 1."]
    assert (problem.code, problem.severity) == ("not-published", Severity.NOTE)
    assert problem.message == f"not taken, since they were not published: {why}"


def test_comments_of_readers_and_advertisements_are_not_published() -> None:
    both = post(3, item("text", "Your questions."), item("comment", "Will it sail?", name="A Reader"))
    [liveblog], [problem] = run(
        answer(both, post(2, item("comment", "Hello?")), post(1, item("Advertisement Local", "Buy")))
    )
    assert [update.body for update in liveblog.updates] == ["Your questions."]
    assert problem.message.endswith(": advertising posts (1), comment posts (1), comments (1)")


@pytest.mark.parametrize("key", ["lb_highlight", "highlight", "sticky"])
def test_highlights_are_key_updates(key: str) -> None:
    assert [update.key for update in read(answer(post(2, **{key: True}), post(1))).updates] == [False, True]


def test_posts_of_one_instant_stand_in_the_editors_order() -> None:
    same = {"published_date": "2017-11-03T09:00:00+00:00"}
    liveblog = read(answer(post(1, order=1.5, **same), post(2, order=1.25, **same), post(3, order=40, **same)))
    assert [update.body for update in liveblog.updates] == ["Text 2.", "Text 1.", "Text 3."]


def test_posts_that_were_moved_stand_in_the_order_of_time() -> None:
    [liveblog], [problem] = run(answer(post(3, order=0.5), post(2), post(1)))
    assert [update.body for update in liveblog.updates] == ["Text 1.", "Text 2.", "Text 3."]
    assert (problem.code, problem.severity) == ("editors-order", Severity.NOTE)


def test_one_page_of_several_says_so() -> None:
    [_], [problem] = run(answer(post(2), post(1), page=2, max_results=2, total=5))
    assert problem.code == "part-of-whole"
    assert "page 2 of 3 (2 of 5 posts)" in problem.message


def test_an_export_with_its_blog_and_pinned_posts() -> None:
    blog: Data = {
        "title": "Fähre &amp; Hafen",
        "description": "<p>Alles <b>live</b></p>",
        "blog_preferences": {"language": "de"},
        "public_url": "https://example.org/blog",
    }
    posts, sticky = answer(post(1)), answer(post(2, sticky=True), post(1))
    [liveblog], problems = run(
        {"blog": blog, "api_response": {"posts": posts, "stickyPosts": sticky}}, Sidecar(zone="Europe/Berlin")
    )
    assert problems == []
    assert (liveblog.title, liveblog.standfirst, liveblog.lang) == ("Fähre & Hafen", "Alles **live**", "de")
    assert [source.url for source in liveblog.sources] == ["https://example.org/blog"]
    assert [(update.body, update.key) for update in liveblog.updates] == [("Text 1.", False), ("Text 2.", True)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (item("text", "Read&nbsp;<b>this</b><div>And that<br>too</div>"), "Read\u00a0**this**\n\nAnd that\\\ntoo"),
        (
            item("quote", "<blockquote><p>At last</p><ul><li>A captain</li></ul></blockquote>"),
            "> At last\n>\n> - A captain",
        ),
        (item("quote", quote="At last", credit="A captain"), "> At last\n\nA captain"),
        (
            item(
                "image",
                "<figure><img src='http://example.org/p.jpg' alt='The pier'><figcaption>Oak</figcaption></figure>",
            ),
            "[The pier](http://example.org/p.jpg)\n\nOak",
        ),
        (
            item("image", caption="The pier", media={"renditions": {"original": {"href": "http://example.org/p.jpg"}}}),
            "> [The pier](http://example.org/p.jpg)",
        ),
        (
            item("embed", "<div><iframe src='//example.org/v' title='A ride'></iframe></div>"),
            "> [A ride](https://example.org/v)",
        ),
        (item("embed", "<script>x()</script>", html="<p>It sails</p>", title="It sails"), "It sails"),
        (item("embed", original_url="https://example.org/v", title="A ride"), "> [A ride](https://example.org/v)"),
        (item("embed", original_url="https://example.org/v"), "> [example.org/v](https://example.org/v)"),
    ],
)
def test_items(given: Object, expected: str) -> None:
    assert body(item("text", "Before."), given) == f"Before.\n\n{expected}"


def test_words_of_an_unknown_kind_of_item_are_taken_or_told() -> None:
    card = item("Scorecard", "<p>Home 1</p>", data={"home": {"name": "Home 1"}, "note": "Played at the pier"}, id="a-b")
    [liveblog], [problem] = run(answer(post(1, card)))
    assert liveblog.updates[0].body == "Home 1"
    assert (problem.code, problem.severity) == ("not-read", Severity.WARNING)
    assert 'the item "Scorecard" in _items/1' in problem.message
    assert '"Played at the pier"' in problem.message


def test_a_poll_is_its_question_and_its_answers() -> None:
    answers: Data = [{"option": "Today & soon", "votes": 3}, {"option": "Never", "votes": 0}, {"option": "Later"}]
    poll: Object = {"item_type": "poll", "poll_body": {"question": "When will it sail?", "answers": answers}}
    assert body(poll) == "When will it sail?\n\n- Today & soon: 3\n- Never: 0\n- Later"


def test_what_an_embed_says_beside_its_text_stands_below_it() -> None:
    frame = "<iframe src='https://example.org/v'></iframe>"
    card = item(
        "embed", frame, title="A long ride", description="To the <b>pier</b>", html=frame, author_name="A Staff"
    )
    assert body(card) == "> [example.org/v](https://example.org/v)\n\nA long ride\n\nTo the **pier**"
    shown = item("embed", f"{frame}<div>A long ride</div>", title="A long ride")
    assert body(shown) == "> [example.org/v](https://example.org/v)\n\nA long ride"


@pytest.mark.parametrize(
    "given",
    [
        {"item_type": "poll", "poll_body": {"hint": "Played at the pier"}, "text": "<p>Vote</p>"},
        {"item_type": "text", "scorecard_body": {"note": ["Played at the pier"]}, "text": "<p>Vote</p>"},
        {"item_type": "Scorecard", "data": {"note": "Played at the pier"}, "text": "<p>Vote</p>"},
        {"item_type": "text", "headline": "Played at the pier", "text": "<p>Vote</p>"},
        item("embed", "<p>Vote</p>", html="<script>a b c</script><p>Played at the pier</p>"),
    ],
)
def test_words_beside_the_text_of_an_item_are_told(given: Object) -> None:
    people: Object = {
        "syndicated_creator": {"display_name": "Desk Person"},
        "byline": "Desk Person",
        "_x": "not a word",
    }
    [liveblog], [problem] = run(answer(post(1, given | people)))
    assert (liveblog.updates[0].body, problem.code) == ("Vote", "not-read")
    assert problem.message.endswith(': "Played at the pier"')


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (answer(), ["no-update"]),
        ({"_items": "none", "_meta": [], "posts": 3}, ["no-update"]),
        (answer(post(1, published_date=None, firstcreated="soon")), ["undated-update"]),
        (answer(post(1, published_date="2017-11-03T09:00:00", firstcreated=7)), ["undated-update"]),
        (answer(post(1, item("text", "<i>" * 300))), ["too-deep"]),
        (answer(post(1)) | {"description": "<i>" * 300}, ["too-deep"]),
        (answer(post(1, post_status="draft")), ["not-published", "no-update"]),
    ],
)
def test_seeds_that_are_refused(value: Data, expected: list[str]) -> None:
    liveblogs, problems = run(value)
    assert (liveblogs, codes(problems)) == ([], expected)


def test_a_seed_without_its_blog_needs_a_headline() -> None:
    assert codes(run(answer(post(1)), Sidecar())[1]) == ["no-title"]


@pytest.mark.parametrize(
    "value", [answer(post(1)), {"posts": answer(post(1))}, {"_meta": {}, "_items": []}, {"api_response": {}}]
)
def test_seeds_of_the_format(value: Data) -> None:
    assert SOURCEFABRIC.declines(Seed("seeds/a.json", json.dumps(value).encode())) == ""


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.json", '{"blocks": [{"id": 1, "blockFirstPublished": 2}]}'),
        ("a.json", '{"entries": [{"id": 1, "type": "new"}], "latest_timestamp": 1}'),
        ("a.json", '{"_items": [{"headline": "ninjs"}]}'),
        ("a.html", '{"_items": [{"post_status": 1}]}'),
        ("a.txt", "_items"),
    ],
)
def test_seeds_of_other_formats(path: str, data: str) -> None:
    assert SOURCEFABRIC.declines(Seed(f"seeds/{path}", data.encode()))
