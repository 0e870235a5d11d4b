"""Where a text stands in files, however it is written there: over lines, in marks, with escapes and entities."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.entities import codepoint2name

from sitegen.content.naming import slug_of

_UNSEEN = "\u00ad\u200b-\u200f\u2060\u2066-\u2069\ufeff"  # soft hyphens, blanks without width, marks of direction
_MARKS = rf"[*_\\{_UNSEEN}]*"  # emphasis inside a word, and the escapes of Markdown
_GAP = (
    rf"(?:[*_`\\{_UNSEEN}]|\s|>|&nbsp;|&#160;|&#xa0;|<br ?/?>)+"  # between words: blanks, line ends, quotation, marks
)
# What joins the words of a name in an address or a file's name, or parts them where one of them is a link.
_JOINT = rf"(?:{_GAP}|[-.+]|%20|[\s*_]*\[[*_]*|[*_]*\]\([^)\n]*\)[\s*_\[]*)?"
_ALIKE = {"'": "'’‘ʼ", "’": "'’‘ʼ", '"': '"“”„', "-": "-‐‑‒–", "‑": "-‐‑‒–", "–": "-‐‑‒–"}
# A character by its number, in double quotes (YAML 1.1 §5.7); and marks of Markdown that stand inside and around words.
_ESCAPE = re.compile(r"\\[xuU]((?<=x)[0-9a-fA-F]{2}|(?<=u)[0-9a-fA-F]{4}|(?<=U)00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})")
_MARKUP = re.compile(r"\](?:\[[^\]\n]{0,999}\]|\([^)\n]{0,999}\))|[\[\]]|~~")
DAY = re.compile(r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}-|/[0-9]{4}/[0-9]{2}/[0-9]{2}/)")
"""The day with which an id or an address begins."""
_TELLING = 4  # characters
_EXCERPT = 40  # characters on each side


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a text: from *start* to *end* in the text that was searched, with its *line* and *column* from 1."""

    start: int
    end: int
    line: int
    column: int
    excerpt: str


def pattern_of(text: str) -> re.Pattern[str]:
    """What finds *text* as whole words, without regard to case, to Unicode form, and to how Markdown writes it.

    >>> bool(pattern_of("Jane Doe").search("by *JANE*  doe."))
    True
    >>> bool(pattern_of("Ann").search("Annual report"))
    False
    """
    return _compiled(text, _GAP)


def loose_pattern_of(text: str) -> re.Pattern[str]:
    """What finds *text* in addresses and names of files too, and with a link in it: where a person has to look.

    >>> pattern = loose_pattern_of("Jane Doe")
    >>> [bool(pattern.search(said)) for said in ("/jane-doe/", "janedoe.png", "[Jane](x) Doe", "Jane. Does")]
    [True, True, True, False]
    >>> bool(loose_pattern_of("José O'Brien").search("/2021/03/08/jose-obrien-is-held/"))
    True
    >>> bool(loose_pattern_of("C++").search("c"))
    False
    """
    slug = slug_of(text).replace("-", " ")  # what import makes of it: in ASCII, without marks
    is_telling = len(slug) >= _TELLING or text.replace(" ", "").isalpha()  # of "C++" it would be "c"
    ways = [_compiled(way, _JOINT).pattern for way in dict.fromkeys([text, slug] if slug and is_telling else [text])]
    return re.compile("|".join(ways), re.IGNORECASE)


def says(pattern: re.Pattern[str], name: str) -> bool:
    """Whether the id or address *name* says what *pattern* matches: not by its day.

    >>> says(re.compile("2021"), "/2021/03/08/storm/"), says(re.compile("2021"), "2021-03-08-storm-of-2021")
    (False, True)
    """
    return pattern.search(DAY.sub("", name)) is not None


def _compiled(text: str, gap: str) -> re.Pattern[str]:
    words = unicodedata.normalize("NFC", text).split()
    said = gap.join(_MARKS.join(map(_character, word)) for word in words)
    first = r"(?<![^\W_])" if words[0][0].isalnum() else ""  # "_" is emphasis, and no part of a word
    last = r"(?![^\W_])" if words[-1][-1].isalnum() else ""
    return re.compile(f"{first}{said}{last}", re.IGNORECASE)


def without(pattern: re.Pattern[str], by: str, text: str) -> str:
    """*text* with *by* in the place of each occurrence; where one stands across emphasis, the marks around it go too."""

    def replaced(match: re.Match[str]) -> str:
        before, found, after = match.groups()
        return by if set(found) & {"*", "_"} else f"{before}{by}{after}"

    return re.sub(rf"((?<![*_])[*_]*)({pattern.pattern})([*_]*)", replaced, text, flags=re.IGNORECASE)


def _character(character: str) -> str:
    """The ways to write *character*: itself, taken apart, its like, as an entity."""
    ways = {character, unicodedata.normalize("NFD", character), *_ALIKE.get(character, "")}
    ways |= {chr(ord(character) + 0xFEE0)} if "!" <= character <= "~" else set()  # full width
    written = [re.escape(way) for way in sorted(ways, key=lambda way: (-len(way), way))]
    for number in sorted({ord(character), ord(character.lower()[0]), ord(character.upper()[0])}):
        written += [f"&#0*{number};", f"&#x0*{number:x};"]
        written += [f"&{codepoint2name[number]};"] if number in codepoint2name else []
    return f"(?:{'|'.join(written)})"


def unwritten(text: str) -> str:
    r"""*text* as readers see it, for comparing only: without what YAML, Markdown and HTML write in another way.

    >>> print(unwritten("title: 'O''Brien'"), unwritten(r'"Jan\u0065"'), unwritten("~~Jane~~ [Doe][1]|&ensp;of"))
    title: 'O'Brien' "Jane" Jane Doe \u2002of
    """
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return _MARKUP.sub("", unescape(text)).replace("''", "'").replace("|", " ")


def occurrences(pattern: re.Pattern[str], text: str) -> Iterator[Occurrence]:
    """The places of *pattern* in *text*, in order."""
    for match in pattern.finditer(text):
        before = text.rfind("\n", 0, match.start()) + 1
        around = text[max(0, match.start() - _EXCERPT) : match.end() + _EXCERPT]
        yield Occurrence(
            match.start(),
            match.end(),
            text.count("\n", 0, match.start()) + 1,
            match.start() - before + 1,
            " ".join(around.split()),
        )
