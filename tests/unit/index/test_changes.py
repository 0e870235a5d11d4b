from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import DRAFT, FILES, MOSUL, QAIM, RUN, Archive, open_archive
from support import liveblog, update, write

from sitegen.index.changes import CORRECTIONS, FEED, SITE, SITEMAP, Subject, broader_of

QAIM_ITSELF = ("live-blog", "2017-11-03/qaim")
RUN_ITSELF = ("live-blog", "2017-11-03/run")
MOSUL_ITSELF = ("live-blog", "2016-05-01/mosul")
DRAFT_ITSELF = ("live-blog", "2017-11-10/draft")


def named(kind: str, *names: str) -> set[Subject]:
    return {(kind, name) for name in names}


ALL_LISTS = {SITE, SITEMAP}
NOVEMBER = named("month", "2017-11") | named("year", "2017") | ALL_LISTS
BEFORE = named("month", "2016-05") | named("year", "2016")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path) as opened:
        yield opened


def test_a_word_deep_in_a_body_touches_the_live_blog_and_pages_of_whole_updates(archive: Archive) -> None:
    touched = archive.edit(QAIM, "It went in at dawn.", "It went in at noon.")
    assert set(touched) == (
        {QAIM_ITSELF, FEED}
        | named("day/bodies", "2017-11-03", "2017-11-04")
        | named("topic/bodies", "qaim", "iraq")
        | named("topic-year/bodies", "qaim/2017", "iraq/2017")
    )
    assert touched == sorted(touched)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The bridges are closed.", "All bridges are closed."),
        ("18:40 {#t1840}", "18:40 — No way out {#t1840}"),
        ('author="Ada"', 'author="Eve"'),
        ('author="Ada"', 'author="Ada" key'),
        ('author="Ada"', 'author="Ada" updated="2017-11-03T05:00:00-04:00"'),
    ],
)
def test_what_lists_show_of_an_update_touches_every_page_with_a_list_of_updates(
    archive: Archive, old: str, new: str
) -> None:
    assert set(archive.edit(RUN, old, new)) == (
        {RUN_ITSELF, SITE}
        | named("day", "2017-11-03")
        | named("topic", "marathon")
        | named("topic-year", "marathon/2017")
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: New York runs", "title: New York walks"),
        ("title: New York runs", "title: New York runs\nkicker: The Latest"),
        ("dateline: NEW YORK", "dateline: BROOKLYN"),
        ("zone: America/New_York", "zone: America/New_York\nlang: de"),
        ("2017-11-03 18:40", "2017-11-03 18:41"),  # its last moment
    ],
)
def test_what_names_a_live_blog_touches_its_neighbours_and_its_month_too(archive: Archive, old: str, new: str) -> None:
    assert set(archive.edit(RUN, old, new)) == (
        {RUN_ITSELF, QAIM_ITSELF, DRAFT_ITSELF, *ALL_LISTS}  # its neighbours, the second one for drafts
        | named("day", "2017-11-03")
        | named("on-this-day", "11-03")
        | named("month", "2017-11")
        | named("topic", "marathon")
        | named("topic-year", "marathon/2017")
    )


def test_a_standfirst_or_what_only_its_own_page_shows_touches_no_list(archive: Archive) -> None:
    bodies = named("day/bodies", "2017-11-03") | named("topic/bodies", "marathon")
    bodies |= named("topic-year/bodies", "marathon/2017")
    bodies.add(FEED)
    for said in (
        "summary: [One, Two]",
        "rights: {full_text: true}",
        "sources: [{seed: s, sha256: h}]",
    ):
        assert set(archive.edit(RUN, "title: New York runs", f"{said}\ntitle: New York runs")) == {RUN_ITSELF} | bodies
    assert set(archive.edit(RUN, "---\n\n## 2017-11-03 04:00", "---\n\nThe run.\n\n## 2017-11-03 04:00")) == (
        {RUN_ITSELF} | bodies
    )


def test_a_correction_touches_its_live_blog_whole_updates_the_feed_and_the_page_of_all(archive: Archive) -> None:
    found = {RUN_ITSELF, FEED, CORRECTIONS} | named("day/bodies", "2017-11-03") | named("topic/bodies", "marathon")
    found |= named("topic-year/bodies", "marathon/2017")
    said = "corrections: [{when: 2018-01-02, text: T}]\n"
    assert set(archive.edit(RUN, "title: New York runs", f"{said}title: New York runs")) == found
    assert set(archive.edit(RUN, "text: T", "text: U, update: t0400")) == found
    assert CORRECTIONS in archive.edit(RUN, "title: New York runs", "title: New York walks")  # which that page names
    assert CORRECTIONS not in archive.edit(QAIM, "at dawn", "at noon")
    assert set(archive.edit(RUN, said.replace("text: T", "text: U, update: t0400"), "")) == found
    (archive.root / MOSUL).unlink()
    assert CORRECTIONS not in archive.load()


def test_its_own_rule_for_robots_touches_the_sitemap(archive: Archive) -> None:
    touched = archive.edit(RUN, "title: New York runs", "title: New York runs\nrights: {robots: noindex}")
    assert {SITEMAP, RUN_ITSELF} <= set(touched)


def test_an_update_more_touches_what_counts_it_and_what_links_to_that(archive: Archive) -> None:
    touched = archive.edit(RUN, "The bridges are closed.", "The bridges are closed.\n\n## 2017-11-03 19:00 {#t1900}")
    assert set(touched) == (
        {RUN_ITSELF, QAIM_ITSELF, DRAFT_ITSELF, *NOVEMBER, *BEFORE}
        | named("on-this-day", "11-03")
        | named("day", "2016-05-01", "2017-11-03", "2017-11-04")
        | named("topic", "marathon")
        | named("topic-year", "marathon/2017")
    )


def test_an_update_more_of_a_narrower_topic_touches_all_years_of_the_broader_one(archive: Archive) -> None:
    more = '\n\n## 2017-11-04 01:00 {#t1104-0100 topics="qaim"}'
    touched = set(archive.edit(QAIM, "The town is quiet.", f"The town is quiet.{more}"))
    assert touched == (
        {QAIM_ITSELF, RUN_ITSELF, MOSUL_ITSELF, *NOVEMBER, *BEFORE}
        | named("on-this-day", "11-03", "11-04")
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
        {MOSUL_ITSELF, QAIM_ITSELF, *ALL_LISTS, *BEFORE}
        | named("month", "2017-11")
        | named("year", "2017")
        | named("on-this-day", "05-01")
        | named("day", "2016-05-01", "2017-11-03")
        | named("topic", "mosul", "iraq")
        | named("topic-year", "mosul/2016", "iraq/2016", "iraq/2017")
        | named("promises", "2016-05-01-mosul")
    )


def test_anchors_that_are_pinned_touch_the_live_blog_and_another_id_its_promises(archive: Archive) -> None:
    """The pages stay as they are, but the ledger has to be asked."""
    assert set(archive.edit(RUN, " {#t1840}", "")) == {RUN_ITSELF}
    assert named("promises", "2017-11-03-run") <= set(archive.edit(RUN, "id: 2017-11-03-run", "id: 2017-11-03-ran"))


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
        {DRAFT_ITSELF, SITE}
        | named("day", "2017-11-10")
        | named("topic", "marathon")
        | named("topic-year", "marathon/2017")
    )


def test_a_draft_that_is_one_no_more_touches_what_counts_it(archive: Archive) -> None:
    touched = set(archive.edit(DRAFT, "draft: true\n", ""))
    assert touched == (
        {DRAFT_ITSELF, RUN_ITSELF, *NOVEMBER, *BEFORE}
        | named("on-this-day", "11-10")
        | named("day", "2017-11-04", "2017-11-10")
        | named("topic", "marathon")
        | named("topic-year", "marathon/2017")
    )


def test_an_owners_page_touches_itself_and_the_site(archive: Archive) -> None:
    write(archive.root / "content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n")
    assert archive.load() == [("own", "about"), SITE, SITEMAP]
    (archive.root / "content/pages/about.md").unlink()
    assert archive.load() == [("own", "about"), SITE, SITEMAP]


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
