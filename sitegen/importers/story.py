"""What a structured seed says of a live blog -> the live blog, with the evidence of its words: the same for all formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from html import unescape
from ipaddress import IPv6Address
from itertools import pairwise
from zoneinfo import ZoneInfo

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.seeds import Evidence, Found, Seed
from sitegen.importers.text.wire_header import split_headline
from sitegen.importers.text.wire_times import Place, find_zone
from sitegen.importers.web.markup import NO_WORDS, Passage, joined, passage_of_html, passage_of_text
from sitegen.model import LiveBlog, Picture, Rights, Source, Update, ZoneSource
from sitegen.patterns import Pattern
from sitegen.times import load_zone
from sitegen.words import words

_FIRST_YEAR, _LAST_YEAR = 1840, 9998  # telegraphs began to carry news then; beyond, a time elsewhere may have no year
_NAME = r"[^\s<>()\[\]@]{1,64}"
_HOST = r"(?:[^\s<>()\[\]@.]{1,63}\.){1,8}[^\s<>()\[\]@.,;]{2,63}"
_ADDRESS = Pattern(
    rf"\s?[<(\[]?(?:mailto:)?{_NAME}@[^\s<>()\[\]@]{{1,200}}\.[^\s<>()\[\]@]{{1,64}}[>)\]]?"
    rf"|[<(\[]?\b{_NAME}\s?[(\[{{]\s?(?:at|@)\s?[)\]}}]\s?{_HOST}[>)\]]?"  # "name (at) host"
    r"|\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b",
    re.IGNORECASE,
)
_COLONS = Pattern(
    r"(?<![\w:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{0,40}:[0-9A-Fa-f:.]{0,40}(?:%\w{1,20})?(?:/[0-9]{1,3})?(?!\w)"
)
_TAG = Pattern(r"</?[A-Za-z][^<>]*>")
# UTF-8 that was read as Windows-1252 or Latin-1: the first byte of a character of two or three, and what may follow it.
_MOJIBAKE = Pattern(
    "(?:[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[\u0080-\u009f€‚„†™][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ])+"
)


@dataclass(frozen=True, slots=True)
class Post:
    """One update as a seed has it. *at* has an offset; *title* and *author* are plain text; *sid* is the seed's own id.

    *lines* says where it stands in the seed: lines ("8-19"), or a record ("posts/3").
    """

    at: datetime
    body: Passage = NO_WORDS
    title: str = ""
    author: str = ""
    key: bool = False
    updated: datetime | None = None
    sid: str = ""
    lines: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One live blog as a seed has it: *posts* in the order of the seed; texts are plain but for *opening*.

    *zone* is the IANA name of the zone that the seed itself states, "" where it states none. *captured* is ISO 8601.
    """

    title: str
    posts: tuple[Post, ...]
    opening: Passage = NO_WORDS
    kicker: str = ""
    dateline: str = ""
    publisher: str = ""
    lang: str = ""
    zone: str = ""
    url: str = ""
    captured: str = ""
    summary: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


def found(seed: Seed, config: Config, importer: str, story: Story) -> Iterator[Found | Problem]:
    """The live blog of *story*, which *importer* read in *seed*, and what there is to say about it.

    There is none, and an error, where it has no headline or no update. What a sidecar says wins; a headline that gives way
    to a sidecar's opens the standfirst.
    """
    _, title = _headline(seed, story)
    if not title:
        yield _problem(seed, "no-title", "nothing in the seed is its headline", 'write "title" in a sidecar')
    if not story.posts:
        message = "the seed has no update that is published"
        yield _problem(seed, "no-update", message, "check that it is a live blog, and the whole of it")
    if not title or not story.posts:
        return
    if (moment := next((p.at for p in story.posts if not _FIRST_YEAR <= p.at.year <= _LAST_YEAR), None)) is not None:
        message, hint = f"{moment.date()} is no day of an archive", "correct the time in a copy of the seed"
        yield _problem(seed, "impossible-date", message, hint)
        return
    place = _place(seed, config, story)
    yield from place.problems
    posts, repeats = _once(seed, in_order(story.posts))
    yield from repeats
    yield from _doubts(seed, story, posts)
    blog = _live_blog(seed, importer, story, place, posts)
    given = f"{blog.kicker} {blog.title}"
    if words(given) != words(story_title := f"{story.kicker} {story.title}"):
        before = passage_of_text(_line(story_title))
        blog = replace(blog, standfirst=joined((before, story.opening)).markdown)
        given = f"{given} {story_title}"
    captions = (text for picture in story.pictures for text in (picture.caption, picture.credit))
    opening = " ".join((given, story.opening.seen, *captions))
    yield Found(blog, Evidence(opening, tuple(f"{_line(post.title)} {post.body.seen}" for post in posts)))


def _live_blog(seed: Seed, importer: str, story: Story, place: Place, posts: Sequence[Post]) -> LiveBlog:
    """The live blog, whose id, slug, anchors and suggested topics are for import to mint."""
    sidecar = seed.sidecar
    kicker, title = _headline(seed, story)
    url, captured = sidecar.url or story.url, sidecar.captured or story.captured
    updates = tuple(_update(post, place.zone, sidecar.topics) for post in posts)
    return LiveBlog(
        id="",
        slug="",
        title=title,
        date=updates[0].at.date(),
        zone=place.name,
        zone_source=place.source,
        kicker=kicker,
        dateline=sidecar.dateline or story.dateline,
        publisher=sidecar.publisher or story.publisher,
        lang=story.lang,
        standfirst=story.opening.markdown,
        summary=story.summary,
        updates=updates,
        pictures=story.pictures,
        sources=(Source(seed.path, sha256(seed.data).hexdigest(), importer, url, captured, archived=sidecar.archived),),
        rights=sidecar.rights or Rights(),
    )


def _headline(seed: Seed, story: Story) -> tuple[str, str]:
    """The kicker and the headline: of a sidecar, else of the story."""
    if seed.sidecar.title:
        return split_headline(_line(seed.sidecar.title))
    return (story.kicker, _line(story.title)) if story.kicker else split_headline(_line(story.title))


def in_order(posts: Sequence[Post]) -> list[Post]:
    """*posts* by instant, oldest first; those of one instant in the order in which the seed tells the story."""
    steps = [after.at >= before.at for before, after in pairwise(posts) if after.at != before.at]
    newest_first = steps.count(False) > steps.count(True) or (not steps and len(posts) > 1)
    return sorted(reversed(posts) if newest_first else posts, key=lambda post: post.at)


def _line(text: str) -> str:
    """*text* on one line."""
    return " ".join(text.split())


def _problem(seed: Seed, code: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(Location(seed.path), code, message, hint, severity)


def _place(seed: Seed, config: Config, story: Story) -> Place:
    """The zone: a sidecar's, else what the seed states, else that of its dateline, else the site's."""
    if not seed.sidecar.zone and story.zone and (zone := load_zone(story.zone)):
        return Place(zone, story.zone, ZoneSource.STATED)
    return find_zone(seed.path, seed.sidecar, (), seed.sidecar.dateline or story.dateline, config)


def _once(seed: Seed, posts: Sequence[Post]) -> tuple[list[Post], list[Problem]]:
    """*posts* without those that say again, under the same id and at the same instant, what another has said."""
    kept: dict[tuple[datetime, str, str, str], Post] = {}
    notes: list[Problem] = []
    for post in posts:
        name = (post.at, post.sid, _line(post.title), post.body.seen)
        if name in kept:
            message = f"the update at {post.at.isoformat()} stands here a second time, word for word: it is kept once"
            notes.append(_problem(seed, "repeated-update", message, "check the seed if both are wanted", Severity.NOTE))
        else:
            kept[name] = post
    return list(kept.values()), notes


def _doubts(seed: Seed, story: Story, posts: Sequence[Post]) -> Iterator[Problem]:
    empty = [post for post in posts if post.body.is_empty and not words(post.title)]
    for post in empty:
        message = f"the update at {post.at.isoformat()} has no words"
        yield _problem(seed, "empty-update", message, "check the seed: its text may be missing", Severity.WARNING)
    texts = [story.title, story.opening.seen, *(text for post in posts for text in (post.title, post.body.seen))]
    yield from mojibake(seed, texts)


def mojibake(seed: Seed, texts: Iterable[str]) -> Iterator[Problem]:
    """A warning where characters of *texts* are UTF-8 that somebody read as Windows-1252, and what they were."""
    for text in texts:
        for match in _MOJIBAKE.finditer(text):
            if meant := _mended(match[0]):
                message = f'"{match[0]}" was "{meant}" before somebody read UTF-8 as Windows-1252'
                hint = "correct it in the content file, with a note under corrections: if it was published so"
                yield _problem(seed, "mojibake", message, hint, Severity.WARNING)
                return


def _mended(text: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return ""


def without_addresses(byline: str) -> str:
    """*byline* on one line, without the e-mail and IP addresses in it, which are never published."""

    def kept(match: re.Match[str]) -> str:
        try:
            IPv6Address(match[0].partition("/")[0])
        except ValueError:
            return match[0]
        return ""

    return _line(_ADDRESS.sub("", _COLONS.compiled.sub(kept, byline))).strip(" ,;")


def _byline(author: str) -> str:
    """*author* as a reader sees it: many programs escape the HTML of a name, or of a name and its address."""
    plain = without_addresses(unescape(author))
    if not _TAG.search(plain):
        return plain
    try:
        return _line(passage_of_html(plain).seen)
    except ValueError:  # more tags than a person has: they stay
        return plain


def _update(post: Post, zone: ZoneInfo, topics: tuple[str, ...]) -> Update:
    return Update(
        at=_in_zone(post.at, zone),
        body=post.body.markdown,
        title=_line(post.title),
        author=_byline(post.author),
        topics=post.topics or topics,
        key=post.key,
        updated=_in_zone(post.updated, zone) if _is_edit(post) and post.updated else None,
        sid=_line(post.sid),
        lines=post.lines,
    )


def _is_edit(post: Post) -> bool:
    return post.updated is not None and post.at < post.updated and post.updated.year <= _LAST_YEAR


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """*moment* in whole seconds, with the offset that clocks of *zone* had: two times of one ZoneInfo do not compare."""
    local = moment.astimezone(zone)
    return local.replace(microsecond=0, tzinfo=timezone(local.utcoffset() or timedelta()))
