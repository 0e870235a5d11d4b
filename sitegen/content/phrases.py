"""Simple marks inside a block made into HTML: knows which links, emphasis, escapes and entities can be read only one way.

Whatever could be read otherwise is refused, and left to the parser (decision 0009). What is read here keeps every word,
so whoever calls need not prove it again.
"""

from __future__ import annotations

import re
from functools import cache

from sitegen.content.addresses import WEB, resolve

Phrase = tuple[str, str]
"""HTML, and the text that a reader sees in it, whose blanks may not be folded yet."""
Step = tuple[int, str, str]
"""Where reading goes on, and the HTML and the text of what was read."""

TAGS = {"*": "em", "_": "em", "**": "strong", "__": "strong"}
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": "\xa0"}
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_TYPOGRAPHIC = frozenset("“”‘’«»…–—")  # general category P in every version of Unicode


@cache
def _calm_link() -> re.Pattern[str]:
    # Splits into text, label, address, title, text … A quotation mark is an entity by now, and no other entity occurs.
    label = r"\[(?<!!\[)([^\[\]*\s](?:[^\[\]*]*[^\[\]*\s])?)\]"
    address = r"(https?://[A-Za-z0-9][A-Za-z0-9./?=#:,;@+$-]*)"
    return re.compile(rf"{label}\({address}(?: &quot;([^&\[\]*\n]+)&quot;)?\)")


@cache
def _calm_emphasis() -> re.Pattern[str]:
    # Splits into text, star or nothing, content, text … Tags and entities stand for the punctuation that they came from.
    opening = r"\*(?<![^ \n(;“‘«—–]\*)(\*?)(?=[^\W_])"
    closing = r"(?:(?<=[^\W_])\*\1(?=[ \n.,:!?)&”’»…—–]|\Z)|(?<=[.,!?”’»…])\*\1(?=[ \n]|\Z))"
    return re.compile(rf"{opening}([^*<>]*[^*<>\s]){closing}")


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(r'[\\`*_\[\]<>&~"\t\r\0\f\v]')


@cache
def _link() -> re.Pattern[str]:
    # The label may hold emphasis and entities, but nothing that binds tighter than the link.
    label = r"\[([^\[\]\\`<\s](?:[^\[\]\\`<]*[^\[\]\\`<\s])?)\]"
    return re.compile(rf'{label}\(([^\x00-\x20\x7f\s()<>\\&"]+)(?: "([^"\\&\n\t\r\0\f\v]+)")?\)')


_RUN = re.compile(r"\*+|_+")
_CODE = re.compile(r"(?<!`)`([^`\s](?:[^`\n\t\r\0\f\v]*[^`\s])?)`(?!`)")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_ANGLES = re.compile(r"<([^<>]*)>")


def has_marks(source: str) -> bool:
    """Whether *source* holds a character that `write_calm` does not know."""
    return _mark().search(source) is not None


def write_plain(source: str) -> str:
    """HTML of *source*, which has no mark but quotation marks and right angle brackets."""
    if '"' in source:
        source = source.replace('"', "&quot;")
    return source.replace(">", "&gt;") if ">" in source else source


def write_calm(source: str) -> Phrase | None:
    """*source*, whose marks are stars, brackets, quotation marks and right angle brackets only; None if in doubt."""
    html = text = write_plain(source)
    if "[" in source or "]" in source:
        parts = _calm_link().split(html)
        pieces, words = [parts[0]], [parts[0]]
        for place in range(1, len(parts), 4):
            label, address, title, after = parts[place : place + 4]
            named = f' title="{title}"' if title else ""
            pieces.append(f'<a href="{address}"{named} rel="noopener">{label}</a>{after}')
            words += label, after
        html, text = "".join(pieces), "".join(words)
        if "[" in text or "]" in text:
            return None
    if "*" in text:
        parts = _calm_emphasis().split(html)
        pieces = [parts[0]]
        for place in range(1, len(parts), 3):
            tag = TAGS["*" + parts[place]]
            pieces.append(f"<{tag}>{parts[place + 1]}</{tag}>{parts[place + 2]}")
        html, text = "".join(pieces), text.replace("*", "")
        if "*" in html:
            return None
    if "&" in text:
        text = text.replace("&quot;", '"').replace("&gt;", ">")
    return html, text


def write_marked(source: str, base: str) -> Phrase | None:
    r"""*source* with any marks, its links seen from *base*; None if in doubt.

    >>> write_marked(r'AT&T \*said\* *so* [here](x "A")', "/y/")
    ('AT&amp;T *said* <em>so</em> <a href="/y/x" title="A">here</a>', 'AT&T *said* so here')
    """
    html: list[str] = []
    text: list[str] = []
    opened: list[str] = []
    place, search = 0, _mark().search
    while match := search(source, place):
        at = match.start()
        if at > place:
            html.append(source[place:at])
            text.append(source[place:at])
        step = _emphasis(source, at, opened) if source[at] in "*_" else _step(source, at, base)
        if step is None:
            return None
        place = step[0]
        html.append(step[1])
        text.append(step[2])
    if opened:
        return None
    rest = source[place:]
    return "".join(html) + rest, "".join(text) + rest


def _step(source: str, at: int, base: str) -> Step | None:
    """What the mark at *at* means, which is no emphasis."""
    match source[at]:
        case '"':
            return at + 1, "&quot;", '"'
        case ">":
            return at + 1, "&gt;", ">"
        case "\\":
            return _escape(source, at)
        case "[":
            return _bracket(source, at, base)
        case "]":
            return None if source[at + 1 : at + 2] in ("(", "[", ":") else (at + 1, "]", "]")
        case "&":
            return _ampersand(source, at)
        case "<":
            return _angle(source, at)
        case "`":
            return _code(source, at)
        case "~":
            return None if "~" in (source[at - 1 : at], source[at + 1 : at + 2]) else (at + 1, "~", "~")
        case _:
            return None


def _escape(source: str, at: int) -> Step | None:
    """A backslash (CommonMark §2.4); before a line end it is a line break, and refused."""
    after = source[at + 1 : at + 2]
    if after in _PUNCTUATION:
        return at + 2, _escaped(after), after
    return None if after == "\n" else (at + 1, "\\", "\\")


def _code(source: str, at: int) -> Step | None:
    """A code span (CommonMark §6.1). Where it closes a bracket, it could be in the label of a definition (§4.7)."""
    match = _CODE.match(source, at)
    if match is None or "]:" in match[1]:
        return None
    return match.end(), f"<code>{_escaped(match[1])}</code>", match[1]


def _bracket(source: str, at: int, base: str) -> Step | None:
    """A link with all that is in it (CommonMark §6.3), or a bracket that is text: its closing one decides which."""
    if source[at - 1 : at] == "!":
        return None
    match = _link().match(source, at)
    if match is None:
        return at + 1, "[", "["
    href, label = resolve(match[2], base), write_marked(match[1], base)
    if href is None or label is None:
        return None
    if "%" in match[2] and not WEB.match(href):  # a step written as %2e%2e goes away with the word before it
        return None
    title = f' title="{_escaped(match[3])}"' if match[3] else ""
    rel = ' rel="noopener"' if WEB.match(href) else ""
    return match.end(), f'<a href="{_escaped(href)}"{title}{rel}>{label[0]}</a>', label[1]


def _ampersand(source: str, at: int) -> Step | None:
    match = _ENTITY.match(source, at)
    if match is None:
        return at + 1, "&amp;", "&"
    character = _ENTITIES.get(match[0])
    return (match.end(), _escaped(character), character) if character else None


def _angle(source: str, at: int) -> Step | None:
    """A left angle bracket as text, unless it could open an autolink (CommonMark §6.5); raw HTML is text anyway."""
    match = _ANGLES.match(source, at)
    if match and (":" in match[1] or "@" in match[1]) and not re.search(r"[ \n]", match[1]):
        return None
    return at + 1, "&lt;", "<"


def _emphasis(source: str, at: int, opened: list[str]) -> Step | None:
    """A run of stars or underscores that can only open, only close, or do neither (CommonMark §6.2).

    *opened* are the runs that are not closed yet, and is kept up.
    """
    match = _RUN.match(source, at)
    run = match[0] if match else source[at]
    end = at + len(run)
    if source.find(run[0], end) < 0 and source.find(run[0], 0, at) < 0:
        # Nothing to pair with, as in the ___ between parts of wire copy.
        return end, run, run
    before, after = _kind(source[at - 1 : at] or " "), _kind(source[end : end + 1] or " ")
    if run not in TAGS or "" in (before, after):
        return None
    if before == after:
        is_text = before == "blank" or (before == "word" and run[0] == "_")
        return (end, run, run) if is_text else None
    if before == "blank" or (before == "punctuation" and after == "word"):
        opened.append(run)
        return end, f"<{TAGS[run]}>", ""
    if not opened or opened.pop() != run:
        return None
    return end, f"</{TAGS[run]}>", ""


def _kind(character: str) -> str:
    if character in (" ", "\n"):
        return "blank"
    if character.isalnum():
        return "word"
    return "punctuation" if character in _PUNCTUATION or character in _TYPOGRAPHIC else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
