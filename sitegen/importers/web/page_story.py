"""The live blog that a page is, from its updates and the text before them; the same for pages with and without JSON-LD."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.seeds import Evidence, Found, Seed
from sitegen.importers.story import Story, found
from sitegen.importers.text.wire_times import find_zone
from sitegen.importers.web.html import EMBEDS, HEADINGS, Node, is_block, parse, seen_in
from sitegen.importers.web.markup import Passage, passage_of_nodes
from sitegen.importers.web.page_dates import day_line, is_day_and_clock, read_opening
from sitegen.importers.web.page_head import Page
from sitegen.importers.web.page_leaves import Leaf, above, leaves_of
from sitegen.importers.web.page_parts import note_on_share, tokens, words_in_parts
from sitegen.importers.web.page_stamps import AUTHOR_TOKENS, META_TOKENS
from sitegen.times import Clock, load_zone
from sitegen.words import words

_OPENING_TAGS = frozenset({"p", "ul", "ol", "blockquote", "table", "", *HEADINGS})
_SENTENCE = 6  # words: a run of text that has fewer is a label of the page
_FEW = 12  # words: a byline has no more
_NEAR = 3  # elements above a text in which its class may tell what it is

Share: TypeAlias = Mapping[str, Counter[str]]
"""The words of a page, by its parts: those that were taken, and those that were left."""


def share_of(page: Page, taken: Iterable[Node]) -> Share:
    """The parts of *page*, with the elements *taken* as one; to be asked for before anything in it is hidden."""
    marks = {node.mem_id for node in taken}
    if page.heading is not None:
        marks.add(page.heading.mem_id)
    return words_in_parts(page.body, marks)


def opening_leaves(page: Page, first: Node, known: Collection[Node] = ()) -> list[Leaf]:
    """The text between the headline of *page* and the element *first*, in which its first update stands."""
    leaves = list(leaves_of(page.body, {first.mem_id, *(node.mem_id for node in known)}))
    return opening_of(page, leaves, first)


def opening_of(page: Page, leaves: Sequence[Leaf], first: Node) -> list[Leaf]:
    """Those of *leaves*, which stand before *first*, that are text of the live blog: behind the headline.

    Where none of them is the headline, they are those in the article of *first*, else in the element that holds it.
    """
    heading = page.heading
    start = next((at for at, leaf in enumerate(leaves) if heading is not None and leaf.nodes[0] == heading), None)
    found = list(leaves[start + 1 :]) if start is not None else []
    if start is None and (around := _article_of(first)) is not None:
        found = [leaf for leaf in leaves if around in above(leaf.nodes[0])]
    known = {page.title, " ".join(seen_in(heading).split()) if heading is not None else ""}
    return [leaf for leaf in found if leaf.text not in known and is_opening(leaf, page.lang)]


def _article_of(node: Node) -> int | None:
    """The outermost article or main element in which *node* lies, else its parent, by the id in memory."""
    one = node.parent
    found = one.mem_id if one is not None else None
    while one is not None:
        if one.tag in ("article", "main"):
            found = one.mem_id
        one = one.parent
    return found


def is_opening(leaf: Leaf, lang: str) -> bool:
    """Whether *leaf*, which stands before the first update, is text of the live blog: no label, byline, time or caption."""
    text = leaf.text
    count = len(words(text))
    if leaf.tag not in _OPENING_TAGS or not count or (leaf.tag == "" and count < _SENTENCE):
        return False
    if len(leaf.nodes) == 1 and leaf.tag == "" and not text.rstrip("\"'”’»)]").endswith((".", "!", "?", ":", "…")):
        return False  # as captions are
    if day_line(text, lang) or is_day_and_clock(text):
        return False
    if (opening := read_opening(text, loose=True)) and opening[1] == len(text):
        return False
    around = leaf.nodes[0].parent if leaf.tag == "" else leaf.nodes[0]
    for _ in range(_NEAR):
        if around is None or around.tag in ("body", "html"):
            break
        if around.tag in ("figure", "button", "label") or tokens(around) & (AUTHOR_TOKENS | META_TOKENS):
            return False
        around = around.parent
    is_byline = count <= _FEW and any(tokens(one) & AUTHOR_TOKENS for node in leaf.nodes for one in node.traverse())
    return not is_byline


def passage_of_leaves(leaves: Sequence[Leaf], base: str) -> Passage:
    """The text of *leaves*; what is seen of it is what was seen of each before they were put together."""
    nodes: list[Node] = []
    for leaf in leaves:
        nodes += leaf.nodes
        is_run = not all(is_block(node) or node.tag in EMBEDS for node in leaf.nodes)
        nodes += (leaf.ends or _apart()) if is_run else ()
    return Passage(passage_of_nodes(nodes, base).markdown, "\n".join(leaf.text for leaf in leaves))


@cache
def _apart() -> tuple[Node, ...]:
    """Two line breaks, which divide runs of text that are blocks of their own."""
    return tuple(parse("<br><br>").css("br"))


def zone_for(seed: Seed, config: Config, stated: str, dateline: str) -> ZoneInfo:
    """The zone in which clocks of *seed* are read: as the live blog itself will have it."""
    zone = load_zone(seed.sidecar.zone or stated)
    return zone or find_zone(seed.path, seed.sidecar, (), seed.sidecar.dateline or dateline, config).zone


def clocks_and_moments(whens: Iterable[datetime | Clock | None]) -> tuple[list[Clock], list[datetime]]:
    """*whens* by their kinds."""
    known = list(whens)
    return [one for one in known if isinstance(one, Clock)], [one for one in known if isinstance(one, datetime)]


def yield_story(seed: Seed, config: Config, importer: str, story: Story, share: Share) -> Iterator[Found | Problem]:
    """The live blog of *story*, with a note on what of its page was left."""
    for item in found(seed, config, importer, story):
        yield item
        if isinstance(item, Found):
            yield from note_on_share(seed.path, share, _words_of(item.evidence))


def _words_of(evidence: Evidence) -> Counter[str]:
    return Counter(word for text in (evidence.opening, *evidence.updates) for word in words(text.casefold()))
