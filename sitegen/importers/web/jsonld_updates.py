"""What JSON-LD says of a live blog by schema.org, object by object: its updates, their times, authors and texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import unquote

from sitegen.importers.exports.json_seeds import Json, at, first_text, name_at, text_at
from sitegen.importers.exports.moments import moment_of, moment_of_epoch
from sitegen.importers.web.markup import Passage, passage_of_html, passage_of_text
from sitegen.importers.web.page_head import types_of
from sitegen.importers.web.page_times import When
from sitegen.patterns import Pattern
from sitegen.times import Clock

_LIVE_BLOG = "LiveBlogPosting"
_REFERENCE = 2  # keys of an object that only names another, at most: its id and its type
_TAGS = Pattern(
    r"<(?:/?(?:p|br|a|div|strong|em|b|i|ul|ol|li|h[1-6]|span|blockquote|img|iframe|figure|u|table)\b[^<>]*)/?>"
)
_NAMED = Pattern(r"[?&](?:post|block|entry|update|id|pinned_post_locator)=([^&]+)")
_MILLISECONDS = 1e11  # since 1970: as seconds, they would lie thousands of years ahead

Object = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Stated:
    """An update as JSON-LD states it; *when* is None where it states no time of day."""

    when: When | None
    title: str
    body: Passage
    author: str
    sid: str
    updated: datetime | None


def live_blogs_of(nodes: Sequence[Object]) -> list[tuple[Object, list[Object]]]:
    """The live blogs among *nodes*, each with its updates; of several that have the same address, the fullest."""
    blogs = [node for node in nodes if _LIVE_BLOG in types_of(node)]
    by_id = {text_at(node, "@id"): node for node in nodes if len(node) > _REFERENCE} if blogs else {}
    best: dict[str, tuple[Object, list[Object]]] = {}
    for blog in blogs:
        updates = _updates_of(blog, by_id)
        name = first_text(blog, "@id", "url") or text_at(blog, "headline")
        if updates and (name not in best or len(updates) > len(best[name][1])):
            best[name] = blog, updates
    return list(best.values())


def _updates_of(blog: Object, by_id: Mapping[str, Object]) -> list[Object]:
    """The updates of *blog*: a list, one alone, or references to objects of a graph."""
    todo = [blog.get("liveBlogUpdate")]
    found: list[Object] = []
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo += reversed(one)
        elif isinstance(one, dict) and len(one) <= _REFERENCE and "@id" in one:
            found += [by_id[text_at(one, "@id")]] if text_at(one, "@id") in by_id else []
        elif isinstance(one, dict):
            found.append(one)
    return found


def stated_update(update: Object) -> Stated:
    """The update as its object states it."""
    when = when_of(first_text(update, "datePublished", "dateCreated", "uploadDate") or at(update, "datePublished"))
    edited = when_of(text_at(update, "dateModified"))
    return Stated(
        when=when,
        title=plain_line(first_text(update, "headline", "name")),
        body=body_of_text(first_text(update, "articleBody", "text", "description")),
        author=", ".join(dict.fromkeys(names_of(update.get("author")))),
        sid=_id_of(update),
        updated=edited if isinstance(edited, datetime) else None,
    )


def _id_of(update: Object) -> str:
    """The seed's own id: the fragment of its address, what its query names where all have one fragment, or an id alone."""
    for address in (text_at(update, "url"), text_at(update, "@id"), text_at(update, "mainEntityOfPage", "@id")):
        before, _, fragment = address.partition("#")
        if fragment and (named := _NAMED.search(before)) and not any(character.isdigit() for character in fragment):
            return unquote(named[1])
        if fragment:
            return unquote(fragment)
    alone = text_at(update, "@id") or name_at(update, "identifier")
    return "" if alone.startswith(("http:", "https:")) else alone


def when_of(value: Json) -> When | None:
    """The instant that *value* is, or the clock and day where it has no offset; None where it has no time of day."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return moment_of_epoch(float(value), 1000 if value > _MILLISECONDS else 1)
    moment = moment_of(value) if isinstance(value, str) else None
    if moment is None:
        return None
    if moment.utcoffset() is None:
        return Clock(moment.time().replace(microsecond=0), half=False, day=moment.date())
    return moment


def names_of(value: Json) -> Iterator[str]:
    """The names of one author or of several."""
    for one in value if isinstance(value, list) else [value]:
        name = text_at(one) or text_at(one, "name")
        if not name.startswith(("http:", "https:")) and (plain := plain_line(name)):
            yield plain
        elif isinstance(one, dict) and isinstance(one.get("name"), list):
            yield from names_of(one.get("name"))


def plain_line(text: str) -> str:
    """*text* on one line, its entities as characters, without tags."""
    return " ".join(unescape(_TAGS.sub(" ", text)).split())


def body_of_text(text: str, base: str = "") -> Passage:
    """The body that *text* is: HTML where there are tags in it, else plain text whose lines are paragraphs."""
    if _TAGS.search(text):
        try:
            return passage_of_html(text, base)
        except ValueError:  # too deep: as it is written, which loses no word
            return passage_of_text(text)
    text = unescape(text) if "&" in text else text
    return passage_of_text("\n\n".join(line for line in text.split("\n") if line.strip()))
