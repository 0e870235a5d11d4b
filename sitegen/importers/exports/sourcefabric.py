"""Live blogs of Sourcefabric's Live Blog, as its posts API gives them (JSON): what was published, no name of staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.json_seeds import (
    first_text,
    glimpse,
    is_true,
    language_at,
    number_at,
    object_at,
    objects_at,
    read_json,
    text_at,
)
from sitegen.importers.exports.moments import moment_of
from sitegen.importers.exports.sourcefabric_items import passage_of_item, texts_of_item
from sitegen.importers.seed_notes import held_back, not_read, part_of_whole, too_deep, undated
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.web.markup import Passage, joined, passage_of_html
from sitegen.json_value import Json
from sitegen.words import words, words_of_html

Object = dict[str, Json]

# Where an export has its posts: the answer of the API as it is, or wrapped by the page that showed it.
_LISTS = (
    (),
    ("posts",),
    ("stickyPosts",),
    ("api_response",),
    ("api_response", "posts"),
    ("api_response", "stickyPosts"),
    ("blog", "posts"),
    ("data", "posts"),
)
_POST_KEYS = ("groups", "post_status", "lb_highlight", "highlight", "particular_type", "published_date", "firstcreated")
_HIDDEN = ("deleted", "draft", "submitted", "comment")


def declines(seed: Seed) -> str:
    """Why *seed* is no answer of a posts API: it has no list ``_items`` of posts near its top, nor any word of one."""
    seen = glimpse(seed)
    if not seen.opening:
        return "it is no JSON"
    owns = {path[:-1] for path in seen.paths if path[-1] in _POST_KEYS}
    if any(path[-2:] == ("_items", "*") for path in owns):
        return ""
    if any(path[-1] == "_items" for path in seen.paths) and seen.keys & {*_POST_KEYS, "_meta", "blog"}:
        return ""
    if seen.keys & {"api_response", "stickyPosts"}:
        return ""
    return "it has no list _items of posts near its top"


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blog that *seed* holds, and its problems: an error among them where there is none."""
    value = read_json(seed)
    if isinstance(value, Problem):
        yield value
        return
    posts = _posts(value)
    yield from _parts(seed, value)
    shown = [(record, post) for record, post in posts if not _why_hidden(post)]
    hidden = Counter(why for _, post in posts if (why := _why_hidden(post)))
    comments = sum(_is_comment(item) for _, post in shown for item in _items(post))
    yield from held_back(seed, {**{f"{why} posts": number for why, number in hidden.items()}, "comments": comments})
    updates: list[Post] = []
    for record, post in shown:
        try:
            update = _update(post, record)
        except ValueError:
            yield too_deep(seed, record)
            continue
        if update is None:
            yield undated(seed, record)
            continue
        updates.append(update)
        yield from _left(seed, record, post, update.body.seen)
    yield from _reordered(seed, updates)
    if updates or not shown:
        yield from _story(seed, config, value, updates)


def _posts(value: Json) -> list[tuple[str, Object]]:
    """The posts of *value*, each once with where it stands, the editors' newest first; posts pinned on top among them."""
    found: dict[str, tuple[str, Object]] = {}
    for path in _LISTS:
        for number, post in enumerate(objects_at(value, *path, "_items"), 1):
            record = "/".join((*path, "_items", str(number)))
            name = first_text(post, "_id", "guid") or record
            if name not in found or _version(post) > _version(found[name][1]):
                found[name] = (record, post)
    orders = {record: number_at(post, "order") for record, post in found.values()}
    if any(order is None for order in orders.values()):
        return list(found.values())
    return sorted(found.values(), key=lambda one: -(orders[one[0]] or 0))


def _version(post: Object) -> float:
    return number_at(post, "_current_version") or 0


def _why_hidden(post: Object) -> str:
    """Why no reader was shown *post*; "" where it was published."""
    status = text_at(post, "post_status").casefold() or "open"
    if is_true(post, "deleted") or status == "deleted":
        return "deleted"
    if status != "open":
        return status if status in _HIDDEN else "other"
    if is_true(post, "marked_for_not_publication"):
        return "other"
    items = _items(post)
    if items and all(_is_comment(item) for item in items):
        return "comment"
    return "advertising" if items and all(_is_advertisement(item) for item in items) else ""


def _is_comment(item: Object) -> bool:
    return text_at(item, "item_type").casefold() == "comment"


def _is_advertisement(item: Object) -> bool:
    return text_at(item, "item_type").casefold().startswith("advert")


def _items(post: Object) -> list[Object]:
    """The items of *post*: those of its main group; older themes and feeds have them beside it."""
    groups = [group for group in objects_at(post, "groups") if text_at(group, "id") != "root"]
    refs = [ref for group in groups for ref in objects_at(group, "refs")] or objects_at(post, "items")
    return [object_at(ref, "item") or ref for ref in refs]


def _update(post: Object, record: str) -> Post | None:
    """The update that *post* is, None where it has no time. Raises ValueError where HTML is nested too deep."""
    moment = next(
        (
            found
            for key in ("published_date", "firstcreated", "_created")
            if (found := moment_of(text_at(post, key))) is not None and found.tzinfo is not None
        ),
        None,
    )
    if moment is None:
        return None
    edited = moment_of(text_at(post, "content_updated_date"))
    return Post(
        at=moment,
        body=_body(post),
        author=text_at(post, "byline"),
        key=any(is_true(post, name) for name in ("lb_highlight", "highlight", "sticky")),
        updated=edited if edited is not None and edited.tzinfo is not None else None,
        sid=first_text(post, "_id", "guid"),
        lines=record,
    )


def _body(post: Object) -> Passage:
    items = [item for item in _items(post) if not _is_comment(item)]
    return joined(passage_of_item(item) for item in items)


def _left(seed: Seed, record: str, post: Object, seen: str) -> Iterator[Problem]:
    """Warnings on items whose data hold words that the update does not show."""
    shown = set(words(seen))
    for item in _items(post):
        if not _is_advertisement(item) and not _is_comment(item):
            kind = text_at(item, "item_type")
            left = [text for text in texts_of_item(item) if not shown.issuperset(words_of_html(text))]
            yield from not_read(seed, record, f'the item "{kind}"', left)


def _parts(seed: Seed, value: Json) -> Iterator[Problem]:
    """A warning for a list of posts that is one page of several."""
    for path in _LISTS:
        meta = object_at(value, *path, "_meta")
        page, size, total = (number_at(meta, key) for key in ("page", "max_results", "total"))
        number = len(objects_at(value, *path, "_items"))
        if total is not None and number and total > number:
            last = f" of {-(-total // size):.0f}" if size and size > 0 else ""
            what = f"page {page or 1:.0f}{last}" if last else "a part"
            yield part_of_whole(seed, f"{what} ({number} of {total:.0f} posts)")


def _reordered(seed: Seed, updates: list[Post]) -> Iterator[Problem]:
    """A note where editors moved posts: pages show updates in the order of time."""
    moved = sum(after.at > before.at for before, after in pairwise(updates))
    if moved:
        places = "1 place" if moved == 1 else f"{moved} places"
        message = f"in {places} the editors' order is not that of time, which the updates get here"
        hint = "compare with the page as published, if it survives"
        yield Problem(Location(seed.path), "editors-order", message, hint, Severity.NOTE)


def _story(seed: Seed, config: Config, value: Json, updates: list[Post]) -> Iterator[Found | Problem]:
    blog = object_at(value, "blog") or object_at(value, "posts", "blog") or object_at(value)
    try:
        title = " ".join(passage_of_html(first_text(blog, "title", "headline")).seen.split())
        opening = passage_of_html(text_at(blog, "description"))
    except ValueError:
        yield too_deep(seed, "what stands above the updates")
        return
    address = first_text(blog, "public_url", "url")
    story = Story(
        title=title,
        posts=tuple(updates),
        opening=opening,
        lang=language_at(blog, "blog_preferences", "language"),
        url=address if address.startswith(("https://", "http://")) else "",
    )
    yield from found(seed, config, SOURCEFABRIC.name, story)


SOURCEFABRIC = Importer("sourcefabric", "posts of Sourcefabric's Live Blog (JSON of its API)", declines, read)
"""The importer of Sourcefabric's JSON."""
