"""Feeds of topics, both formats alike; JSON Feed held against its own rules."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest
from jsonschema import Draft202012Validator
from selectolax.lexbor import LexborHTMLParser
from support import SETTINGS, build_site, liveblog, make_site, replace_in, update

from sitegen.pages.feed_entries import FEED_ENTRIES

TOPICS = """\
base_url: https://archive.example.org/live/
rights: {full_text: true}
topics:
  - {slug: iraq, label: Iraq}
  - {slug: qaim, label: "Qaim & <Rawa>", broader: iraq}
  - {slug: idle, label: Idle}
"""
BASE = "https://archive.example.org/live/"
TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https://"}
MOMENT = {"type": "string", "pattern": "^[0-9-]{10}T[0-9:]{8}[+-][0-9]{2}:[0-9]{2}$"}
AUTHORS = {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}, "required": ["name"]}}
# What jsonfeed.org asks of version 1.1.
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": TEXT,
        "language": TEXT,
        "authors": AUTHORS,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {
                    "id": TEXT,
                    "url": ADDRESS,
                    "title": TEXT,
                    "summary": TEXT,
                    "content_html": TEXT,
                    "content_text": TEXT,
                    "date_published": MOMENT,
                    "date_modified": MOMENT,
                    "language": TEXT,
                    "authors": AUTHORS,
                    "tags": {"type": "array", "items": TEXT, "uniqueItems": True},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A topic with more updates than a feed holds, over three months, and one of two."""
    files = {"site.yaml": SETTINGS + TOPICS}
    for month in (9, 10, 11):
        updates = [
            update(
                f"2017-{month:02}-03 10:{minute:02}",
                f"In minute {minute}.",
                f'#t10{minute:02} topics="iraq"',
            )
            for minute in range(30)
        ]
        files[f"content/{month}.md"] = liveblog(f"Month {month}", f"2017-{month:02}-03", updates, id=f"m{month}")
    said = [update("2017-11-03 11:00", "The [town](#t1105) is <free> & quiet.", '#t1100 topics="qaim"')]
    said += [update("2017-11-03 11:05", "All of it.", '#t1105 topics="qaim, iraq" author="Ada"')]
    files["content/qaim.md"] = liveblog("Qaim", "2017-11-03", said, id="q", lang="de")
    return make_site(tmp_path, files)


def feed(root: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((root / "output" / name).read_bytes())
    Draft202012Validator(JSON_FEED).validate(found)
    return found


def items(root: Path, name: str) -> list[dict[str, object]]:
    found = feed(root, name)["items"]
    assert isinstance(found, list)
    return found


def test_both_formats_say_the_same(site: Path) -> None:
    build_site(site)
    for name in ("feed", "topics/iraq/feed", "topics/qaim/feed"):
        atom = feedparser.parse((site / f"output/{name}.xml").read_bytes())
        assert not atom.bozo
        found = items(site, f"{name}.json")
        assert [(one.id, one.link, one.published, one.updated) for one in atom.entries] == [
            (one["id"], one["url"], one["date_published"], one["date_modified"]) for one in found
        ]
        assert {atom.feed.id, feed(site, f"{name}.json")["feed_url"]} == {
            f"tag:tests.sitegen.invalid,2026-11-22:{name}",
            f"{BASE}{name}.json",
        }


def test_the_feed_of_a_topic_has_its_newest_updates_and_those_of_narrower_ones(site: Path) -> None:
    build_site(site)
    found = items(site, "topics/iraq/feed.json")
    assert len(found) == FEED_ENTRIES
    assert [str(one["url"]).removeprefix(BASE) for one in found[:3]] == [
        "2017/11/03/qaim/#t1105",
        "2017/11/03/qaim/#t1100",
        "2017/11/03/11/#t1029",
    ]
    assert found[-1]["url"] == f"{BASE}2017/10/03/10/#t1012"
    (whole, first) = items(site, "topics/qaim/feed.json")
    assert whole["tags"] == ["Qaim & <Rawa>", "Iraq"]
    assert (whole["language"], whole["authors"]) == ("de", [{"name": "Ada"}])
    assert first["content_html"] == (
        f'<p>The <a href="{BASE}2017/11/03/qaim/#t1105">town</a> is &lt;free&gt; &amp; quiet.</p>\n'
    )


def test_rights_keep_bodies_on_their_page(site: Path) -> None:
    replace_in(site / "site.yaml", "full_text: true", "full_text: false")
    build_site(site)
    (_, first) = items(site, "topics/qaim/feed.json")
    assert "content_html" not in first
    assert first["content_text"] == first["summary"] == "Qaim: The town is <free> & quiet."


def test_a_topic_leads_to_its_feeds(site: Path) -> None:
    build_site(site)
    tree = LexborHTMLParser((site / "output/topics/qaim/index.html").read_bytes())
    links = {str(one.attributes["href"]) for one in tree.css('link[rel="alternate"]')}
    assert links == {"../../feed.xml", "../../feed.json", "../../topics/qaim/feed.xml", "../../topics/qaim/feed.json"}
    assert not (site / "output/topics/idle").exists()
    replace_in(site / "site.yaml", "rights:", "pages: {feed: false}\nrights:")
    build_site(site)
    assert not list((site / "output").rglob("feed.*"))


def test_an_edit_of_words_alone_renews_feeds_also_where_pages_show_leads(site: Path) -> None:
    replace_in(site / "site.yaml", "rights:", "pages: {bodies: lead}\nrights:")
    body = "First words.\n\nMore words"
    replace_in(site / "content/qaim.md", "All of it", body)
    build_site(site)
    replace_in(site / "content/qaim.md", "More words", "Other words")
    rendered = {url for url, _ in build_site(site).rendered}
    assert {"/topics/qaim/feed.xml", "/topics/iraq/feed.json"} <= rendered
    assert "Other words" in (site / "output/topics/qaim/feed.json").read_text("utf-8")
