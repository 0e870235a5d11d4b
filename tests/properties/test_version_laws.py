"""Laws of versions: neither the order of files nor that of imports matters, no update is lost, no edit is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.imports_lock import HEAD, digests
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.union import united
from sitegen.importers.versions import sort_versions, traits_of
from sitegen.intake.merging import in_time, merge, minted
from sitegen.model import LiveBlog, Source, Update

DAY = date(2021, 3, 8)
NOUNS = ("river", "bridge", "school", "pier", "tower", "harbor", "market", "museum")


def update(number: int, minute: int, edition: int) -> Update:
    """Update *number* as *edition* says it: a correction may change the first word, and keeps most others."""
    first, noun = ("The", "Now", "A")[edition], NOUNS[number]
    body = f"{first} {noun} is {noun}ish and {noun}like, and we {noun} at the {noun}er" + f" {noun}wards" * edition
    return Update(datetime(2021, 3, 8, 9, tzinfo=UTC) + timedelta(minutes=minute), body)


@st.composite
def versions(draw: st.DrawFn) -> tuple[LiveBlog, ...]:
    """Two to four versions of one live blog, in their order: each is captured later, and lacks and corrects what it will."""
    minutes = draw(st.lists(st.integers(0, 3), min_size=len(NOUNS), max_size=len(NOUNS)))
    found = []
    for number in range(draw(st.integers(2, 4))):
        held = draw(st.sets(st.integers(2, len(NOUNS) - 1)))
        told = [update(one, minutes[one], draw(st.integers(0, 2))) for one in sorted(held)]
        # Two updates are in all of them, word for word: else they would not be known for one.
        shared = (update(one, minutes[one], 0) for one in (0, 1))
        updates = tuple(sorted((*shared, *told), key=lambda one: one.at))
        source = Source(f"seeds/{number}.txt", f"{number:064}", "wire", captured=f"2021-03-08T1{number}:00:00Z")
        found.append(LiveBlog("", "", f"Title {number}", DAY, "UTC", updates=updates, sources=(source,)))
    return tuple(found)


def named(parts: Sequence[LiveBlog]) -> LiveBlog:
    union = united(parts)
    return in_time(minted(replace(union.liveblog, id="2021-03-08-x", slug="x"), union.births))


def sent_on(page: LiveBlog, locked: dict[str, str], parts: Sequence[LiveBlog]) -> LiveBlog:
    """*page* after all *parts*, some of which it has already, were sent."""
    union = united(parts)
    done = merge(page, union.liveblog, locked, births=union.births, sources=union.liveblog.sources)
    return done.liveblog


@given(st.data(), versions())
def test_the_order_of_files_does_not_matter(data: st.DataObject, parts: tuple[LiveBlog, ...]) -> None:
    order = data.draw(st.permutations(range(len(parts))))
    known = [traits_of(parts[index], Sidecar(), parts[index].sources[0].seed) for index in order]
    found = sort_versions(known, {})
    assert [[order[member] for member in group.members] for group in found.groups] == [list(range(len(parts)))]


@given(st.data(), versions())
def test_batches_come_to_what_one_import_comes_to(data: st.DataObject, parts: tuple[LiveBlog, ...]) -> None:
    cuts = data.draw(st.lists(st.booleans(), min_size=len(parts) - 1, max_size=len(parts) - 1))
    ends = [end for end, cut in zip(accumulate([1] * (len(parts) - 1)), cuts, strict=True) if cut]
    sizes = [*ends, len(parts)]
    page = named(parts[: sizes[0]])
    for size in sizes[1:]:
        page = sent_on(page, digests(page), parts[:size])
    assert page == named(parts)


@given(versions())
def test_every_update_is_there_once_as_the_last_version_has_it(parts: tuple[LiveBlog, ...]) -> None:
    last = {one.body.split()[1]: one.body for part in parts for one in part.updates}
    page = named(parts)
    assert sorted(one.body for one in page.updates) == sorted(last.values())
    assert len({one.anchor for one in page.updates}) == len(page.updates)
    assert [one.at for one in page.updates] == sorted(one.at for one in page.updates)


@given(st.data(), versions())
def test_no_edit_is_undone(data: st.DataObject, parts: tuple[LiveBlog, ...]) -> None:
    page = named(parts[:1])
    locked = digests(page)
    place = data.draw(st.integers(0, len(page.updates) - 1))
    mine = replace(page.updates[place], body="What I saw myself.")
    edited = replace(page, title="Mine", updates=(*page.updates[:place], mine, *page.updates[place + 1 :]))
    union = united(parts)
    done = merge(edited, union.liveblog, locked, births=union.births, sources=union.liveblog.sources)
    assert mine in done.liveblog.updates
    assert done.liveblog.title == "Mine"
    assert done.liveblog.sources == union.liveblog.sources
    assert set(done.kept) >= {HEAD, mine.anchor}
    unedited = named(parts)
    others = [one.anchor for one in unedited.updates if one.anchor != mine.anchor]
    assert [one.anchor for one in done.liveblog.updates if one.anchor != mine.anchor] == others


@given(st.data(), versions())
def test_what_was_taken_out_stays_out(data: st.DataObject, parts: tuple[LiveBlog, ...]) -> None:
    page = named(parts)
    place = data.draw(st.integers(0, len(page.updates) - 1))
    less = replace(page, updates=(*page.updates[:place], *page.updates[place + 1 :]))
    done = merge(less, united(parts).liveblog, digests(page), births=united(parts).births, sources=page.sources)
    assert done.liveblog == less
    assert done.removed == (page.updates[place].anchor,)
