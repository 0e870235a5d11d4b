"""The laws of content files: what is written is read back, whole, and nothing is written that was not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given
from hypothesis import strategies as st

from sitegen.config import Config
from sitegen.content.anchors import mint, mint_all, pin, stem
from sitegen.content.bodies import FenceWatch, shield, tidy, unshield
from sitegen.content.front_matter import SLUG
from sitegen.content.headings import (
    ANCHOR,
    RESERVED,
    Attributes,
    Heading,
    heading_text,
    offset_text,
    read_heading,
    with_anchor,
)
from sitegen.content.ledger import Promise, State, read_ledger, write_ledger
from sitegen.content.reader import ContentFile, loads
from sitegen.content.writer import dumps
from sitegen.model import Correction, LiveBlog, Picture, Rights, Source, Update, ZoneSource
from sitegen.zones import Repeated, Skipped, load_zone, localize

CONFIG = Config(title="A site", zone="Asia/Beirut")
TOPICS = ["qaim", "iraq", "deir-el-zour", "is", "t1930", "su"]
ZONES = [
    *("UTC", "Asia/Beirut", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"),
    *("Europe/Dublin", "Africa/Monrovia", "Pacific/Apia", "Etc/GMT+3", "EST5EDT"),
]
AWKWARD = list("\\{}\"'#—–-: ,[]&*!|>%@`~?=<;/.…aZ9é字ا\u0301\xa0\u202f\u200b\ufeff🚀")

# What no file can hold, and no YAML; a blank at an end, or a second one, says nothing.
written = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
phrases = st.one_of(st.text(st.sampled_from(AWKWARD), max_size=12), st.text(written, max_size=8))
lines_of_text = phrases.map(lambda text: re.sub("[ \u2028\u2029]+", " ", text).strip())
texts = st.one_of(
    phrases, st.sampled_from(["NO", "19:30", "null", "~", "a: b", "- x", "2017-11-03", "x #y", "two\nlines"])
)
stated = texts.filter(lambda text: bool(text.strip()))
optional = texts.filter(lambda text: not text or bool(text.strip()))
slugs = st.from_regex(r"[a-z0-9]{1,3}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)
anchors = st.from_regex(r"[a-z][a-z0-9-]{0,5}", fullmatch=True).filter(lambda anchor: anchor not in RESERVED)

BODY_LINES = [
    *("", "Plain words.", "# A heading", "## Another", "## 10 a.m. briefing postponed", "    indented"),
    *(
        "## 19:30",
        "## 2017-11-03 19:30 — x {#t1930}",
        "## 25:70",
        "## noon",
        " ## 19:30",
        "   ## 19:30",
        "    ## 7 p.m.",
    ),
    *("```", "```text", "````", "~~~", "~~~ ```", "   ```", "    ```", "``` `", "`````", "~~~~ x"),
    *("- ```", "  ```", "- item", "1. ~~~", "   ~~~", "> ```", "> x", "> ## 19:30", "> - ```", "  ## 19:30", "10) ```"),
    *("---", "***", "<b>", "\tx", "\x0b", "\u2028## 19:30", "{#t1930}", "```\x85", " ", "## 19:30 {#a", "## 9L15 p.m."),
]
bodies = st.lists(st.one_of(st.sampled_from(BODY_LINES), phrases), max_size=7).map("\n".join).map(tidy)


@st.composite
def moments(draw: st.DrawFn, zone: ZoneInfo) -> datetime:
    """An instant in whole seconds, by the rules of *zone* or with an offset of its own."""
    near_a_change = st.sampled_from([date(2017, 11, 5), date(2017, 10, 29), date(2018, 3, 25), date(1883, 11, 18)])
    day = draw(st.one_of(near_a_change, st.dates()))
    clock = draw(st.one_of(st.times().map(lambda t: t.replace(microsecond=0)), st.sampled_from([time(0), time(1, 30)])))
    if draw(st.integers(0, 5)) == 0:
        return datetime.combine(day, clock, timezone(timedelta(minutes=draw(st.integers(-14 * 60, 14 * 60)))))
    match localize(day, clock, zone):
        case Repeated(earlier, later) | Skipped(earlier, later):
            return draw(st.sampled_from([earlier, later]))
        case at:
            return at


@st.composite
def updates(draw: st.DrawFn, zone: ZoneInfo) -> Update:
    found = draw(st.lists(st.sampled_from(TOPICS), unique=True, max_size=3))
    return Update(
        at=draw(moments(zone)),
        body=draw(bodies),
        title=draw(lines_of_text),
        author=draw(lines_of_text),
        topics=tuple(found),
        suggested=draw(st.booleans()),
        key=draw(st.booleans()),
        updated=draw(st.none() | moments(zone)),
        sid=draw(lines_of_text),
        lines=draw(st.sampled_from(["", "8-19", "t1930", "1"])),
    )


@st.composite
def liveblogs(draw: st.DrawFn) -> LiveBlog:
    name = draw(st.sampled_from(ZONES))
    zone = load_zone(name)
    assert zone is not None
    found = sorted(draw(st.lists(updates(zone), max_size=4)), key=lambda update: update.at)
    names = draw(st.lists(anchors, unique=True, min_size=len(found), max_size=len(found)))
    sources = st.builds(Source, stated, optional, optional, optional, optional)
    return LiveBlog(
        id=draw(slugs),
        slug=draw(slugs),
        title=draw(stated),
        date=draw(st.dates()),
        zone=name,
        zone_source=draw(st.sampled_from(ZoneSource)),
        kicker=draw(optional),
        dateline=draw(optional),
        publisher=draw(optional),
        lang=draw(st.sampled_from(["", "en", "no", "pt-BR"])),
        draft=draw(st.booleans()),
        standfirst=draw(bodies),
        summary=tuple(draw(st.lists(stated, max_size=2))),
        updates=tuple(replace(update, anchor=anchor) for update, anchor in zip(found, names, strict=True)),
        pictures=tuple(draw(st.lists(st.builds(Picture, optional, optional, optional, optional), max_size=2))),
        sources=tuple(draw(st.lists(sources, max_size=2))),
        corrections=tuple(draw(st.lists(st.builds(Correction, st.dates(), stated, optional, optional), max_size=2))),
        aliases=tuple(draw(st.lists(stated, max_size=2))),
        rights=draw(st.builds(Rights, optional, optional, st.booleans(), optional)),
    )


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
    assert unshield(lines) in (body, closed(body, unshield(lines)))


stamps = st.datetimes().map(lambda at: at.replace(microsecond=0))
offsets = st.integers(-86399, 86399).map(lambda seconds: timedelta(seconds=seconds))
attributes = st.builds(
    Attributes,
    anchor=st.just("") | anchors,
    topics=st.lists(slugs, max_size=3).map(tuple),
    suggested=st.booleans(),
    key=st.booleans(),
    author=lines_of_text,
    updated=st.sampled_from(["", "2017-11-03T19:41:00+02:00"]),
    sid=lines_of_text,
    lines=lines_of_text,
)


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


keys = st.tuples(slugs, anchors)
fingerprints = st.lists(st.from_regex(r"[0-9a-f]{6}", fullmatch=True), max_size=8).map(tuple)


@given(st.dictionaries(keys, st.builds(Promise, st.sampled_from(State), fingerprints)))
def test_the_ledger_is_read_back_and_sorted(promises: Mapping[tuple[str, str], Promise]) -> None:
    text = write_ledger(promises)
    lines = text.splitlines()[1:]
    assert read_ledger(text) == (promises, ())
    assert [tuple(line.split(" ")[:2]) for line in lines] == sorted(promises)
    assert write_ledger(dict(reversed(list(promises.items())))) == text


@given(st.text(max_size=80))
def test_no_text_of_a_ledger_raises(text: str) -> None:
    promises, problems = read_ledger(text)
    assert len(promises) + len(problems) <= len(text.split("\n"))


def test_the_topics_of_these_laws_are_slugs() -> None:
    assert all(SLUG.fullmatch(topic) for topic in TOPICS)
