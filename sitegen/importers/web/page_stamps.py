"""The times that a page shows: which elements hold one, what it is the time of, and which instant or clock it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sitegen.importers.exports.moments import moment_of, moment_of_epoch
from sitegen.importers.web.html import BLOCKS, EMBEDS, HEADINGS, IMAGES, OWN_BLOCKS, Node, is_block, is_dropped, seen_in
from sitegen.importers.web.page_dates import Day, day_line, find_clock, find_day, read_opening
from sitegen.importers.web.page_parts import tokens
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
AUTHOR_TOKENS = frozenset(
    {"author", "authors", "byline", "autor", "autoren", "auteur", "contributor", "creator", "writer", "verfasser"}
)
_DAY_TAGS = ("span", "div", "time", "small", "p", "b", "strong")
META_TOKENS = frozenset({"meta", "permalink", "timestamp", "info", "avatar", "actions", "toolbar"})
_EDITED = r"(?:updated?|modified|edited|aktualisier(?:t|ung)|bearbeitet|mise? à jour|actualizado|actualización|modifié)"
EDITED_WORDS = Pattern(rf"(?i)\b{_EDITED}\b")
_LABEL = (
    rf"(?:(?:last|zuletzt|letzte|dernière|última|was|post|article|first published and)\s+){{0,2}}{_EDITED}"
    r"(?:\s+(?:at|on|am|um|vom|le|à|el|a las|to|ago|this)){0,2}"
)
# What ends right before a time: "Updated:", "By Ann Lee, last updated at", "zuletzt aktualisiert am".
_EDITED_BEFORE = Pattern(rf"(?i)(?:^|[|·•,;(\[–—-]\s*){_LABEL}[\s:|·–—-]*$")
EDITED_LABEL = Pattern(rf"(?i)[\s(\[|·•,;–—-]*{_LABEL}[\s)\].:|·–—-]*")
_EDITED_TOKENS = frozenset({"updated", "modified", "edited", "update-time", "last"})
_FEW = 12  # words: a name with its office, or a line about an update
LONGEST_TIME = 60  # characters of a text that may be only a time
_MILLISECONDS = 12  # digits: a count of them since 1970
_SHOWN = IMAGES | EMBEDS
_DIVIDERS = (",", "|", "·", "•", "–", "—", "-", "/")  # between the name of an author and a time
_RUNNING = frozenset({"p", "li", "dd", "td", "blockquote", "figcaption"})
_QUOTED_TOKENS = frozenset(
    {
        "tweet",
        "twitter",
        "toot",
        "bluesky",
        "instagram",
        "facebook",
        "embed",
        "embedded",
        "oembed",
        "quote",
        "quoted",
        "zitat",
    }
)
ALONE, LEADING, EDIT, IN_TEXT, QUOTED = range(5)
"""What a time is by where it stands, the surest stamps first: it has no text beside it, it leads a text, it is that of an
edit, it stands in a text, or it is that of something that is quoted or linked."""


def is_time(node: Node) -> bool:
    """Whether *node* holds the time of something, and nothing else."""
    if node.tag in TIME_TAGS or node.attributes.get("itemprop") in ("datePublished", "dateModified"):
        return True
    if node.tag not in ("span", "div", "p", "a", "abbr", "small", "strong", "b") or not tokens(node) & _TIME_TOKENS:
        return False
    text = seen_in(node)
    return len(text) <= LONGEST_TIME and (find_clock(text) is not None or read_attributes(node) is not None)


def is_edit_time(node: Node) -> bool:
    """Whether the time in *node* is that of an edit: it says so itself, or its label does, directly beside it."""
    if node.attributes.get("itemprop") == "dateModified" or tokens(node) & _EDITED_TOKENS:
        return True
    text = seen_in(node)
    if len(text) <= LONGEST_TIME and EDITED_WORDS.search(text):
        return True
    before, behind = _beside(node, back=True), _beside(node, back=False)
    if _EDITED_BEFORE.search(before):
        return True
    return not before and node.tag in TIME_TAGS and EDITED_LABEL.fullmatch(behind) is not None


def _beside(node: Node, *, back: bool) -> str:
    """The text on the line of *node* before it (*back*), else behind it, up to another time; at most about a line."""
    pieces: list[str] = []
    at = node
    while len(pieces) <= _FEW and not is_block(at):
        one = at.prev if back else at.next
        while one is not None and len(pieces) <= _FEW:
            if one.tag == "br" or (one.tag != "-text" and not is_dropped(one) and (is_block(one) or _has_time(one))):
                return _joined(pieces, back=back)
            if not is_dropped(one):
                pieces.append(seen_in(one) if one.tag != "-text" else one.text_content or "")
            one = one.prev if back else one.next
        if at.parent is None:
            break
        at = at.parent
    return _joined(pieces, back=back)


def _has_time(node: Node) -> bool:
    return any(is_time(one) for one in node.traverse())


def _joined(pieces: Sequence[str], *, back: bool) -> str:
    return " ".join(" ".join(reversed(pieces) if back else pieces).split())


def place_of(node: Node) -> int:
    """What the time in *node* is: ALONE, LEADING a text, IN_TEXT, that of an EDIT, or QUOTED as a link to something."""
    if is_edit_time(node):
        return EDIT
    block, is_linked = node, False
    while block.tag not in BLOCKS and block.tag not in OWN_BLOCKS and block.parent is not None:
        leads_away = block.tag == "a" and "#" not in (block.attributes.get("href") or "")
        is_linked |= leads_away and len(words(seen_in(block))) > len(words(seen_in(node)))
        block = block.parent
    if is_linked and block.tag not in HEADINGS:
        return QUOTED
    texts = _beside(node, back=True), _beside(node, back=False)
    before, behind = (len(words(text)) for text in texts)
    if not before + behind or node.tag == "meta" or block.tag in HEADINGS:
        return ALONE
    if before + behind <= _FEW:
        is_named = bool(tokens(block) & (META_TOKENS | _TIME_TOKENS | AUTHOR_TOKENS))
        is_label = not behind and texts[0].endswith(_DIVIDERS)
        if is_named or is_label or (block.tag not in _RUNNING and not (before and behind)):
            return ALONE
    return IN_TEXT if before else LEADING


def is_next(one: Node, other: Node) -> bool:
    """Whether nothing to read or to look at stands between the times in *one* and in *other*, which comes behind it."""
    at: Node | None = one
    for _ in range(_FEW):
        while at is not None and at.next is None:
            at = at.parent
        at = at.next if at is not None else None
        while at is not None and at.mem_id != other.mem_id and _is_around(at, other):
            at = at.child
        if at is None or at.mem_id == other.mem_id:
            return at is not None
        if not is_dropped(at) and (words(seen_in(at)) or any(inner.tag in _SHOWN for inner in at.traverse())):
            return False
    return False


def _is_around(node: Node, inner: Node) -> bool:
    one = inner.parent
    while one is not None and one.mem_id != node.mem_id:
        one = one.parent
    return one is not None


def is_quoted(node: Node, within: Node) -> bool:
    """Whether *node* stands in a quotation or a figure in *within*: its time is that of something else."""
    one = node.parent
    while one is not None and one.mem_id != within.mem_id:
        if one.tag in ("blockquote", "figure") or is_quotation(one):
            return True
        one = one.parent
    return False


def is_quotation(node: Node) -> bool:
    """Whether *node* is named as something that is quoted from elsewhere."""
    return bool(tokens(node) & _QUOTED_TOKENS)


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
    return next((read for name in _TIME_ATTRIBUTES if (read := machine_time(attributes.get(name) or ""))), None)


def machine_time(text: str) -> datetime | Clock | None:
    """The time that *text* is as programs write it."""
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


def day_beside(times: Sequence[Node], lang: str) -> tuple[Day, Node] | None:
    """The date in an element directly beside the first of *times*, which has a clock only, and that element."""
    for back in (True, False) if times else ():
        one = times[0].prev if back else times[0].next
        while one is not None and one.tag == "-text" and not words(one.text_content or ""):
            one = one.prev if back else one.next
        if one is not None and one.tag in _DAY_TAGS and (day := day_line(seen_in(one), lang)):
            return day, one
    return None
