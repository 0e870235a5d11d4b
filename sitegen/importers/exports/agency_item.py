"""One live blog in one item of a news agency: its body is wire text or HTML in which clocks open the updates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.stated_times import instant_of, read_stated
from sitegen.importers.seed_notes import held_back
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.story import Post, Story, found, without_addresses
from sitegen.importers.text.front_matter import FrontMatter
from sitegen.importers.text.post_body import Body as Parts
from sitegen.importers.text.post_body import body_of, index_of
from sitegen.importers.text.posting_day import Posting, day_of
from sitegen.importers.text.wire_header import read_caption, read_header, split_dateline
from sitegen.importers.text.wire_text import Paragraph, paragraphs
from sitegen.importers.text.wire_times import Place, Stamp, check_weekdays, find_date, find_zone, stamp
from sitegen.importers.web.flow import Part, flow, without_start
from sitegen.importers.web.html import parse
from sitegen.importers.web.loose_text import language_of, passage_of, without_excerpt
from sitegen.importers.web.markup import NO_WORDS, Passage, joined, passage_of_html, passage_of_text
from sitegen.model import Picture, ZoneSource
from sitegen.times import read_date
from sitegen.words import words

_WITHHELD = {"withheld": "withheld item", "canceled": "canceled item", "cancelled": "canceled item",
             "embargoed": "embargoed item", "killed": "canceled item"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an item, in one of the forms in which it was sent."""

    text: str
    is_html: bool = False
    is_nitf: bool = False


@dataclass(frozen=True, slots=True)
class AgencyItem:
    """An item as it stands. *bodies* say the same, the best form first; *leads* stand before the text, as plain text.

    *descriptions* are summaries, plain or HTML; *tail* is HTML behind the text; *dates* are when it was sent, as written.
    """

    headline: str
    bodies: tuple[Body, ...] = ()
    leads: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    tail: str = ""
    dates: tuple[str, ...] = ()
    located: str = ""
    publisher: str = ""
    lang: str = ""
    url: str = ""
    pictures: tuple[Picture, ...] = ()
    status: str = ""


def live_blog_of(seed: Seed, config: Config, importer: str, item: AgencyItem) -> Iterator[Found | Problem]:
    """The live blog of *item*, and its problems. Raises ValueError where elements are nested too deep."""
    if kind := _WITHHELD.get(item.status.casefold()):
        yield from held_back(seed, {kind: 1})
        item = replace(item, bodies=())
    body = item.bodies[0] if item.bodies else Body("")
    html = body.text if body.is_html else html_of_wire(body.text)
    root = parse(f"<div>{html}</div>").body
    parts = body_of(FrontMatter({}, html, 1), seed.path, flow(root) if root is not None else [])
    if parts.left:
        told = ", ".join(f'"{text}"' for text in dict.fromkeys(parts.left))
        message = f"left out, as no part of the live blog: {told}"
        yield Problem(Location(seed.path), "left-out", message, "check the seed if it is", Severity.NOTE)
    yield from (replace(problem, where=Location(seed.path)) for problem in parts.problems)
    if not parts.stretches:
        if not body.text:
            yield from found(seed, config, importer, Story(item.headline, ()))
            return
        hint = 'check that it is a live blog; an update opens with its time in a paragraph of its own, like "7:30 p.m."'
        yield Problem(Location(seed.path), "no-clock", "no paragraph of the item is the clock of an update", hint)
        return
    yield from _read_parts(seed, config, importer, item, parts)


def html_of_wire(text: str) -> str:
    """Wire *text* as HTML: its paragraphs, and a rule for each separator."""
    return "\n".join(
        f"{'<hr>' if one.separated else ''}<p>{escape(one.text, quote=False)}</p>" for one in paragraphs(text)
    )


def _read_parts(seed: Seed, config: Config, importer: str, item: AgencyItem, parts: Parts) -> Iterator[Found | Problem]:
    header, dateline, agency, captions = _read_header(parts.header)
    dateline = dateline or item.located
    said = [part.seen for part in (*parts.header, *parts.closing)]
    place = find_zone(seed.path, seed.sidecar, said, seed.sidecar.dateline or dateline, config)
    stamps, problems = _stamps(seed, item, parts, place)
    yield from (replace(problem, where=Location(seed.path)) for problem in problems)
    if not stamps:
        return
    texts = [(Location(seed.path), part.seen) for stretch in parts.stretches for part in stretch.parts]
    yield from check_weekdays(texts, {one.at.date() for one in stamps})
    instants = {index_of(one.section.where): one.at for one in stamps}
    posts = (Post(instants[index_of(one.section.where)], _passage(one.parts), one.title) for one in parts.stretches)
    story = Story(
        item.headline,
        tuple(posts),
        _opening(item, header, parts.closing),
        dateline=dateline,
        publisher=agency or item.publisher,
        lang=language_of(item.lang),
        zone=place.name if place.source is ZoneSource.STATED and not seed.sidecar.zone else "",
        url=item.url,
        pictures=(*item.pictures, *captions),
    )
    yield from found(seed, config, importer, story)


def _read_header(parts: Sequence[Part]) -> tuple[list[Part], str, str, tuple[Picture, ...]]:
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


def _opening(item: AgencyItem, header: Sequence[Part], closing: Sequence[Part]) -> Passage:
    """What stands before the first update, and what is said of the whole at its end."""
    said = {" ".join(words(item.headline))}
    leads = [text for lead in item.leads if " ".join(words(text := without_addresses(lead))) not in said]
    top = _passage([part for part in header if " ".join(words(part.seen)) not in said])
    before: list[Passage] = []
    for text in dict.fromkeys(item.descriptions):
        lead = without_excerpt(passage_of(text), joined((*before, top)))
        if " ".join(words(lead.seen)) not in said:
            before.append(lead)
    tail = passage_of_html(item.tail) if item.tail else NO_WORDS
    return joined((*map(passage_of_text, leads), *before, top, _passage(closing), tail))


def _passage(parts: Sequence[Part]) -> Passage:
    return passage_of_html("\n".join(part.html for part in parts))


def _stamps(seed: Seed, item: AgencyItem, parts: Parts, place: Place) -> tuple[list[Stamp], list[Problem]]:
    """The instants of the updates, oldest first, and what there is to say of them; none where nothing dates them."""
    sent = _sent(item, place)
    texts = [part.seen for stretch in parts.stretches for part in stretch.parts]
    day, problems = _day(seed, item, parts, texts, place, sent)
    if day is None:
        return [], problems
    sections = [stretch.section for stretch in parts.stretches]
    stamps, doubts = stamp(sections, day, place.zone)
    if sent is not None and stamps and stamps[-1].at > sent and (late := stamps[-1].at.date() - day):
        # The oldest stands first, and the day is that of the last: nothing was sent before it had been written.
        stamps, doubts = stamp(sections, day - late, place.zone)
    return stamps, [*problems, *doubts]


def _sent(item: AgencyItem, place: Place) -> datetime | None:
    """When *item* was sent, by the clock of *place*; None where that is not stated with its time."""
    stated = next(filter(None, map(read_stated, item.dates)), None)
    moment = instant_of(stated, place.zone) if stated is not None else None
    try:
        return moment.astimezone(place.zone) if moment is not None else None
    except OverflowError:
        return None


def _day(
    seed: Seed, item: AgencyItem, parts: Parts, texts: Sequence[str], place: Place, sent: datetime | None
) -> tuple[date | None, list[Problem]]:
    """The day of the updates: that of a clock, of a date line, of the time at which the item was sent, else the seed's."""
    own = next((one.section.clock.day for one in parts.stretches if one.section.clock.day is not None), None)
    if own is not None:
        return own, []
    stated = read_header([Paragraph(1, ("-",)), *parts.paragraphs], seed.path).date
    if stated is not None:
        return find_date(seed.path, seed.sidecar, replace(stated, where=Location(seed.path)))
    day = sent.date() if sent is not None else next(filter(None, map(_date, item.dates)), None)
    if day is None or not 1840 <= day.year <= 9998:
        return find_date(seed.path, seed.sidecar, None)
    clocks = [one.section.clock.time for one in parts.stretches]
    return day_of(seed.path, Posting(day, sent), clocks, texts, place.zone)


def _date(text: str) -> date | None:
    """The date with which *text* begins, also without hyphens ("20171103")."""
    if text[:8].isdecimal() and text[:8].isascii():
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    found_date = read_date(text[:10])
    return found_date.date if found_date is not None else None
