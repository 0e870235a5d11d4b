from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from archives import DRAFT, FILES, MOSUL, QAIM, RUN, Archive, open_archive
from support import liveblog, update

from sitegen.index.queries import Span
from sitegen.model import Correction, CorrectionKind, Entry, Head, Picture, Rights, Source


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path) as opened:
        yield opened


def anchors(entries: Sequence[Entry]) -> list[str]:
    return [entry.anchor for entry in entries]


def head(archive: Archive, address: str) -> Head:
    found = archive.queries(drafts=True).head(address)
    assert found is not None
    return found


def test_live_blogs_come_in_one_sequence_with_drafts_or_without(archive: Archive) -> None:
    assert [one.slug for one in archive.queries().heads()] == ["mosul", "qaim", "run"]
    assert [one.slug for one in archive.queries(drafts=True).heads()] == ["mosul", "qaim", "run", "draft"]
    assert [one.slug for one in archive.queries().heads("2017-11")] == ["qaim", "run"]
    assert [one.slug for one in archive.queries(drafts=True).latest_heads(2)] == ["draft", "run"]
    assert archive.queries().head("2017-11-10/draft") is None


def test_a_head_has_what_lists_show(archive: Archive) -> None:
    qaim = head(archive, "2017-11-03/qaim")
    assert (qaim.path, qaim.id, qaim.title, qaim.kicker) == (QAIM, "2017-11-03-qaim", "Qaim is free", "The Latest")
    assert (qaim.dateline, qaim.zone, qaim.updates, qaim.words) == ("BEIRUT", "Asia/Beirut", 2, 14)
    assert [moment.isoformat() for moment in (qaim.first, qaim.last) if moment] == [
        "2017-11-03T10:00:00+02:00",
        "2017-11-04T00:30:00+02:00",
    ]


def test_neighbours_skip_drafts(archive: Archive) -> None:
    run = head(archive, "2017-11-03/run")
    assert [one and one.slug for one in archive.queries().neighbours(run)] == ["qaim", None]
    assert [one and one.slug for one in archive.queries(drafts=True).neighbours(run)] == ["qaim", "draft"]


def test_an_entry_has_all_of_an_update_but_its_body(archive: Archive) -> None:
    archive.edit(RUN, 'author="Ada"', 'author="Ada" updated="2017-11-03T05:00:00-04:00"')
    first, second = archive.queries().entries(run := head(archive, "2017-11-03/run"))
    at = datetime.fromisoformat("2017-11-03T04:00:00-04:00")
    lead = "The first trucks of sand are in place."
    updated = datetime.fromisoformat("2017-11-03T05:00:00-04:00")
    assert first == Entry(
        run.key, 0, "t0400", 1509696000, at, "2017-11-03T04:00:00-04:00", "", lead, "Ada", False, updated, ("marathon",)
    )
    assert first.instant == at.timestamp()
    assert (second.place, second.anchor, second.topics, second.updated) == (1, "t1840", (), None)


def test_a_moment_before_1970_is_an_instant_too(archive: Archive) -> None:
    archive.edit(MOSUL, "2016-05-01 12:00", "1936-05-01 12:00")
    (entry,) = archive.queries().entries(head(archive, "2016-05-01/mosul"))
    assert (entry.instant, entry.at.isoformat()) == (-1062504000, "1936-05-01T12:00:00+00:00")


def test_the_live_blogs_of_a_day_are_those_with_an_update_on_it(archive: Archive) -> None:
    queries = archive.queries()
    assert [one.slug for one in queries.heads_on("2017-11-03")] == ["qaim", "run"]
    assert [one.slug for one in queries.heads_on("2017-11-04")] == ["qaim"]
    assert [one.slug for one in queries.heads_on("2017-11-10")] == []
    assert [one.slug for one in archive.queries(drafts=True).heads_on("2017-11-10")] == ["draft"]


def test_updates_of_one_minute_come_in_the_order_of_the_file(archive: Archive) -> None:
    archive.edit(RUN, "2017-11-03 18:40", "2017-11-03 04:00")
    assert anchors(archive.queries().entries(head(archive, "2017-11-03/run"))) == ["t0400", "t1840"]


def test_the_newest_come_the_other_way_round_each_with_its_live_blog(archive: Archive) -> None:
    newest = archive.queries().newest(3)
    assert anchors([entry for _, entry in newest]) == ["t1840", "t1104-0030", "t0400"]
    assert [one.slug for one, _ in newest] == ["run", "qaim", "run"]
    assert anchors([entry for _, entry in archive.queries(drafts=True).newest(1)]) == ["t0900"]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 50])
def test_the_newest_are_those_of_all_whichever_live_blog_ended_last(tmp_path: Path, count: int) -> None:
    """Live blogs that run side by side: the last to end need not hold the newest updates but one."""
    clocks = {"a": [1, 2, 30], "b": [28, 29], "c": [3, 30], "d": [27, 30], "e": [], "f": [26]}
    files = {}
    for slug, minutes in clocks.items():
        updates = [update(f"2017-11-03 10:{minute:02}", "Words.", f"#t10{minute:02}") for minute in minutes]
        files[f"content/{slug}.md"] = liveblog(slug, "2017-11-03", updates, id=slug, slug=slug, zone="UTC")
    with open_archive(tmp_path, files) as archive:
        found = [(one.slug, entry.anchor) for one, entry in archive.queries().newest(count)]
    everyone = [(minute, slug) for slug, minutes in clocks.items() for minute in minutes]
    assert found == [(slug, f"t10{minute:02}") for minute, slug in sorted(everyone, reverse=True)][:count]


def test_the_live_blogs_of_a_topic_are_those_of_narrower_ones_too(archive: Archive) -> None:
    queries = archive.queries()
    assert [one.slug for one in queries.heads_in("iraq", "2017")] == ["qaim"]
    assert [one.slug for one in queries.heads_in("iraq", "2016")] == ["mosul"]
    assert [one.slug for one in queries.heads_in("qaim", "2016")] == []
    assert [one.slug for one in queries.heads_in("marathon", "2017")] == ["run"]
    assert [one.slug for one in archive.queries(drafts=True).heads_in("marathon", "2017")] == ["run", "draft"]


def test_an_update_counts_once_for_a_topic_however_many_narrower_ones_it_carries(archive: Archive) -> None:
    archive.edit(QAIM, 'topics="qaim, iraq"', 'topics="qaim, mosul, iraq"')
    rows = archive.index.connection.execute(
        "SELECT topic, substr(month, 1, 4), updates, first, last FROM threads"
        " WHERE month LIKE '2017%' AND topic <> 'marathon'"
    )
    assert sorted(rows) == [
        ("iraq", "2017", 2, "2017-11-03", "2017-11-04"),
        ("mosul", "2017", 1, "2017-11-04", "2017-11-04"),
        ("qaim", "2017", 2, "2017-11-03", "2017-11-04"),
    ]


def test_counts_and_spans(archive: Archive) -> None:
    queries = archive.queries()
    assert queries.span() == Span(3, 5, date(2016, 5, 1), date(2017, 11, 4))
    assert queries.topic_span("iraq") == Span(2, 3, date(2016, 5, 1), date(2017, 11, 4))
    assert queries.topic_span("iraq", "2017") == Span(1, 2, date(2017, 11, 3), date(2017, 11, 4))
    assert queries.span("2017-11-03") == Span(2, 3, date(2017, 11, 3), date(2017, 11, 3))
    assert queries.topic_span("unused") == queries.span("2015") == Span(0, 0, None, None)
    assert queries.days("2017") == [("2017-11-03", 2, 3), ("2017-11-04", 1, 1)]
    assert queries.years("iraq") == [("2016", 1, 1), ("2017", 1, 2)]
    assert queries.years("unused") == []
    assert queries.topics_in_use() == ["iraq", "marathon", "mosul", "qaim"]


@pytest.mark.parametrize(
    ("period", "before", "after"),
    [
        ("2017-11-03", "2016-05-01", "2017-11-04"),
        ("2017-11", "2016-05-01", ""),
        ("2017", "2016-05-01", ""),
        ("2016", "", "2017-11-03"),
        ("2016-05", "", "2017-11-03"),
        ("2017-11-04", "2017-11-03", ""),
    ],
)
def test_the_days_beside_a_period(archive: Archive, period: str, before: str, after: str) -> None:
    queries = archive.queries()
    assert (queries.day_beside(period, after=False), queries.day_beside(period, after=True)) == (before, after)


def test_headlines_are_key_updates_or_the_first(archive: Archive) -> None:
    queries = archive.queries()
    assert anchors(queries.headlines(head(archive, "2017-11-03/qaim"), 3)) == ["t1104-0030"]
    assert anchors(queries.headlines(head(archive, "2017-11-03/run"), 1)) == ["t0400"]


def test_leads_are_plain_and_a_title_is_one(archive: Archive) -> None:
    first, second = archive.queries().entries(head(archive, "2017-11-03/qaim"))
    assert (first.lead, second.lead) == ("The army is in Qaim.", "All of it")


def test_a_body_that_is_edited_leaves_nothing_of_the_old_one(archive: Archive) -> None:
    archive.edit(RUN, "The bridges are closed.", "Other words.")
    bodies = [html for (html,) in archive.index.connection.execute("SELECT html FROM bodies")]
    assert len(bodies) == len(FILES)
    assert sum(b"Other words." in html for html in bodies) == 1
    assert not any(b"The bridges are closed." in html for html in bodies)


def test_a_live_blog_that_goes_leaves_no_row(archive: Archive) -> None:
    (archive.root / RUN).unlink()
    archive.load()
    for table in ("liveblogs", "entries", "bodies"):
        (count,) = archive.index.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert count == len(FILES) - 1
    assert archive.queries().days("2017-11-03") == [("2017-11-03", 1, 1)]
    assert archive.queries().years("marathon") == []


def test_the_opening_is_the_plain_text_of_the_standfirst(archive: Archive) -> None:
    archive.edit(RUN, "---\n\n## 2017-11-03 04:00", "---\n\nThe *run* began.\n\n## 2017-11-03 04:00")
    queries = archive.queries()
    run, qaim = head(archive, "2017-11-03/run"), head(archive, "2017-11-03/qaim")
    assert (run.standfirst, queries.rest(run).opening.strip()) == (True, "The run began.")
    assert (qaim.standfirst, queries.rest(qaim).opening) == (False, "")


def test_addresses_have_the_day_of_the_last_update_and_the_rule_for_robots(archive: Archive) -> None:
    archive.edit(MOSUL, "title: Mosul waits", "title: Mosul waits\nrights: {robots: noindex}")
    assert archive.queries().addresses() == [
        ("2016-05-01/mosul", "2016-05-01", "noindex"),
        ("2017-11-03/qaim", "2017-11-04", ""),
        ("2017-11-03/run", "2017-11-03", ""),
    ]


def test_many_heads_are_asked_for_at_once(archive: Archive) -> None:
    keys = {one.key for one in archive.queries().heads()}
    assert archive.queries().heads_of([*keys, *range(10_000, 11_500)]).keys() == keys


def test_pinned_anchors_are_those_of_no_draft(archive: Archive) -> None:
    archive.edit(RUN, " {#t1840}", "")
    found = {(liveblog, anchor) for liveblog, anchor, _, _, _ in archive.queries(drafts=True).pinned()}
    assert found == {
        ("2016-05-01-mosul", "t1200"),
        ("2017-11-03-qaim", "t1000"),
        ("2017-11-03-qaim", "t1104-0030"),
        ("2017-11-03-run", "t0400"),
    }


def test_the_rest_of_a_live_blog_is_kept_whole(archive: Archive) -> None:
    matter = (
        "title: New York runs\nsummary: [One, Two]\npictures: [{caption: C, credit: D, alt: A, file: f.png}]\n"
        "sources: [{seed: s, sha256: h, importer: i, url: u, captured: c}]\n"
        "rights: {holder: H, note: N, full_text: true, robots: R}"
    )
    archive.edit(RUN, "title: New York runs", matter)
    rest = archive.queries().rest(head(archive, "2017-11-03/run"))
    assert (rest.summary, rest.pictures) == (("One", "Two"), (Picture("C", "D", "A", "f.png"),))
    assert rest.sources == (Source("s", "h", "i", "u", "c"),)
    assert rest.rights == Rights("H", "N", True, "R")


def test_corrections_are_kept_and_those_who_have_some_are_found(archive: Archive) -> None:
    assert list(archive.queries().corrected_heads()) == []
    matter = "corrections: [{when: 2018-01-02, text: T, update: t0400, kind: editors-note}]"
    archive.edit(RUN, "title: New York runs", f"title: New York runs\n{matter}")
    archive.edit(DRAFT, "title: A draft", "title: A draft\ncorrections: [{when: 2018-01-03, text: D}]")
    (found,) = archive.queries().corrected_heads()
    assert found.corrections == (Correction(date(2018, 1, 2), "T", "t0400", CorrectionKind.EDITORS_NOTE),)
    assert len(list(archive.queries(drafts=True).corrected_heads())) == 2
