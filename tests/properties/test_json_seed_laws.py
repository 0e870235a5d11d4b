"""Laws of the importers of JSON: whatever stands at any place of a seed, it is read without a loss or refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import read_seed

from sitegen.importers.exports.guardian import GUARDIAN
from sitegen.importers.exports.json_seeds import glimpse, read_json
from sitegen.importers.exports.sourcefabric import SOURCEFABRIC
from sitegen.importers.exports.wordpress import WORDPRESS
from sitegen.importers.registry import importers
from sitegen.importers.seeds import Importer, Seed
from sitegen.importers.sidecars.sidecar import Sidecar

Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"

ELEMENTS: Data = [
    {"_type": "model.dotcomrendering.pageElements.TextBlockElement", "html": "<p>It <b>sails</b> at ten.</p>"},
    {"_type": "model.dotcomrendering.pageElements.ImageBlockElement", "data": {"alt": "A pier", "caption": "The pier"},
     "media": {"allImages": [{"url": "https://example.org/p.jpg", "fields": {"width": "10"}}]}},
    {"type": "list",
     "listTypeData": {"items": [{"title": "Who", "elements": [{"type": "text", "textTypeData": {"html": "All"}}]}]}},
    {"_type": "YoutubeBlockElement", "mediaTitle": "A ride", "assetId": "a1B2c3D4e5_"},
]  # fmt: skip
PAGE: Data = {
    "headline": "Ferry runs", "webPublicationDate": "2017-11-03T11:00:00Z", "standfirst": "<p>From here</p>",
    "editionId": "UK", "pagination": {"currentPage": 1, "totalPages": 2}, "webURL": "https://example.org/a", "lang": "en",
    "blocks": [
        {"id": "59fc31b5e4b0000000000001", "blockFirstPublished": 1509699600000, "blockFirstPublishedDisplay": "09.00 GMT",
         "title": "Now", "attributes": {"keyEvent": True}, "contributors": [{"name": "Ann"}], "elements": ELEMENTS},
        {"id": "59fc31b5e4b0000000000002", "firstPublishedDate": "2017-11-03T08:00:00Z", "bodyHtml": "<p>First</p>",
         "bodyTextSummary": "First"},
    ],
}  # fmt: skip
POSTS: Data = {
    "blog": {"title": "Ferry", "description": "<p>Live</p>", "blog_preferences": {"language": "de"}},
    "posts": {"_meta": {"page": 1, "max_results": 2, "total": 3}, "_items": [
        {"_id": "urn:1", "published_date": "2017-11-03T09:00:00+00:00", "order": 2, "post_status": "open", "sticky": True,
         "byline": "Ann", "groups": [{"id": "main", "refs": [
             {"item": {"item_type": "text", "text": "It <b>sails</b>"}},
             {"item": {"item_type": "embed", "meta": {"original_url": "https://example.org/v", "title": "A ride"}}}]}]},
        {"_id": "urn:2", "firstcreated": "2017-11-03T08:00:00+00:00", "order": 1.5, "deleted": False, "groups": [
            {"id": "main", "refs": [{"item": {"item_type": "Card", "meta": {"data": "Words of a card"}}}]}]},
    ]},
}  # fmt: skip
ENTRIES: Data = {
    "title": "Ferry", "latest_timestamp": 1509699660, "page": 1, "pages": 2, "entries": [
        {"id": 2, "type": "update", "render": "<p>It <b>sails</b></p>", "entry_time": "1509699600",
         "timestamp": "1509699660", "authors": [{"name": "Ann"}], "key_event": True, "css_classes": "a", "share_link": "https://example.org/a/#2"},
        {"id": 1, "type": "new", "content": "One\n\ntwo", "html": "<p class='liveblog-entry-text'>One</p>",
         "timestamp": "1509696000", "headline": "Start"},
    ],
}  # fmt: skip
SEEDS = [(GUARDIAN, PAGE), (SOURCEFABRIC, POSTS), (WORDPRESS, ENTRIES)]
ODD: list[Data] = [
    None, True, False, 0, -1, 1e300, 10**17, 253402300799000, -62135596800, "", [], {}, [[]], ["a", {"b": 1}],
    {"a": "b c d"}, "\ud800", "\x00\x1b", "x" * 500, "<p>" * 300, "<i>" * 300, "<b>open", "a & b &amp; c < d",
    "2016-13-45T99:99:99Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", 'two\nlines "quoted" {#x} \\',
    "- item\n# head", "1986. A year", "javascript:x()", "//x/y", "https://[bad", "09.00 XYZ", "a@example.org", "٣", "nan",
    "## 2017-11-03 10:00 {#t1000}",
    "<table><tr><td>a<td>b</table>", "|a|b|\n|-|-|", "delete", "Image", "some words of prose here",
]  # fmt: skip


def places(value: Data) -> Iterator[tuple[list[Data] | dict[str, Data], int | str]]:
    """Every place within *value*: a list or an object, and the index or the key in it."""
    if isinstance(value, dict):
        for key in value:
            yield value, key
            yield from places(value[key])
    elif isinstance(value, list):
        for index in range(len(value)):
            yield value, index
            yield from places(value[index])


@st.composite
def broken(draw: st.DrawFn) -> tuple[Importer, str]:
    """An importer, and a seed of its format in which something else stands at some places, or nothing."""
    importer, good = draw(st.sampled_from(SEEDS))
    value = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 4))):
        holder, name = draw(st.sampled_from(list(places(value)) or [({}, "")]))
        if isinstance(holder, dict) and isinstance(name, str):
            if draw(st.booleans()):
                holder[name] = copy.deepcopy(draw(st.sampled_from(ODD)))
            else:
                holder.pop(name, None)
        elif isinstance(holder, list) and isinstance(name, int):
            holder[name] = copy.deepcopy(draw(st.sampled_from(ODD)))
            holder.extend(copy.deepcopy(holder) if len(holder) < 3 and draw(st.booleans()) else [])
    return importer, json.dumps(value)


def check(importer: Importer, text: str | bytes) -> None:
    """That *importer* reads *text* and loses nothing, or says why not."""
    liveblogs, problems = read_seed(importer, "seeds/a.json", text, Sidecar(zone="Europe/London"))
    assert liveblogs or any(problem.is_error for problem in problems)
    assert not [problem for problem in problems if problem.code in ("lost-words", "invented-words")]
    for problem in problems:
        assert problem.hint[:1].islower()
        assert problem.where.path == "seeds/a.json"


@pytest.mark.parametrize(("importer", "value"), SEEDS)
def test_the_seeds_to_break_are_good_and_of_one_format(importer: Importer, value: Data) -> None:
    text = json.dumps(value)
    liveblogs, problems = read_seed(importer, "seeds/a.json", text, Sidecar(zone="Europe/London"))
    assert ([len(liveblog.updates) for liveblog in liveblogs], any(one.is_error for one in problems)) == ([2], False)
    seed = Seed("seeds/a.json", text.encode())
    assert [one.name for one in importers([])[0] if not one.declines(seed)] == [importer.name]


@given(broken())
@settings(max_examples=250, deadline=None)
def test_anything_at_any_place_is_read_or_refused(case: tuple[Importer, str]) -> None:
    check(*case)


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=60, deadline=None)
def test_a_seed_that_breaks_off_is_refused(case: tuple[Importer, Data], data: st.DataObject) -> None:
    importer, value = case
    text = json.dumps(value, ensure_ascii=False)
    cut = text[: data.draw(st.integers(1, len(text) - 1))]
    liveblogs, [problem] = read_seed(importer, "seeds/a.json", cut)
    assert (liveblogs, problem.code) == ([], "json-syntax")


@given(st.one_of(st.binary(max_size=100), st.binary(max_size=60).map(lambda data: b'{"blocks": [' + data)))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    seed = Seed("seeds/a.json", data)
    glimpse(seed)
    read_json(seed)
    for importer, _ in SEEDS:
        assert "\n" not in importer.declines(seed)
        check(importer, data)
