from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from archives import CONFIG, Archive, open_archive
from support import liveblog, update

from sitegen.config import BodyMode, Pages
from sitegen.model import Head, ZoneSource
from sitegen.pages.desk import (
    FULL_UPDATES,
    Desk,
    card,
    crumbs,
    day_link,
    is_mixed,
    offsets,
    open_desk,
    place_of,
    stream,
    topic_links,
    update_views,
)
from sitegen.pages.views import Link

DAY = date(2017, 11, 3)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("archive")) as opened:
        yield opened


def desk_with(archive: Archive, pages: Pages) -> Desk:
    return archive.desk(replace(CONFIG, pages=pages))


def head(archive: Archive, address: str = "2017-11-03/qaim") -> Head:
    found = archive.queries().head(address)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("dateline", "zone", "place"),
    [
        ("BEIRUT", "Asia/Beirut", "Beirut"),
        ("", "America/New_York", "New York"),
        ("", "UTC", "UTC"),
        ("LOUISVILLE, Ky.", "UTC", "Louisville, Ky."),
        ("PORT-AU-PRINCE, Haiti", "UTC", "Port-au-Prince, Haiti"),
        ("RIO DE JANEIRO", "UTC", "Rio de Janeiro"),
        ("LA PAZ", "UTC", "La Paz"),
        ("N'DJAMENA", "UTC", "N'Djamena"),
        ("WASHINGTON, D.C.", "UTC", "Washington, D.C."),
        ("Port Ellery", "UTC", "Port Ellery"),
    ],
)
def test_a_place_is_written_as_in_a_sentence(archive: Archive, dateline: str, zone: str, place: str) -> None:
    assert place_of(replace(head(archive), dateline=dateline, zone=zone)) == place


def test_topics_know_their_broader_and_narrower_ones(archive: Archive) -> None:
    desk = archive.desk()
    assert desk.broader["qaim"] == ("iraq",)
    assert desk.narrower["iraq"] == ("iraq", "qaim", "mosul")
    assert desk.narrower["qaim"] == ("qaim",)
    lost = open_desk(archive.queries(), CONFIG, (replace(CONFIG.topics[1], broader="nowhere"),))
    assert lost.narrower == {"qaim": ("qaim",)}


def test_narrower_topics_come_before_broader_ones(archive: Archive) -> None:
    links = topic_links(archive.desk(), ["iraq", "unknown", "marathon", "qaim"])
    assert [link.title for link in links] == ["Battle for Qaim", "New York marathon", "Iraq"]
    assert links[0].url == "/topics/qaim/"


def test_crumbs_lead_through_what_there_is(archive: Archive) -> None:
    whole = (Link("2017", "/2017/"), Link("November", "/2017/11/"), Link("3", "/2017/11/03/"))
    named = Link("Friday 3 November 2017", "/2017/11/03/")
    assert crumbs(archive.desk(), DAY, 3) == whole
    assert crumbs(archive.desk(), DAY, 2) == whole[:2]
    assert crumbs(desk_with(archive, Pages(day=False)), DAY, 3) == whole[:2]
    assert crumbs(desk_with(archive, Pages(calendar=False)), DAY, 3) == (named,)
    assert crumbs(desk_with(archive, Pages(calendar=False)), DAY, 2) == ()
    assert crumbs(desk_with(archive, Pages(calendar=False, day=False)), DAY, 3) == ()


def test_a_day_without_a_page_is_no_link(archive: Archive) -> None:
    assert day_link(archive.desk(), DAY).url == "/2017/11/03/"
    assert day_link(desk_with(archive, Pages(day=False)), DAY) == Link("Friday 3 November 2017", "")


def test_an_update_carries_its_live_blog_on_every_page_but_its_own(archive: Archive) -> None:
    desk, qaim = archive.desk(), head(archive)
    own, second = update_views(desk, qaim, own_page=True, full=True)
    other, _ = update_views(desk, qaim, own_page=False, full=False)
    assert (own.id, own.liveblog, own.body, second.body) == ("t1000", None, f"{qaim.key}/1", f"{qaim.key}/2")
    assert (other.id, other.body) == ("2017-11-03-qaim-t1000", "")
    assert update_views(desk, qaim, own_page=False, full=True)[0].body == own.body
    assert other.liveblog == Link("Qaim is free", "/2017/11/03/qaim/")
    assert (own.url, other.url) == ("#t1000", "/2017/11/03/qaim/#t1000")
    assert (own.iso, own.clock) == ("2017-11-03T10:00:00+02:00", "10 a.m.")
    assert (own.place, own.zone_place, own.lead) == ("Beirut", "Beirut time", "The army is in Qaim.")
    assert own.instant == own.at.timestamp()


def test_the_views_of_a_live_blog_are_made_once_for_all_pages_but_its_own(archive: Archive) -> None:
    desk, qaim, run = archive.desk(), head(archive), head(archive, "2017-11-03/run")
    kinds = [(one, own_page, full) for one in (qaim, run) for own_page in (True, False) for full in (True, False)]
    made = [update_views(desk, one, own_page=own_page, full=full) for one, own_page, full in kinds]
    again = [update_views(desk, one, own_page=own_page, full=full) for one, own_page, full in kinds]
    assert again == made
    assert [one is other for one, other in zip(made, again, strict=True)] == [not own_page for _, own_page, _ in kinds]
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    ("mode", "number", "full"),
    [
        (BodyMode.FULL, FULL_UPDATES + 1, True),
        (BodyMode.LEAD, 1, False),
        (BodyMode.AUTO, FULL_UPDATES, True),
        (BodyMode.AUTO, FULL_UPDATES + 1, False),
    ],
)
def test_a_stream_is_in_full_or_by_leads(tmp_path: Path, mode: BodyMode, number: int, full: bool) -> None:
    updates = [update(f"2017-11-03 {n // 60:02}:{n % 60:02}", "Words.", f"#u{n}") for n in range(number + 1)]
    with open_archive(tmp_path, {"content/long.md": liveblog("Long", "2017-11-03", updates, slug="long")}) as archive:
        desk = desk_with(archive, Pages(bodies=mode))
        views = stream(desk, list(desk.queries.heads()), lambda entry: entry.place > 0).updates
        assert {bool(view.body) for view in views} == {full}
        assert len(views) == number


def test_a_stream_is_by_instant_then_live_blog_then_place(archive: Archive) -> None:
    desk = archive.desk()
    views = stream(desk, desk.queries.heads_on("2017-11-03"), lambda entry: entry.at.date() == DAY).updates
    assert [view.id for view in views] == [  # 08:00 UTC twice: the smaller id first
        *("2017-11-03-qaim-t1000", "2017-11-03-run-t0400", "2017-11-03-run-t1840")
    ]
    assert [view.at.isoformat() for view in views[:2]] == ["2017-11-03T10:00:00+02:00", "2017-11-03T04:00:00-04:00"]
    other_way = stream(desk, list(reversed(desk.queries.heads_on("2017-11-03"))), lambda entry: True)
    assert other_way.updates[:2] == views[:2]
    assert stream(desk, desk.queries.heads_on("2017-11-03"), lambda entry: False).updates == ()
    assert is_mixed(views)
    assert not is_mixed(views[1:])
    assert offsets(view.at for view in views) == ("UTC+2", "UTC-4")


def test_an_update_of_a_thread_comes_once_however_many_topics_it_carries(archive: Archive) -> None:
    desk = archive.desk()
    family = frozenset(desk.narrower["iraq"])
    heads = desk.queries.heads_in("iraq", "2017")
    views = stream(desk, heads, lambda entry: not family.isdisjoint(entry.topics)).updates
    assert [view.id for view in views] == ["2017-11-03-qaim-t1000", "2017-11-03-qaim-t1104-0030"]
    assert [link.title for link in views[1].topics] == ["Battle for Qaim", "Iraq"]


def test_a_card_has_no_headlines_unless_asked_and_none_is_made_of_nothing(archive: Archive) -> None:
    desk, qaim = archive.desk(), head(archive)
    plain, full = card(desk, qaim, headlines=False), card(desk, qaim, headlines=True)
    assert plain is not None
    assert full is not None
    assert (plain.title, plain.url, plain.updates, plain.headlines) == ("Qaim is free", "/2017/11/03/qaim/", 2, ())
    assert (plain.publisher, card_publisher(archive)) == ("MB", "Other")
    assert [update.title for update in full.headlines] == ["All of it"]
    assert card(desk, replace(qaim, first=None, last=None), headlines=True) is None
    assert plain.first - datetime.fromisoformat("2017-11-03T08:00:00+00:00") == timedelta(0)


def test_updates_and_cards_say_the_language_of_their_live_blog(archive: Archive) -> None:
    arabic = replace(head(archive), lang="ar")
    found = card(archive.desk(), arabic, headlines=True)
    assert found is not None
    assert (found.lang, found.headlines[0].lang) == ("ar", "ar")
    for one, lang in ((arabic, "ar"), (head(archive), "")):
        views = update_views(archive.desk(), one, own_page=False, full=True)
        assert {view.lang for view in views} == {lang}


def card_publisher(archive: Archive) -> str:
    found = card(
        archive.desk(), replace(head(archive), publisher="Other", zone_source=ZoneSource.ASSUMED), headlines=False
    )
    return found.publisher if found else ""
