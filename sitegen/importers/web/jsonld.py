"""Live blogs by schema.org, as pages carry them in JSON-LD (``LiveBlogPosting``), and as JSON-LD in a file of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.json_seeds import first_text, glimpse, parse_json, text_at
from sitegen.importers.seeds import SNIFFED, Found, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.web.html import Node, parse
from sitegen.importers.web.jsonld_match import match_units
from sitegen.importers.web.jsonld_merge import is_of_page, merge, with_shown_times
from sitegen.importers.web.jsonld_more import Row, more_units, not_said, placed, with_more
from sitegen.importers.web.jsonld_updates import (
    Object,
    Stated,
    body_of_values,
    live_blogs_of,
    names_of,
    stated_update,
    title_of_values,
)
from sitegen.importers.web.jsonld_words import words_of
from sitegen.importers.web.markup import NO_WORDS, Passage, joined
from sitegen.importers.web.page_blocks import find_units
from sitegen.importers.web.page_dates import find_clock
from sitegen.importers.web.page_head import Page, objects_in, page_text, read_page
from sitegen.importers.web.page_leaves import leaves_of
from sitegen.importers.web.page_parts import TAKEN, UPDATES
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
from sitegen.importers.web.page_updates import hide_texts, read_update
from sitegen.importers.web.page_zone import named_zone, zone_of_page
from sitegen.words import words

_LINKED = ("@context", "@type", "@graph", "@id")  # keys of JSON-LD, of which it has one at its top
_NAMES = frozenset({".json", ".jsonld", ".txt", ""})
_MOST_SHOWN = 8  # live blogs of one page whose updates are looked for in it: real pages have one or two


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
    timed = find_units(page.body, list(leaves_of(page.body)))
    for at, (blog, updates) in enumerate(blogs):
        if at < _MOST_SHOWN:
            yield from _read_shown(seed, config, page, blog, updates, timed, is_alone=len(blogs) == 1)
        else:
            yield from _read_alone(seed, config, blog, updates)


def _read_shown(
    seed: Seed,
    config: Config,
    page: Page,
    blog: Object,
    updates: Sequence[Object],
    timed: Sequence[Node],
    *,
    is_alone: bool,
) -> Iterator[Found | Problem]:
    stated = [stated_update(one) for one in updates]
    units = match_units(page.body, stated, timed)
    more = more_units(timed, units) if is_alone else []  # else they may be of another live blog
    number = {unit.mem_id: at for at, unit in enumerate(units) if unit is not None}
    shown = _in_page_order(page.body, {*number, *(unit.mem_id for unit in more)})
    before = opening_leaves(page, shown[0], shown) if shown else []
    share = share_of(page, [*shown, *(node for leaf in before for node in leaf.nodes)])
    opening = _opening(blog, passage_of_leaves(before, page.base), page.base)
    hide_texts(shown, {one.author for one in stated if one.author})
    of_page = is_of_page(stated, page, blog)
    titles = {} if of_page else {at: one.title for at, one in enumerate(stated)}
    rows: list[Row] = []
    for unit in shown:
        at = number.get(unit.mem_id)
        rows.append(Row(at, read_update(unit, page.base, page.lang, titles.get(at, "") if at is not None else "")))
    read = {row.listed: row.shown for row in rows}
    merged = [merge(one, read.get(at)) for at, one in enumerate(stated)]
    doubts: list[Problem] = []
    if of_page:
        merged, doubts = with_shown_times(seed, merged, [read.get(at) for at in range(len(stated))])
    others = not_said(merged, rows)
    whens = placed(rows, merged, others)
    _give_back(share, merged, rows, whens.keys())
    merged, warnings = with_more(seed, merged, rows, others, whens)
    yield from (*doubts, *warnings)
    clocks = [clock for row in rows if (clock := find_clock(row.shown.stamp)) is not None]
    yield from _story(seed, config, page, blog, merged, opening, share, named_zone((), clocks))


def _in_page_order(body: Node, ids: Set[int]) -> list[Node]:
    """The elements of *body* with *ids* (in memory)."""
    return [one for one in body.traverse() if one.mem_id in ids] if ids else []


def _give_back(share: Share, merged: Sequence[Stated], rows: Sequence[Row], taken: Set[int]) -> None:
    """Count in *share* the words of those *rows* as left that are neither *taken* nor said by the updates *merged*."""
    texts = [Counter(words_of(f"{one.title} {one.body.seen}")) for one in merged]
    whole = Counter[str]()
    for text in texts:
        whole.update(text)
    for at, row in enumerate(rows):
        if at in taken or (row.listed is not None and merged[row.listed].body is row.shown.body):
            continue
        said = whole if row.listed is None else texts[row.listed]
        shown = Counter(words_of(row.shown.body.seen))
        # Word by word: an operator of Counter looks through all words of the page, for each row.
        left = {word: min(count - said[word], share[TAKEN][word]) for word, count in shown.items()}
        lost = {word: count for word, count in left.items() if count > 0}
        share[TAKEN].subtract(lost)
        share[UPDATES].update(lost)


def _read_alone(seed: Seed, config: Config, blog: Object, updates: Sequence[Object]) -> Iterator[Found | Problem]:
    """The live blog of a file of JSON-LD, which has no page."""
    tree = parse("<html><body></body></html>")
    if tree.root is None or tree.body is None:
        return
    page = Page(tree.root, tree.body, {}, (), "", "", "", "", None, None, None)
    stated = [stated_update(one) for one in updates]
    opening = _opening(blog, NO_WORDS, "")
    yield from _story(seed, config, page, blog, stated, opening, {})


def _opening(blog: Object, before: Passage, base: str) -> Passage:
    """The description of *blog*, and the text *before* its updates, where that does not say the same."""
    description = body_of_values([blog.get("description")], base)
    said, again = words(before.seen.casefold()), words(description.seen.casefold())
    if not again or " ".join(again) in " ".join(said):
        return before
    return joined((description, before))


def _lacks(seed: Seed, updates: Sequence[Stated]) -> Iterator[Problem]:
    """Warnings on those of *updates* that have no time, or a text in a form that is not known."""
    for one in updates:
        start = " ".join(f"{one.title} {one.body.seen}".split()[:8]) or one.sid
        if one.when is None:
            message, hint = (
                f'no time can be read of the update "{start} …"',
                "add it to the content file: it was left out",
            )
            yield Problem(Location(seed.path), "undated-update", message, hint, Severity.WARNING)
        elif one.is_unread:
            message = f'the text of the update "{start} …" stands in a form that is not known'
            hint = "add it to the content file: it was left out"
            yield Problem(Location(seed.path), "empty-update", message, hint, Severity.WARNING)


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
    yield from _lacks(seed, updates)
    dated = [(one, one.when) for one in updates if one.when is not None]
    lang = text_at(blog, "inLanguage") or page.lang
    where = replace(page, locale=page.locale or lang, url=page.url or text_at(blog, "url"))
    _, moments = clocks_and_moments(when for _, when in dated)
    stated = named or zone_of_page(where, config, moments)
    zone = zone_for(seed, config, stated, "")
    times, problems = instants(seed, where, zone, [when for _, when in dated], [one.title for one, _ in dated])
    yield from problems
    if len(times) < len(dated):
        return
    story = Story(
        title=title_of_values([blog.get("headline"), blog.get("name")]) or page.headline,
        posts=tuple(_post(one, moment) for (one, _), moment in zip(dated, times, strict=True)),
        opening=opening,
        publisher=next(names_of(blog.get("publisher")), "") or page.publisher,
        lang=lang,
        zone=stated,
        url=first_text(blog, "url", "@id") or page.url,
    )
    if share:
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
