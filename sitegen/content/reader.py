"""Content files -> live blogs: front matter, standfirst, and updates at their instants."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sitegen.config import Config
from sitegen.content.bodies import unshield
from sitegen.content.corrections import check_corrections
from sitegen.content.front_matter import read_front_matter, split
from sitegen.content.headings import MARK, Heading, offset_text, read_heading, split_topics
from sitegen.content.sections import Section, cut
from sitegen.content.written import read_written
from sitegen.errors import Location, Problem, Severity
from sitegen.model import LiveBlog, Update
from sitegen.records.fields import GUESSES, nearest
from sitegen.zones import Repeated, Skipped, load_zone, localize, steady_offset

MOST_TOPICS = 100
"""How many topics an update may have: each of them has pages that list the update with links to all."""
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[-+][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
)


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A content file as read: its live blog, and for each update the line of its heading. Not to be used if it has errors.

    *lines* go with the updates of *liveblog*, which are in the order of instants. *texts* are the head of the file and each
    update as they stand there, as `imports_lock` digests them.
    """

    liveblog: LiveBlog
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]
    texts: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether some problem is an error."""
        return any(problem.is_error for problem in self.problems)


def loads(text: str, path: str, config: Config, vocabulary: Collection[str]) -> ContentFile:
    """The live blog that the content file *text* says; *vocabulary* are the slugs of all declared topics."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    problems: list[Problem] = []
    if written := read_written(text, config):
        blog, end = written
        below, first = text[end:], text.count("\n", 0, end) + 1
    else:
        matter, lines, first, faults = split(text, path)
        if faults:
            return ContentFile(_nothing(), (), faults)
        blog, problems = read_front_matter(matter, path, config)
        below = "\n".join(lines)
    parts = cut(below, first, path)
    problems += parts.problems
    updates = _updates(parts.sections, blog, path, problems)
    problems += _check_updates(updates, parts.sections, vocabulary, path)
    order = sorted(range(len(updates)), key=lambda position: updates[position].at)
    blog = replace(blog, standfirst=unshield(parts.standfirst), updates=tuple(updates[position] for position in order))
    problems += check_corrections(blog, text, path)
    written_as = (_head_text(text, parts.sections), *(_update_text(parts.sections[position]) for position in order))
    lines_of_headings = tuple(parts.sections[position].number for position in order)
    return ContentFile(blog, lines_of_headings, tuple(problems), written_as)


def _head_text(text: str, sections: Sequence[Section]) -> str:
    """All of *text* before its first update."""
    return text[: text.find(f"\n{sections[0].line}") + 1] if sections else text


def _update_text(section: Section) -> str:
    """The update of *section* as it stands in the file, without the blank lines after it."""
    return f"{section.line}\n{section.body}".rstrip("\n")


def _nothing() -> LiveBlog:
    return LiveBlog(id="", slug="", title="", date=date(1, 1, 1), zone="UTC")


def _updates(sections: Iterable[Section], blog: LiveBlog, path: str, problems: list[Problem]) -> list[Update]:
    """Each section's update, in the order of the file; a time that cannot be is a problem."""
    zone = load_zone(blog.zone) or ZoneInfo("UTC")
    updates: list[Update] = []
    before: datetime | None = None
    for section in sections:
        update = _written_update(section, zone) or _update(section, zone, blog.date, before, path, problems)
        before = update.at
        updates.append(update)
    return updates


def _written_update(section: Section, zone: ZoneInfo) -> Update | None:
    """The update of *section*, if its heading is as sitegen writes it and its clock was shown once for certain."""
    if isinstance(section.said, Heading):
        return None
    day, clock, title, anchor, topics, suggested, key, author, sid, lines = section.said.groups("")
    offset = _steady_offset(day, zone)
    if offset is None:
        return None
    at, body, carried = datetime.fromisoformat(f"{day}T{clock}{offset}"), unshield(section.body), split_topics(topics)
    # By place and not by name, which takes a fifth less for each of so many.
    return Update(at, body, anchor, title, author, carried, suggested != "", key != "", None, sid, lines)


@lru_cache(maxsize=4096)
def _steady_offset(day: str, zone: ZoneInfo) -> str | None:
    """The offset of `steady_offset`, as it stands in a text."""
    offset = steady_offset(date.fromisoformat(day), zone)
    return None if offset is None else offset_text(offset.utcoffset(None))


def _update(
    section: Section, zone: ZoneInfo, first: date, before: datetime | None, path: str, problems: list[Problem]
) -> Update:
    """The update of any *section* behind an update at *before*, or of the day *first* if it is the first one."""
    heading = _heading(section)
    day = before.date() if before else first
    said = _day(heading, day, before)
    if isinstance(said, Problem):
        problems.append(replace(said, where=_place_of_clock(section, path)))
        said = day
    at = _instant(said, heading, zone)
    if isinstance(at, Problem):
        problems.append(replace(at, where=_place_of_clock(section, path)))
        at = datetime.combine(said, heading.clock, UTC)
    attributes = heading.attributes
    return Update(
        at=at,
        body=unshield(section.body),
        anchor=attributes.anchor,
        title=heading.title,
        author=attributes.author,
        topics=attributes.topics,
        suggested=attributes.suggested,
        key=attributes.key,
        updated=_updated(attributes.updated, section, path, problems),
        sid=attributes.sid,
        lines=attributes.lines,
    )


def _heading(section: Section) -> Heading:
    said = section.said if isinstance(section.said, Heading) else read_heading(section.line)
    assert isinstance(said, Heading), "what sitegen writes as a heading is one"
    return said


def _place_of_clock(section: Section, path: str) -> Location:
    return Location(path, section.number, len(MARK) + 1, _clock_width(section.line))


def _clock_width(line: str) -> int:
    return max(1, len(re.split(r" —| \{", line[len(MARK) :], maxsplit=1)[0].rstrip()))


def _day(heading: Heading, day: date, before: datetime | None) -> date | Problem:
    """The civil day of *heading* after an update on *day*; a problem where it must be said."""
    match heading.day:
        case date() as said:
            return said
        case (month, number):
            year = day.year + (1 if (day.month, month) == (12, 1) else 0)
            try:
                return date(year, month, number)
            except ValueError:  # 29 February of a common year
                return _no_such_day(year, month, number)
        case _:
            if before is not None and heading.clock < before.time():
                return _clock_before(heading.clock, before.time())
            return day


def _no_such_day(year: int, month: int, number: int) -> Problem:
    message = f"{year:04} has no day {month:02}-{number:02}"
    return Problem(Location(""), "update-date", message, 'write the date with its year, like "## 2016-02-29 10:00"')


def _clock_before(clock: time, before: time) -> Problem:
    message = f"the clock {clock:%H:%M} is earlier than {before:%H:%M} of the update before"
    hint = 'write the date before the clock, like "## 2017-11-04 00:05"'
    return Problem(Location(""), "update-date", message, hint)


def _instant(day: date, heading: Heading, zone: ZoneInfo) -> datetime | Problem:
    if heading.offset is not None:
        return datetime.combine(day, heading.clock, heading.offset)
    match localize(day, heading.clock, zone):
        case Skipped():
            message = f"the clock {heading.clock:%H:%M} of {day} was skipped in {zone.key}: clocks went forward"
            return Problem(Location(""), "skipped-time", message, "write the clock that was on the wall, or an offset")
        case Repeated(earlier, later):
            offsets = [offset_text(moment.utcoffset() or timedelta(0)) for moment in (earlier, later)]
            message = f"the clock {heading.clock:%H:%M} of {day} was shown twice in {zone.key}: clocks went back"
            hint = f"write the offset after the clock: {offsets[0]} for the first time, {offsets[1]} for the second"
            return Problem(Location(""), "repeated-time", message, hint)
        case moment:
            return moment


def _updated(text: str, section: Section, path: str, problems: list[Problem]) -> datetime | None:
    if not text:
        return None
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # the digits are there and name no moment: said below, as for any other text
    where = _at(section, '[{ ]updated="([^"]*)"', path)
    message = f'"{text}" is not a moment'
    problems.append(Problem(where, "updated", message, 'write date, time and offset, like "2017-11-03T19:41:00+02:00"'))
    return None


def _check_updates(
    updates: Iterable[Update], sections: Iterable[Section], vocabulary: Collection[str], path: str
) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    known, unknown = frozenset(vocabulary), 0
    for update, section in zip(updates, sections, strict=True):
        anchor = update.anchor
        if anchor and anchor in lines:
            message = f"#{anchor} is the anchor of the update in line {lines[anchor]} too"
            where = _at(section, rf"[{{ ](#{anchor})(?=[ }}])", path)
            hint = "take the anchor off the newer of the two, and run sitegen pin"
            yield Problem(where, "duplicate-anchor", message, hint)
        elif anchor:
            lines[anchor] = section.number
        else:
            message = f"the update of {update.at:%H:%M} has no anchor yet, so its address is no promise"
            where = Location(path, section.number)
            yield Problem(where, "unpinned", message, "run sitegen pin to write it", Severity.WARNING)
        strange = [topic for topic in update.topics if topic not in known]
        places = _topics_at(section, path) if strange else {}
        if len(update.topics) > MOST_TOPICS:
            message = f"the update has {len(update.topics):,} topics, more than {MOST_TOPICS}"
            where = _at(section, r'[{ ]topics="([^"]*)"', path)
            yield Problem(where, "topics-many", message, "keep those that it is about: each lists it with all of them")
        for topic in strange:
            unknown += 1
            yield unknown_topic(
                topic, vocabulary if unknown <= GUESSES else (), places.get(topic, Location(path, section.number))
            )


def unknown_topic(topic: str, vocabulary: Collection[str], where: Location) -> Problem:
    """The error of a *topic* that stands at *where* and is none of *vocabulary*."""
    close = nearest(topic, vocabulary)
    hint = (
        f'write "{close}", or declare "{topic}" in site.yaml'
        if close
        else f'declare "{topic}" under topics: in site.yaml'
    )
    return Problem(where, "unknown-topic", f'"{topic}" is not a declared topic', hint)


def _topics_at(section: Section, path: str) -> dict[str, Location]:
    """The place of each topic that the heading's line names."""
    whole = _at(section, r'[{ ]topics="([^"]*)"', path)
    words = re.finditer(r"[^,\s]+", section.line[whole.column - 1 : whole.column - 1 + whole.width])
    return {
        word[0]: Location(path, section.number, whole.column + word.start(), word.end() - word.start())
        for word in words
    }


def _at(section: Section, pattern: str, path: str) -> Location:
    """The place of the group of *pattern* in the heading's line; its attributes come last."""
    found = list(re.finditer(pattern, section.line))[-1:]
    span = found[0].span(1) if found else (0, 1)
    return Location(path, section.number, span[0] + 1, span[1] - span[0])
