from __future__ import annotations

import json
from typing import TypeAlias

import pytest
from readings import codes, read_seed

from sitegen.errors import Problem
from sitegen.importers.exports.wordpress import WORDPRESS
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.model import LiveBlog

Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"
Object: TypeAlias = "dict[str, Data]"
SIDECAR = Sidecar(title="Ferry runs again", zone="Europe/London")
NINE = 1509699600  # 2017-11-03T09:00:00Z


def entry(number: int, kind: str = "new", *, sent: int = 0, **keys: Data) -> Object:
    """Entry *number*, made *number* minutes after nine and sent as it is *sent* minutes later."""
    made = NINE + number * 60
    return {
        "id": number,
        "type": kind,
        "render": f"<p>Text <b>{number}</b>.</p>\n",
        "content": f"Text {number}.",
        "css_classes": "comment liveblog",
        "timestamp": str(made + sent * 60),
        "authors": [{"id": 2, "key": "ann", "name": "Ann Example", "avatar": "<img alt='x'>"}],
        "entry_time": str(made),
        "share_link": f"https://example.org/ferry/?a=b&lbup={number}#{number}",
        "key_event": False,
        **keys,
    }


def answer(*entries: Data, **keys: Data) -> Object:
    return {"entries": list(entries), "latest_timestamp": None, "refresh_interval": 10, "page": 1, "pages": 1, **keys}


def run(value: Data, sidecar: Sidecar = SIDECAR) -> tuple[list[LiveBlog], list[Problem]]:
    return read_seed(WORDPRESS, "seeds/ferry.json", json.dumps(value), sidecar)


def read(value: Data) -> LiveBlog:
    """The live blog of a seed about which there is nothing to say."""
    [liveblog], problems = run(value)
    assert problems == []
    return liveblog


def test_entries_are_updates() -> None:
    liveblog = read(answer(entry(2, key_event=True, headline="It sails"), entry(1)))
    assert [source.url for source in liveblog.sources] == ["https://example.org/ferry/?a=b"]
    first, second = liveblog.updates
    assert (first.at.isoformat(), first.body, first.author, first.sid, first.lines) == (
        "2017-11-03T09:01:00+00:00", "Text **1**.", "Ann Example", "1", "entries/2",
    )  # fmt: skip
    assert (first.key, first.title, first.updated) == (False, "", None)
    assert (second.key, second.title) == (True, "It sails")


def test_an_update_replaces_what_has_its_id() -> None:
    again = entry(1, "update", sent=30, render="<p>Better.</p>")
    for entries in ([entry(1), again, entry(2)], [entry(2), again, entry(1)]):
        first, _ = read(answer(*entries)).updates
        assert (first.body, first.at.isoformat()) == ("Better.", "2017-11-03T09:01:00+00:00")
        assert first.updated is not None
        assert first.updated.isoformat() == "2017-11-03T09:31:00+00:00"


def test_a_deleted_entry_is_none() -> None:
    gone = entry(1, "delete", sent=5, render="", content="")
    for entries in ([entry(1), gone, entry(2)], [entry(2), gone, entry(1)], [gone, entry(2)]):
        [liveblog], [problem] = run(answer(*entries))
        assert [update.sid for update in liveblog.updates] == ["2"]
        assert (problem.code, problem.message[-20:]) == ("not-published", " deleted entries (1)")


def test_a_draft_is_not_published() -> None:
    [liveblog], problems = run(answer(entry(2, status="draft"), entry(1, status="publish")))
    assert ([update.sid for update in liveblog.updates], codes(problems)) == (["1"], ["not-published"])


def test_one_page_of_several_says_so() -> None:
    [_], [problem] = run(answer(entry(1), page=2, pages=3))
    assert (problem.code, "page 2 of 3" in problem.message) == ("part-of-whole", True)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"render": "<p>See <a href='../map'>map</a></p>"}, "See [map](https://example.org/map)"),
        ({"render": "", "content": "One\ntwo\n\nThree &amp; <b>four</b>"}, "One\\\ntwo\n\nThree & **four**"),
        ({"render": None, "content": "<p>One</p>\n\n<p>Two</p>"}, "One\n\nTwo"),
        (
            {"render": None, "html": "<div id='liveblog-entry-1'><p class='liveblog-entry-text'>Old <i>text</i></p>"
             "<header><span class='liveblog-author-name'>Bo</span> <span class='date'>3 Nov</span></header></div>"},
            "Old *text*",
        ),
        ({"render": "<p>It<script>x()</script> sails</p><iframe src='//example.org/v' title='A ride'></iframe>"},
         "It sails\n\n> [A ride](https://example.org/v)"),
    ],
)  # fmt: skip
def test_texts(keys: Object, expected: str) -> None:
    assert read(answer(entry(1) | keys)).updates[0].body == expected


def test_an_old_version_has_clocks_and_names_in_its_html() -> None:
    html = "<div><div class='liveblog-entry-text'><p>Old</p></div><span class='liveblog-author-name'>Bo Sample</span></div>"
    old = entry(1, entry_time="9:01 am", authors=None, render=None, html=html, key_event=None, css_classes="a type-key")
    [update] = read(answer(old)).updates
    assert (update.at.isoformat(), update.author, update.key) == ("2017-11-03T09:01:00+00:00", "Bo Sample", True)


def test_a_bare_list_of_key_events() -> None:
    assert [update.key for update in read([entry(2, key_event=True), entry(1, key_event="1")]).updates] == [True, True]


def test_the_headline_is_in_the_seed_or_its_sidecar() -> None:
    [liveblog], problems = run(
        answer(entry(1), title={"rendered": "Ferry &#8211; live"}), Sidecar(zone="Europe/London")
    )
    assert (liveblog.title, problems) == ("Ferry – live", [])
    assert codes(run(answer(entry(1)), Sidecar(zone="Europe/London"))[1]) == ["no-title"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (answer(), ["no-update"]),
        ({"entries": {"1": 2}, "latest_timestamp": 1}, ["no-update"]),
        (answer(entry(1, entry_time="x", timestamp=None)), ["undated-update"]),
        (answer(entry(1, entry_time=0, timestamp="0")), ["undated-update"]),
        (answer(entry(1, render="<i>" * 300)), ["too-deep"]),
        (answer(entry(1), title="<i>" * 300), ["too-deep"]),
        (answer(entry(1, render="", html="<i>" * 300)), ["too-deep"]),
        (answer(entry(1, "delete")), ["not-published", "no-update"]),
    ],
)
def test_seeds_that_are_refused(value: Data, expected: list[str]) -> None:
    liveblogs, problems = run(value)
    assert (liveblogs, codes(problems)) == ([], expected)


@pytest.mark.parametrize("value", [answer(), answer(entry(1)), [entry(1)], {"data": {"entries": [entry(1)]}}])
def test_seeds_of_the_format(value: Data) -> None:
    assert WORDPRESS.declines(Seed("seeds/a.json", json.dumps(value).encode())) == ""


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.json", '{"blocks": [{"id": 1, "type": "text", "blockFirstPublished": 2}]}'),
        ("a.json", '{"_items": [{"type": "composite", "timestamp": 1}]}'),
        ("a.json", '[{"live_blog": "x", "time": "2017-11-03T09:00:00Z", "text": "y", "type": "z"}]'),
        ("a.json", '{"feed": {"entries": [{"title": "x"}]}}'),
        ("a.html", '{"entries": [{"type": 1, "render": 2}]}'),
        ("a.txt", "entries"),
    ],
)
def test_seeds_of_other_formats(path: str, data: str) -> None:
    assert WORDPRESS.declines(Seed(f"seeds/{path}", data.encode()))
