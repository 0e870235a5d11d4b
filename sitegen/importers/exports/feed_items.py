"""What all feeds say, whatever their format, and the live blog that they make: one item an update."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import chain
from zoneinfo import ZoneInfo

from sitegen.config import Config
from sitegen.errors import Location, Problem
from sitegen.importers.exports.stated_times import Stated, doubts, instant_of, read_stated, zone_of_offsets
from sitegen.importers.seed_notes import held_back, not_read, part_of_whole, too_deep
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.text.wire_times import find_zone
from sitegen.importers.web.loose_text import (
    cited,
    declared_topics,
    language_of,
    own_title,
    passage_of,
    plain_of,
    without_excerpt,
)
from sitegen.importers.web.markup import NO_WORDS, Passage, joined, passage_of_html, passage_of_text
from sitegen.words import words


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a feed and its *kind*: "text", "html", or "" where the feed does not say.

    *base* is the address that its links start from, where it is another than that of its item.
    """

    text: str = ""
    kind: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it stands: *line* is 0 where it is not known, *time* is when it was published, as written.

    *body* is its content, *excerpt* what is shown in the place of it elsewhere. *base* is the address that its links start
    from, *pictures* are the addresses of what it has beside its text, each with its words.
    """

    title: Said
    body: Said
    excerpt: Said = Said()
    time: str = ""
    updated: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    sid: str = ""
    base: str = ""
    pictures: tuple[tuple[str, str], ...] = ()
    line: int = 0
    record: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it stands: *about* is its subtitle or description, *is_part* that it names other pages of itself.

    *held_back* says what each item is that was not published; *left* are names and texts of elements that are not read.
    """

    title: Said
    items: tuple[Item, ...]
    about: Said = Said()
    url: str = ""
    lang: str = ""
    publisher: str = ""
    held_back: tuple[str, ...] = ()
    is_part: bool = False
    left: tuple[tuple[str, str], ...] = ()


def passage(said: Said, base: str = "") -> Passage:
    """The passage that *said* is. Raises ValueError where elements are nested too deep."""
    if said.kind == "text":
        return passage_of_text(said.text)
    base = said.base or base
    return passage_of_html(said.text, base) if said.kind == "html" else passage_of(said.text, base)


def line_of(said: Said) -> str:
    """The title that *said* is, on one line."""
    return " ".join(said.text.split()) if said.kind == "text" else plain_of(said.text)


def live_blog_of(seed: Seed, config: Config, importer: str, feed: Feed) -> Iterator[Found | Problem]:
    """The live blog of *feed*, and its problems: an error where an item cannot be dated or read."""
    times = [read_stated(item.time) for item in feed.items]
    problems: list[Problem] = []
    zone = find_zone(seed.path, seed.sidecar, (), seed.sidecar.dateline, config).zone
    pairs = zip(feed.items, times, strict=True)
    posts = [post for item, stated in pairs if (post := _post(seed, config, zone, item, stated, problems))]
    title, about = "", NO_WORDS
    try:
        title, about = line_of(feed.title), passage(feed.about, feed.url)
    except ValueError:
        problems.append(too_deep(seed, "before the first"))
    yield from problems
    yield from held_back(seed, Counter(feed.held_back))
    if feed.is_part:
        yield part_of_whole(seed, "one page of the feed")
    for name in dict.fromkeys(name for name, _ in feed.left):
        yield from not_read(seed, "the items", f"<{name}>", (text for other, text in feed.left if other == name))
    if any(problem.is_error for problem in problems):
        return
    about = NO_WORDS if words(about.seen) == words(title) else about
    story = Story(
        title,
        tuple(posts),
        about,
        publisher=feed.publisher,
        lang=language_of(feed.lang),
        zone="" if seed.sidecar.dateline else _zone(times, posts, config),
        url=feed.url,
    )
    yield from found(seed, config, importer, story)


def _zone(times: Sequence[Stated | None], posts: Sequence[Post], config: Config) -> str:
    """The zone that *times* state; "" where some of them state none, or not the same."""
    named = {one.zone for one in times if one is not None}
    if any(one is not None and one.wall.utcoffset() is None and not one.zone for one in times) or len(named) != 1:
        return ""
    return named.pop() or zone_of_offsets((post.at for post in posts), config)


def _post(
    seed: Seed, config: Config, zone: ZoneInfo, item: Item, stated: Stated | None, problems: list[Problem]
) -> Post | None:
    """The update that *item* is; None, and an error among *problems*, where it cannot be dated or read."""
    moment = _moment(seed, zone, item, stated, problems)
    if moment is None:
        return None
    try:
        body = _body(item)
        title = own_title(line_of(item.title), body)
    except ValueError:
        problems.append(too_deep(seed, item.record or f"in line {item.line}"))
        return None
    updated = read_stated(item.updated)
    return Post(
        moment,
        body,
        title=title,
        author=item.author,
        updated=instant_of(updated, zone) if updated else None,
        sid=" ".join(item.sid.split()),
        lines=str(item.line) if item.line else item.record,
        topics=declared_topics(item.categories, config),
    )


def _body(item: Item) -> Passage:
    """The text of *item*: before it an excerpt that is none, behind it the pictures that it does not show."""
    body = passage(item.body, item.base)
    excerpt = passage(item.excerpt, item.base)
    if not body.is_empty:
        excerpt = without_excerpt(excerpt, body)
    new = {address: label for address, label in item.pictures if address and address not in item.body.text}
    shown = "".join(_picture(address, label) for address, label in new.items())
    return joined((excerpt, body, passage_of_html(shown, item.base)))


def _picture(address: str, label: str) -> str:
    alt = f' alt="{escape(label)}"' if label else ""
    return f'<p><img src="{escape(address)}"{alt}></p>'


def _moment(seed: Seed, zone: ZoneInfo, item: Item, stated: Stated | None, problems: list[Problem]) -> datetime | None:
    """When *item* was published, as *stated*."""
    where = Location(seed.path, item.line)
    if stated is None:
        name = f'the item "{cited(item.title.text)}"' if item.title.text else f"the item {item.record}".rstrip()
        said = f'"{cited(item.time)}" is no time' if item.time else "nothing says when it was published"
        hint = "write its time into a copy of the seed, like 2017-11-03T19:30:00+02:00"
        problems.append(Problem(where, "undated-update", f"{name} cannot be dated: {said}", hint))
        return None
    problems += doubts(where, stated, zone)
    return instant_of(stated, zone)


def parts_of(texts: Sequence[str]) -> tuple[str, ...]:
    """*texts*, and the parts of those that name several ("ferry, harbour")."""
    return tuple(chain(texts, (part for text in texts if "," in text for part in text.split(","))))
