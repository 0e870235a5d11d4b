"""The laws of the quick ways of reading: whatever they take, they take as the slow ways do, and they take most of it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, time
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import AWKWARD, BODY_LINES, TOPICS, ZONES, attributes, lines_of_text, liveblogs, stamps, switches

from sitegen.config import Config
from sitegen.content import reader
from sitegen.content.bodies import tidy
from sitegen.content.front_matter import read_front_matter, split
from sitegen.content.headings import Heading, heading_text, read_heading
from sitegen.content.ledger import fingerprint
from sitegen.content.reader import ContentFile, loads
from sitegen.content.sections import Section, cut, cut_by_lines
from sitegen.content.writer import dumps
from sitegen.content.written import HEADING, read_written
from sitegen.digests import digest
from sitegen.model import Correction, CorrectionKind, LiveBlog, Picture, Rights, Source
from sitegen.words import words
from sitegen.zones import load_zone, localize, steady_offset

PATH = "content/x.md"
CONFIG = Config(title="A site", zone="Asia/Beirut")
SCRAPS = [
    *AWKWARD,
    *("\n", "\r", "\t", "  ", "\\", '\\"', "\\u0041", "\x85", "\u2028", "\x00", "---", " #", ": ", "- ", "'", "''"),
    *("true", "null", "~", "## ", "\n## 19:30\n", "{#", "}", " {", " — ", '"', '""', "\n\n", "id: x\n", "lang: en\n"),
    *("2017-02-29", "0000-01-01", "2016-02-29", "24:00", "12:60", "latest", "key", "+02:00", "p.m.", "EST", "Uhr"),
]


tame = st.sampled_from(
    ["The Latest", '"Free"', "Iraq’s army (and its foes)", 'X: "a" \\ b', "NO", "19:30", "é\xa0x", "a, b: c #d"]
)
pictures = st.lists(st.builds(Picture, tame, tame, st.just("") | tame, st.just("")), max_size=2).map(tuple)
sources = st.lists(st.builds(Source, tame, st.just("5f0c"), tame), max_size=2).map(tuple)
corrections = st.lists(
    st.builds(Correction, st.dates(), tame, st.just(""), st.sampled_from(CorrectionKind)), max_size=2
).map(tuple)


@st.composite
def tame_liveblogs(draw: st.DrawFn) -> LiveBlog:
    """Live blogs whose front matter is as that of almost all files."""
    return replace(
        draw(liveblogs()),
        title=draw(tame),
        kicker=draw(st.just("") | tame),
        dateline=draw(st.just("") | tame),
        publisher=draw(tame),
        summary=tuple(draw(st.lists(tame, max_size=2))),
        pictures=draw(pictures),
        sources=draw(sources),
        corrections=draw(corrections),
        rights=draw(st.builds(Rights, tame, st.just(""), switches, st.just(""), switches)),
    )


@st.composite
def texts(draw: st.DrawFn) -> str:
    """What `dumps` writes, with a few characters of it taken out or others put in, or two lines changed about."""
    text = draw((tame_liveblogs() | liveblogs()).map(dumps))
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3]))):
        start = draw(st.integers(0, len(text)) | st.integers(0, min(len(text), 300)))
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


@given(tame_liveblogs())
def test_what_the_writer_writes_is_read_quickly(liveblog: LiveBlog) -> None:
    text = dumps(liveblog)
    written = read_written(text, CONFIG)
    assert written is not None
    assert written[0] == replace(liveblog, standfirst="", updates=())


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


@pytest.mark.parametrize("matter", [f'title: "{"x" * 70_000}"\nslug: x\n', "title: X\nslug: y\n", "title: X\n"])
def test_where_the_front_matter_ends_is_told(matter: str) -> None:
    text = f"---\nid: x\n{matter}date: 2017-11-03\n---\n\n## 2017-11-03 25:00\n"
    assert (read_written(text, CONFIG) is None) == ("slug: y" not in matter)
    assert_same(text)


def test_the_headings_that_the_writer_writes_are_known_at_a_glance() -> None:
    text = """\
## 2017-11-03 10:00 — A title: “x” {#t1000 topics="qaim, iraq" suggested key author="A" sid="1" lines="8-19"}

Body.

## 2017-12-31 23:59:59 {#t1231-2359}
## 2017-11-30 10:00
"""
    sections = cut(text, 5, PATH).sections
    assert [(section.number, type(section.said)) for section in sections] == [(n, re.Match) for n in (5, 9, 10)]


def test_a_file_that_the_writer_wrote_is_read_without_yaml() -> None:
    text = "---\nid: x\ntitle: X\nslug: x\ndate: 2017-11-03\n---\n\n## 2017-11-03 10:00 {#a}\n\nBody.\n"
    code = (
        "import sys\nfrom sitegen.config import Config\nfrom sitegen.content.reader import loads\n"
        f"loads({text!r}, 'content/x.md', Config(title='A'), ())\n"
        "sys.exit('yaml' in sys.modules or 'difflib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text(st.sampled_from("\n\n \t\ra\xa0\x0b#")))
def test_a_tidy_body_has_no_blank_line_around_it(body: str) -> None:
    lines = re.split("\r\n|\r|\n", body)
    full = [place for place, line in enumerate(lines) if line.strip(" \t")]
    assert tidy(body) == "\n".join(lines[full[0] : full[-1] + 1] if full else [])


@given(st.text() | st.lists(st.sampled_from(["a", "Tu-22M", "—", "…", "b_c", " ", "\n", "\xa0", "ß"])).map(" ".join))
def test_a_fingerprint_has_the_digests_of_the_first_eight_words(text: str) -> None:
    assert fingerprint(text) == tuple(digest(word.casefold())[:6] for word in words(text)[:8])
