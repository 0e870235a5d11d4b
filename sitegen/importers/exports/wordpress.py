"""Entries of the WordPress plugin Liveblog, as its REST API gives them (JSON): each as it was last, if not deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.exports.json_seeds import (
    at,
    first_text,
    glimpse,
    is_true,
    list_at,
    name_at,
    number_at,
    objects_at,
    read_json,
    text_at,
)
from sitegen.importers.exports.moments import moment_of_epoch
from sitegen.importers.seed_notes import held_back, part_of_whole, too_deep, undated
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.web.html import parse
from sitegen.importers.web.markup import Passage, passage_of_html, passage_of_node
from sitegen.json_value import Json
from sitegen.patterns import Pattern

Object = dict[str, Json]

_ENTRY_KEYS = frozenset(
    {"render", "html", "content", "css_classes", "entry_time", "share_link", "key_event", "timestamp"}
)
_OWN_KEYS = frozenset({"css_classes", "entry_time", "share_link", "key_event"})
_TYPES = ("new", "update", "delete")
_BLOCK = Pattern(r"(?i)<(?:p|div|ul|ol|h[1-6]|blockquote|table|figure|pre)\b")
_EMPTY_LINES = Pattern(r"\n[ \t]*\n\s*")
_TITLES = (("title",), ("title", "rendered"), ("post", "title"), ("post", "title", "rendered"), ("headline",))


def declines(seed: Seed) -> str:
    """Why *seed* is no answer of the plugin: it opens with no list of entries that have a type and a text."""
    seen = glimpse(seed)
    if not seen.opening:
        return "it is no JSON"
    for path in (("entries", "*"), ("*",), ("data", "entries", "*")):
        keys = {one[-1] for one in seen.paths if one[:-1] == path}
        if ("type" in keys and keys & _ENTRY_KEYS and (path != ("*",) or "render" in keys)) or len(
            keys & _OWN_KEYS
        ) > 1:
            return ""
    if {("entries",), ("latest_timestamp",)} <= seen.paths:
        return ""
    return "it has no list of entries with a type near its top"


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blog that *seed* holds, and its problems: an error among them where there is none."""
    value = read_json(seed)
    if isinstance(value, Problem):
        yield value
        return
    entries = _entries(value)
    current, last = number_at(value, "page"), number_at(value, "pages")
    if last is not None and last > 1:
        yield part_of_whole(seed, f"page {current or 1:.0f} of {last:.0f}")
    latest = _latest(entries)
    deleted = sum(text_at(entry, "type") == "delete" for _, entry in latest)
    drafts = sum(_is_draft(entry) for _, entry in latest)
    yield from held_back(seed, {"deleted entries": deleted, "draft entries": drafts})
    shown = [one for one in latest if text_at(one[1], "type") != "delete" and not _is_draft(one[1])]
    base = _page_address(shown)
    posts: list[Post] = []
    for record, entry in shown:
        try:
            post = _post(entry, record, base)
        except ValueError:
            yield too_deep(seed, record)
            continue
        if post is None:
            yield undated(seed, record)
            continue
        posts.append(post)
    if posts or not shown:
        try:
            title = _plain(next(filter(None, (text_at(value, *path) for path in _TITLES)), ""))
        except ValueError:
            yield too_deep(seed, "the headline")
            return
        yield from found(seed, config, WORDPRESS.name, Story(title, tuple(posts), url=base))


def _entries(value: Json) -> list[tuple[str, Object]]:
    """The entries of an answer, each with where it stands: of an envelope, or of a bare list (key events)."""
    for name, inner in (("entries", at(value, "entries")), ("data/entries", at(value, "data", "entries")), ("", value)):
        if isinstance(inner, list):
            return [
                (f"{name}/{number}".lstrip("/"), one) for number, one in enumerate(inner, 1) if isinstance(one, dict)
            ]
    return []


def _latest(entries: Sequence[tuple[str, Object]]) -> list[tuple[str, Object]]:
    """Of each entry its last state, where its first stood; of two of one second, one deleted or updated is the later."""
    states: dict[str, tuple[str, Object]] = {}
    for record, entry in entries:
        name = name_at(entry, "id") or record
        if name not in states or _age(entry) >= _age(states[name][1]):
            states[name] = (record, entry)
    return list(states.values())


def _age(entry: Object) -> tuple[float, int]:
    kind = text_at(entry, "type")
    return number_at(entry, "timestamp") or 0, _TYPES.index(kind) if kind in _TYPES else 0


def _is_draft(entry: Object) -> bool:
    status = text_at(entry, "status").casefold()
    return bool(status) and status not in ("publish", "published") and text_at(entry, "type") != "delete"


def _page_address(entries: Sequence[tuple[str, Object]]) -> str:
    """The address of the page, from the links to its entries: without what names the entry."""
    for _, entry in entries:
        link = text_at(entry, "share_link")
        try:
            parts = urlsplit(link)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc:
            query = urlencode([one for one in parse_qsl(parts.query, keep_blank_values=True) if one[0] != "lbup"])
            return parts._replace(query=query, fragment="").geturl()
    return ""


def _post(entry: Object, record: str, base: str) -> Post | None:
    """The update that *entry* is, None where it has no time. Raises ValueError where HTML is nested too deep."""
    published, sent = _moment(entry, "entry_time"), _moment(entry, "timestamp")
    moment = published or sent
    if moment is None:
        return None
    classes = text_at(entry, "css_classes").split()
    return Post(
        at=moment,
        body=_body(entry, base),
        title=_plain(text_at(entry, "headline")),
        author=", ".join(_authors(entry)),
        key=is_true(entry, "key_event") or "type-key" in classes,
        updated=sent if text_at(entry, "type") == "update" else None,
        sid=name_at(entry, "id"),
        lines=record,
    )


def _moment(entry: Object, key: str) -> datetime | None:
    """The instant under *key*: seconds since 1970, which PHP writes as a text; old versions have a clock there."""
    seconds = number_at(entry, key)
    return moment_of_epoch(seconds) if seconds else None


def _body(entry: Object, base: str) -> Passage:
    """The text of *entry*: as a page shows it, else as it was typed, else out of the whole block of an old version."""
    rendered = passage_of_html(text_at(entry, "render"), base)
    if not rendered.is_empty:
        return rendered
    if block := text_at(entry, "html"):
        text = parse(block).css_first(".liveblog-entry-text, .liveblog-entry-content")
        shown = passage_of_node(text, base) if text is not None else passage_of_html(block, base)
        if not shown.is_empty:
            return shown
    return passage_of_html(_with_paragraphs(text_at(entry, "content")), base)


def _with_paragraphs(typed: str) -> str:
    """*typed*, in which empty lines divide paragraphs, as HTML: what WordPress makes of it."""
    if _BLOCK.search(typed):
        return typed
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in _EMPTY_LINES.compiled.split(typed))


def _authors(entry: Object) -> list[str]:
    """Those whose names stand at *entry*."""
    names = [first_text(author, "name", "display_name") for author in objects_at(entry, "authors")]
    if not list_at(entry, "authors") and (block := text_at(entry, "html")):
        node = parse(block).css_first(".liveblog-author-name")
        names = [" ".join(passage_of_node(node).seen.split())]
    return [name for name in names if name]


def _plain(html: str) -> str:
    return " ".join(passage_of_html(html).seen.split())


WORDPRESS = Importer("wordpress", "entries of the WordPress plugin Liveblog (JSON of its REST API)", declines, read)
"""The importer of WordPress's JSON."""
