"""Live blogs by schema.org, as pages carry them in JSON-LD (``LiveBlogPosting``), and as JSON-LD in a file of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.json_seeds import first_text, glimpse, parse_json, text_at
from sitegen.importers.seeds import SNIFFED, Found, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.web.html import parse
from sitegen.importers.web.jsonld_match import match_units
from sitegen.importers.web.jsonld_updates import (
    Object,
    Stated,
    body_of_text,
    live_blogs_of,
    names_of,
    plain_line,
    stated_update,
    when_of,
)
from sitegen.importers.web.markup import NO_WORDS, Passage, joined
from sitegen.importers.web.page_dates import find_clock
from sitegen.importers.web.page_head import Page, objects_in, page_text, read_page
from sitegen.importers.web.page_story import (
    Share,
    clocks_and_moments,
    opening_leaves,
    passage_of_leaves,
    share_of,
    yield_story,
    zone_for,
)
from sitegen.importers.web.page_times import instants
from sitegen.importers.web.page_updates import PageUpdate, hide_texts, read_update
from sitegen.importers.web.page_zone import country_zone, named_zone
from sitegen.words import words

_LINKED = ("@context", "@type", "@graph", "@id")  # keys of JSON-LD, of which it has one at its top
_NAMES = frozenset({".json", ".jsonld", ".txt", ""})
_MOST_SHOWN = 8  # live blogs of one page whose updates are looked for in it: real pages have one or two
_WHOLE = 0.8  # of the words of an update's text: the page has the whole of it


def declines(seed: Seed) -> str:
    """Why *seed* is no JSON-LD of a live blog; a page that holds some is taken by the importer "page"."""
    suffix = PurePosixPath(seed.path).suffix.casefold()
    if suffix not in _NAMES:
        return f"{suffix} is no JSON"
    named = replace(seed, path="seed.json") if suffix == ".jsonld" else seed
    head = seed.data[:SNIFFED]
    seen = glimpse(named)
    if not seen.opening:
        return "it is no JSON"
    if suffix == ".jsonld":
        return ""
    is_linked = any(path in seen.paths for key in _LINKED for path in ((key,), ("*", key)))
    is_live = b"liveBlogUpdate" in head or b"LiveBlogPosting" in head
    return "" if is_linked and is_live else "its JSON does not begin as a LiveBlogPosting of schema.org"


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blogs in the JSON-LD of *seed*, a page or a file of JSON-LD."""
    text = page_text(seed)
    if isinstance(text, Problem):
        yield text
    elif text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        yield from _read_file(seed, config, text)
    else:
        page, problems = read_page(seed)
        yield from problems
        if page is not None:
            yield from read_live_blogs(seed, config, page)


def _read_file(seed: Seed, config: Config, text: str) -> Iterator[Found | Problem]:
    value = parse_json(text, seed.path)
    if isinstance(value, Problem):
        yield value
        return
    nodes = tuple(objects_in(value))
    blogs = live_blogs_of(nodes)
    if not blogs:
        yield _none(seed)
    for blog, updates in blogs:
        yield from _read_alone(seed, config, blog, updates)


def _none(seed: Seed) -> Problem:
    message = "nothing in its JSON-LD is a LiveBlogPosting with updates"
    return Problem(Location(seed.path), "no-update", message, "check the seed, or import it without --format")


def read_live_blogs(seed: Seed, config: Config, page: Page) -> Iterator[Found | Problem]:
    """The live blogs in the JSON-LD of *page*, with the bodies that the page shows."""
    blogs = live_blogs_of(page.nodes)
    if not blogs:
        yield _none(seed)
    for at, (blog, updates) in enumerate(blogs):
        if at < _MOST_SHOWN:
            yield from _read_shown(seed, config, page, blog, updates)
        else:
            yield from _read_alone(seed, config, blog, updates)


def _read_shown(
    seed: Seed, config: Config, page: Page, blog: Object, updates: Sequence[Object]
) -> Iterator[Found | Problem]:
    stated = [stated_update(one) for one in updates]
    units = match_units(page.body, [(one.sid, one.title) for one in stated])
    shown = [unit for unit in units if unit is not None]
    ids = {unit.mem_id for unit in shown}
    first = next((one for one in page.body.traverse() if one.mem_id in ids), None)
    before = opening_leaves(page, first, shown) if first is not None else []
    share = share_of(page, [*shown, *(node for leaf in before for node in leaf.nodes)])
    opening = _opening(blog, passage_of_leaves(before, page.base), page.base)
    hide_texts(shown, {one.author for one in stated if one.author})
    is_of_page = _is_of_page(stated, page, blog)
    read = [
        read_update(unit, page.base, page.lang, "" if is_of_page else one.title) if unit is not None else None
        for unit, one in zip(units, stated, strict=True)
    ]
    merged = [_merge(one, other) for one, other in zip(stated, read, strict=True)]
    if is_of_page:
        merged, doubts = _with_shown_times(seed, merged, read)
        yield from doubts
    clocks = [clock for one in read if one is not None and (clock := find_clock(one.stamp)) is not None]
    yield from _story(seed, config, page, blog, merged, opening, share, named_zone((), clocks))


def _read_alone(seed: Seed, config: Config, blog: Object, updates: Sequence[Object]) -> Iterator[Found | Problem]:
    """The live blog of a file of JSON-LD, which has no page."""
    tree = parse("<html><body></body></html>")
    if tree.root is None or tree.body is None:
        return
    page = Page(tree.root, tree.body, {}, (), "", "", "", "", None, None, None)
    stated = [stated_update(one) for one in updates]
    opening = _opening(blog, NO_WORDS, "")
    yield from _story(seed, config, page, blog, stated, opening, Share(0, Counter()))


def _opening(blog: Object, before: Passage, base: str) -> Passage:
    """The description of *blog*, and the text *before* its updates, where that does not say the same."""
    description = body_of_text(text_at(blog, "description"), base)
    said, again = words(before.seen.casefold()), words(description.seen.casefold())
    if not again or " ".join(again) in " ".join(said):
        return before
    return joined((description, before))


def _merge(stated: Stated, shown: PageUpdate | None) -> Stated:
    """*stated* with the body that the page shows, where that is the whole of it."""
    if shown is None:
        return stated
    wanted, there = Counter(words(stated.body.seen.casefold())), Counter(words(shown.body.seen.casefold()))
    has_all = sum((wanted & there).values()) >= _WHOLE * sum(wanted.values())
    body = shown.body if there and has_all else stated.body
    return replace(
        stated,
        when=stated.when or shown.when,
        title=stated.title or shown.title,
        body=body,
        author=stated.author or shown.author,
        sid=stated.sid or shown.sid,
        updated=stated.updated or shown.updated,
    )


def _is_of_page(updates: Sequence[Stated], page: Page, blog: Object) -> bool:
    """Whether all *updates* have one time, as where a program gave them that of the page."""
    if len(updates) == 1:
        own = {when_of(text_at(blog, key)) for key in ("datePublished", "dateModified")}
        return updates[0].when in own and updates[0].when in (page.start, page.end)
    return len({one.when for one in updates}) == 1


def _with_shown_times(
    seed: Seed, updates: Sequence[Stated], shown: Sequence[PageUpdate | None]
) -> tuple[list[Stated], list[Problem]]:
    """*updates* with the times and titles that the page shows; a warning where it shows none."""
    if len(updates) == 1 and (shown[0] is None or shown[0].when is None):
        return list(updates), []
    kept, missing = [], 0
    titles = {one.title for one in updates}
    for one, other in zip(updates, shown, strict=True):
        if other is None or other.when is None:
            missing += 1
            kept.append(one)
        else:
            title = other.title if len(titles) == 1 else one.title  # that of the page, said of each
            kept.append(replace(one, when=other.when, updated=other.updated, title=title))
    if not missing:
        return kept, []
    message = f"{missing} of {len(updates)} updates have the same time as the page itself"
    hint = "correct their times in the content file, if they are known"
    return kept, [Problem(Location(seed.path), "time-of-page", message, hint, Severity.WARNING)]


def _story(
    seed: Seed,
    config: Config,
    page: Page,
    blog: Object,
    updates: Sequence[Stated],
    opening: Passage,
    share: Share,
    named: str = "",
) -> Iterator[Found | Problem]:
    undated = [one for one in updates if one.when is None]
    for one in undated:
        start = " ".join(f"{one.title} {one.body.seen}".split()[:8])
        message, hint = f'no time can be read of the update "{start} …"', "add it to the content file: it was left out"
        yield Problem(Location(seed.path), "undated-update", message, hint, Severity.WARNING)
    dated = [(one, one.when) for one in updates if one.when is not None]
    lang = text_at(blog, "inLanguage") or page.lang
    where = replace(page, locale=page.locale or lang, url=page.url or text_at(blog, "url"))
    _, moments = clocks_and_moments(when for _, when in dated)
    stated = named or country_zone(where, moments)
    zone = zone_for(seed, config, stated, "")
    times, problems = instants(seed, where, zone, [when for _, when in dated], [one.title for one, _ in dated])
    yield from problems
    if len(times) < len(dated):
        return
    story = Story(
        title=plain_line(first_text(blog, "headline", "name")) or page.headline,
        posts=tuple(_post(one, moment) for (one, _), moment in zip(dated, times, strict=True)),
        opening=opening,
        publisher=next(names_of(blog.get("publisher")), "") or page.publisher,
        lang=lang,
        zone=stated,
        url=first_text(blog, "url", "@id") or page.url,
    )
    if share.total:
        yield from yield_story(seed, config, JSONLD.name, story, share)
    else:
        yield from found(seed, config, JSONLD.name, story)


def _post(update: Stated, moment: datetime) -> Post:
    return Post(
        at=moment,
        body=update.body,
        title=update.title,
        author=update.author,
        updated=update.updated,
        sid=update.sid,
    )


JSONLD = Importer(
    "jsonld", "JSON-LD of a live blog by schema.org, in a file of its own or in a web page", declines, read
)
"""The importer of JSON-LD; of itself it takes files of JSON-LD, since the JSON-LD of a page may stand far down in it."""
