"""The laws of the quick ways of reading: whatever they take, they take as the slow ways do, and they take most of it."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import AWKWARD, BODY_LINES, TOPICS, ZONES, attributes, lines_of_text, liveblogs, stamps

from sitegen.config import Config
from sitegen.content import reader
from sitegen.content.front_matter import read_front_matter, split
from sitegen.content.headings import Heading, heading_text, read_heading
from sitegen.content.reader import ContentFile, loads
from sitegen.content.sections import Section, cut, cut_by_lines
from sitegen.content.writer import dumps
from sitegen.content.written import HEADING, read_written
from sitegen.zones import load_zone, localize, steady_offset

PATH = "content/x.md"
CONFIG = Config(title="A site", zone="Asia/Beirut")
SCRAPS = [
    *AWKWARD,
    *("\n", "\r", "\t", "  ", "\\", '\\"', "\\u0041", "\x85", "\u2028", "\x00", "---", " #", ": ", "- ", "'", "''"),
    *("true", "null", "~", "## ", "\n## 19:30\n", "{#", "}", " {", " — ", '"', '""', "\n\n", "id: x\n", "lang: en\n"),
    *("2017-02-29", "0000-01-01", "2016-02-29", "24:00", "12:60", "latest", "key", "+02:00", "p.m.", "EST", "Uhr"),
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """What `dumps` writes, with a few characters of it taken out or others put in, or two lines changed about."""
    text = draw(liveblogs().map(dumps))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.sampled_from([0, 0, 1, 2, 9]))
        text = text[:start] + draw(st.sampled_from(SCRAPS) | st.just("")) + text[end:]
    if draw(st.integers(0, 3)) == 0:
        lines = text.split("\n")
        one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        lines[one], lines[other] = lines[other], lines[one]
        text = "\n".join(lines)
    return text


def slowly(text: str) -> ContentFile:
    with patch.multiple(reader, read_written=lambda text, config: None, cut=cut_by_lines):
        return loads(text, PATH, CONFIG, TOPICS)


def assert_same(text: str) -> None:
    quick, slow = loads(text, PATH, CONFIG, TOPICS), slowly(text)
    assert quick == slow
    assert [update.at.utcoffset() for update in quick.liveblog.updates] == [
        update.at.utcoffset() for update in slow.liveblog.updates
    ]


@given(texts())
def test_a_file_is_read_quickly_as_it_is_read_slowly(text: str) -> None:
    assert_same(text)


@given(texts())
def test_front_matter_that_is_read_quickly_has_the_values_of_its_yaml(text: str) -> None:
    if written := read_written(text, CONFIG):
        blog, end = written
        matter, lines, first, faults = split(text, PATH)
        assert faults == ()
        assert (blog, []) == read_front_matter(matter, PATH, CONFIG)
        assert (text[end:], text[:end].count("\n") + 1) == ("\n".join(lines), first)


def read_match(section: Section) -> Section:
    """*section* with its heading read by the grammar."""
    said = section.said if isinstance(section.said, Heading) else read_heading(section.line)
    assert isinstance(said, Heading)
    return Section(section.number, section.line, said, section.body)


@given(st.lists(st.sampled_from(BODY_LINES) | lines_of_text).map("\n".join))
@example("## 2017-11-03 19:30\n## 2017-11-03 19:31 {#a}")
@example("x\n## 2017-02-29 10:00\n\n## 10:00 {#a} \n## 2017-11-03 19:30 — a \\{ {#a}\n")
def test_text_is_cut_at_its_headings_as_line_by_line(text: str) -> None:
    quick, slow = cut(text, 7, PATH), cut_by_lines(text, 7, PATH)
    assert tuple(map(read_match, quick.sections)) == tuple(map(read_match, slow.sections))
    assert (quick.standfirst, quick.problems) == (slow.standfirst, slow.problems)


headings = st.builds(heading_text, stamps, st.just(""), lines_of_text | st.sampled_from(SCRAPS), attributes)


@given(headings | st.tuples(headings, st.sampled_from(SCRAPS), st.integers(3, 60)).map(lambda t: t[0][: t[2]] + t[1]))
def test_a_heading_that_is_known_at_a_glance_says_what_the_grammar_reads(line: str) -> None:
    found = HEADING.fullmatch(line)
    if found is None:
        return
    day, clock, title, anchor, topics, suggested, key, author, sid, lines = found.groups("")
    said = read_heading(line)
    assert isinstance(said, Heading)
    assert said.offset is None
    assert (said.day, said.clock, said.title) == (date.fromisoformat(day), time.fromisoformat(clock), title)
    rest = said.attributes
    assert (rest.anchor, rest.suggested, rest.key) == (anchor, bool(suggested), bool(key))
    assert (rest.author, rest.sid, rest.lines, rest.updated) == (author, sid, lines, "")
    assert rest.topics == tuple(filter(None, re.split("[, ]+", topics)))


@given(st.sampled_from(ZONES), st.dates() | st.sampled_from([date.min, date.max, date(2017, 11, 5), date(2018, 3, 25)]))
@example("Pacific/Apia", date(2011, 12, 30))
@example("Africa/Monrovia", date(1972, 1, 7))
@example("Europe/Dublin", date(1916, 5, 21))
def test_a_day_without_a_change_of_clocks_has_one_offset(name: str, day: date) -> None:
    zone = load_zone(name)
    assert zone is not None
    offset = steady_offset(day, zone)
    clocks = [time(hour, minute, second) for hour in range(24) for minute, second in ((0, 0), (30, 0), (59, 59))]
    found = [localize(day, clock, zone) for clock in clocks]
    offsets = {at.utcoffset() if isinstance(at, datetime) else None for at in found}
    assert offset is None or offsets == {offset.utcoffset(None)}
    assert offset is not None or None in offsets or len(offsets) > 1 or day in (date.min, date.max)


@pytest.mark.parametrize("name", ["title", "summary"])
def test_front_matter_longer_than_its_limits_is_left_to_yaml(name: str) -> None:
    rows = {"title": f'title: "{"x" * 70_000}"', "summary": "title: X"}[name]
    many = "summary:\n" + "  - one\n" * 10_000 if name == "summary" else ""
    text = f"---\nid: x\n{rows}\nslug: x\ndate: 2017-11-03\n{many}---\n"
    assert read_written(text, CONFIG) is None
    assert_same(text)


def test_what_the_writer_writes_is_read_quickly() -> None:
    text = (
        '---\nid: "2017-11-03-x"\ntitle: "Iraq: \\"free\\" (again)"\nslug: x\ndate: 2017-11-03\nzone: Asia/Beirut\n'
        'zone_source: dateline\nsources:\n  - {seed: "seeds/x.txt", sha256: "5f0c", importer: "wire"}\n---\n\n'
        '## 2017-11-03 10:00 — A title {#t1000 topics="qaim, iraq" suggested key author="A" sid="1" lines="8-19"}\n'
    )
    written = read_written(text, CONFIG)
    assert written is not None
    assert written[0].title == 'Iraq: "free" (again)'
    [section] = cut(text[written[1] :], 13, PATH).sections
    assert isinstance(section.said, re.Match)
    assert_same(text)
