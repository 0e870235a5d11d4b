from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from archives import DRAFT, FILES, MOSUL, QAIM, RUN, Archive, open_archive
from support import write

from sitegen.index.queries import Span
from sitegen.model import Correction, Entry, Head, Picture, Rights, Source


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


def test_the_updates_of_a_day_come_by_instant_then_live_blog(archive: Archive) -> None:
    entries = archive.queries().entries_on("2017-11-03")
    assert anchors(entries) == ["t1000", "t0400", "t1840"]  # 08:00 UTC twice: the smaller id first
    assert [entry.at.isoformat() for entry in entries[:2]] == ["2017-11-03T10:00:00+02:00", "2017-11-03T04:00:00-04:00"]
    assert anchors(archive.queries().entries_on("2017-11-04")) == ["t1104-0030"]
    assert [one.slug for one in archive.queries().heads_on("2017-11-04")] == ["qaim"]


def test_updates_of_one_minute_come_in_the_order_of_the_file(archive: Archive) -> None:
    archive.edit(RUN, "2017-11-03 18:40", "2017-11-03 04:00")
    assert anchors(archive.queries().entries_on("2017-11-03")) == ["t1000", "t0400", "t1840"]


def test_the_newest_come_the_other_way_round(archive: Archive) -> None:
    assert anchors(archive.queries().newest(3)) == ["t1840", "t1104-0030", "t0400"]
    assert anchors(archive.queries(drafts=True).newest(1)) == ["t0900"]


def test_a_thread_holds_the_year_of_a_family_of_topics_each_update_once(archive: Archive) -> None:
    queries = archive.queries()
    assert anchors(queries.thread(("iraq", "qaim", "mosul"), "2017")) == ["t1000", "t1104-0030"]
    assert anchors(queries.thread(("iraq",), "2017")) == ["t1104-0030"]
    assert anchors(queries.thread(("iraq", "qaim", "mosul"), "2016")) == ["t1200"]
    assert [entry.topics for entry in queries.thread(("qaim",), "2017")] == [("qaim",), ("iraq", "qaim")]


def test_counts_and_spans(archive: Archive) -> None:
    queries = archive.queries()
    assert queries.span() == Span(3, 5, date(2016, 5, 1), date(2017, 11, 4))
    assert queries.span(("iraq", "qaim", "mosul")) == Span(2, 3, date(2016, 5, 1), date(2017, 11, 4))
    assert queries.span(prefix="2017-11-03") == Span(2, 3, date(2017, 11, 3), date(2017, 11, 3))
    assert queries.span(("unused",)) == Span(0, 0, None, None)
    assert queries.days("2017") == [("2017-11-03", 2, 3), ("2017-11-04", 1, 1)]
    assert queries.years(("iraq", "qaim", "mosul")) == [("2016", 1, 1), ("2017", 1, 2)]
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


def test_bodies_are_kept_by_digest_and_leads_are_plain(archive: Archive) -> None:
    queries = archive.queries()
    first, second = queries.entries(head(archive, "2017-11-03/qaim"))
    assert (first.lead, second.lead) == ("The army is in Qaim.", "All of it")
    assert queries.body(first.body) == "<p>The army is in Qaim. It went in at dawn.</p>\n"


def test_a_body_that_nobody_shows_any_more_is_dropped(archive: Archive) -> None:
    archive.edit(RUN, "The bridges are closed.", "Nothing moves in Mosul.")
    archive.edit(RUN, "Nothing moves in Mosul.", "Other words.")
    bodies = {html for (html,) in archive.index.connection.execute("SELECT html FROM bodies")}
    assert "<p>Nothing moves in Mosul.</p>\n" in bodies
    assert "<p>The bridges are closed.</p>\n" not in bodies


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


def test_shared_ids_and_addresses_are_found(tmp_path: Path) -> None:
    twin = FILES[MOSUL].replace("title: Mosul waits", "slug: mosul\ntitle: Mosul again")
    with open_archive(tmp_path, {MOSUL: FILES[MOSUL], DRAFT: FILES[DRAFT]}) as archive:
        assert archive.queries().shared_addresses() == []
        other = twin.replace("id: 2016-05-01-mosul", "id: 2016-05-01-mosul-2")
        write(tmp_path / "content/x.md", other)
        archive_problems = archive.queries().shared_addresses
        with pytest.raises(AssertionError, match="duplicate-slug"):
            archive.load()
        assert archive_problems() == [("slug", "2016-05-01/mosul", MOSUL, "content/x.md")]
        write(tmp_path / "content/x.md", twin.replace("slug: mosul\n", ""))
        with pytest.raises(AssertionError, match="duplicate-id"):
            archive.load()
        assert archive_problems() == [("id", "2016-05-01-mosul", MOSUL, "content/x.md")]


def test_the_rest_of_a_live_blog_is_kept_whole(archive: Archive) -> None:
    matter = (
        "title: New York runs\nsummary: [One, Two]\npictures: [{caption: C, credit: D, alt: A, file: f.png}]\n"
        "sources: [{seed: s, sha256: h, importer: i, url: u, captured: c}]\n"
        "corrections: [{when: 2018-01-02, text: T, update: t0400, kind: K}]\n"
        "rights: {holder: H, note: N, full_text: true, robots: R}"
    )
    archive.edit(RUN, "title: New York runs", matter)
    rest = archive.queries().rest(head(archive, "2017-11-03/run"))
    assert (rest.summary, rest.pictures) == (("One", "Two"), (Picture("C", "D", "A", "f.png"),))
    assert rest.sources == (Source("s", "h", "i", "u", "c"),)
    assert rest.corrections == (Correction(date(2018, 1, 2), "T", "t0400", "K"),)
    assert rest.rights == Rights("H", "N", True, "R")
