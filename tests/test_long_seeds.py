"""Each format read in time that grows with the seed and no faster: five times the updates cost about five times as much."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support import SETTINGS, make_site
from test_huge import cost

pytestmark = [pytest.mark.slow, pytest.mark.promise("X5")]

FEW, MANY = 2_500, 12_500
FIRST = datetime(2017, 11, 3, 6, tzinfo=UTC)
SIDECAR = "title: Long\ndate: 2017-11-03\n"
PAGE = "<!doctype html><title>Long</title><h1>Long</h1>"


def at(place: int) -> str:
    return (FIRST + timedelta(seconds=3 * place)).strftime("%Y-%m-%dT%H:%M:%SZ")


def clock(place: int) -> str:
    return f"{place // 60 % 12 + 1}:{place % 60:02} p.m."


def said(place: int) -> str:
    return f"Update {place} says that the pier is open to all who wait there."


def atom(places: Iterable[int]) -> str:
    entries = (
        f"<entry><id>e{place}</id><title>t{place}</title><updated>{at(place)}</updated>"
        f'<content type="html">&lt;p&gt;{said(place)}&lt;/p&gt;</content></entry>'
        for place in places
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Long</title><id>a</id>{"".join(entries)}</feed>'


def rss(places: Iterable[int]) -> str:
    items = (
        f"<item><title>t{place}</title><pubDate>{FIRST + timedelta(seconds=3 * place):%a, %d %b %Y %H:%M:%S GMT}</pubDate>"
        f"<description>{said(place)}</description></item>"
        for place in places
    )
    return f'<rss version="2.0"><channel><title>Long</title>{"".join(items)}</channel></rss>'


def json_feed(places: Iterable[int]) -> str:
    items = [{"id": str(place), "date_published": at(place), "content_text": said(place)} for place in places]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Long", "items": items})


def table(places: Iterable[int]) -> str:
    return "time,title,body\n" + "".join(f"{at(place)},t{place},{said(place)}\n" for place in places)


def json_lines(places: Iterable[int]) -> str:
    return "".join(json.dumps({"time": at(place), "body": said(place)}) + "\n" for place in places)


def wordpress(places: Iterable[int]) -> str:
    entries = [
        {
            "id": str(place),
            "type": "new",
            "render": f"<p>{said(place)}</p>",
            "content": f"<p>{said(place)}</p>",
            "entry_time": int(FIRST.timestamp()) + place,
            "authors": [],
        }
        for place in places
    ]
    return json.dumps({"entries": entries})


def guardian(places: Iterable[int]) -> str:
    start = int(FIRST.timestamp() * 1000)
    kind = "model.dotcomrendering.pageElements.TextBlockElement"
    blocks = [
        {
            "id": f"b{place}",
            "elements": [{"_type": kind, "html": f"<p>{said(place)}</p>"}],
            "blockFirstPublished": start + 1000 * place,
            "title": f"t{place}",
        }
        for place in places
    ]
    head = {"webPublicationDate": at(0), "webTitle": "Long", "headline": "Long", "pageType": {}}
    return json.dumps({**head, "format": {"design": "LiveBlogDesign"}, "blocks": blocks})


def ninjs(places: Iterable[int]) -> str:
    body = "".join(f"<p>{clock(place)}</p><p>{said(place)}</p><p>___</p>" for place in places)
    head = {"uri": "a", "type": "text", "headline": "The Latest: Long", "versioncreated": at(0)}
    return json.dumps({**head, "body_html": f"<p>The Latest on all of it (all times UTC):</p>{body}"})


def blocks(places: Iterable[int]) -> str:
    return PAGE + "".join(
        f'<article id="u{place}"><time datetime="{at(place)}">x</time><h2>t{place}</h2><p>{said(place)}</p></article>'
        for place in places
    )


def clocks_in_html(places: Iterable[int]) -> str:
    return f"{PAGE}<p>2017-11-03</p>" + "".join(f"<p><b>{clock(one)}</b></p><p>{said(one)}</p>" for one in places)


def structured_data(places: Iterable[int]) -> str:
    updates = [
        {"@type": "BlogPosting", "headline": f"t{one}", "articleBody": said(one), "datePublished": at(one)}
        for one in places
    ]
    data = {"@type": "LiveBlogPosting", "headline": "Long", "liveBlogUpdate": updates}
    return f'{PAGE}<script type="application/ld+json">{json.dumps(data)}</script>'


def both(places: Iterable[int]) -> str:
    places = list(places)
    return structured_data(places) + blocks(places).removeprefix(PAGE)


def jekyll(places: Iterable[int]) -> str:
    head = "---\nlayout: post\ntitle: Long\ndate: 2017-11-03\n---\n<p>All of it.</p>\n"
    return head + "".join(f"<p>{clock(place)}</p><p>{said(place)}</p>\n" for place in places)


def log(places: Iterable[int]) -> str:
    return "# Long\n\n" + "".join(f"- 10:{place % 60:02} {said(place)}\n" for place in places)


def one_paragraph(places: Iterable[int]) -> str:
    """Ten lines for each: nothing but dates, each of which may open an update and does not."""
    return "2017-11-03\n\nThe Latest: Long\n\n10:00 a.m.\n\nIt is open.\n\n" + "Nov. 3\n" * 10 * len(list(places))


SEEDS: dict[str, Callable[[Iterable[int]], str]] = {
    "atom.xml": atom,
    "rss.xml": rss,
    "feed.json": json_feed,
    "table.csv": table,
    "lines.jsonl": json_lines,
    "wordpress.json": wordpress,
    "guardian.json": guardian,
    "ninjs.json": ninjs,
    "blocks.html": blocks,
    "clocks.html": clocks_in_html,
    "structured.html": structured_data,
    "both.html": both,
    "2017-11-03-jekyll.md": jekyll,
    "2017-11-03-log.md": log,
    "paragraph.txt": one_paragraph,
}
UNTITLED = ("table.csv", "lines.jsonl", "wordpress.json")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> float:
    """What a build costs that has hardly anything to read."""
    return cost(site_of(tmp_path_factory.mktemp("start"), "2017-11-03-log.md", 2))[0]


def site_of(root: Path, name: str, count: int) -> Path:
    files = {"site.yaml": SETTINGS, f"seeds/{name}": SEEDS[name](range(count))}
    if name in UNTITLED:
        files[f"seeds/{name.partition('.')[0]}.meta.yaml"] = SIDECAR
    return make_site(root, files)


@pytest.mark.parametrize("name", SEEDS)
def test_five_times_the_updates_cost_about_five_times_as_much(name: str, tmp_path: Path, start: float) -> None:
    few, many = (cost(site_of(tmp_path / str(count), name, count))[0] - start for count in (FEW, MANY))
    assert many < 10 * max(few, 0.5)  # five, and what a busy machine adds; with the square it is twenty-five
