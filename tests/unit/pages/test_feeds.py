from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import pytest
from archives import CONFIG, Archive, open_archive
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config import Config, Pages
from sitegen.model import Entry, Head, Rights
from sitegen.pages import feeds
from sitegen.pages.assets import made_assets
from sitegen.pages.static import Asset

ATOM = f"{{{feeds.ATOM}}}"
SITEMAP = f"{{{feeds.SITEMAP}}}"
BASE = "https://archive.example.org/live/"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("archive")) as opened:
        yield opened


def newest(archive: Archive) -> list[tuple[Head, Entry]]:
    return archive.queries().newest(50)


def read(asset: Asset) -> ElementTree.Element:
    return ElementTree.fromstring(asset.data)


def texts(element: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.iterfind(path)]


def assets(archive: Archive, config: Config) -> dict[str, Asset]:
    return {asset.url: asset for asset in made_assets(archive.desk(config))}


def test_the_feed_has_what_atom_asks_for(archive: Archive) -> None:
    feed = read(feeds.atom_feed(CONFIG, newest(archive)))
    assert feed.tag == f"{ATOM}feed"
    assert texts(feed, f"{ATOM}id") == ["tag:tests.sitegen.invalid,2026-11-22:feed"]
    assert texts(feed, f"{ATOM}title") == ["The Small Archive"]
    assert texts(feed, f"{ATOM}updated") == ["2017-11-03T18:40:00-04:00"]
    assert texts(feed, f"{ATOM}author/{ATOM}name") == ["MB"]
    assert [(link.get("rel"), link.get("href")) for link in feed.iterfind(f"{ATOM}link")] == [
        ("self", f"{BASE}feed.xml"),
        ("alternate", BASE),
    ]


def test_entries_are_the_updates_newest_first_with_tag_ids(archive: Archive) -> None:
    feed = read(feeds.atom_feed(CONFIG, newest(archive)))
    assert texts(feed, f"{ATOM}entry/{ATOM}id") == [
        f"tag:tests.sitegen.invalid,2026-11-22:{name}"
        for name in (
            "2017-11-03-run/t1840",
            "2017-11-03-qaim/t1104-0030",
            "2017-11-03-run/t0400",
            "2017-11-03-qaim/t1000",
            "2016-05-01-mosul/t1200",
        )
    ]
    first = feed.find(f"{ATOM}entry[3]")
    assert first is not None
    assert [(child.tag.removeprefix(ATOM), child.text) for child in first if child.tag != f"{ATOM}author"] == [
        ("id", "tag:tests.sitegen.invalid,2026-11-22:2017-11-03-run/t0400"),
        ("title", "The first trucks of sand are in place."),
        ("published", "2017-11-03T04:00:00-04:00"),
        ("updated", "2017-11-03T04:00:00-04:00"),
        ("link", None),
        ("summary", "New York runs: The first trucks of sand are in place."),
    ]
    assert texts(first, f"{ATOM}author/{ATOM}name") == ["Ada"]
    assert [link.get("href") for link in first.iterfind(f"{ATOM}link")] == [f"{BASE}2017/11/03/run/#t0400"]


def test_ids_do_not_follow_the_address_of_the_site(archive: Archive) -> None:
    moved = read(feeds.atom_feed(replace(CONFIG, base_url="https://elsewhere.example/"), newest(archive)))
    assert texts(moved, f"{ATOM}entry/{ATOM}id") == texts(
        read(feeds.atom_feed(CONFIG, newest(archive))), f"{ATOM}entry/{ATOM}id"
    )


def test_a_feed_of_nothing_is_a_feed() -> None:
    feed = read(feeds.atom_feed(replace(CONFIG, publisher=""), []))
    assert texts(feed, f"{ATOM}updated") == ["1970-01-01T00:00:00+00:00"]
    assert texts(feed, f"{ATOM}author/{ATOM}name") == ["The Small Archive"]


def test_a_change_makes_an_entry_newer(archive: Archive) -> None:
    (head, entry), *others = newest(archive)
    at = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
    feed = read(feeds.atom_feed(CONFIG, [(head, entry._replace(updated=at)), *others]))
    assert texts(feed, f"{ATOM}updated") == [at.isoformat()]
    assert texts(feed, f"{ATOM}entry[1]/{ATOM}published") == [entry.at.isoformat()]


@given(text=st.text(max_size=30) | st.sampled_from(["]]>", "<b>&amp;", "\x00\x1f", "\ufffe", "\ud800", "a\r\nb"]))
def test_any_text_makes_a_feed_that_can_be_read(archive: Archive, text: str) -> None:
    head, entry = newest(archive)[0]
    entry = entry._replace(title=text, lead=text, author=text)
    config = replace(CONFIG, title=text, description=text, publisher=text)
    feed = read(feeds.atom_feed(config, [(head, entry)]))
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    lines = kept.replace("\r\n", "\n").replace("\r", "\n")  # as every parser of XML reads them (XML 1.0 §2.11)
    assert texts(feed, f"{ATOM}entry/{ATOM}title") == [lines]
    assert texts(feed, f"{ATOM}title") == [lines]


def test_the_sitemap_has_every_page_with_the_day_of_its_last_update(archive: Archive) -> None:
    pages = read(assets(archive, CONFIG)["/sitemap.xml"]).findall(f"{SITEMAP}url")
    found = {texts(page, f"{SITEMAP}loc")[0].removeprefix(BASE): texts(page, f"{SITEMAP}lastmod") for page in pages}
    dated = {name: modified[0] for name, modified in found.items() if modified}
    assert dated == {
        "2016/05/01/mosul/": "2016-05-01",
        "2017/11/03/qaim/": "2017-11-04",
        "2017/11/03/run/": "2017-11-03",
        "2016/05/01/": "2016-05-01",
        "2017/11/03/": "2017-11-03",
        "2017/11/04/": "2017-11-04",
    }
    assert {
        "",
        "2017/",
        "2017/11/",
        "topics/",
        "topics/iraq/",
        "topics/iraq/2016/",
        "topics/iraq/2017/",
        "topics/qaim/",
    } <= found.keys()
    assert "topics/qaim/2017/" not in found  # a topic's only year repeats its main page
    assert not any("draft" in name or "404" in name for name in found)


@given(names=st.lists(st.text(max_size=20) | st.sampled_from(["]]>", "<b>&amp;", "\x00", "\ufffe"]), max_size=3))
def test_any_address_makes_a_sitemap_that_can_be_read(names: list[str]) -> None:
    made = read(feeds.sitemap(CONFIG, ((f"/{name}/", "2017-11-03") for name in names)))
    kept = [re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", name) for name in names]
    read_back = [f"{BASE}{name}/".replace("\r\n", "\n").replace("\r", "\n") for name in kept]
    assert texts(made, f"{SITEMAP}url/{SITEMAP}loc") == read_back


@pytest.mark.parametrize(
    ("pages", "made"),
    [
        (Pages(), ["/robots.txt", "/feed.xml", "/sitemap.xml"]),
        (Pages(feed=False), ["/robots.txt", "/sitemap.xml"]),
        (Pages(sitemap=False), ["/robots.txt", "/feed.xml"]),
    ],
)
def test_what_is_switched_off_is_not_made(archive: Archive, pages: Pages, made: list[str]) -> None:
    assert list(assets(archive, replace(CONFIG, pages=pages))) == made
    assert list(assets(archive, replace(CONFIG, pages=pages, base_url=""))) == ["/robots.txt"]


def test_a_sitemap_names_only_kinds_of_page_that_there_are(archive: Archive) -> None:
    off = Pages(home=False, calendar=False, day=False, topics=False, own=False, timeline=False, on_this_day=False)
    config = replace(CONFIG, pages=off)
    locations = texts(read(assets(archive, config)["/sitemap.xml"]), f"{SITEMAP}url/{SITEMAP}loc")
    assert [one.removeprefix(BASE) for one in locations] == ["2016/05/01/mosul/", "2017/11/03/qaim/", "2017/11/03/run/"]


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("", "Allow: /"),
        ("noindex", "Disallow: /"),
        ("NoIndex, nofollow", "Disallow: /"),
        ("none", "Disallow: /"),
        ("max-snippet:0, nonesuch", "Allow: /"),
        ("noarchive", "Allow: /"),
    ],
)
def test_robots(rule: str, line: str) -> None:
    config = replace(CONFIG, rights=Rights(robots=rule))
    assert feeds.robots(config).data.decode() == f"User-agent: *\n{line}\nSitemap: {BASE}sitemap.xml\n"
    assert b"Sitemap" not in feeds.robots(replace(config, base_url="")).data
