"""The text of a page as its blocks, one after the other, cut into updates at the clocks that open them."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sitegen.importers.text.wire_text import is_separator
from sitegen.importers.web.html import HEADINGS, seen_in
from sitegen.importers.web.page_dates import Day, day_line, read_opening, ticker_title, weekday_line
from sitegen.importers.web.page_leaves import Leaf, above, without_start
from sitegen.importers.web.page_stamps import is_time
from sitegen.times import Clock

_BOLD = frozenset({"b", "strong"})
_ALONE, _HEADED, _BOLDED, _LED = range(4)  # how a clock opens an update, the plainest first
_LEAST = 2  # clocks of one kind: one alone may be anything, unless it stands alone


@dataclass(frozen=True, slots=True)
class Opening:
    """The leaf *at* a place of the flow that opens an update: with the *clock*, how it does (*kind*), its text's start.

    *heads* are the headings just above it that belong to it, *is_titled* says that the last of them is its title.
    """

    at: int
    clock: Clock
    kind: int
    rest: int
    heads: int = 0
    is_titled: bool = False

    @property
    def start(self) -> int:
        """The place of the first leaf of the update."""
        return self.at - self.heads


@dataclass(frozen=True, slots=True)
class Cut:
    """An update in the flow: its clock, with the day under whose heading it stands, its title, and its leaves."""

    clock: Clock
    day: Head | None
    stamp: str
    title: str
    sid: str
    leaves: tuple[Leaf, ...]


def cut(flow: Sequence[Leaf], openings: Sequence[Opening], end: int, lang: str) -> list[Cut]:
    """The updates that *openings* open in *flow*, of which the last one ends before the leaf *end*."""
    heads = day_heads([leaf.text for leaf in flow], lang)
    day_of = under_heads(heads, [opening.at for opening in openings])
    common = common_of(flow, openings)
    cuts = []
    ends = [*(opening.start for opening in openings[1:]), end]
    for opening, until in zip(openings, ends, strict=True):
        body = [flow[at] for at in range(opening.at + 1, until) if at not in heads and not is_separator(flow[at].text)]
        own = flow[opening.start : opening.at + 1]
        cuts.append(_cut(own, opening, body, day_of(opening.at), common))
    return cuts


Head = Day | int
"""What a line says of the day of the updates by it: its date, or only its day of the week (0 is Monday)."""


def day_heads(texts: Sequence[str], lang: str) -> dict[int, Head]:
    """Which of *texts* name a day and nothing else, by their places."""
    heads: dict[int, Head] = {}
    for at, text in enumerate(texts):
        if (day := day_line(text, lang)) is not None:
            heads[at] = day
        elif (weekday := weekday_line(text)) is not None:
            heads[at] = weekday
    return heads


def under_heads(heads: Mapping[int, Head], places: Sequence[int]) -> Callable[[int], Head | None]:
    """For the place of an update, which is one of *places*, the head that it stands under; None where there is none.

    Where the last update is followed by one, and the first has none before it, heads stand under their days.
    """
    at_heads = sorted(heads)
    is_after = bool(at_heads) and at_heads[-1] > places[-1] and at_heads[0] > places[0]

    def head_of(at: int) -> Head | None:
        place = bisect(at_heads, at) - (not is_after)
        return heads[at_heads[place]] if 0 <= place < len(at_heads) else None

    return head_of


def openings_of(flow: Sequence[Leaf], lang: str) -> tuple[list[Opening], list[Opening]]:
    """The leaves that open updates, those of the kind that most clocks are of and of plainer ones; and the others."""
    found = [opening for at, leaf in enumerate(flow) if (opening := _opening(at, leaf)) is not None]
    counted = Counter(opening.kind for opening in found)
    if not counted:
        return [], []
    kind = max(counted, key=lambda one: (counted[one], -one))
    least = max(kind, _HEADED) if counted[kind] >= _LEAST or kind <= _HEADED else _ALONE - 1
    taken = [opening for opening in found if opening.kind <= least]
    return _with_heads(flow, taken, lang), [opening for opening in found if opening.kind > least]


def _with_heads(flow: Sequence[Leaf], openings: Sequence[Opening], lang: str) -> list[Opening]:
    """*openings* with the headings just above their clocks, which are their titles where most clocks have one.

    Where a heading stands under a clock, titles are there, and a heading above the next clock is text of its update.
    """
    after = [-1, *(opening.at for opening in openings)]
    above_each = [_heads_above(flow, before, one.at, lang) for before, one in zip(after, openings, strict=False)]
    tags = Counter(flow[one.at - 1].tag for one, count in zip(openings, above_each, strict=True) if count)
    if not tags:
        return list(openings)
    [(tag, count)] = tags.most_common(1)
    starts = {one.at - heads for one, heads in zip(openings, above_each, strict=True)}
    under = [flow[one.at + 1].tag for one in openings if _has_title_under(flow, one) and one.at + 1 not in starts]
    is_last_under = _has_title_under(flow, openings[-1]) and flow[openings[-1].at + 1].tag == tag
    if is_last_under or len(under) >= count:
        return list(openings)
    are_titles = count >= _LEAST and count * 2 > len(openings)
    found = []
    for number, (one, heads) in enumerate(zip(openings, above_each, strict=True)):
        is_titled = are_titles and heads > 0 and flow[one.at - 1].tag == tag
        own = heads if is_titled or number else 0  # others above the first clock are of the opening
        found.append(replace(one, heads=own, is_titled=is_titled))
    return found


def _has_title_under(flow: Sequence[Leaf], opening: Opening) -> bool:
    """Whether a heading follows the clock of *opening*, which stands alone."""
    at = opening.at + 1
    return opening.rest >= len(flow[opening.at].text) and at < len(flow) and flow[at].tag in HEADINGS


def _heads_above(flow: Sequence[Leaf], before: int, at: int, lang: str) -> int:
    """How many headings stand one by one above the clock *at*, behind that of the update *before*."""
    count = 0
    while at - count - 1 > before:
        leaf = flow[at - count - 1]
        if leaf.tag not in HEADINGS or leaf.tag == "h1" or read_opening(leaf.text, loose=True):
            break
        if day_heads([leaf.text], lang):
            break
        count += 1
    return count


def _opening(at: int, leaf: Leaf) -> Opening | None:
    text = leaf.text
    is_heading = leaf.tag in HEADINGS or leaf.tag == "dt" or (len(leaf.nodes) == 1 and is_time(leaf.nodes[0]))
    bold = _bold_start(leaf)
    is_row = leaf.tag in ("li", "tr")
    found = read_opening(text, loose=is_heading or bool(bold) or is_row)
    if found is None or leaf.tag in ("blockquote", "figure", "pre"):
        return None
    clock, rest = found
    is_ticker = text.startswith("+++") and text.endswith("+++")
    kind = _HEADED if is_heading or is_ticker else _BOLDED if bold else _LED
    return Opening(at, clock, _ALONE if rest >= len(text) else kind, rest)


def _bold_start(leaf: Leaf) -> str:
    """The bold text that *leaf* begins with."""
    for node in leaf.nodes:
        for one in node.traverse(include_text=True):
            if one.tag in _BOLD:
                return " ".join(seen_in(one).split())
            if one.tag == "-text" and (one.text_content or "").strip():
                return ""
    return ""


def _cut(own: Sequence[Leaf], opening: Opening, body: Sequence[Leaf], day: Head | None, common: Collection[int]) -> Cut:
    """The update that *opening* opens, with its *own* leaves: the headings above its clock, and that itself.

    Its title is what is bold behind its clock, or a heading above or under it.
    """
    above_it, head = list(own[:-1]), own[-1]
    sid = _id_of(head, common) or next(filter(None, (_id_in(one) for one in reversed(above_it))), "")
    text = head.text
    rest, is_ticker = ticker_title(text, opening.rest)
    leaves = list(body)
    is_title = head.tag in HEADINGS or head.tag == "dt" or _bold_start(head) == text or (is_ticker and bool(body))
    title = rest if is_title else ""
    if rest and not is_title:
        leaves.insert(0, without_start(head, opening.rest))
    if not title and opening.is_titled:
        title = above_it.pop().text
    elif not rest and leaves and leaves[0].tag in HEADINGS:
        title = leaves.pop(0).text
    return Cut(opening.clock, day, text, title, sid, (*above_it, *leaves))


def _id_of(head: Leaf, common: Collection[int]) -> str:
    """The id of the elements of *head*, else of one around them that does not lie around other updates (*common*)."""
    if name := _id_in(head):
        return name
    around = head.nodes[0].parent
    while around is not None and around.mem_id not in common:
        if name := around.attributes.get("id") or "":
            return name.strip()
        around = around.parent
    return ""


def _id_in(leaf: Leaf) -> str:
    for node in leaf.nodes:
        for one in node.traverse():
            if name := one.attributes.get("id") or one.attributes.get("name"):
                return name.strip()
    return ""


def common_of(flow: Sequence[Leaf], openings: Sequence[Opening]) -> set[int]:
    """The elements in which more than one of *openings* lie, by their ids in memory."""
    counted = Counter(one for opening in openings for one in above(flow[opening.at].nodes[0]))
    return {one for one, count in counted.items() if count > 1 or len(openings) == 1}


def end_of(flow: Sequence[Leaf], openings: Sequence[Opening]) -> int:
    """Where the last update ends: at a heading as great as its own, or where the element ends that holds all updates."""
    common = set.intersection(*(above(flow[opening.at].nodes[0]) for opening in openings))
    start = openings[-1].at
    own = flow[start].tag
    for at in range(start + 1, len(flow)):
        tag = flow[at].tag
        is_great = own in HEADINGS and tag in HEADINGS and tag <= own and at > start + 1
        if is_great or not common <= above(flow[at].nodes[0]):
            return at
    return len(flow)
