"""Live blogs in saved web pages that have no JSON-LD of them: elements with a time each, or text cut at its clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.seeds import SNIFFED, Found, Importer, Seed
from sitegen.importers.story import Post, Story
from sitegen.importers.text.marked_title import is_plain
from sitegen.importers.text.wire_header import split_dateline
from sitegen.importers.web.html import Node, children, seen_in
from sitegen.importers.web.jsonld import read_live_blogs
from sitegen.importers.web.jsonld_updates import live_blogs_of
from sitegen.importers.web.page_blocks import find_units
from sitegen.importers.web.page_dates import find_clock
from sitegen.importers.web.page_flow import Head, cut, day_heads, end_of, openings_of, under_heads
from sitegen.importers.web.page_head import Page, read_page
from sitegen.importers.web.page_leaves import Leaf, above, leaves_of
from sitegen.importers.web.page_parts import part_of
from sitegen.importers.web.page_stamps import TIME_TAGS, read_attributes
from sitegen.importers.web.page_story import (
    Share,
    clocks_and_moments,
    opening_leaves,
    opening_of,
    passage_of_leaves,
    share_of,
    yield_story,
    zone_for,
)
from sitegen.importers.web.page_times import instants, with_day
from sitegen.importers.web.page_updates import PageUpdate, read_update
from sitegen.importers.web.page_zone import named_zone, zone_of_page
from sitegen.patterns import Pattern
from sitegen.times import Clock
from sitegen.words import words

_NAMES = frozenset({".htm", ".html", ".shtml", ".xhtml", ".php", ".asp", ".aspx", ".jsp"})
_OTHER_NAMES = frozenset(
    {".mhtml", ".mht", ".webarchive", ".md", ".mdx", ".markdown", ".json", ".xml", ".atom", ".rss"}
)
_BEFORE_ROOT = Pattern(r"(?:\s+|<!--.*?-->|<\?[^>]*\?>|<!doctype[^>\[]*(?:\[[^\]]*\])?\s*>)+")
_CONTAINER = Pattern(r"warc/[0-9]|(?:[a-z][a-z0-9-]*:[ \t][^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_DOCTYPE = Pattern(r"<!doctype\s+([a-z][^\s>]*)")
_ROOT = Pattern(r"<([a-z][^\s/>]*)")
_ELEMENTS = frozenset(
    (
        "a amp-live-list article aside b base blockquote body br center div dl em figure font footer form h1 h2 h3 h4 h5 h6 "
        "head header hr html i iframe img li link main meta nav noscript ol p pre script section span strong style table "
        "tbody td time title tr ul"
    ).split()
)
_FRONT_MATTER = Pattern(r"(?:---|\+\+\+)[ \t]*\r?\n")
_UNIT_SHARE = 2  # text cut at its clocks must hold this many times the words of the elements with a time each
_QUOTED_WORDS = 8


def declines(seed: Seed) -> str:
    """Why *seed* is no HTML: its first element decides, or its name where it begins with text."""
    suffix = PurePosixPath(seed.path).suffix.casefold()
    if suffix in _OTHER_NAMES:
        return f"{suffix} is no web page"
    head = _head(seed).lstrip("\ufeff \t\r\n").casefold()
    if "\0" in head:
        return "it is no text"
    if _FRONT_MATTER.match(head):
        return "it begins with front matter"
    if _CONTAINER.match(head):
        return "it is a crawl or a message, in which a page may lie"
    if is_plain(suffix, head):
        return "it is a text, whose headline holds a tag"
    doctype = _DOCTYPE.search(head)
    if doctype is not None and doctype[1] != "html":
        return f"it is a document of the type {doctype[1][:30]}"
    start = before.end() if (before := _BEFORE_ROOT.match(head)) else 0
    root = _ROOT.match(head, start)
    if root is not None:
        return "" if root[1] in _ELEMENTS else f"its first element is {root[1][:30]}"
    if doctype is not None:
        return ""
    return "" if suffix in _NAMES and head[:1] not in ("{", "[") else "it does not begin with an element of a web page"


def _head(seed: Seed) -> str:
    data = seed.data[:SNIFFED]
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    return data.removeprefix(b"\xef\xbb\xbf").decode(encoding, errors="replace")


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blogs of the page *seed*: by its JSON-LD where there is one in it, else by what it shows."""
    page, problems = read_page(seed)
    yield from problems
    if page is None:
        return
    if live_blogs_of(page.nodes):
        yield from read_live_blogs(seed, config, page)
        return
    yield from _read_shown(seed, config, page)


def _read_shown(seed: Seed, config: Config, page: Page) -> Iterator[Found | Problem]:
    flow = list(leaves_of(page.body))
    openings, others = openings_of(flow, page.lang)
    units = [unit for unit in find_units(page.body, flow) if words(seen_in(unit))]
    in_units = sum(len(words(seen_in(unit))) for unit in units)
    end = end_of(flow, openings) if openings else 0
    in_flow = sum(len(words(leaf.text)) for leaf in flow[openings[0].start : end]) if openings else 0
    if units and in_units * _UNIT_SHARE >= in_flow:
        yield from _read_units(seed, config, page, units)
    elif openings:
        before = opening_of(page, flow[: openings[0].start], flow[openings[0].at].nodes[0])
        taken = [node for leaf in (*before, *flow[openings[0].start : end]) for node in leaf.nodes]
        share = share_of(page, taken)
        stated = [_stated(flow[opening.at]) for opening in openings]
        cuts = cut(flow, openings, end, page.lang)
        updates = [
            PageUpdate(
                when or one.clock, one.stamp, None, passage_of_leaves(one.leaves, page.base), one.title, sid=one.sid
            )
            for when, one in zip(stated, cuts, strict=True)
        ]
        yield from _story(seed, config, page, updates, [one.day for one in cuts], before, share)
        yield from (_in_text(seed, flow[one.at].text) for one in others if openings[0].at < one.at < end)
    else:
        message = "no element of the page is an update with its time, and no clock opens one in its text"
        hint = "check that the page is a live blog, and saved with its updates, not before they were loaded"
        yield Problem(Location(seed.path), "no-update", message, hint)


def _stated(leaf: Leaf) -> datetime | None:
    """The instant that the element with the clock states which opens *leaf*."""
    times = (one for node in leaf.nodes for one in node.traverse() if one.tag in TIME_TAGS)
    first = next(times, None)
    if first is None:
        return None
    when = read_attributes(first)
    if not isinstance(when, datetime) or not leaf.text.startswith(" ".join(seen_in(first).split())):
        return None
    return when


def _in_text(seed: Seed, text: str) -> Problem:
    start = " ".join(text.split()[:_QUOTED_WORDS])
    message = f'a clock opens the text "{start} …", but those of the updates are set off more plainly'
    hint = "make a heading of it in the content file, if it is an update"
    return Problem(Location(seed.path), "clock-in-text", message, hint, Severity.WARNING)


def _read_units(seed: Seed, config: Config, page: Page, units: Sequence[Node]) -> Iterator[Found | Problem]:
    heads = _heads_of(page, units)
    before = opening_leaves(page, units[0])
    share = share_of(page, [*units, *(node for leaf in before for node in leaf.nodes)])
    read = [read_update(unit, page.base, page.lang) for unit in units]
    dated = [(update, head) for update, head in zip(read, heads, strict=True) if update.when is not None]
    for update in read:
        if update.when is None and not update.body.is_empty:
            yield _undated(seed, update)
    yield from _story(seed, config, page, [one for one, _ in dated], [head for _, head in dated], before, share)


def _undated(seed: Seed, update: PageUpdate) -> Problem:
    start = " ".join(f"{update.title} {update.body.seen}".split()[:_QUOTED_WORDS])
    message = f'no time can be read of the update "{start} …"' + (
        f', only "{update.stamp[:40]}"' if update.stamp else ""
    )
    hint = "add it to the content file, if it is one: it was left out"
    return Problem(Location(seed.path), "undated-update", message, hint, Severity.WARNING)


def _heads_of(page: Page, units: Sequence[Node]) -> list[Head | None]:
    """For each of *units* the line between them that names its day."""
    known = {unit.mem_id: at for at, unit in enumerate(units)}
    texts: list[str] = []
    places: dict[int, int] = {}
    todo = [page.body]
    holders = {one for unit in units for one in above(unit)}
    while todo:
        node = todo.pop()
        if node.mem_id not in known and node.mem_id not in holders and part_of(node):
            continue
        if node.mem_id in known:
            places[known[node.mem_id]] = len(texts)
            texts.append("")
        elif node.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "p", "time", "span", "dt", "div", "li", "strong"):
            inner = list(children(node))
            text = " ".join(seen_in(node).split()) if all(one.tag in ("-text", "time", "span") for one in inner) else ""
            texts.append(text)
            todo += [] if text else reversed(inner)
        else:
            todo += reversed(list(children(node)))
    if not places:
        return [None] * len(units)
    first, last = min(places.values()), max(places.values())
    nearest = next((at for at in range(first - 1, -1, -1) if texts[at]), first)  # a date farther off is of the page
    farthest = next((at for at in range(last + 1, len(texts)) if texts[at]), last)
    heads = {at: head for at, head in day_heads(texts, page.lang).items() if nearest <= at <= farthest}
    head_of = under_heads(heads, sorted(places.values()))
    return [head_of(places[at]) if at in places else None for at in range(len(units))]


def _story(
    seed: Seed,
    config: Config,
    page: Page,
    updates: Sequence[PageUpdate],
    heads: Sequence[Head | None],
    before: Sequence[Leaf],
    share: Share,
) -> Iterator[Found | Problem]:
    opening = passage_of_leaves(before, page.base)
    clocks, moments = clocks_and_moments(update.when for update in updates)
    places = (split_dateline(leaf.text)[0] for leaf in before)
    dateline = next(filter(None, places), "")
    shown = [clock for update in updates if (clock := find_clock(update.stamp)) is not None]
    stated = named_zone([leaf.text for leaf in before], [*clocks, *shown])
    stated = stated or ("" if dateline else zone_of_page(page, config, moments, [update.stamp for update in updates]))
    zone = zone_for(seed, config, stated, dateline)
    whens: list[datetime | Clock] = []
    for update, head in zip(updates, heads, strict=True):
        if isinstance(update.when, Clock):
            whens.append(with_day(update.when, update.day or head, seed, page, zone))
        elif update.when is not None:
            whens.append(update.when)
    times, problems = instants(seed, page, zone, whens, [update.stamp for update in updates])
    yield from problems
    if len(times) < len(updates):
        return
    story = Story(
        title=page.headline,
        posts=tuple(_post(update, at) for update, at in zip(updates, times, strict=True)),
        opening=opening,
        dateline=dateline,
        publisher=page.publisher,
        lang=page.lang,
        zone=stated,
        url=page.url,
    )
    yield from yield_story(seed, config, PAGE.name, story, share)


def _post(update: PageUpdate, at: datetime) -> Post:
    return Post(
        at=at,
        body=update.body,
        title=update.title,
        author=update.author,
        key=update.key,
        updated=update.updated,
        sid=update.sid,
    )


PAGE = Importer("page", "a saved web page (HTML) of a live blog, with or without JSON-LD in it", declines, read)
"""The importer of web pages; where a page holds JSON-LD of a live blog, it is read as the importer "jsonld" does."""
