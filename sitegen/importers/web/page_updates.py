"""What a page says of one update: its time, title, author, id and body, found in the element that holds them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sitegen.importers.exports.moments import moment_of, moment_of_epoch
from sitegen.importers.web.html import HEADINGS, Node, children, is_dropped, seen_in
from sitegen.importers.web.markup import NO_WORDS, Passage, passage_of_node
from sitegen.importers.web.page_dates import Day, find_clock, find_day, is_day_and_clock, read_opening
from sitegen.importers.web.page_parts import part_of, tokens
from sitegen.patterns import Pattern
from sitegen.times import Clock
from sitegen.words import words

TIME_TAGS = ("time", "amp-timeago", "relative-time", "time-ago", "local-time")
_TIME_TOKENS = frozenset(
    {"time", "timestamp", "uhrzeit", "zeit", "heure", "hora", "clock", "date", "datetime", "datum"}
)
_TIME_ATTRIBUTES = (
    "datetime", "data-datetime", "data-sort-time", "data-timestamp", "data-utime", "data-time", "data-date", "content",
    "title",
)  # fmt: skip
_ROW_TIME = ("data-sort-time", "data-timestamp", "data-utime")
_EDITED_WORDS = Pattern(r"(?i)\b(?:updated?|modified|edited|aktualisiert|bearbeitet|mis à jour|actualizado|modifié)")
_EDITED_TOKENS = frozenset({"updated", "modified", "edited", "update-time", "last"})
AUTHOR_TOKENS = frozenset(
    {"author", "authors", "byline", "autor", "autoren", "auteur", "contributor", "writer", "verfasser"}
)
_TITLE_TOKENS = frozenset({"title", "headline", "heading", "head", "titel", "titre", "titular"})
META_TOKENS = frozenset({"meta", "permalink", "timestamp", "info", "avatar", "actions", "toolbar"})
_NEVER = ("comments", "advertising", "navigation", "newsletter", "cookie notice")
_KEY_TOKENS = frozenset({"keyevent", "highlight", "highlighted", "iskeyevent", "keymoment"})
_FEW = 12  # words: a name with its office, or a line about an update
_LONGEST_TIME = 60  # characters of a text that may be only a time
_BY = Pattern(r"(?i)^\s*(?:by|von|par|por|di)\s+(?=\S)")
_MILLISECONDS = 12  # digits: a count of them since 1970


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


def is_time(node: Node) -> bool:
    """Whether *node* holds the time of something, and nothing else."""
    if node.tag in TIME_TAGS or node.attributes.get("itemprop") in ("datePublished", "dateModified"):
        return True
    if node.tag not in ("span", "div", "p", "a", "abbr", "small", "strong", "b") or not tokens(node) & _TIME_TOKENS:
        return False
    text = seen_in(node)
    return len(text) <= _LONGEST_TIME and (find_clock(text) is not None or read_attributes(node) is not None)


def is_edit_time(node: Node) -> bool:
    """Whether the time in *node* is that of an edit."""
    named = node.attributes.get("itemprop") == "dateModified" or bool(tokens(node) & _EDITED_TOKENS)
    if named or _EDITED_WORDS.search(seen_in(node)):
        return True
    around = node.parent
    beside = list(islice(around.iter(include_text=True), _FEW)) if around is not None else []
    if len(beside) == _FEW or sum(one.tag in TIME_TAGS for one in beside) != 1:
        return False
    text = seen_in(*beside)
    return len(text) <= _LONGEST_TIME and _EDITED_WORDS.search(text) is not None


def read_time(node: Node, lang: str = "") -> datetime | Clock | None:
    """The time that *node* holds: of its attributes, else as it is shown; None where neither is a time of day."""
    found = read_attributes(node)
    if isinstance(found, datetime):
        return found
    text = seen_in(node)
    shown = find_clock(text) or find_clock(" ".join(node.text(deep=True).split()))
    if found is None and shown is not None and (day := find_day(text, lang)) is not None and day.year:
        return Clock(shown.time, shown.zone, shown.half, day.near(None))
    return found or shown


def read_attributes(node: Node) -> datetime | Clock | None:
    """The time in the attributes of *node*; a clock where it has no offset."""
    attributes = node.attributes
    return next((read for name in _TIME_ATTRIBUTES if (read := _machine_time(attributes.get(name) or ""))), None)


def _machine_time(text: str) -> datetime | Clock | None:
    text = text.strip()
    if text.isascii() and text.isdecimal() and 9 <= len(text) <= 13:
        return moment_of_epoch(float(text), 1000 if len(text) >= _MILLISECONDS else 1)
    moment = moment_of(text)
    if moment is not None and moment.utcoffset() is None:
        return Clock(moment.time().replace(microsecond=0), half=False, day=moment.date())
    if moment is not None:
        return moment
    opening = read_opening(text, loose=False) if len(text) <= 8 else None
    return opening[0] if opening and opening[1] == len(text) else None


def read_update(unit: Node, base: str, lang: str, known_title: str = "") -> PageUpdate:
    """The update that is all of the element *unit*; a heading that does not say its *known_title* is of its text."""
    times = [one for one in unit.traverse() if one.tag != "-text" and is_time(one) and _is_there(one)]
    own = [one for one in times if not is_edit_time(one)] or times[:1]
    of_row = next((read for name in _ROW_TIME if (read := _machine_time(unit.attributes.get(name) or ""))), None)
    moments = [when for one in own if (when := read_time(one, lang)) is not None]
    when = next((moment for moment in moments if isinstance(moment, datetime)), moments[0] if moments else None)
    edits = [read_time(one, lang) for one in times if is_edit_time(one)]
    edits.append(_machine_time(unit.attributes.get("data-update-time") or ""))
    title_node, author_nodes = title_of(unit, times), _authors(unit)
    if known_title and title_node and words(seen_in(title_node).casefold()) != words(known_title.casefold()):
        title_node = None
    title = " ".join(seen_in(title_node).split()) if title_node else ""
    author = ", ".join(dict.fromkeys(_BY.sub("", " ".join(seen_in(one).split())) for one in author_nodes))
    stamps = [" ".join(seen_in(one).split()) for one in own]
    body, hidden = body_of(unit, (*times, *author_nodes, *([title_node] if title_node else [])), base)
    stamp = " ".join((*stamps, *hidden))
    return PageUpdate(
        when=of_row if isinstance(of_row, datetime) else when,
        stamp=stamp,
        day=find_day(stamp, lang),
        body=body,
        title=title,
        author=author,
        sid=id_of(unit),
        key=bool(tokens(unit) & _KEY_TOKENS) or {"key", "event"} <= tokens(unit),
        updated=next((edit for edit in edits if isinstance(edit, datetime)), None),
    )


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
        if one.tag == "p" and len(words(seen_in(one))) > 1 and not tokens(one) & _TITLE_TOKENS:
            return None
        is_title = one.tag in HEADINGS or one.attributes.get("itemprop") == "headline"
        named = one.tag in ("div", "span", "p", "strong") and tokens(one) & _TITLE_TOKENS and not _has_blocks(one)
        if not (is_title or named) or one.mem_id in apart or one.mem_id == unit.mem_id:
            continue
        text = seen_in(one)
        if words(text) and not any(inner.mem_id in apart for inner in one.traverse()):
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


def body_of(unit: Node, left_out: Collection[Node], base: str) -> tuple[Passage, list[str]]:
    """The text of *unit* without what is *left_out*, is about it (times, sharing) or is no part of it: that is hidden.

    With it, the times that were hidden, as they are written.
    """
    times: list[str] = []
    todo = list(children(unit))
    for node in left_out:
        hide(node)
    while todo:
        node = todo.pop()
        if node.tag == "-text" or "hidden" in node.attributes:
            continue
        if _is_no_text(node) or _is_about(node):
            hide(node)
        elif is_moment(node):
            times.append(" ".join(seen_in(node).split()))
            hide(node)
        else:
            todo += children(node)
    return passage_of_node(unit, base), times


def _is_no_text(node: Node) -> bool:
    """Whether *node*, a part of an update, is none of its text; related stories and posts that are quoted are."""
    part = part_of(node, with_tags=False)
    return part in _NEVER or (part == "sharing" and len(words(seen_in(node))) <= _FEW)


def is_moment(node: Node) -> bool:
    """Whether *node* shows a clock, a date with a clock, or when something was edited, and nothing else."""
    if node.tag not in ("span", "div", "a", "small", "time", "em", "i"):
        return False
    text = seen_in(node)
    if len(text) > _LONGEST_TIME or find_clock(text) is None:
        return False
    opening = read_opening(text, loose=False)
    is_edit = _EDITED_WORDS.search(text) is not None and len(words(text)) <= _FEW
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
