"""Live blogs of the Guardian, as JSON: the data of a page (its two schemas), or blocks of the Content API.

Key events and the pinned post are copies of blocks, some of other pages of the live blog: no updates. The file of a page
holds that page alone, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.exports.guardian_elements import (
    Object,
    kind_of,
    passage_of_elements,
    plain_of,
    unread,
)
from sitegen.importers.exports.guardian_zone import zone_of
from sitegen.importers.exports.json_seeds import (
    first_text,
    glimpse,
    is_true,
    language_at,
    list_at,
    name_at,
    number_at,
    object_at,
    objects_at,
    read_json,
    text_at,
)
from sitegen.importers.exports.moments import moment_of, moment_of_epoch
from sitegen.importers.seed_notes import held_back, not_read, part_of_whole, too_deep, undated
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.web.markup import NO_WORDS, Passage, joined, passage_of_html, passage_of_text
from sitegen.json_value import Json
from sitegen.model import Picture
from sitegen.patterns import Pattern
from sitegen.words import words

# Keys that no other format has, each near the top of some page: their order is another in every capture.
_OWN_KEYS = frozenset({
    "beaconURL", "blockCreatedOn", "blockFirstPublished", "bodyTextSummary", "commercialProperties", "editionLongForm",
    "guardianBaseURL", "mainMediaElements", "requestedBodyBlocks", "slotMachineFlags", "subMetaKeywordLinks", "userTier",
    "liveBloggingNow", "pinnedPost", "subMetaSectionLinks", "trailText", "webTitle", "webPublicationDate",
    "webPublicationDateDisplay", "webPublicationSecondaryDateDisplay",
})  # fmt: skip
_OBJECT_ID = Pattern(r"[0-9a-f]{24}")
_DEPTH, _LOOKED_AT = 5, 5000  # where a page may lie in what a browser kept of it
_PUBLISHED = ("blockFirstPublished", "blockCreatedOn", "firstPublished", "createdOn")
_PUBLISHED_DATES = ("firstPublishedDate", "publishedDate", "createdDate")


def declines(seed: Seed) -> str:
    """Why *seed* is no data of the Guardian: it opens with none of the keys that only its pages and its API have."""
    seen = glimpse(seed)
    if not seen.opening:
        return "it is no JSON"
    if seen.keys & _OWN_KEYS or any(path[:2] == ("response", "content") for path in seen.paths):
        return ""
    return "it has no key of a Guardian page near its top"


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blogs that *seed* holds, and its problems: an error among them where there is none."""
    value = read_json(seed)
    if isinstance(value, Problem):
        yield value
        return
    pages = list(_pages(value))
    for page in [page for page in pages if _is_live(page)] or pages:
        yield from _read_page(seed, config, page)
    if not pages:
        yield from _story(seed, config, object_at(value), "", (), ())


def _pages(value: Json) -> Iterator[Object]:
    """The pages in *value*, wherever they lie: objects that have blocks."""
    level: list[Json] = [{"blocks": value} if isinstance(value, list) and _are_blocks(value) else value]
    looked_at = 0
    for _ in range(_DEPTH):
        below: list[Json] = []
        for one in level[: _LOOKED_AT - looked_at]:
            looked_at += 1
            if isinstance(one, dict) and _has_blocks(one):
                yield one
            elif isinstance(one, dict | list):
                below += one.values() if isinstance(one, dict) else one
        level = below


def _is_live(page: Object) -> bool:
    """Whether *page* is no article: that is a block too, but one."""
    kind = first_text(page, "contentType", "type").casefold()
    return kind in ("", "liveblog", "live") or len(_blocks(page)[0]) > 1


def _has_blocks(page: Object) -> bool:
    blocks = page.get("blocks")
    return _are_blocks(blocks) or bool(object_at(blocks, "requestedBodyBlocks") or list_at(blocks, "body"))


def _are_blocks(value: Json) -> bool:
    return any("elements" in one or "bodyHtml" in one or "blockFirstPublished" in one for one in objects_at(value))


def _blocks(page: Object) -> tuple[list[tuple[str, Object]], set[str]]:
    """The blocks of *page*, each with where it stands; and the ids of those that its lists of key events have."""
    blocks = page["blocks"]
    requested = object_at(blocks, "requestedBodyBlocks")
    if isinstance(blocks, list):
        lists = {"blocks": blocks}
    else:
        lists = {"blocks/body": list_at(blocks, "body")}
        if not lists["blocks/body"]:
            lists = {f"blocks/{name}": list_at(inner) for name, inner in requested.items()}
    all_of_them = [
        (f"{name}/{number}", block)
        for name, inner in lists.items()
        for number, block in enumerate(inner, 1)
        if isinstance(block, dict)
    ]
    once = {text_at(block, "id") or record: (record, block) for record, block in reversed(all_of_them)}
    if isinstance(blocks, dict):  # the Content API gives one block under several names
        all_of_them = list(reversed(once.values()))
    copies = [*objects_at(page, "keyEvents"), *objects_at(requested, "body:key-events")]
    return all_of_them, {text_at(block, "id") for block in copies}


def _read_page(seed: Seed, config: Config, page: Object) -> Iterator[Found | Problem]:
    blocks, key_ids = _blocks(page)
    published = [(record, block) for record, block in blocks if block.get("published") is not False]
    yield from held_back(seed, {"blocks": len(blocks) - len(published)})
    if not _is_live(page):
        published = []
    yield from _part(seed, page, len(blocks))
    base = _address(page)
    posts: list[Post] = []
    for record, block in published:
        try:
            post = _post(block, record, base, page, is_key=text_at(block, "id") in key_ids)
            left = list(unread(list_at(block, "elements"), f"{post.title} {post.body.seen}")) if post else []
        except ValueError:
            yield too_deep(seed, record)
            continue
        if post is None:
            yield undated(seed, record)
            continue
        posts.append(post)
        for what, texts in left:
            yield from not_read(seed, record, f'the element "{what}"', texts)
    if posts or not published:
        yield from _story(seed, config, page, base, posts, [block for _, block in published])


def _part(seed: Seed, page: Object, number: int) -> Iterator[Problem]:
    """A warning where *page* is one of several, or has a part of the blocks."""
    current, last = number_at(page, "pagination", "currentPage"), number_at(page, "pagination", "totalPages")
    total = number_at(page, "blocks", "totalBodyBlocks")
    if current is not None and last is not None and last > 1:
        yield part_of_whole(seed, f"page {current:.0f} of {last:.0f}")
    elif total is not None and total > number:
        yield part_of_whole(seed, f"{number} of the {total:.0f} blocks")


def _story(
    seed: Seed, config: Config, page: Object, base: str, posts: Sequence[Post], blocks: Iterable[Object]
) -> Iterator[Found | Problem]:
    main = [*objects_at(page, "mainMediaElements"), *objects_at(page, "blocks", "main", "elements")]
    pictures = [element for element in main if kind_of(element) == "image"]
    try:
        title, opening = _title(page), _opening(page, base, [element for element in main if element not in pictures])
        shown = tuple(_picture(element) for element in pictures)
    except ValueError:
        yield too_deep(seed, "what stands above the updates")
        return
    story = Story(
        title=title,
        posts=tuple(posts),
        opening=opening,
        publisher="The Guardian",
        lang=language_at(page, "lang") or language_at(page, "fields", "lang"),
        zone=zone_of(page, blocks),
        url=base,
        pictures=shown,
    )
    yield from found(seed, config, GUARDIAN.name, story)


def _opening(page: Object, base: str, media: Sequence[Object]) -> Passage:
    """What stands above the updates: the standfirst, the byline, and a video."""
    fields = object_at(page, "fields")
    standfirst = first_text(page, "standfirst") or text_at(fields, "standfirst")
    byline = first_text(page, "byline") or text_at(page, "author", "byline") or text_at(fields, "byline")
    by = passage_of_text(byline) if "@" not in byline else NO_WORDS
    return joined((passage_of_html(standfirst, base), by, passage_of_elements(media, base)))


def _title(page: Object) -> str:
    return plain_of(
        first_text(page, "headline") or text_at(page, "fields", "headline") or first_text(page, "webTitle", "title")
    )


def _address(page: Object) -> str:
    said = (text_at(page, name) for name in ("canonicalUrl", "webURL", "webUrl"))
    return next((address for address in said if address.startswith(("https://", "http://"))), "")


def _picture(element: Object) -> Picture:
    said = object_at(element, "data") or object_at(element, "imageTypeData")
    caption, credit = plain_of(text_at(said, "caption")), plain_of(text_at(said, "credit"))
    return Picture(caption=caption, credit=credit, alt=text_at(said, "alt"))


def _post(block: Object, record: str, base: str, page: Object, *, is_key: bool) -> Post | None:
    """The update that *block* is, None where it has no time. Raises ValueError where HTML is nested too deep."""
    moment = _moment(block, _PUBLISHED, _PUBLISHED_DATES)
    if moment is None:
        return None
    name = name_at(block, "id")
    attributes = object_at(block, "attributes")
    return Post(
        at=moment,
        body=_body(block, base),
        title=plain_of(first_text(block, "title") or text_at(attributes, "title")),
        author=", ".join(_names(block, page)),
        key=is_key or is_true(attributes, "keyEvent") or is_true(attributes, "summary"),
        updated=_moment(block, ("blockLastUpdated",), ("lastModifiedDate",)),
        sid=f"block-{name}" if _OBJECT_ID.fullmatch(name) else name,  # as its page and its address have it
        lines=record,
    )


def _moment(block: Object, epochs: Iterable[str], dates: Iterable[str]) -> datetime | None:
    """The first instant under the keys *epochs* (milliseconds) and *dates* (ISO 8601, or an object that holds it)."""
    for key in epochs:
        moment = moment_of_epoch(number_at(block, key), 1000) or moment_of(text_at(block, key))
        if moment is not None and moment.tzinfo is not None:
            return moment
    for key in dates:
        moment = moment_of(text_at(block, key) or text_at(block, key, "iso8601"))
        if moment is not None and moment.tzinfo is not None:
            return moment
    return None


def _body(block: Object, base: str) -> Passage:
    """The text of *block*: its HTML or its elements, of which the one that says more; else its plain summary."""
    html = passage_of_html(text_at(block, "bodyHtml"), base)
    elements = passage_of_elements(list_at(block, "elements"), base)
    fuller = elements if len(words(elements.seen)) > len(words(html.seen)) else html
    if not fuller.is_empty:
        return fuller
    summary = passage_of_text(text_at(block, "bodyTextSummary"))
    return fuller if summary.is_empty else summary


def _names(block: Object, page: Object) -> Iterator[str]:
    """Those who wrote *block*: the Content API names them by a tag of the page."""
    tags = {text_at(tag, "id"): text_at(tag, "webTitle") for tag in objects_at(page, "tags")}
    for contributor in list_at(block, "contributors"):
        name = tags.get(text_at(contributor), "") if isinstance(contributor, str) else first_text(contributor, "name")
        if name:
            yield name


GUARDIAN = Importer("guardian", "data of a Guardian page, or blocks of its Content API (JSON)", declines, read)
"""The importer of the Guardian's JSON."""
