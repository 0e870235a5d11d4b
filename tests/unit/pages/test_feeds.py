from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pytest
from archives import CONFIG, RUN, Archive, open_archive
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config import Config, Pages
from sitegen.model import Correction, CorrectionKind, Rights
from sitegen.pages import atom, feeds
from sitegen.pages.assets import made_assets, site_of
from sitegen.pages.feed_entries import correction_entries, feed_view, update_entry
from sitegen.pages.feed_views import FeedEntry
from sitegen.pages.interface import english
from sitegen.pages.static import Asset

ATOM = f"{{{atom.ATOM}}}"
SITEMAP = f"{{{feeds.SITEMAP}}}"
BASE = "https://archive.example.org/live/"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("archive")) as opened:
        yield opened


def newest(archive: Archive) -> list[FeedEntry]:
    return [update_entry(english(), head, entry) for head, entry in archive.queries().newest(50)]


def read(asset: Asset) -> ElementTree.Element:
    return ElementTree.fromstring(asset.data)


def atom_of(archive: Archive, config: Config, entries: list[FeedEntry]) -> ElementTree.Element:
    """The feed of *entries* on a site of the settings *config*."""
    site = site_of(archive.desk(config))
    return ElementTree.fromstring(
        atom.atom_feed(feed_view(config, "feed", config.title, config.description, "/", entries), site)
    )


def texts(element: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.iterfind(path)]


def assets(archive: Archive, config: Config) -> dict[str, Asset]:
    return {asset.url: asset for asset in made_assets(archive.desk(config))}


def test_the_feed_has_what_atom_asks_for(archive: Archive) -> None:
    feed = atom_of(archive, CONFIG, newest(archive))
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
    feed = atom_of(archive, CONFIG, newest(archive))
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
    moved = atom_of(archive, replace(CONFIG, base_url="https://elsewhere.example/"), newest(archive))
    assert texts(moved, f"{ATOM}entry/{ATOM}id") == texts(
        atom_of(archive, CONFIG, newest(archive)), f"{ATOM}entry/{ATOM}id"
    )


def test_a_feed_of_nothing_is_a_feed(archive: Archive) -> None:
    feed = atom_of(archive, replace(CONFIG, publisher=""), [])
    assert texts(feed, f"{ATOM}updated") == ["1970-01-01T00:00:00+00:00"]
    assert texts(feed, f"{ATOM}author/{ATOM}name") == ["The Small Archive"]


def test_a_change_makes_an_entry_newer(archive: Archive) -> None:
    (head, entry), *_ = archive.queries().newest(50)
    at = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
    feed = atom_of(archive, CONFIG, [update_entry(english(), head, entry._replace(updated=at)), *newest(archive)[1:]])
    assert texts(feed, f"{ATOM}updated") == [at.isoformat()]
    assert texts(feed, f"{ATOM}entry[1]/{ATOM}published") == [entry.at.isoformat()]


@pytest.mark.promise("X6")
@given(text=st.text(max_size=30) | st.sampled_from(["]]>", "<b>&amp;", "\x00\x1f", "\ufffe", "\ud800", "a\r\nb"]))
def test_any_text_makes_a_feed_that_can_be_read(archive: Archive, text: str) -> None:
    head, entry = archive.queries().newest(50)[0]
    entry = entry._replace(title=text, lead=text, author=text)
    config = replace(CONFIG, title=text, description=text, publisher=text)
    feed = atom_of(archive, config, [update_entry(english(), head, entry, text)])
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


@pytest.mark.promise("X6")
@given(names=st.lists(st.text(max_size=20) | st.sampled_from(["]]>", "<b>&amp;", "\x00", "\ufffe"]), max_size=3))
def test_any_address_makes_a_sitemap_that_can_be_read(names: list[str]) -> None:
    (asset,) = feeds.sitemaps(CONFIG.base_url, ((f"/{name}/", "2017-11-03") for name in names))
    made = read(asset)
    kept = [re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", name) for name in names]
    read_back = [f"{BASE}{name}/".replace("\r\n", "\n").replace("\r", "\n") for name in kept]
    assert texts(made, f"{SITEMAP}url/{SITEMAP}loc") == read_back


def test_a_large_archive_has_a_sitemap_for_each_year_in_parts_and_an_index() -> None:
    pages = [(f"/2017/11/03/a{number}/", f"2017-11-{number:02}") for number in range(1, 6)]
    pages += [("/2018/", ""), ("/", ""), ("/topics/", "")]
    made = {asset.url: read(asset) for asset in feeds.sitemaps(BASE, pages, most=2)}
    parts = [f"/sitemaps/{name}.xml" for name in ("2017", "2017-2", "2017-3", "2018", "pages")]
    assert list(made) == [*parts, "/sitemap.xml"]
    index = made["/sitemap.xml"]
    assert index.tag == f"{SITEMAP}sitemapindex"
    assert texts(index, f"{SITEMAP}sitemap/{SITEMAP}loc") == [BASE + part[1:] for part in parts]
    assert texts(index, f"{SITEMAP}sitemap/{SITEMAP}lastmod") == ["2017-11-02", "2017-11-04", "2017-11-05"]
    listed = [url for part in parts for url in texts(made[part], f"{SITEMAP}url/{SITEMAP}loc")]
    assert listed == [BASE + url[1:] for url, _ in pages]
    assert all(len(made[part]) <= 2 for part in parts)


def test_no_sitemap_is_larger_than_it_may_be() -> None:
    pages = [(f"/2017/11/03/{number:06}{'&' * 2000}/", "") for number in range(6000)]
    made = [asset for asset in feeds.sitemaps(BASE, pages) if asset.url != "/sitemap.xml"]
    assert len(made) == 2
    assert all(len(asset.data) < 50_000_000 for asset in made)


PACKAGE = "/data/datapackage.json"
SCHEMAS = ("/data/live-blog.schema.json", "/data/updates.schema.json")


@pytest.mark.parametrize(
    ("pages", "made"),
    [
        (Pages(), ["/robots.txt", *SCHEMAS, PACKAGE, "/feed.xml", "/feed.json", "/sitemap.xml"]),
        (Pages(feed=False), ["/robots.txt", *SCHEMAS, PACKAGE, "/sitemap.xml"]),
        (Pages(sitemap=False), ["/robots.txt", *SCHEMAS, PACKAGE, "/feed.xml", "/feed.json"]),
        (Pages(data=False, tables=False), ["/robots.txt", "/feed.xml", "/feed.json", "/sitemap.xml"]),
    ],
)
def test_what_is_switched_off_is_not_made(archive: Archive, pages: Pages, made: list[str]) -> None:
    assert list(assets(archive, replace(CONFIG, pages=pages))) == made
    assert list(assets(archive, replace(CONFIG, pages=pages, base_url=""))) == [
        name for name in made if name in ("/robots.txt", *SCHEMAS, PACKAGE)
    ]


def test_a_sitemap_names_only_kinds_of_page_that_there_are(archive: Archive) -> None:
    off = Pages(home=False, calendar=False, day=False, topics=False, own=False, timeline=False, on_this_day=False)
    config = replace(CONFIG, pages=replace(off, corrections=False, data=False, tables=False))
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
    assert line.replace("/", "/live/") in feeds.robots(config, "/live/").data.decode()


def entries(archive: Archive, config: Config = CONFIG) -> dict[str, ElementTree.Element]:
    """The entries of the feed that the archive has now, by what follows the authority in their ids."""
    feed = read(assets(archive, config)["/feed.xml"])
    found = {(entry.findtext(f"{ATOM}id") or "").split(":")[-1]: entry for entry in feed.iterfind(f"{ATOM}entry")}
    assert len(found) == len(feed.findall(f"{ATOM}entry"))
    return found


RUN_CORRECTIONS = """corrections:
  - {when: 2018-01-02, text: "It was <sand> & gravel.", update: t0400}
  - {when: 2018-01-02, text: A second one., update: t0400, kind: clarification}
  - {when: 2017-11-03, text: Of all., kind: editors-note}
"""


@pytest.mark.promise("T4")
def test_a_correction_is_in_the_entry_of_its_update_and_an_entry_of_its_own(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.edit(RUN, "id: 2017", f"{RUN_CORRECTIONS}id: 2017")
        found = entries(archive)
        names = {
            "2017-11-03-run/t0400/corrections/2018-01-02": "It was <sand> & gravel.",
            "2017-11-03-run/t0400/corrections/2018-01-02+": "A second one.",
            "2017-11-03-run/corrections/2017-11-03": "Of all.",
        }
        assert {name: found[name].findtext(f"{ATOM}summary") for name in names} == names
        assert list(found)[:2] == list(names)[:2]  # the newest
        update = found["2017-11-03-run/t0400"]
        assert update.findtext(f"{ATOM}updated") == "2018-01-02T00:00:00+00:00"
        assert update.findtext(f"{ATOM}published") == "2017-11-03T04:00:00-04:00"
        assert update.findtext(f"{ATOM}summary") == (
            "New York runs: The first trucks of sand are in place."
            " Correction, 2 Jan 2018: It was <sand> & gravel. Clarification, 2 Jan 2018: A second one."
        )
        whole = found["2017-11-03-run/corrections/2017-11-03"]
        assert whole.findtext(f"{ATOM}title") == "Editor’s note: New York runs"
        assert whole.findtext(f"{ATOM}updated") == "2017-11-03T18:40:01-04:00"  # after the last update of that day
        (link,) = found["2017-11-03-run/t0400/corrections/2018-01-02"].iterfind(f"{ATOM}link")
        assert link.get("href") == f"{BASE}2017/11/03/run/#t0400"
        archive.edit(RUN, "gravel.", "stones.")
        assert set(entries(archive)) == set(found)  # other words, the same ids


@pytest.mark.promise("T5")
@pytest.mark.parametrize(
    ("site", "own", "is_whole"),
    [
        (Rights(), "", False),
        (Rights(full_text=True), "", True),
        (Rights(full_text=True), "rights: {full_text: false}\n", False),
        (Rights(), "rights: {full_text: true}\n", True),
        (Rights(full_text=True), "rights: {holder: Somebody}\n", True),
    ],
)
def test_whole_updates_are_in_the_feed_where_the_rights_say_so(
    tmp_path: Path, site: Rights, own: str, is_whole: bool
) -> None:
    with open_archive(tmp_path) as archive:
        body = "The bridges are closed. A [way](#t0400) & <b>more</b>. ![Map](map.png)"
        archive.edit(RUN, "The bridges are closed.", body)
        archive.edit(RUN, "id: 2017", f"{own}id: 2017")
        element = entries(archive, replace(CONFIG, rights=site))["2017-11-03-run/t1840"].find(f"{ATOM}content")
        if not is_whole:
            assert element is None
            return
        assert element is not None
        assert element.get("type") == "html"
        assert element.text == (
            f'<p>The bridges are closed. A <a href="{BASE}2017/11/03/run/#t0400">way</a> &amp; &lt;b&gt;more&lt;/b&gt;. '
            f'<img src="{BASE}2017/11/03/run/map.png" alt="Map" loading="lazy"></p>\n'
        )


def test_a_correction_has_an_id_also_on_a_site_without_one(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.edit(RUN, "id: 2017", f"{RUN_CORRECTIONS}id: 2017")
        feed = read(assets(archive, replace(CONFIG, id=""))["/feed.xml"])
        ids = texts(feed, f"{ATOM}entry/{ATOM}id")
        assert f"{BASE}2017/11/03/run/#t0400/corrections/2018-01-02" in ids
        assert f"{BASE}2017/11/03/run/#t0400" in ids
        assert len(set(ids)) == len(ids)


def test_an_entry_in_another_language_says_so(archive: Archive) -> None:
    (head, entry), *_ = archive.queries().newest(50)
    feed = atom_of(archive, CONFIG, [update_entry(english(), replace(head, lang="ar"), entry)])
    (found,) = feed.iterfind(f"{ATOM}entry")
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


def test_a_withheld_update_is_told_by_its_correction() -> None:
    with TemporaryDirectory() as folder, open_archive(Path(folder)) as archive:
        (head, _), *_ = archive.queries().newest(1)
        one = Correction(date(2018, 1, 2), "A name was taken out.", "t2200", CorrectionKind.WITHHELD)
        (entry,) = correction_entries(english(), replace(head, corrections=(one,)), (), CONFIG)
        assert (entry.title, entry.url) == (f"Withheld: {head.title}", "/2017/11/03/run/#t2200")
        assert entry.updated.isoformat() == "2018-01-02T00:00:00+00:00"
