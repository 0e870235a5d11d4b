from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from archives import CONFIG, FILES, MOSUL, QAIM, Archive, open_archive
from support import build_site, liveblog, make_site, update, write

from sitegen.config import BodyMode, Config, Order, Pages
from sitegen.index.changes import CORRECTIONS, SITE, Subject
from sitegen.pages import subjects
from sitegen.pages.assets import made_assets
from sitegen.pages.desk import Desk
from sitegen.pages.plan import plan
from sitegen.pages.plan_calendar import day_page, month_page, year_page
from sitegen.pages.plan_liveblog import liveblog_page
from sitegen.pages.plan_site import home_page, menu, not_found_page, own_pages, sections
from sitegen.pages.plan_topics import topic_page, topic_year_page, topics_page
from sitegen.pages.subjects import url_of, wanted
from sitegen.pages.views import (
    Count,
    DayView,
    HomeView,
    Link,
    LiveBlogView,
    MonthView,
    NotFoundView,
    Page,
    ThreadDay,
    TopicsView,
    TopicView,
    YearView,
)

Kind = TypeVar("Kind")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("archive")) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(archive: Archive) -> Desk:
    return archive.desk()


def everything(desk: Desk) -> list[Subject]:
    return list(subjects.everything(desk.queries, desk.topics))


def view_of(page: Page | None, kind: type[Kind]) -> Kind:
    assert page is not None
    assert isinstance(page.view, kind)
    return page.view


def ids(days: tuple[ThreadDay, ...]) -> list[tuple[date, list[str]]]:
    return [(day.date, [one.id for one in day.updates]) for day in days]


def test_a_day_merges_live_blogs_by_instant_and_says_that_it_mixes_zones(desk: Desk) -> None:
    page = day_page(desk, "2017-11-03")
    view = view_of(page, DayView)
    assert page is not None
    assert (page.url, page.title) == ("/2017/11/03/", "Friday 3 November 2017")
    assert page.description == "2 live blogs, 3 updates: Qaim is free"
    assert page.crumbs == (Link("2017", "/2017/"), Link("November", "/2017/11/"))
    assert [one.id for one in view.updates] == ["2017-11-03-qaim-t1000", "2017-11-03-run-t0400", "2017-11-03-run-t1840"]
    assert [one.liveblog.title for one in view.updates if one.liveblog] == ["Qaim is free", *["New York runs"] * 2]
    assert [one.title for one in view.cards] == ["Qaim is free", "New York runs"]
    assert view.mixed
    assert view.previous == Link("Sunday 1 May 2016", "/2016/05/01/")
    assert view.next == Link("Saturday 4 November 2017", "/2017/11/04/")


def test_a_day_of_one_zone_is_not_mixed(desk: Desk) -> None:
    view = view_of(day_page(desk, "2017-11-04"), DayView)
    assert not view.mixed
    assert [one.id for one in view.updates] == ["2017-11-03-qaim-t1104-0030"]
    assert view.next is None


def test_a_day_of_drafts_is_there_for_previews_alone(archive: Archive) -> None:
    assert day_page(archive.desk(), "2017-11-10") is None
    assert view_of(day_page(archive.desk(drafts=True), "2017-11-10"), DayView).cards[0].draft


def test_a_month_shows_its_days_from_monday_to_sunday(desk: Desk) -> None:
    view = view_of(month_page(desk, "2017-11"), MonthView)
    first = view.weeks[0]
    assert [count and count.title for count in first] == [None, None, "1", "2", "3", "4", "5"]
    assert first[4] == Count("3", "/2017/11/03/", 2, 3)
    assert first[3] == Count("2", "", 0, 0)
    assert (view.liveblogs, view.updates) == (2, 4)
    assert [one.title for one in view.cards] == ["New York runs", "Qaim is free"]
    assert (view.previous, view.next) == (Link("May 2016", "/2016/05/"), None)


def test_the_order_of_lists_is_the_sites(archive: Archive) -> None:
    oldest = archive.desk(replace(CONFIG, order=Order.OLDEST))
    assert [one.title for one in view_of(month_page(oldest, "2017-11"), MonthView).cards] == [
        *("Qaim is free", "New York runs")
    ]


def test_a_year_shows_its_months_and_their_days(desk: Desk) -> None:
    view = view_of(year_page(desk, "2016"), YearView)
    assert len(view.months) == len(view.calendars) == 12
    assert view.months[4] == Count("May", "/2016/05/", 1, 1)
    assert view.months[5] == Count("June", "", 0, 0)
    assert view.calendars[4][0][6] == Count("1", "/2016/05/01/", 1, 1)
    assert (view.previous, view.next) == (None, Link("2017", "/2017/"))
    assert view_of(year_page(desk, "2017"), YearView).previous == Link("2016", "/2016/")


@pytest.mark.parametrize("name", ["2017-11-05", "2015-01-01"])
def test_nothing_is_planned_for_times_without_updates(desk: Desk, name: str) -> None:
    assert day_page(desk, name) is None
    assert month_page(desk, "2017-12") is None
    assert year_page(desk, "2015") is None


def test_a_live_blog_is_shown_whole(desk: Desk) -> None:
    page = liveblog_page(desk, "2017-11-03/qaim")
    view = view_of(page, LiveBlogView)
    assert page is not None
    assert (page.url, page.owner, page.noindex) == ("/2017/11/03/qaim/", "content/2017/11/03/qaim.md", False)
    assert (view.kicker, view.title, view.place, view.publisher) == ("The Latest", "Qaim is free", "Beirut", "MB")
    assert (view.zone_place, view.zones, view.zone_assumed, view.words) == ("Beirut time", ("UTC+2",), False, 14)
    assert [(one.id, one.at.date(), one.instant) for one in view.updates] == [
        ("t1000", date(2017, 11, 3), 1_509_696_000),
        ("t1104-0030", date(2017, 11, 4), 1_509_696_000 + 52_200),
    ]
    assert [one.title for one in view.happened] == ["All of it"]
    assert view.topics == (
        Count("Battle for Qaim", "/topics/qaim/", 1, 2),
        Count("Iraq", "/topics/iraq/", 1, 1),
    )
    assert (view.previous, view.next) == (
        Link("Mosul waits", "/2016/05/01/mosul/"),
        Link("New York runs", "/2017/11/03/run/"),
    )
    assert liveblog_page(desk, "2017-11-10/draft") is None


@pytest.mark.parametrize(
    ("rule", "closed"), [("noindex", True), ("NONE", True), ("noarchive", False), ("x-noindexer", False), ("", False)]
)
def test_a_live_blog_is_kept_from_search_engines_by_the_rule_that_robots_txt_knows(
    tmp_path: Path, rule: str, closed: bool
) -> None:
    said = FILES[MOSUL].replace("\ndate:", f'\nrights: {{robots: "{rule}"}}\ndate:', 1)
    with open_archive(tmp_path, {MOSUL: said}) as archive:
        page = liveblog_page(archive.desk(), "2016-05-01/mosul")
        assert page is not None
        assert page.noindex is closed
        (sitemap,) = [asset.data for asset in made_assets(archive.desk()) if asset.url == "/sitemap.xml"]
        assert (b"/2016/05/01/mosul/<" in sitemap) is not closed
        assert b"/2016/05/01/<" in sitemap


@pytest.mark.parametrize(
    ("file", "address"),
    [("old bridge.jpg", "/2016/05/01/mosul/old%20bridge.jpg"), ("bridge.svg", ""), ("../bridge.jpg", ""), ("", "")],
)
def test_a_picture_is_at_its_address_beside_the_page_or_shown_by_its_caption(
    tmp_path: Path, file: str, address: str
) -> None:
    row = f'\npictures:\n  - {{caption: "The bridge.", credit: "MB", alt: "", file: "{file}"}}\ndate:'
    with open_archive(tmp_path, {MOSUL: FILES[MOSUL].replace("\ndate:", row, 1)}) as archive:
        (picture,) = view_of(liveblog_page(archive.desk(), "2016-05-01/mosul"), LiveBlogView).pictures
        assert (picture.caption, picture.file) == ("The bridge.", address)


def test_the_topics_page_is_a_tree_of_what_is_in_use(desk: Desk) -> None:
    rows = view_of(topics_page(desk), TopicsView).topics
    assert [(row.depth, row.count.title, row.count.liveblogs, row.count.updates) for row in rows] == [
        (0, "Iraq", 2, 3),
        (1, "Battle for Qaim", 1, 2),
        (1, "Mosul", 1, 1),
        (0, "New York marathon", 1, 1),
    ]
    assert (rows[0].note, rows[0].first, rows[0].last) == ("A country.", date(2016, 5, 1), date(2017, 11, 4))


def test_a_topic_gathers_its_narrower_ones_and_shows_its_newest_year(desk: Desk) -> None:
    page = topic_page(desk, "iraq")
    view = view_of(page, TopicView)
    assert page is not None
    assert (page.url, page.title, page.description) == ("/topics/iraq/", "Iraq", "A country.")
    assert (view.year, view.shown_year, view.liveblogs, view.updates) == (0, 2017, 2, 3)
    assert ids(view.days) == [
        (date(2017, 11, 3), ["2017-11-03-qaim-t1000"]),
        (date(2017, 11, 4), ["2017-11-03-qaim-t1104-0030"]),
    ]
    assert view.years == (Count("2016", "/topics/iraq/2016/", 1, 1), Count("2017", "/topics/iraq/2017/", 1, 2))
    assert view.narrower == (
        Count("Battle for Qaim", "/topics/qaim/", 1, 2),
        Count("Mosul", "/topics/mosul/", 1, 1),
    )
    assert (view.previous, view.next, view.broader) == (None, None, ())


def test_a_year_of_a_topic_knows_the_years_beside_it(desk: Desk) -> None:
    page = topic_year_page(desk, "iraq/2016")
    view = view_of(page, TopicView)
    assert page is not None
    assert (page.url, page.title) == ("/topics/iraq/2016/", "Iraq, 2016")
    assert (view.year, view.shown_year, view.updates) == (2016, 2016, 1)
    assert (view.previous, view.next) == (None, Link("2017", "/topics/iraq/2017/"))
    assert view_of(topic_page(desk, "qaim"), TopicView).broader == (Link("Iraq", "/topics/iraq/"),)
    assert view_of(topic_year_page(desk, "iraq/2017"), TopicView).previous == Link("2016", "/topics/iraq/2016/")


def test_the_only_year_of_a_topic_repeats_its_main_page(desk: Desk) -> None:
    pages = [topic_year_page(desk, "qaim/2017"), topic_page(desk, "qaim"), topic_year_page(desk, "iraq/2017")]
    assert [page and page.canonical for page in pages] == ["/topics/qaim/", "", ""]


def test_a_topic_that_no_update_carries_has_no_page(archive: Archive) -> None:
    desk = archive.desk()
    assert [topic_page(desk, "unused"), topic_page(desk, "gone"), topic_year_page(desk, "iraq/2015")] == [None] * 3
    assert topic_year_page(desk, "mosul/2017") is None


def test_home_says_what_is_here(desk: Desk) -> None:
    view = view_of(home_page(desk), HomeView)
    assert (view.liveblogs, view.updates, view.first, view.last) == (3, 5, date(2016, 5, 1), date(2017, 11, 4))
    assert [one.title for one in view.newest] == ["Qaim is free"]
    assert view.newest_day == Link("Saturday 4 November 2017", "/2017/11/04/")
    assert [one.title for one in view.recent] == ["New York runs", "Mosul waits"]
    assert [(one.title, one.updates) for one in view.topics] == [
        *(("Iraq", 3), ("Battle for Qaim", 2), ("Mosul", 1), ("New York marathon", 1))
    ]
    assert [(one.title, one.url, one.liveblogs, one.updates) for one in view.years] == [
        ("2017", "/2017/", 2, 4),
        ("2016", "/2016/", 1, 1),
    ]


def test_the_years_of_home_are_in_the_sites_order(archive: Archive) -> None:
    oldest = archive.desk(replace(CONFIG, order=Order.OLDEST))
    assert [one.title for one in view_of(home_page(oldest), HomeView).years] == ["2016", "2017"]


def test_an_archive_of_nothing_has_a_home(tmp_path: Path) -> None:
    with open_archive(tmp_path, {}) as archive:
        view = view_of(home_page(archive.desk()), HomeView)
        assert (view.liveblogs, view.newest, view.newest_day, view.years) == (0, (), None, ())
        assert [
            subject
            for subject in everything(archive.desk())
            if subject[0] not in ("topic", "corrections", "search", "site")
        ] == []


def test_the_owners_pages_the_menu_and_the_sections(tmp_path: Path) -> None:
    with open_archive(tmp_path, {MOSUL: FILES[MOSUL]}) as archive:
        for name in ("about", "rights"):
            write(tmp_path / f"content/pages/{name}.md", f"---\ntitle: The {name}\n---\n\nWords.\n")
        archive.load()
        desk = archive.desk(replace(CONFIG, menu=("rights", "gone", "about")))
        assert [page.url for page in own_pages(desk)] == ["/about/", "/rights/"]
        assert menu(desk) == (Link("The rights", "/rights/"), Link("The about", "/about/"))
        assert sections(desk) == (
            Link("Days", "/2016/"),
            Link("Topics", "/topics/"),
            Link("On this day", "/on-this-day/"),
            Link("Search", "/search/"),
        )
        off = Pages(calendar=False, topics=False, on_this_day=False, search=False)
        assert sections(archive.desk(replace(CONFIG, pages=off))) == ()
        assert view_of(not_found_page(desk), NotFoundView).years == (Link("2016", "/2016/"),)


def test_everything_is_planned_once_and_every_address_is_that_of_its_subject(desk: Desk) -> None:
    pages = list(plan(desk, everything(desk)))
    addresses = [page.url for page in pages]
    assert len(addresses) == len(set(addresses))
    assert {"/", "/topics/", "/404.html", "/2016/", "/2017/11/", "/topics/iraq/2016/"} <= set(addresses)
    assert {url_of(*subject) for subject in everything(desk) if subject != SITE} - set(addresses) == {"/topics/unused/"}


def test_what_was_touched_alone_is_planned_and_what_is_no_more_has_no_page(desk: Desk) -> None:
    subjects = [
        ("day", "2017-11-03"),
        ("day", "2017-11-05"),
        ("topic-year", "qaim/2016"),
        ("live-blog", "2017-11-03/gone"),
    ]
    assert [page.url for page in plan(desk, subjects)] == ["/2017/11/03/", "/2017/11/03/index.json"]


def test_pages_that_only_whole_updates_touch_are_wanted_where_pages_show_some() -> None:
    touched = [("day", "2017-11-03"), ("day/bodies", "2017-11-03"), ("day/bodies", "2017-11-04"), ("topic/bodies", "x")]
    year, led = ("data-year", "2017"), ("timeline", "2017-11")
    assert wanted(touched, full=True) == [("day", "2017-11-03"), year, led, ("day", "2017-11-04"), ("topic", "x")]
    assert wanted(touched, full=False) == [("day", "2017-11-03"), year, led]
    assert wanted([("day/bodies", "2017-11-03"), ("day", "2017-11-03")], full=False) == [
        ("day", "2017-11-03"),
        year,
        led,
    ]
    assert wanted([("day/bodies", "2017-11-03")], full=True) == [("day", "2017-11-03"), year]
    assert wanted([SITE, ("live-blog", "2017-11-03/x")], full=False) == [SITE, ("live-blog", "2017-11-03/x")]


def test_everything_comes_with_what_shows_the_same_live_blogs_near_it(archive: Archive) -> None:
    assert everything(archive.desk()) == [
        *(("live-blog", "2016-05-01/mosul"), ("day", "2016-05-01")),
        *(("topic-year", "iraq/2016"), ("topic-year", "mosul/2016"), ("topic", "mosul")),
        *(("live-blog", "2017-11-03/qaim"), ("live-blog", "2017-11-03/run"), ("day", "2017-11-03")),
        ("day", "2017-11-04"),
        *(("topic-year", "iraq/2017"), ("topic", "iraq"), ("topic-year", "qaim/2017"), ("topic", "qaim")),
        *(("topic-year", "marathon/2017"), ("topic", "marathon")),
        ("topic", "unused"),
        *(("month", "2016-05"), ("month", "2017-11"), ("timeline", "2016-05"), ("timeline", "2017-11")),
        *(("year", "2016"), ("year", "2017")),
        *(("on-this-day", "05-01"), ("on-this-day", "11-03"), ("on-this-day", "11-04")),
        *(("data-year", "2016"), ("data-year", "2017")),
        CORRECTIONS,
        ("search", ""),
        SITE,
    ]
    drafts = everything(archive.desk(drafts=True))
    assert drafts.index(("day", "2017-11-10")) == drafts.index(("live-blog", "2017-11-10/draft")) + 1


def test_a_live_blog_without_updates_on_its_date_is_planned_with_that_date(tmp_path: Path) -> None:
    late = liveblog("Late", "2018-02-19", [update("2018-02-20 09:00", "Late.", "#t0900")], id="late", slug="late")
    none = liveblog("None", "2018-02-18", [], id="none", slug="none")
    with open_archive(tmp_path, {"content/late.md": late, "content/none.md": none}) as archive:
        assert everything(archive.desk())[:3] == [
            ("live-blog", "2018-02-18/none"),
            ("live-blog", "2018-02-19/late"),
            ("day", "2018-02-20"),
        ]


def test_a_topic_and_its_newest_year_show_one_thread(desk: Desk) -> None:
    whole, year = view_of(topic_page(desk, "iraq"), TopicView), view_of(topic_year_page(desk, "iraq/2017"), TopicView)
    assert whole.days is year.days
    other = view_of(topic_year_page(desk, "iraq/2016"), TopicView)
    assert ids(other.days) == [(date(2016, 5, 1), ["2016-05-01-mosul-t1200"])]
    assert view_of(topic_page(desk, "iraq"), TopicView).days == whole.days


def test_a_page_is_stamped_with_what_it_shows_of_updates(tmp_path: Path) -> None:
    """Its view names bodies and is not printed whole: the stamp alone says that a body, or a lead, is another."""
    brief = replace(CONFIG, pages=Pages(bodies=BodyMode.LEAD))

    def stamps(archive: Archive, config: Config) -> list[str]:
        desk = archive.desk(config)
        pages = [liveblog_page(desk, "2017-11-03/qaim"), day_page(desk, "2017-11-03"), topic_page(desk, "iraq")]
        return [page.stamp for page in pages if page]

    with open_archive(tmp_path) as archive:
        first = [stamps(archive, config) for config in (CONFIG, brief)]
        archive.edit(QAIM, "It went in at dawn.", "It went in at noon.")
        second = [stamps(archive, config) for config in (CONFIG, brief)]
        assert not set(first[0]) & set(second[0])
        assert second[1][0] != first[1][0]
        assert second[1][1:] == first[1][1:]
        archive.edit(QAIM, "The army is in Qaim.", "The army left Qaim.")
        assert not set(second[1]) & set(stamps(archive, brief))


def test_a_page_of_the_owners_is_stamped_with_its_words(tmp_path: Path) -> None:
    with open_archive(tmp_path, {}) as archive:
        said = []
        for words in ("One.", "Two."):
            write(tmp_path / "content/pages/about.md", f"---\ntitle: About\n---\n\n{words}\n")
            archive.load()
            (page,) = own_pages(archive.desk())
            said.append(page.stamp)
        assert said[0] != said[1]


@pytest.mark.parametrize(
    "off", ["home", "calendar", "day", "topics", "feed", "sitemap", "not_found", "own", "day, calendar, topics"]
)
def test_a_kind_of_page_that_is_off_leaves_no_dead_link(tmp_path: Path, off: str) -> None:
    settings = (
        "format: 1\ntitle: T\nid: 'tests.sitegen.invalid,2026-11-22'\nbase_url: https://archive.example.org/\n"
        "menu: [about]\npublished: false\ntopics: [{slug: iraq, label: Iraq}, {slug: qaim, label: Qaim, broader: iraq}]\n"
        f"pages: {{{', '.join(f'{name}: false' for name in off.split(', '))}}}\n"
    )
    blog = liveblog(
        "Qaim is free",
        "2017-11-03",
        [
            update("2017-11-03 10:00", "One.", '#t1000 topics="qaim"'),
            update("2018-11-04 10:00", "Two.", '#t20181104-1000 topics="iraq" key'),
        ],
        id="2017-11-03-qaim",
    )
    about = "---\ntitle: About\n---\n\nWords.\n"
    files = {"site.yaml": settings, "content/2017/11/03/qaim-is-free.md": blog, "content/pages/about.md": about}
    report = build_site(make_site(tmp_path, files))
    assert [problem.code for problem in report.problems if problem.is_error] == []
    made = {url for url, _ in report.rendered}
    gone = {"home": "/", "calendar": "/2017/", "day": "/2017/11/03/", "topics": "/topics/qaim/", "own": "/about/"}
    assert not made & {gone[name] for name in off.split(", ") if name in gone}
    assert "/2017/11/03/qaim-is-free/" in made
