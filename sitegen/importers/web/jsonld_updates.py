"""What JSON-LD says of a live blog by schema.org, object by object: its updates, their times, authors and texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import unquote

from sitegen.importers.exports.json_seeds import first_text, name_at, text_at, tidy
from sitegen.importers.exports.moments import moment_of, moment_of_epoch
from sitegen.importers.web.markup import Passage, joined, passage_of_html, passage_of_text
from sitegen.importers.web.page_head import types_of
from sitegen.importers.web.page_times import When
from sitegen.json_value import Json
from sitegen.patterns import Pattern
from sitegen.times import Clock

_LIVE_BLOG = "LiveBlogPosting"
_ADDRESSES = ("http:", "https:", "#", "_:")
_REFERENCE = 2  # keys of an object that only names another, at most: its id and its type
_TAGS = Pattern(
    r"<(?:/?(?:p|br|a|div|strong|em|b|i|ul|ol|li|h[1-6]|span|blockquote|img|iframe|figure|u|table)\b[^<>]*)/?>"
)
_NAMED = Pattern(r"[?&](?:post|block|entry|update|id|pinned_post_locator)=([^&]+)")
_BODY = ("articleBody", "text", "description")
_TEXT = (
    "text",
    "articleBody",
    "@value",
    "value",
    "content",
    "description",
    "headline",
    "name",
)  # in an object, its words
_ITEM = ("item", "itemListElement")  # of a list of schema.org, and of a place in it
_DEEPEST = 8  # objects in each other in which a text may stand
_MILLISECONDS = 1e11  # since 1970: as seconds, they would lie thousands of years ahead

Object = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Stated:
    """An update as JSON-LD states it; *when* is None where it states no time of day.

    *is_unread* says that its text is stated in a form that is not known.
    """

    when: When | None
    title: str
    body: Passage
    author: str
    sid: str
    updated: datetime | None
    is_unread: bool = False


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
    """The updates of *blog*: a list, one alone, objects by their keys, or references to objects of a graph."""
    todo = [blog.get("liveBlogUpdate")]
    found: list[Object] = []
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo += reversed(one)
        elif isinstance(one, str) and one.strip():
            found.append(by_id.get(one.strip()) or ({"@id": one} if one.startswith(_ADDRESSES) else {"text": one}))
        elif isinstance(one, dict) and len(one) <= _REFERENCE and "@id" in one:
            found.append(by_id.get(text_at(one, "@id"), one))
        elif isinstance(one, dict) and (inner := _held_by(one)):
            todo += reversed(inner)
        elif isinstance(one, dict) and one:
            found.append(one)
    return found


def _held_by(one: Object) -> list[Json]:
    """What *one* holds, where it is no update but a list of some, or a place in one."""
    held = [one[key] for key in _ITEM if key in one]
    if held or "@type" in one:
        return held
    is_keyed = all(isinstance(value, dict) and (key.isdecimal() or "@type" in value) for key, value in one.items())
    return list(one.values()) if is_keyed else []


def stated_update(update: Object) -> Stated:
    """The update as its object states it."""
    dates = [update.get(key) for key in ("datePublished", "dateCreated", "uploadDate")]
    edited = when_of(update.get("dateModified"))
    bodies = [update.get(key) for key in _BODY]
    body = body_of_values(bodies)
    return Stated(
        when=next((when for date in dates if (when := when_of(date)) is not None), None),
        title=title_of_values([update.get(key) for key in ("headline", "name")]),
        body=body,
        author=", ".join(dict.fromkeys(names_of(update.get("author")))),
        sid=_id_of(update),
        updated=edited if isinstance(edited, datetime) else None,
        is_unread=body.is_empty and any(isinstance(one, dict | list) and one for one in bodies),
    )


def title_of_values(values: Iterable[Json]) -> str:
    """The words of the first of *values* that has some, on one line."""
    return next(filter(None, (plain_line(" ".join(texts_in(value))) for value in values)), "")


def body_of_values(values: Iterable[Json], base: str = "") -> Passage:
    """The text of the first of *values* that has some; each of several texts in it is a paragraph of its own."""
    texts = next(filter(None, (list(texts_in(value)) for value in values)), [])
    return joined(tuple(body_of_text(text, base) for text in texts))


def texts_in(value: Json, deep: int = 0) -> Iterator[str]:
    """The texts that *value* states: one, a list of some, or objects (``TextObject``) that hold one each."""
    if isinstance(value, str):
        if text := tidy(value):
            yield text
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list) and deep < _DEEPEST:
        for one in value:
            yield from texts_in(one, deep + 1)
    elif isinstance(value, dict) and deep < _DEEPEST:
        inner = (list(texts_in(value.get(key), deep + 1)) for key in _TEXT)
        yield from next(filter(None, inner), [])


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
    if isinstance(value, dict):
        return when_of(text_at(value, "@value"))
    if isinstance(value, list):
        return when_of(value[0]) if len(value) == 1 and isinstance(value[0], str) else None
    moment = moment_of(value.strip()) if isinstance(value, str) else None
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
