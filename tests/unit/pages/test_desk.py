from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from archives import CONFIG, Archive, open_archive

from sitegen.config import BodyMode, Pages
from sitegen.model import Head, ZoneSource
from sitegen.pages.desk import (
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
    update_view,
    with_gaps,
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
    entry = archive.queries().entries(qaim)[0]
    own = update_view(desk, qaim, entry, own_page=True)
    other = update_view(desk, qaim, entry, own_page=False, full=False)
    assert (own.id, own.liveblog, own.body) == ("t1000", None, entry.body)
    assert (other.id, other.body) == ("2017-11-03-qaim-t1000", "")
    assert other.liveblog == Link("Qaim is free", "/2017/11/03/qaim/")
    assert own.url == other.url == "/2017/11/03/qaim/#t1000"
    assert (own.place, own.zone_place, own.lead) == ("Beirut", "Beirut time", "The army is in Qaim.")


@pytest.mark.parametrize(
    ("mode", "number", "full"),
    [
        (BodyMode.FULL, 201, True),
        (BodyMode.LEAD, 1, False),
        (BodyMode.AUTO, 200, True),
        (BodyMode.AUTO, 201, False),
    ],
)
def test_a_stream_is_in_full_or_by_leads(archive: Archive, mode: BodyMode, number: int, full: bool) -> None:
    entry = archive.queries().newest(1)[0]
    views = stream(desk_with(archive, Pages(updates=mode)), [entry] * number)
    assert {bool(view.body) for view in views} == {full}
    assert len(views) == number


def test_gaps_are_between_instants(archive: Archive) -> None:
    desk = archive.desk()
    views = stream(desk, archive.queries().entries_on("2017-11-03"))
    assert [view.gap_s for view in views] == [0, 0, 14 * 3600 + 40 * 60]
    assert with_gaps([]) == ()
    assert is_mixed(views)
    assert not is_mixed(views[1:])
    assert offsets(view.at for view in views) == ("UTC+2", "UTC-4")


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
    desk, arabic = archive.desk(), replace(head(archive), lang="ar")
    (entry, *_) = archive.queries().entries(arabic)
    found = card(desk, arabic, headlines=True)
    assert found is not None
    assert (found.lang, found.headlines[0].lang) == ("ar", "ar")
    assert [update_view(desk, one, entry, own_page=False).lang for one in (arabic, head(archive))] == ["ar", ""]


def card_publisher(archive: Archive) -> str:
    found = card(
        archive.desk(), replace(head(archive), publisher="Other", zone_source=ZoneSource.ASSUMED), headlines=False
    )
    return found.publisher if found else ""
