"""Content files -> live blogs: front matter, standfirst, and updates at their instants."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sitegen.config import Config
from sitegen.content.bodies import FenceWatch, unshield
from sitegen.content.front_matter import read_front_matter, split
from sitegen.content.headings import MARK, Heading, HeadingFault, Lookalike, offset_text, read_heading
from sitegen.errors import Location, Problem, Severity
from sitegen.model import LiveBlog, Update
from sitegen.records.fields import nearest
from sitegen.zones import Repeated, Skipped, load_zone, localize

_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[-+][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
)


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A content file as read: its live blog, and for each update the line of its heading. Not to be used if it has errors.

    *lines* go with the updates of *liveblog*, which are in the order of instants.
    """

    liveblog: LiveBlog
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        """Whether some problem is an error."""
        return any(problem.is_error for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Section:
    """One update heading with the lines below it. *number* is the line of the heading."""

    number: int
    line: str
    heading: Heading
    body: list[str]


def loads(text: str, path: str, config: Config, vocabulary: Collection[str]) -> ContentFile:
    """The live blog that the content file *text* says; *vocabulary* are the slugs of all declared topics."""
    text = text.replace("\r\n", "\n")
    matter, lines, first, faults = split(text, path)
    if faults:
        return ContentFile(_nothing(), (), faults)
    blog, problems = read_front_matter(matter, path, config)
    standfirst, sections, found = _sections(lines, first, path)
    problems += found
    placed = _updates(sections, blog, path, problems)
    problems += _check_updates(sections, vocabulary, path)
    order = sorted(range(len(placed)), key=lambda position: placed[position][0].at)
    blog = replace(blog, standfirst=standfirst, updates=tuple(placed[position][0] for position in order))
    return ContentFile(blog, tuple(placed[position][1] for position in order), tuple(problems))


def _nothing() -> LiveBlog:
    return LiveBlog(id="", slug="", title="", date=date(1, 1, 1), zone="UTC")


def _sections(lines: list[str], first: int, path: str) -> tuple[str, list[_Section], list[Problem]]:
    """The standfirst, the sections, and the lines that were meant as headings and are none."""
    watch, problems = FenceWatch(), []
    standfirst: list[str] = []
    sections: list[_Section] = []
    for number, line in enumerate(lines, first):
        read = None if watch.is_inside(line) or not line.startswith(MARK) else read_heading(line)
        match read:
            case Heading():
                sections.append(_Section(number, line, read, []))
                continue
            case HeadingFault(code, message, hint, column, width):
                problems.append(Problem(Location(path, number, column, width), code, message, hint))
            case Lookalike(column, repair):
                problems.append(_lookalike(Location(path, number, column), line, repair))
            case None:
                pass
        (sections[-1].body if sections else standfirst).append(line)
    if watch.opened:
        where = Location(path, first + watch.opened - 1, 1, 3)
        message = "the code fence that opens here has no end, and hides every update below it"
        problems.append(Problem(where, "unclosed-code-fence", message, "close it with a line of the same marks"))
    return unshield(standfirst), sections, problems


def _lookalike(where: Location, line: str, repair: str) -> Problem:
    message = f'"{line[len(MARK) :].strip()}" begins with a clock but opens no update'
    hint = 'write " — " between the clock and a title, or leave it as the heading that it is'
    hint = f'write "{repair}"' if repair else hint
    return Problem(where, "heading-lookalike", message, hint, Severity.WARNING)


def _updates(sections: list[_Section], blog: LiveBlog, path: str, problems: list[Problem]) -> list[tuple[Update, int]]:
    """Each section's update, with its line, in the order of the file; a time that cannot be is a problem."""
    zone = load_zone(blog.zone) or ZoneInfo("UTC")
    updates = []
    day, before = blog.date, None
    for section in sections:
        where = Location(path, section.number, len(MARK) + 1, _clock_width(section.line))
        said = _day(section.heading, day, before)
        if isinstance(said, Problem):
            problems.append(replace(said, where=where))
            said = day
        at = _instant(said, section.heading, zone)
        if isinstance(at, Problem):
            problems.append(replace(at, where=where))
            at = datetime.combine(said, section.heading.clock, UTC)
        day, before = said, datetime.combine(said, section.heading.clock)
        updates.append((_update(section, at, path, problems), section.number))
    return updates


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


def _update(section: _Section, at: datetime, path: str, problems: list[Problem]) -> Update:
    said = section.heading.attributes
    return Update(
        at=at,
        body=unshield(section.body),
        anchor=said.anchor,
        title=section.heading.title,
        author=said.author,
        topics=said.topics,
        suggested=said.suggested,
        key=said.key,
        updated=_updated(said.updated, _at(section, '[{ ]updated="([^"]*)"', path), problems),
        sid=said.sid,
        lines=said.lines,
    )


def _updated(text: str, where: Location, problems: list[Problem]) -> datetime | None:
    if not text:
        return None
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # the digits are there and name no moment: said below, as for any other text
    message = f'"{text}" is not a moment'
    problems.append(Problem(where, "updated", message, 'write date, time and offset, like "2017-11-03T19:41:00+02:00"'))
    return None


def _check_updates(sections: list[_Section], vocabulary: Collection[str], path: str) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    for section in sections:
        said = section.heading.attributes
        if said.anchor and said.anchor in lines:
            message = f"#{said.anchor} is the anchor of the update in line {lines[said.anchor]} too"
            where = _at(section, rf"[{{ ](#{said.anchor})(?=[ }}])", path)
            hint = "take the anchor off the newer of the two, and run sitegen pin"
            yield Problem(where, "duplicate-anchor", message, hint)
        elif said.anchor:
            lines[said.anchor] = section.number
        else:
            message = f"the update of {section.heading.clock:%H:%M} has no anchor yet, so its address is no promise"
            where = Location(path, section.number)
            yield Problem(where, "unpinned", message, "run sitegen pin to write it", Severity.WARNING)
        for topic in said.topics:
            if topic not in vocabulary:
                yield _unknown_topic(
                    topic, vocabulary, _at(section, rf'[{{ ]topics="(?:[^"]*[, ])?({re.escape(topic)})(?=[, "])', path)
                )


def _unknown_topic(topic: str, vocabulary: Collection[str], where: Location) -> Problem:
    close = nearest(topic, vocabulary)
    hint = (
        f'write "{close}", or declare "{topic}" in site.yaml'
        if close
        else f'declare "{topic}" under topics: in site.yaml'
    )
    return Problem(where, "unknown-topic", f'"{topic}" is not a declared topic', hint)


def _at(section: _Section, pattern: str, path: str) -> Location:
    """The place of the group of *pattern* in the heading's line; its attributes come last."""
    found = list(re.finditer(pattern, section.line))[-1:]
    span = found[0].span(1) if found else (0, 1)
    return Location(path, section.number, span[0] + 1, span[1] - span[0])
