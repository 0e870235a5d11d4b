"""The laws of content files: what is written is read back, whole, and nothing is written that was not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from hypothesis import assume, example, given
from hypothesis import strategies as st
from strategies import BODY_LINES, TOPICS, anchors, attributes, bodies, lines_of_text, liveblogs, offsets, slugs, stamps

from sitegen.config import Config
from sitegen.content.anchors import mint, mint_all, pin, stem
from sitegen.content.bodies import FenceWatch, shield, unshield
from sitegen.content.headings import (
    ANCHOR,
    RESERVED,
    Attributes,
    Heading,
    heading_text,
    offset_text,
    read_heading,
)
from sitegen.content.ledger import (
    END,
    HEADER,
    LIVE,
    Key,
    Promise,
    State,
    is_address,
    lines_for_pages,
    part_of,
    read_ledger,
    write_ledger,
)
from sitegen.content.reader import ContentFile, loads
from sitegen.content.reheading import with_anchor
from sitegen.content.writer import dumps
from sitegen.filenames import SLUG
from sitegen.model import LiveBlog

CONFIG = Config(title="A site", zone="Asia/Beirut")


def read(text: str) -> ContentFile:
    return loads(text, "content/x.md", CONFIG, TOPICS)


def closed(body: str, again: str) -> str:
    """*body* with the line that closes its open fence, if that is all by which *again* differs from it."""
    return again if re.fullmatch(re.escape(body) + r"\n(?:`+|~+)", again) else body


@given(liveblogs())
def test_what_is_written_is_read_back(liveblog: LiveBlog) -> None:
    content = read(dumps(liveblog))
    assert [problem for problem in content.problems if problem.is_error] == []
    again = content.liveblog
    expected = replace(
        liveblog,
        standfirst=closed(liveblog.standfirst, again.standfirst),
        updates=tuple(
            replace(update, body=closed(update.body, other.body))
            for update, other in zip(liveblog.updates, again.updates, strict=True)
        ),
    )
    assert again == expected
    assert [update.at.utcoffset() for update in again.updates] == [update.at.utcoffset() for update in liveblog.updates]


@given(liveblogs())
def test_what_was_written_is_written_again_byte_for_byte(liveblog: LiveBlog) -> None:
    text = dumps(liveblog)
    assert dumps(read(text).liveblog) == text


@given(liveblogs())
def test_line_ends_of_windows_change_nothing(liveblog: LiveBlog) -> None:
    text = dumps(liveblog)
    assume("\r" not in text)
    assert read(text.replace("\n", "\r\n")).liveblog == read(text).liveblog


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["---", "title: x", "date: 2017-11-03", *BODY_LINES])).map("\n".join)
)
def test_no_text_raises(text: str) -> None:
    assert read(text).problems or read(text).liveblog.title


@given(bodies)
@example("- ```\n  x\n  ```")
@example("```\n## 19:30")
def test_a_shielded_body_opens_no_update_and_hides_none(body: str) -> None:
    lines = shield(body).split("\n")
    watch = FenceWatch()
    inside = [watch.is_inside(line) for line in lines]
    assert not any(isinstance(read_heading(line), Heading) for line in lines)
    assert not watch.is_inside("## 2017-11-03 19:30")
    assert len(inside) == len(lines)
    again = unshield("\n".join(lines))
    assert again in (body, closed(body, again))


@given(stamps, st.none() | offsets, lines_of_text, attributes)
def test_a_written_heading_says_what_it_was_made_of(
    at: datetime, offset: timedelta | None, title: str, said: Attributes
) -> None:
    line = heading_text(at, "" if offset is None else offset_text(offset), title, said)
    zone = None if offset is None else timezone(offset)
    assert read_heading(line) == Heading(at.date(), at.time(), zone, title, said)


@given(stamps, lines_of_text, attributes, anchors)
def test_an_anchor_written_into_a_heading_changes_nothing_else(
    at: datetime, title: str, said: Attributes, anchor: str
) -> None:
    bare = replace(said, anchor="")
    line = heading_text(at, "", title, bare)
    pinned = with_anchor(line, anchor)
    assert read_heading(pinned) == Heading(at.date(), at.time(), None, title, replace(said, anchor=anchor))
    assert pinned in (
        line + f" {{#{anchor}}}",
        line.replace(" {", f" {{#{anchor} ", 1),
        *_inserted(line, f"#{anchor} "),
    )


def _inserted(line: str, text: str) -> list[str]:
    """*line* with *text* put in after one of its opening braces."""
    return [line[: match.end()] + text + line[match.end() :] for match in re.finditer(r"\{", line)]


@given(st.lists(stamps, max_size=40), st.dates(), st.sets(anchors, max_size=5))
@example([datetime(2017, 11, 3, 19, 30)] * 60, date(2017, 11, 3), {"t1930"})
def test_minted_anchors_are_names_and_unique(times: list[datetime], day: date, gone: set[str]) -> None:
    taken = set(gone)
    for at in times:
        anchor = mint(at, day, taken)
        assert anchor not in taken | RESERVED
        assert ANCHOR.fullmatch(anchor)
        assert anchor.startswith(stem(at, day))
        taken.add(anchor)


@given(liveblogs(), st.sets(st.integers(0, 3)), st.sets(anchors, max_size=3))
def test_pinning_writes_anchors_into_headings_and_is_done_once(
    liveblog: LiveBlog, bare: set[int], gone: set[str]
) -> None:
    some = tuple(
        replace(update, anchor="") if place in bare else update for place, update in enumerate(liveblog.updates)
    )
    text = dumps(replace(liveblog, updates=some))
    content = read(text)
    minted = mint_all(content.liveblog, gone)
    new = {
        line: update.anchor
        for line, update, old in zip(content.lines, minted.updates, content.liveblog.updates, strict=True)
        if not old.anchor
    }
    pinned = pin(text, new)
    assert read(pinned).liveblog == minted
    changed = {
        number
        for number, (before, after) in enumerate(zip(text.split("\n"), pinned.split("\n"), strict=True), 1)
        if before != after
    }
    assert changed == new.keys()
    assert not gone & set(new.values())
    assert mint_all(minted, gone) == minted


fingerprints = st.lists(st.from_regex(r"[0-9a-f]{6}", fullmatch=True), max_size=8).map(tuple)
days = st.dates().map(str)
targets = st.builds("{}#{}".format, slugs, anchors)
addresses = st.builds(lambda day, slug: f"/{day.replace('-', '/')}/{slug}/", days, slugs)
kept = st.one_of(
    st.builds(Promise, st.just(State.WITHHELD), said=days),
    st.builds(Promise, st.just(State.MOVED), said=st.just("") | targets),
)
ledgers = st.builds(
    lambda anchors, addresses: {**anchors, **addresses},
    st.dictionaries(st.tuples(slugs, anchors), st.builds(Promise, st.just(State.LIVE), fingerprints) | kept),
    st.dictionaries(st.tuples(slugs, addresses), st.just(LIVE) | kept),
)


@given(ledgers)
def test_the_ledger_is_read_back_and_sorted(promises: Mapping[Key, Promise]) -> None:
    text = write_ledger(promises)
    lines = text.splitlines()[1:-1]
    assert read_ledger(text) == (promises, ())
    assert [tuple(line.split(" ")[:2]) for line in lines] == sorted(promises)
    assert write_ledger(dict(reversed(list(promises.items())))) == text


@given(ledgers)
def test_pages_are_told_of_addresses_and_of_what_is_not_live(promises: Mapping[Key, Promise]) -> None:
    told = [
        (*key, promise.state.value, promise.said)
        for key, promise in sorted(promises.items(), key=lambda item: item[0])
        if is_address(key[1]) or promise.state is not State.LIVE
    ]
    assert lines_for_pages(write_ledger(promises).encode()) == told
    assert lines_for_pages(write_ledger(promises).replace("\n", "\r\n").encode()) == told


@given(ledgers, ledgers)
def test_a_merge_of_the_lines_of_two_branches_is_their_promises_or_damage(
    ours: Mapping[Key, Promise], theirs: Mapping[Key, Promise]
) -> None:
    both = write_ledger(ours).removesuffix(END) + write_ledger(theirs).removeprefix(HEADER)
    differing = [key for key in ours if theirs.get(key, ours[key]) != ours[key]]
    promises, problems = read_ledger(both)
    assert promises == {**theirs, **ours}
    assert [problem.code for problem in problems] == ["ledger-damaged"] * len(differing)


@given(ledgers, st.data())
def test_a_live_blogs_part_of_a_ledger_holds_its_lines_and_no_others(
    promises: Mapping[Key, Promise], data: st.DataObject
) -> None:
    ledger = write_ledger(promises).encode()
    liveblog = data.draw(st.sampled_from(sorted({key[0] for key in promises})) | slugs if promises else slugs)
    start, end = part_of(ledger, liveblog)
    own = {key: promise for key, promise in promises.items() if key[0] == liveblog}
    assert ledger[start:end].decode() == write_ledger(own).removeprefix(HEADER).removesuffix(END)


@given(st.text(max_size=80))
def test_no_text_of_a_ledger_raises(text: str) -> None:
    promises, problems = read_ledger(text)
    assert len(promises) + len(problems) <= len(text.split("\n"))


def test_the_topics_of_these_laws_are_slugs() -> None:
    assert all(SLUG.fullmatch(topic) for topic in TOPICS)
