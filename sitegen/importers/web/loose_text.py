"""Texts of which nobody says whether they are HTML: a tag or an entity in them decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from sitegen.config import Config
from sitegen.importers.web.markup import NO_WORDS, Passage, passage_of_html, passage_of_text
from sitegen.patterns import Pattern
from sitegen.words import words

_TAGS = (
    "a|abbr|article|aside|b|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|embed|figcaption|figure|font|footer|h[1-6]|"
    "header|hr|i|iframe|img|ins|li|main|mark|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|table|tbody|"
    "td|th|thead|time|tr|tt|u|ul|video|audio"
)
_HTML = Pattern(
    rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--|&(?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[a-zA-Z]{{2,8}}[0-9]{{0,2}});",
    re.IGNORECASE,
)
_CUT = Pattern(r"\s*(?:\[?\s*(?:…|\.\.\.|&hellip;|&#8230;)\s*\]?)\s*$")
_CITED = 60  # characters: enough to find it
_LANGUAGE = Pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def is_html(text: str) -> bool:
    """Whether *text* has a tag or an entity of HTML: "3 < 4 & 5" has none."""
    return _HTML.search(text) is not None


def passage_of(text: str, base: str = "") -> Passage:
    """*text*, plain or HTML. Raises ValueError where elements are nested too deep."""
    return passage_of_html(text, base) if is_html(text) else passage_of_text(text)


def plain_of(text: str) -> str:
    """The words of a title, plain or HTML, on one line; HTML in HTML too ("Fish &amp;amp; chips")."""
    if is_html(text):
        text = passage_of_html(text).seen
    return " ".join((unescape(text) if is_html(text) else text).split())


def cited(text: str) -> str:
    """The beginning of *text* on one line, as a message quotes it."""
    line = " ".join(text.split())
    return line if len(line) <= _CITED else f"{line[:_CITED]} …"


def without_excerpt(excerpt: Passage, body: Passage) -> Passage:
    """*excerpt*, or nothing where *body* opens with the same words: then it only says what is to come.

    Half of its words are enough: programs add to it who published it and where to go on reading.
    """
    short, long = words(excerpt.seen), words(body.seen)
    same = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), min(len(short), len(long)))
    return NO_WORDS if same * 2 >= len(short) else excerpt


def own_title(title: str, body: Passage) -> str:
    """*title*, or "" where it has no words, or only the first of *body*: all of them, or up to an ellipsis."""
    said, text = words(title), words(body.seen)
    is_made = not said or said == text or (_CUT.search(title) is not None and _opens(said, text))
    return "" if is_made else title


def _opens(said: list[str], text: list[str]) -> bool:
    """Whether *text* begins with *said*, whose last word may be cut off."""
    return len(said) <= len(text) and said[:-1] == text[: len(said) - 1] and text[len(said) - 1].startswith(said[-1])


def declared_topics(names: Iterable[str], config: Config) -> tuple[str, ...]:
    """The slugs of those topics of the site that *names* are, by slug or by name; other categories are none of ours."""
    known = {key.casefold(): topic.slug for topic in config.topics for key in (topic.slug, topic.label)}
    found = (known.get(" ".join(name.split()).casefold(), "") for name in names)
    return tuple(dict.fromkeys(filter(None, found)))


def language_of(tag: str) -> str:
    """*tag* as a language (RFC 5646), "" where it is none."""
    tag = tag.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""
