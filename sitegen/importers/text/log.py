"""Logs in Markdown: diaries, keynotes and incidents whose headings, list items or lines open with a clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.text.comments import without_comments
from sitegen.importers.text.day_lines import Day, are_newest_first, dates_of, stamp_days
from sitegen.importers.text.front_matter import (
    FrontMatter,
    Sort,
    author_of,
    first_of,
    head_of,
    is_page,
    sort_of,
    split_front_matter,
)
from sitegen.importers.text.front_zone import posted_in, with_front_matter
from sitegen.importers.text.log_lines import MARKDOWN_NAMES, are_marked
from sitegen.importers.text.log_text import Entry, LogText, read_log
from sitegen.importers.text.markdown import html_of_markdown
from sitegen.importers.text.plain_text import decode
from sitegen.importers.text.wire_times import Place, Stamp, find_date, find_zone, zone_of_clocks
from sitegen.importers.web.markup import Passage, joined, passage_of_html, passage_of_text
from sitegen.model import ZoneSource
from sitegen.patterns import Pattern
from sitegen.words import words
from sitegen.zones import ZONE_SHORT, zone_of_word

_NOTICE = Pattern(r"<Update\s|\{\{[<%]\s{0,3}track\b")
# "## Timeline (UTC)", "| Time (CET) |"
_ZONE = Pattern(
    rf"^[^\n]{{0,60}}\btime[^\n]{{0,40}}?[(\[](?:(?:all )?times? )?(?:are |in )?({ZONE_SHORT})[)\]]",
    re.MULTILINE | re.IGNORECASE,
)
_DATES = ("date", "pubdate", "published", "publishdate", "post_date", "created")
_MARKS = Pattern(r"[*_`\[\]<>&\\#|~]|^[ \t]*(?:[-+=]|[0-9]{1,9}[.)]|\t| {4})| {2}$")
_DEFINITION = Pattern(r"^ {0,3}\[([^\[\]]{1,200})\]:[ \t]*\S.*$")
_LABEL = Pattern(r"\[([^\[\]]{1,200})\]")


def declines(seed: Seed) -> str:
    """Why *seed* is no log in Markdown: one has front matter, or is named so and has a clock that marks set off."""
    sort = sort_of(seed)
    if sort is not None:
        return "" if sort is Sort.LOG else f"it is {sort.value}"
    if PurePosixPath(seed.path).suffix.casefold() not in MARKDOWN_NAMES:
        return "it has no front matter and no name of Markdown"
    head = head_of(seed)
    if is_page(head) or _NOTICE.search(head):
        return "it is no plain Markdown"
    return "" if are_marked(head) else "no clock near its top is set off by marks of Markdown"


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blog that *seed* holds, and its problems: an error among them where there is no live blog."""
    text = decode(seed.data, seed.sidecar.encoding, seed.path)
    if isinstance(text, Problem):
        yield text
        return
    text = text.removeprefix("\ufeff")
    if not text.strip():
        yield _error(seed, 0, "empty-seed", "the seed is empty", "remove it from seeds/, or put the text into it")
        return
    front = split_front_matter(text, seed.path)
    if isinstance(front, Problem):
        yield front
        return
    front = front or FrontMatter({}, text, 1)
    yield from front.problems
    body, notes = without_comments(front.body, seed.path, front.line)
    yield from notes
    front = replace(front, body=body)
    title = first_of(front, "title", "headline", "post_title")
    log = read_log(front.body, seed.path, front.line, has_title=bool(title or seed.sidecar.title))
    yield from log.problems
    if not log.entries:
        message = "no line of the seed is the clock of an update"
        hint = 'check that it is a live blog; an update opens with its time, like "### 19:30" or "- 19:30: text"'
        yield _error(seed, front.line, "no-clock", message, hint)
        return
    yield from _read_parts(seed, config, front, log, title)


def _error(seed: Seed, line: int, code: str, message: str, hint: str) -> Problem:
    return Problem(Location(seed.path, line), code, message, hint)


def _read_parts(seed: Seed, config: Config, front: FrontMatter, log: LogText, title: str) -> Iterator[Found | Problem]:
    place, unread = _place(seed, config, front, log)
    yield from unread
    base = seed.sidecar.date or posted_in(place, front, _DATES)[0]
    day, problems = find_date(
        seed.path,
        replace(seed.sidecar, date=base),
        None,
        None,
        (title, log.title, log.opening.strip().partition("\n\n")[0]),
    )
    newest_first = are_newest_first(log.days, day, habit=False)
    dates = [stated for stated in dates_of(log.days, day, newest_first=newest_first) if stated is not None]
    if len(dates) < len(log.days) or any(problem.code != "undated-seed" for problem in problems):
        yield from problems
        return
    stamps, doubts = stamp_days(log.days, dates, place.zone, newest_first=newest_first)
    yield from doubts
    yield from _weekdays(seed, log.days, dates)
    if stamps:
        prose = Prose.of(front.body, _address(front))
        yield from found(seed, config, LOG.name, _story(front, log, title, place, stamps, prose))


def _weekdays(seed: Seed, days: Sequence[Day], dates: Sequence[object]) -> Iterator[Problem]:
    """Warnings of days of the week that do not belong to the dates beside them."""
    for day in days:
        line = day.line
        if line is not None and line.date is not None and line.weekday not in (None, line.date.weekday()):
            message = f"a line above says another day of the week: {line.date} was a {line.date:%A}"
            yield Problem(
                day.sections[0].where, "weekday-differs", message, "check the date of the seed", Severity.WARNING
            )


def _place(seed: Seed, config: Config, front: FrontMatter, log: LogText) -> tuple[Place, list[Problem]]:
    """The zone: of a sidecar, a note, else the one that all clocks name, a heading in brackets, or front matter."""
    place = find_zone(seed.path, seed.sidecar, (log.opening, log.closing), seed.sidecar.dateline, config)
    place = zone_of_clocks(place, (entry.section.clock for entry in log.entries))
    said = _ZONE.search("\n".join((*log.labels, log.opening))) if place.source is ZoneSource.ASSUMED else None
    name = zone_of_word(said[1]) if said else None
    place = find_zone(seed.path, replace(seed.sidecar, zone=name), (), "", config) if name else place
    return with_front_matter(place, front, _DATES, (log.opening, log.closing), seed.path, config)


def _address(front: FrontMatter) -> str:
    address = first_of(front, "canonical_url", "url", "link", "permalink")
    return address if address.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Prose:
    """What the Markdown of a seed needs to be read in pieces: its link reference definitions, and its own address."""

    definitions: Mapping[str, str]
    address: str

    @staticmethod
    def of(body: str, address: str) -> Prose:
        """That of *body*, a page at *address*."""
        found: dict[str, str] = {}
        for line in body.split("\n"):
            if match := _DEFINITION.match(line):
                found.setdefault(_folded(match[1]), line.strip())
        return Prose(found, address)

    def passage(self, markdown: str) -> Passage:
        """*markdown*, with the definitions that it refers to."""
        if not any(_MARKS.search(line) for line in markdown.split("\n")):
            return passage_of_text(markdown.strip("\n"))
        labels = dict.fromkeys(_folded(match[1]) for match in _LABEL.finditer(markdown)) if self.definitions else {}
        used = [self.definitions[label] for label in labels if label in self.definitions]
        try:
            html = html_of_markdown("\n".join((markdown, "", *used)))
            return passage_of_html(html.replace(' alt=""', ""), self.address)  # of a picture nobody described: no words
        except ValueError:  # nested too deep: a text full of marks is better than none
            return passage_of_text(markdown)


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _story(front: FrontMatter, log: LogText, title: str, place: Place, stamps: Iterable[Stamp], prose: Prose) -> Story:
    moments = {stamp.section.where.line: stamp.at for stamp in stamps}
    author = author_of(front)
    posts = tuple(
        Post(
            at=moments[entry.section.where.line],
            body=prose.passage(entry.body),
            title=_title(entry, prose),
            author=author,
            lines=entry.lines,
        )
        for entry in log.entries
    )
    parts = [prose.passage(part) for part in (log.opening, log.closing) if part.strip()]
    excerpt = first_of(front, "subtitle", "description", "excerpt", "summary")
    if excerpt and words(excerpt) != words(title) and excerpt not in " ".join(front.body.split()):
        parts.insert(0, passage_of_text(excerpt))
    opening = joined(parts)
    return Story(
        title=title or prose.passage(log.title).seen,
        posts=posts,
        opening=opening,
        lang=first_of(front, "lang", "language"),
        zone=place.name if place.source is ZoneSource.STATED else "",
        url=prose.address,
    )


def _title(entry: Entry, prose: Prose) -> str:
    return prose.passage(entry.title).seen if entry.title else ""


LOG = Importer("log", "Markdown whose headings, list items or lines open with a clock", declines, read)
"""The importer of logs in Markdown."""
