"""Live blogs of the BBC and the Guardian in the JSON of a research corpus on summaries (LiveBlogSum): labels are dropped.

Its texts are in small letters, with blanks around every mark: they stay so, since nobody can tell how they were written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.json_seeds import (
    glimpse,
    is_true,
    list_at,
    name_at,
    objects_at,
    read_json,
    text_at,
    texts_at,
)
from sitegen.importers.exports.moments import moment_of_epoch
from sitegen.importers.seed_notes import undated
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.text.wire_text import Section
from sitegen.importers.text.wire_times import find_date, stamp
from sitegen.importers.web.markup import Passage, passage_of_text
from sitegen.json_value import Json
from sitegen.patterns import Pattern
from sitegen.times import Clock, is_newest_first, load_zone, place_in_days, read_clock, read_date
from sitegen.words import words

_ZONE = "Europe/London"  # where both publishers sit: the clocks of the BBC are of it, those of the Guardian in UTC
_KEYS = frozenset({"blog_id", "documents", "summary", "title", "url"})
_URL_DATE = Pattern(
    r"(?<![0-9])((?:19|20)[0-9]{2})[/-]([0-9]{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-]([0-9]{1,2})(?![0-9])"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DIVIDED = Pattern(r"(?<!\s)(?:\s*[:|–—]\s+|\s+-\s+|\s*[()]\s*$|\s+\(\s*)")
_BEFORE_MARK = Pattern(r"(?<!\s)\s+([,.])")
_OBJECT_ID = Pattern(r"[a-z]+[_-]([0-9a-f]{8})[0-9a-f]{16}")  # it begins with the second in which it was made
_ENOUGH = 3  # ids that agree: the draft of one may be days old
_PUBLISHERS = {
    "theguardian.com": "The Guardian",
    "guardian.co.uk": "The Guardian",
    "bbc.com": "BBC",
    "bbc.co.uk": "BBC",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row that has words: *post*, whose instant is right if there is no *clock*; that has no date."""

    post: Post
    clock: time | None = None


def declines(seed: Seed) -> str:
    """Why *seed* is none of the corpus: its keys are ``blog_id``, ``title``, ``url``, ``summary`` and ``documents``."""
    seen = glimpse(seed)
    if not seen.opening:
        return "it is no JSON"
    top = ("*",) if seen.opening == "[" else ()
    keys = {path[-1] for path in seen.paths if path[:-1] == top}
    if seen.is_lines or "blog_id" not in keys or len(keys & _KEYS) < 3:
        return "it has no key blog_id with the others of the corpus"
    return ""


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blogs that *seed* holds, and its problems: an error among them where there is none."""
    value = read_json(seed)
    if isinstance(value, Problem):
        yield value
        return
    blogs: list[Json] = [*objects_at(value)] if isinstance(value, list) else [value]
    for blog in blogs or [None]:
        yield from _read_blog(seed, config, blog)


def _read_blog(seed: Seed, config: Config, blog: Json) -> Iterator[Found | Problem]:
    rows: list[Row] = []
    empty = 0
    for number, document in enumerate(list_at(blog, "documents"), 1):
        row = _row(document, f"documents/{number}")
        if row is None:
            yield undated(seed, f"documents/{number}")
        elif row.post.body.is_empty and not words(row.post.title):
            empty += 1
        else:
            rows.append(row)
    if empty:
        message = f"left out, as no part of the live blog: {empty} row{'s' * (empty > 1)} without a word"
        yield Problem(Location(seed.path), "left-out", message, "check the seed if it is", Severity.NOTE)
    zone = load_zone(seed.sidecar.zone) or load_zone(_ZONE) or ZoneInfo("UTC")
    posts, problems = _dated(seed, blog, rows, zone)
    yield from problems
    if posts or not rows:
        yield from found(seed, config, LIVEBLOGSUM.name, _story(blog, posts))


def _story(blog: Json, posts: Sequence[Post]) -> Story:
    url = text_at(blog, "url")
    host = url.partition("://")[2].partition("/")[0].removeprefix("www.")
    return Story(
        title=text_at(blog, "title"),
        posts=tuple(posts),
        publisher=next((name for end, name in _PUBLISHERS.items() if host == end or host.endswith(f".{end}")), ""),
        zone=_ZONE,
        url=url if url.startswith(("http://", "https://")) else "",
        lang="en",
        summary=tuple(" ".join(text.split()) for text in texts_at(blog, "summary")),
    )


def _row(document: Json, record: str) -> Row | None:
    """The row *document*; None where it has words, and a time that nobody can read."""
    post = Post(
        at=datetime(1970, 1, 1, tzinfo=UTC),
        body=_body(document),
        title=" ".join(text_at(document, "title").split()),
        author=", ".join(texts_at(document, "author")),
        key=is_true(document, "is_key_event"),
        sid=name_at(document, "block_id"),
        lines=record,
    )
    if post.body.is_empty and not words(post.title):
        return Row(post)
    if at := _moment(list_at(document, "time")):
        return Row(replace(post, at=at))
    text = text_at(document, "time")
    clock = read_clock(text) if text else None
    return Row(post, clock[0].time) if clock and clock[1] == len(text) else None


def _body(document: Json) -> Passage:
    return passage_of_text(" ".join(" ".join(texts_at(document, "text")).split()))


def _moment(parts: Sequence[Json]) -> datetime | None:
    """The instant of year, month, day, hour and minute, which are of UTC."""
    numbers = [part for part in parts if isinstance(part, int) and not isinstance(part, bool)]
    if not 5 <= len(numbers) == len(parts) <= 6:
        return None
    year, month, day, hour, minute, second, *_ = [*numbers, 0]
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _dated(seed: Seed, blog: Json, rows: Sequence[Row], zone: ZoneInfo) -> tuple[list[Post], list[Problem]]:
    """The posts of *rows* in their order, those of a clock alone counted from the day that is known; none without one."""
    clocks = [(number, row.clock) for number, row in enumerate(rows) if row.clock is not None]
    if not clocks:
        return [row.post for row in rows], []
    day = seed.sidecar.date or _stated_day(blog) or _day_of_ids(rows, zone)
    day, problems = find_date(seed.path, replace(seed.sidecar, date=day), None)
    if day is None:
        return [], problems
    sections = [
        Section(Location(seed.path, number + 1), f"{clock:%H:%M}", Clock(clock, half=False), ())
        for number, clock in clocks
    ]
    stamps, doubts = stamp(sections, day, zone)
    at = {one.section.where.line - 1: one.at for one in stamps}
    problems += [replace(doubt, where=Location(seed.path)) for doubt in doubts]
    if len(at) < len(clocks):
        return [], problems
    return [replace(row.post, at=at.get(number, row.post.at)) for number, row in enumerate(rows)], problems


def _stated_day(blog: Json) -> date | None:
    """The day that the address says, or the title, or a line of the summary that is nothing else than a date.

    In a title, it is set off ("snap election : 18 april 2017"): one in a sentence may be of anything.
    """
    if match := _URL_DATE.search(text_at(blog, "url").casefold()):
        month = _MONTHS.index(match[2]) + 1 if match[2] in _MONTHS else int(match[2])
        try:
            return date(int(match[1]), month, int(match[3]))
        except ValueError:
            return None
    parts = [part for part in _DIVIDED.compiled.split(text_at(blog, "title")) if words(part)]
    in_title = {day for part in parts if (day := _whole_date(part))}
    if in_title and not any(part.strip().isdigit() for part in parts):  # "15 - 18 april 2017" are several
        return in_title.pop() if len(in_title) == 1 else None
    return next((day for text in texts_at(blog, "summary") if (day := _whole_date(text))), None)


def _whole_date(text: str) -> date | None:
    """The day of *text* that is nothing else than a date, with blanks around its marks or not."""
    text = _BEFORE_MARK.sub(r"\1", text.strip())
    stated = read_date(text)
    if stated is None or stated.weekday not in (None, stated.date.weekday()) or words(text[stated.end :]):
        return None
    return stated.date


def _day_of_ids(rows: Sequence[Row], zone: ZoneInfo) -> date | None:
    """The day of the first row, where most of the seconds that ids hold agree about it with the clocks beside them."""
    clocks = [row.clock for row in rows if row.clock is not None]
    made = [_made(row.post.sid) for row in rows if row.clock is not None]
    newest_first = is_newest_first(clocks)
    days = place_in_days(clocks[::-1] if newest_first else clocks, date(2000, 1, 1))
    days = days[::-1] if newest_first else days
    told = 0
    firsts: Counter[date] = Counter()
    for clock, day, moment in zip(clocks, days, made, strict=True):
        if moment is not None:
            told += 1
            shown = _shown_after(clock, moment.astimezone(zone).replace(tzinfo=None))
            firsts[shown + (days[0] - day)] += 1
    first, count = next(iter(firsts.most_common(1)), (None, 0))
    return first if 2 * count > told and count >= _ENOUGH else None


def _shown_after(clock: time, made: datetime) -> date:
    """The day on which *clock* was shown first after an id was *made*: with its draft, minutes or hours before."""
    is_later = datetime.combine(made.date(), clock) >= made.replace(second=0)
    return made.date() if is_later else made.date() + timedelta(days=1)


def _made(sid: str) -> datetime | None:
    match = _OBJECT_ID.fullmatch(sid)
    made = moment_of_epoch(int(match[1], 16)) if match else None
    return made if made and made.year >= 2000 else None


LIVEBLOGSUM = Importer(
    "liveblogsum", "a live blog of the BBC or the Guardian in the JSON of a research corpus", declines, read
)
"""The importer of the corpus."""
