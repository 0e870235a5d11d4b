"""Live blogs as posts of a static site: front matter, and a body that is HTML, Markdown or wire text with clocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.text.comments import start_of_comments
from sitegen.importers.text.day_lines import are_newest_first, dates_of, stamp_days
from sitegen.importers.text.front_matter import (
    FrontMatter,
    Sort,
    author_of,
    first_of,
    sort_of,
    split_front_matter,
)
from sitegen.importers.text.front_zone import posted_in, with_front_matter
from sitegen.importers.text.plain_text import decode
from sitegen.importers.text.post_body import Body, body_of, index_of, parts_of
from sitegen.importers.text.posting_day import Posting, day_of
from sitegen.importers.text.wire_header import read_caption, read_header, split_dateline
from sitegen.importers.text.wire_text import Paragraph
from sitegen.importers.text.wire_times import Place, Stamp, check_weekdays, find_date, find_zone, note_out_of_season
from sitegen.importers.web.flow import Part, without_start
from sitegen.importers.web.loose_text import language_of, passage_of, without_excerpt
from sitegen.importers.web.markup import Passage, joined, passage_of_html, passage_of_text
from sitegen.model import Picture, ZoneSource
from sitegen.times import date_in_name
from sitegen.words import words

_TITLES = ("post_title", "title", "headline", "original_title")
_DATES = ("post_date", "date", "published", "published_at", "publishdate", "pubdate", "created")
_EXCERPTS = ("post_excerpt", "subtitle", "excerpt", "description", "summary")
_URLS = ("permalink", "canonical_url", "canonical", "url", "link", "original_link", "source_url")


def declines(seed: Seed) -> str:
    """Why *seed* is no post with a page or wire text in it."""
    sort = sort_of(seed)
    if sort is None:
        return "it has no front matter"
    return "" if sort is Sort.PAGE else f"behind its front matter is {sort.value}"


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blog that *seed* holds, and its problems."""
    text = decode(seed.data, seed.sidecar.encoding, seed.path)
    if isinstance(text, Problem):
        yield text
        return
    front = split_front_matter(text, seed.path) or FrontMatter({}, text, 1)
    if isinstance(front, Problem):
        yield front
        return
    yield from front.problems
    try:
        parts = parts_of(front.body)
    except ValueError as error:
        hint = "take the live blog out of them in a copy of the seed"
        yield Problem(Location(seed.path, front.line), "too-deep", str(error), hint)
        return
    end = start_of_comments([part.seen for part in parts])
    if end < len(parts):
        message = f"the comments of readers, the last {len(parts) - end} parts of the post, are left out"
        hint = "check the seed if they are no comments"
        yield Problem(Location(seed.path, front.line), "left-out", message, hint, Severity.NOTE)
    yield from _read_body(seed, config, front, body_of(front, seed.path, parts[:end]))


def _read_body(seed: Seed, config: Config, front: FrontMatter, body: Body) -> Iterator[Found | Problem]:
    yield from body.problems
    if body.left:
        told = ", ".join(f'"{text}"' for text in dict.fromkeys(body.left))
        message = f"left out, as no part of the live blog: {told}"
        yield Problem(Location(seed.path, front.line), "left-out", message, "check the seed if it is", Severity.NOTE)
    if not body.stretches:
        hint = 'check that it is a live blog; an update opens with its time in a paragraph of its own, like "7:30 p.m."'
        message = "no paragraph of the seed is the clock of an update"
        yield Problem(Location(seed.path, front.line), "no-clock", message, hint)
        return
    header, dateline, publisher, pictures = _read_header(body.header)
    said = [part.seen for part in (*body.header, *body.closing)]
    place = find_zone(seed.path, seed.sidecar, said, seed.sidecar.dateline or dateline, config)
    place, unread = with_front_matter(place, front, _DATES, said, seed.path, config)
    yield from unread
    stamps, problems = _stamps(seed, front, body, place)
    yield from problems
    if not stamps:
        return
    story = Story(
        title=_title(front, body.header),
        posts=tuple(_posts(front, body, stamps)),
        dateline=dateline,
        publisher=publisher,
        lang=language_of(first_of(front, "lang", "language", "locale")),
        zone=place.name if place.source is ZoneSource.STATED and not seed.sidecar.zone else "",
        url=_url(front),
        pictures=pictures,
    )
    story = replace(story, opening=_opening(front, story, header, body.closing))
    for item in found(seed, config, JEKYLL.name, story):
        if isinstance(item, Found) and _is_draft(front):
            message, hint = "its front matter says that it was not published: it is a draft", "remove `draft` if it was"
            yield Problem(Location(seed.path, 1), "not-published", message, hint, Severity.NOTE)
            yield replace(item, liveblog=replace(item.liveblog, draft=True))
        else:
            yield item


def _is_draft(front: FrontMatter) -> bool:
    """Whether *front* says that the post was never published."""
    said = {key: first_of(front, key).casefold() for key in ("published", "draft", "status", "post_status")}
    return (
        said["published"] in ("false", "no")
        or said["draft"] in ("true", "yes")
        or not {said["status"], said["post_status"]}.isdisjoint(("draft", "pending", "private", "trash"))
    )


def _title(front: FrontMatter, header: Sequence[Part]) -> str:
    """The headline: of the front matter, else the first heading of the page."""
    heading = next((part.seen for part in header if part.html.startswith("<h")), "")
    return " ".join(_said(first_of(front, *_TITLES)).seen.split()) or heading


def _said(text: str) -> Passage:
    """*text* of front matter, plain or HTML."""
    try:
        return passage_of(text)
    except ValueError:  # a field full of tags is none of a person: they stay as they are
        return passage_of_text(text)


def _url(front: FrontMatter) -> str:
    return next((url for key in _URLS if (url := first_of(front, key)).startswith(("http://", "https://"))), "")


def _read_header(parts: Iterable[Part]) -> tuple[list[Part], str, str, tuple[Picture, ...]]:
    """What of *parts* is text, the place and the agency of their dateline, and the pictures whose captions they are."""
    kept: list[Part] = []
    pictures: list[Picture] = []
    dateline = publisher = ""
    for part in parts:
        place, agency, end = split_dateline(part.seen) if part.opens and not dateline else ("", "", 0)
        if end:
            dateline, publisher = place, agency
            kept.append(Part(without_start(part, end), part.seen[end:]))
        elif part.opens and (picture := read_caption(part.seen)):
            pictures.append(picture)
        else:
            kept.append(part)
    return kept, dateline, publisher, tuple(pictures)


def _opening(front: FrontMatter, story: Story, header: Sequence[Part], closing: Sequence[Part]) -> Passage:
    """What stands before the first update and after the last, without the headline that a page says again."""
    said = words(story.title)
    top = _passage(part for part in header if words(part.seen) != said)
    excerpt = _said(first_of(front, *_EXCERPTS))
    if words(excerpt.seen) == said:
        excerpt = passage_of_text("")
    return joined((without_excerpt(excerpt, top), top, _passage(closing)))


def _passage(parts: Iterable[Part]) -> Passage:
    return passage_of_html("\n".join(part.html for part in parts))


def _posts(front: FrontMatter, body: Body, stamps: Sequence[Stamp]) -> Iterator[Post]:
    """The updates in the order of the seed."""
    author = author_of(front)
    instants = {index_of(one.section.where): one.at for one in stamps}
    for stretch in body.stretches:
        at = instants[index_of(stretch.section.where)]
        yield Post(at, _passage(stretch.parts), stretch.title, author, lines=str(stretch.where.line))


def _stamps(seed: Seed, front: FrontMatter, body: Body, place: Place) -> tuple[list[Stamp], list[Problem]]:
    """The instants of the updates, and all that there is to say of them; none where nothing dates them."""
    stretches = body.stretches
    texts = [(stretch.where, part.seen) for stretch in stretches for part in stretch.parts]
    day, problems = _day(seed, front, body, [text for _, text in texts], place)
    newest_first = are_newest_first(body.days, day, habit=True)  # as the wires have it
    dates = [stated for stated in dates_of(body.days, day, newest_first=newest_first) if stated is not None]
    if len(dates) < len(body.days):
        return [], problems
    stamps, doubts = stamp_days(body.days, dates, place.zone, newest_first=newest_first)
    wheres = {index_of(stretch.section.where): stretch.where for stretch in stretches}
    problems = [problem for problem in problems if problem.code != "undated-seed"]
    problems += [replace(doubt, where=wheres[index_of(doubt.where)]) for doubt in doubts]
    if stamps and not seed.sidecar.zone:
        notes = note_out_of_season(seed.path, body.paragraphs, stamps[0].at, place.zone)
        problems += [replace(note, where=Location(seed.path, front.line)) for note in notes]
    problems += check_weekdays(texts, {one.at.date() for one in stamps}) if stamps else []
    return stamps, problems


def _day(
    seed: Seed, front: FrontMatter, body: Body, texts: Sequence[str], place: Place
) -> tuple[date | None, list[Problem]]:
    """The day that dates the updates: a sidecar's, that of a clock, a date line's, else what the time of posting says."""
    if seed.sidecar.date is not None:
        return find_date(seed.path, seed.sidecar, None)
    own = next((one.section.clock.day for one in body.stretches if one.section.clock.day is not None), None)
    if own is not None:
        return own, []
    stated = read_header([Paragraph(1, ("-",)), *body.paragraphs], seed.path).date
    if stated is not None:
        stated = replace(stated, where=Location(seed.path, front.line))
        return find_date(seed.path, seed.sidecar, stated)
    day, at = posted_in(place, front, _DATES)
    day = day or date_in_name(seed.path.rpartition("/")[2])
    if day is None or not 1840 <= day.year <= 9998:
        return find_date(seed.path, replace(seed.sidecar, date=day), None)
    if at is not None and not (at.hour or at.minute or at.second):
        at = None  # a day that a program wrote as an instant
    if any(one.line is not None for one in body.days):
        return day, []
    clocks = [one.section.clock.time for one in body.stretches]
    return day_of(seed.path, Posting(day, at), clocks, texts, place.zone)


JEKYLL = Importer(
    "jekyll", "a post with front matter whose body is HTML, or text with clocks on lines of their own", declines, read
)
"""The importer of posts of static sites."""
