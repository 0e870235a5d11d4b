from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import DRAFT, FILES, MOSUL, QAIM, RUN, Archive, open_archive
from support import liveblog, update, write

from sitegen.index.changes import SITE, Subject, broader_of

QAIM_ITSELF = ("live-blog", "2017-11-03/qaim")
RUN_ITSELF = ("live-blog", "2017-11-03/run")
MOSUL_ITSELF = ("live-blog", "2016-05-01/mosul")
DRAFT_ITSELF = ("live-blog", "2017-11-10/draft")


def named(kind: str, *names: str) -> set[Subject]:
    return {(kind, name) for name in names}


NOVEMBER = named("month", "2017-11") | named("year", "2017") | {SITE}
BEFORE = named("month", "2016-05") | named("year", "2016")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path) as opened:
        yield opened


def test_an_edit_touches_what_shows_it_and_what_links_to_it(archive: Archive) -> None:
    touched = archive.edit(RUN, "The bridges", "All bridges")
    assert set(touched) == (
        {RUN_ITSELF, QAIM_ITSELF, DRAFT_ITSELF, *NOVEMBER, *BEFORE}  # its neighbours, the second one for drafts
        | named("day", "2016-05-01", "2017-11-03", "2017-11-04")
        | named("topic", "marathon")
        | named("topic-year", "marathon/2017")
    )
    assert touched == sorted(touched)


def test_an_edit_of_two_days_and_a_topic_with_a_broader_one(archive: Archive) -> None:
    touched = set(archive.edit(QAIM, "The town is quiet", "The town is still"))
    assert touched == (
        {QAIM_ITSELF, RUN_ITSELF, MOSUL_ITSELF, *NOVEMBER, *BEFORE}
        | named("day", "2016-05-01", "2017-11-03", "2017-11-04", "2017-11-10")
        | named("topic", "qaim", "iraq")
        | named("topic-year", "qaim/2017", "iraq/2017", "iraq/2016")
    )


def test_a_topic_taken_off_touches_its_pages_still(archive: Archive) -> None:
    touched = set(archive.edit(RUN, ' topics="marathon"', ""))
    assert named("topic", "marathon") | named("topic-year", "marathon/2017") <= touched


def test_an_update_moved_to_another_day_touches_both(archive: Archive) -> None:
    touched = set(archive.edit(RUN, "2017-11-03 18:40", "2017-12-24 18:40"))
    assert named("day", "2017-11-03", "2017-12-24") | named("month", "2017-11", "2017-12") <= touched


def test_a_file_that_goes_touches_what_it_touched(archive: Archive) -> None:
    (archive.root / MOSUL).unlink()
    touched = set(archive.load())
    assert touched == (
        {MOSUL_ITSELF, QAIM_ITSELF, SITE, *BEFORE}
        | named("month", "2017-11")
        | named("year", "2017")
        | named("day", "2016-05-01", "2017-11-03")
        | named("topic", "mosul", "iraq")
        | named("topic-year", "mosul/2016", "iraq/2016", "iraq/2017")
    )


def test_a_year_that_comes_to_a_narrower_topic_touches_every_year_of_the_broader_one(archive: Archive) -> None:
    """Each year of a topic shows all its years, and all narrower topics, with their counts."""
    path = "content/2018/01/02/after.md"
    updates = [update("2018-01-02 12:00", "Mosul again.", '#t1200 topics="mosul"')]
    write(archive.root / path, liveblog("After", "2018-01-02", updates, id="2018-01-02-after"))
    touched = set(archive.load())
    assert named("topic-year", "iraq/2016", "iraq/2017", "iraq/2018", "mosul/2016", "mosul/2018") <= touched


def test_a_draft_touches_only_what_it_would(archive: Archive) -> None:
    touched = set(archive.edit(DRAFT, "Not yet", "Not now"))
    assert touched == (
        {DRAFT_ITSELF, RUN_ITSELF, *NOVEMBER, *BEFORE}
        | named("day", "2017-11-04", "2017-11-10")
        | named("topic", "marathon")
        | named("topic-year", "marathon/2017")
    )


def test_an_owners_page_touches_itself_and_the_site(archive: Archive) -> None:
    write(archive.root / "content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n")
    assert archive.load() == [("own", "about"), SITE]
    (archive.root / "content/pages/about.md").unlink()
    assert archive.load() == [("own", "about"), SITE]


def test_what_is_as_it_was_touches_nothing(archive: Archive) -> None:
    assert archive.load() == []
    write(archive.root / QAIM, FILES[QAIM])  # another time stamp, the same bytes
    assert archive.load() == []


def test_broader_topics_are_nearest_first_and_a_circle_ends() -> None:
    assert broader_of({"a": "b", "b": "c", "c": "", "x": "nowhere"}) == {
        "a": ("b", "c"),
        "b": ("c",),
        "c": (),
        "x": ("nowhere",),
    }
    assert broader_of({"a": "b", "b": "a"}) == {"a": ("b",), "b": ("a",)}
    assert broader_of({"a": "a"}) == {"a": ()}
