"""Timelines, and days of the calendar in any year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archives import CONFIG, Archive, open_archive
from support import build_site, liveblog, make_site, replace_in, update

from sitegen.config import BodyMode, Pages
from sitegen.pages.desk import Desk
from sitegen.pages.plan_on_this_day import days_page, on_this_day_page
from sitegen.pages.plan_timeline import timeline_page
from sitegen.pages.views import Count, DaysView, Link, OnThisDayView, TimelineView


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("archive")) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(archive: Archive) -> Desk:
    return archive.desk()


def test_a_timeline_is_in_the_order_of_instants_under_days_of_utc(desk: Desk) -> None:
    page = timeline_page(desk, "2017-11")
    assert page is not None
    assert isinstance(page.view, TimelineView)
    assert [(day.date, [(one.iso, one.place) for one in day.updates]) for day in page.view.days] == [
        (
            date(2017, 11, 3),
            [
                ("2017-11-03T10:00:00+02:00", "Beirut"),
                ("2017-11-03T04:00:00-04:00", "New York"),
                ("2017-11-04T00:30:00+02:00", "Beirut"),  # 22:30 UTC of the day before
                ("2017-11-03T18:40:00-04:00", "New York"),
            ],
        )
    ]
    assert (page.view.previous, page.view.next) == (Link("May 2016", "/timeline/2016-05/"), None)
    assert page.view.calendar == Link("November 2017", "/2017/11/")


def test_a_timeline_holds_leads_whatever_other_pages_show(archive: Archive) -> None:
    page = timeline_page(archive.desk(replace(CONFIG, pages=Pages(bodies=BodyMode.FULL))), "2017-11")
    assert page is not None
    assert isinstance(page.view, TimelineView)
    assert {update.body for day in page.view.days for update in day.updates} == {""}


def test_a_month_without_updates_has_no_timeline(desk: Desk) -> None:
    assert timeline_page(desk, "2017-10") is None


def test_a_day_of_the_calendar_shows_every_year_of_it_newest_first(tmp_path: Path) -> None:
    blogs = {
        f"content/{year}.md": liveblog(f"Of {year}", f"{year}-11-03", [update(f"{year}-11-03 10:00", "One.", "#t1000")])
        for year in (2016, 2017)
    }
    with open_archive(tmp_path, blogs) as archive:
        page = on_this_day_page(archive.desk(), "11-03")
        assert page is not None
        assert isinstance(page.view, OnThisDayView)
        assert (page.title, page.view.month, page.view.day) == ("On 3 November", 11, 3)
        assert [(year.day.url, [card.title for card in year.cards]) for year in page.view.years] == [
            ("/2017/11/03/", ["Of 2017"]),
            ("/2016/11/03/", ["Of 2016"]),
        ]
        assert on_this_day_page(archive.desk(), "11-02") is None


def test_the_calendar_of_all_years_has_each_of_366_days(desk: Desk) -> None:
    view = days_page(desk).view
    assert isinstance(view, DaysView)
    assert sum(len(row) for month in view.months for row in month) == 366
    assert view.months[10][0][2] == Count("3", "/on-this-day/11-03/", 2, 3)
    assert view.months[1][-1] == (Count("29", "", 0, 0),)


def test_a_changed_lead_changes_the_timeline_and_a_changed_title_the_day_of_the_calendar(tmp_path: Path) -> None:
    path = "content/bridge.md"
    text = liveblog("The bridge", "2017-11-03", [update("2017-11-03 10:00", "It is shut.", "#t1000")], id="bridge")
    root = make_site(tmp_path, {path: text})
    build_site(root)
    replace_in(root / path, "It is shut.", "It is open.")
    changed = set(build_site(root).changed)
    assert "/timeline/2017-11/" in changed
    assert "/on-this-day/11-03/" not in changed
    replace_in(root / path, "title: The bridge", "title: A bridge")
    assert {"/timeline/2017-11/", "/on-this-day/11-03/"} <= set(build_site(root).changed)
