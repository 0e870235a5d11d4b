"""What a page says of one update: its time, title, author, id and body, found in the element that holds them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import islice, pairwise

from sitegen.importers.web.html import HEADINGS, OWN_BLOCKS, Node, children, is_dropped, seen_in
from sitegen.importers.web.markup import NO_WORDS, Passage, passage_of_node
from sitegen.importers.web.page_dates import Day, find_clock, find_day, is_day_and_clock, read_opening
from sitegen.importers.web.page_parts import part_of, tokens
from sitegen.importers.web.page_stamps import (
    ALONE,
    AUTHOR_TOKENS,
    EDIT,
    EDITED_LABEL,
    EDITED_WORDS,
    LONGEST_TIME,
    META_TOKENS,
    day_beside,
    is_next,
    is_quoted,
    is_time,
    machine_time,
    place_of,
    read_time,
)
from sitegen.patterns import Pattern
from sitegen.times import Clock
from sitegen.words import words

_ROW_TIME = ("data-sort-time", "data-timestamp", "data-utime")
_TITLE_TOKENS = frozenset({"title", "headline", "heading", "head", "titel", "titre", "titular"})
_NEVER = ("comments", "advertising", "navigation", "newsletter", "cookie notice")
_KEY_TOKENS = frozenset({"keyevent", "highlight", "highlighted", "iskeyevent", "keymoment"})
_MARKS = " \n,|·•–—-/:()"
_FEW = 12  # words: a name with its office, or a line about an update
_BY = Pattern(r"(?i)^\s*(?:by|von|par|por|di)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class PageUpdate:
    """An update as a page shows it. *when* is an instant, or a clock (with its day, where one is written), None for none.

    *stamp* is its time as it is written, *day* the date in that.
    """

    when: datetime | Clock | None
    stamp: str
    day: Day | None = None
    body: Passage = NO_WORDS
    title: str = ""
    author: str = ""
    sid: str = ""
    key: bool = False
    updated: datetime | None = None


def read_update(unit: Node, base: str, lang: str, known_title: str = "") -> PageUpdate:
    """The update that is all of the element *unit*; a heading that does not say its *known_title* is of its text."""
    own, edits = _times_of(unit)
    of_row = next((read for name in _ROW_TIME if (read := machine_time(unit.attributes.get(name) or ""))), None)
    moments = [when for one in own if (when := read_time(one, lang)) is not None]
    later = [read_time(other, lang) for one, other in pairwise(own) if is_next(one, other)]
    when = next((moment for moment in moments if isinstance(moment, datetime)), moments[0] if moments else None)
    when = of_row if isinstance(of_row, datetime) else when
    stamps = [" ".join(seen_in(one).split())[:LONGEST_TIME] for one in own]
    changed = [read_time(one, lang) for one in edits]
    if beside := day_beside(own, lang) if isinstance(when, Clock) and when.day is None else None:
        hide(beside[1])
    own, edits = _hide_times(own), _hide_times(edits)
    title_node, author_nodes = title_of(unit, (*own, *edits)), _authors(unit)
    if known_title and title_node and words(seen_in(title_node).casefold()) != words(known_title.casefold()):
        title_node = None
    title = " ".join(seen_in(title_node).split()) if title_node else ""
    author = ", ".join(dict.fromkeys(_BY.sub("", " ".join(seen_in(one).split())) for one in author_nodes))
    left_out = (*own, *edits, *author_nodes, *([title_node] if title_node else []))
    body, hidden = body_of(unit, left_out, base, stamps)
    stamp = " ".join((*stamps, *hidden))
    return PageUpdate(
        when=when,
        stamp=stamp,
        day=find_day(stamp, lang) or (beside[0] if beside else None),
        body=body,
        title=title,
        author=author,
        sid=id_of(unit),
        key=bool(tokens(unit) & _KEY_TOKENS) or {"key", "event"} <= tokens(unit),
        updated=_updated(unit, when, [*changed, *_edits_in(hidden, lang)], later, find_clock(" ".join(stamps))),
    )


def _times_of(unit: Node) -> tuple[list[Node], list[Node]]:
    """The elements with the time of *unit*, those that stand most plainly; and those with the times of its edits."""
    times = [one for one in unit.traverse() if one.tag != "-text" and is_time(one) and _is_there(one)]
    times = [one for one in times if not is_quoted(one, unit)] or times[:1]
    placed = [(place_of(one), one) for one in times]
    best = min((place for place, one in placed if read_time(one) is not None), default=EDIT)
    edits = [one for place, one in placed if place == EDIT]
    if best == ALONE:
        return [one for place, one in placed if place == ALONE], edits
    first = next((one for place, one in placed if place == best and read_time(one) is not None), None)
    return ([first] if first is not None else times[:1]), [one for one in edits if one != first]


def _hide_times(times: Sequence[Node]) -> list[Node]:
    """Hide *times*, and give those that are hidden: of one that was never closed, and holds a text, only the clock is."""
    hidden = []
    for one in times:
        is_open = any(inner.tag in ("p", *OWN_BLOCKS) for inner in one.traverse() if inner != one and one.tag != "p")
        if len(words(seen_in(one))) <= _FEW and not is_open:
            hide(one)
            hidden.append(one)
            continue
        start = next((inner for inner in one.traverse(include_text=True) if inner.tag == "-text"), None)
        written = start.text_content or "" if start is not None else ""
        if start is not None and len(words(written)) <= _FEW and find_clock(written) is not None:
            start.replace_with(" ")
    return hidden


def _edits_in(texts: Sequence[str], lang: str) -> Iterator[Clock]:
    """The times of edits in *texts*: "Updated 16:30", "aktualisiert 26.09.2021, 16:30 Uhr"."""
    for text in texts:
        clock, day = find_clock(text), find_day(text, lang)
        if clock is not None and EDITED_WORDS.search(text):
            yield replace(clock, day=day.near(None) if day else None)


def _updated(
    unit: Node,
    when: datetime | Clock | None,
    changed: Sequence[datetime | Clock | None],
    others: Sequence[datetime | Clock | None],
    shown: Clock | None,
) -> datetime | None:
    """When *unit*, of *when*, was last *changed*: where nothing says so, at the later one of two times that it has.

    A clock is of the zone of *when* where that is *shown* by its own clock.
    """
    stated = [machine_time(unit.attributes.get("data-update-time") or ""), *changed]
    moment = next((edit for edit in stated if isinstance(edit, datetime)), None)
    if moment is not None or not isinstance(when, datetime):
        return moment
    is_local = shown is not None and not shown.zone and (when.hour, when.minute) == (shown.time.hour, shown.time.minute)
    for edit in stated if is_local else ():
        if isinstance(edit, Clock) and not edit.zone:
            others = [*others, datetime.combine(edit.day or when.date(), edit.time, when.tzinfo)]
    later = [other for other in others if isinstance(other, datetime) and _is_later(other, when)]
    return later[0] if len(later) == 1 else None


def _is_later(one: datetime, other: datetime) -> bool:
    return one.utcoffset() is not None and other.utcoffset() is not None and one > other


def _is_there(node: Node) -> bool:
    """Whether a reader or a program may find *node*."""
    return node.tag == "meta" or not is_dropped(node)


def id_of(unit: Node) -> str:
    """The seed's own id of *unit*: its ``id``, or the name by which links in it lead to it."""
    attributes = unit.attributes
    for name in ("id", "data-id", "data-post-id", "data-block-id", "data-entry-id"):
        if attributes.get(name):
            return (attributes[name] or "").strip()
    for one in unit.css("a[name], [id]"):
        name = one.attributes.get("name") or one.attributes.get("id") or ""
        if name and any(character.isdigit() for character in name):
            return name.strip()
    return ""


def title_of(unit: Node, times: Sequence[Node]) -> Node | None:
    """The title of *unit*: the first heading, or what is called so, that stands before its text and is no time."""
    apart = {one.mem_id for one in times}
    for one in unit.traverse():
        if one.tag == "p" and not tokens(one) & _TITLE_TOKENS:
            least = _FEW if any(inner.mem_id in apart for inner in one.traverse()) else 1
            if len(words(seen_in(one))) > least:
                return None
        is_title = one.tag in HEADINGS or one.attributes.get("itemprop") == "headline"
        named = one.tag in ("div", "span", "p", "strong") and tokens(one) & _TITLE_TOKENS and not _has_blocks(one)
        if not (is_title or named) or one.mem_id in apart or one.mem_id == unit.mem_id:
            continue
        text = seen_in(one)
        if words(text):
            return one
    return None


def _has_blocks(node: Node) -> bool:
    return any(one.tag in ("p", "div", "ul", "ol", "blockquote", *HEADINGS) for one in node.traverse() if one != node)


def _authors(unit: Node) -> list[Node]:
    """The elements in *unit* that name its author, the outermost."""
    found: list[Node] = []
    todo = list(unit.iter())[::-1]
    while todo:
        one = todo.pop()
        if is_dropped(one):
            continue
        attributes = one.attributes
        is_named = attributes.get("rel") == "author" or attributes.get("itemprop") == "author"
        if (is_named or tokens(one) & AUTHOR_TOKENS) and 0 < len(words(seen_in(one))) <= _FEW:
            found.append(one)
        else:
            todo += list(one.iter())[::-1]
    return found


def body_of(unit: Node, left_out: Collection[Node], base: str, stamps: Sequence[str] = ()) -> tuple[Passage, list[str]]:
    """The text of *unit* without what is *left_out*, is about it (times, sharing) or is no part of it: that is hidden.

    With it, the times that were hidden, as they are written; a time that stands in a text, or before one, is of that
    text, unless it says again what one of *stamps* says.
    """
    times: list[str] = []
    said = [clock.time for text in stamps if (clock := find_clock(text))]
    todo = list(children(unit))
    for node in left_out:
        hide(node)
    for node in left_out:
        _hide_label(node, unit)
    while todo:
        node = todo.pop()
        if node.tag == "-text" or "hidden" in node.attributes:
            continue
        if _is_no_text(node) or _is_about(node):
            hide(node)
        elif is_moment(node) and not is_quoted(node, unit) and _is_apart(node, said):
            times.append(" ".join(seen_in(node).split()))
            hide(node)
        else:
            todo += children(node)
    return passage_of_node(unit, base), times


def _hide_label(node: Node, unit: Node) -> None:
    """Hide what says that the time in *node*, which is hidden, is that of an edit, or divides it from a name; no more."""
    before = node.prev
    if before is not None and before.tag == "-text" and EDITED_LABEL.fullmatch(before.text_content or ""):
        before.replace_with(" ")
    around = node.parent
    while around is not None and around.mem_id != unit.mem_id and len(list(islice(around.iter(), _FEW))) < _FEW:
        text = seen_in(around)
        if not (EDITED_LABEL.fullmatch(text) or (text and not text.strip(_MARKS))):
            break
        hide(around)
        around = around.parent


def _is_apart(node: Node, said: Collection[time]) -> bool:
    """Whether the time that *node* shows is no word of a text."""
    place = place_of(node)
    clock = find_clock(seen_in(node))
    return place in (ALONE, EDIT) or (clock is not None and clock.time in said)


def _is_no_text(node: Node) -> bool:
    """Whether *node*, a part of an update, is none of its text; related stories and posts that are quoted are."""
    part = part_of(node, with_tags=False)
    return part in _NEVER or (part == "sharing" and len(words(seen_in(node))) <= _FEW)


def is_moment(node: Node) -> bool:
    """Whether *node* shows a clock, a date with a clock, or when something was edited, and nothing else."""
    if node.tag not in ("span", "div", "a", "small", "time", "em", "i"):
        return False
    text = seen_in(node)
    if len(text) > LONGEST_TIME or find_clock(text) is None:
        return False
    opening = read_opening(text, loose=False)
    is_edit = EDITED_WORDS.search(text) is not None and len(words(text)) <= _FEW
    return is_day_and_clock(text) or is_edit or (opening is not None and opening[1] == len(text))


def hide(node: Node) -> None:
    """Make *node* one that no reader sees."""
    if node.tag != "-text":
        node.attrs["hidden"] = ""


def _is_about(node: Node) -> bool:
    """Whether *node* is a line about an update, like its permalink, and no text of it."""
    return bool(tokens(node) & META_TOKENS) and len(words(seen_in(node))) <= _FEW and node.css_first("p") is None


def hide_texts(units: Sequence[Node], texts: Collection[str]) -> None:
    """Hide the innermost elements of *units* that show one of *texts*, like the names of authors, and nothing else."""
    for unit in units:
        for node in list(unit.traverse()):
            if node.tag not in ("-text", "p", *HEADINGS) and node != unit and " ".join(seen_in(node).split()) in texts:
                hide(node)
