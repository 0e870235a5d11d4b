"""The words of a text and of a page, and which of them were lost: the measure of the law that no word is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from hashlib import blake2b
from html import unescape
from itertools import chain

WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'\b(?:href|src|title|alt|class|start)="([^"]*)"')
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_LIST_NUMBER = re.compile(r"^[ >\t]*(?:[-+*][ \t]+)*([0-9]{1,9})[.)](?=\s|$)", re.MULTILINE)


def words(text: str) -> list[str]:
    """The words of plain *text*: runs of letters and digits, in order, as written.

    >>> words("Tu-22M bombers, 3.5 km")
    ['Tu', '22M', 'bombers', '3', '5', 'km']
    """
    return WORD.findall(text)


def words_of_html(html: str) -> list[str]:
    """The words that a reader sees in *html*, in order.

    >>> words_of_html('<p>The <em>first</em> &amp; last</p>')
    ['The', 'first', 'last']
    """
    return words(unescape(_TAG.sub(" ", html)))


def lost_words(markdown: str, html: str) -> list[str]:
    """The words of *markdown* neither seen in *html* nor standing in its tags (an address, the number of a list).

    >>> lost_words("1986. A [link](/a)", '<ol start="1986"><li>A <a href="/a">link</a></li></ol>')
    []
    >>> lost_words("[SANA]: http://example.org", "")
    ['SANA', 'http', 'example', 'org']
    """
    written, seen = words(markdown), words_of_html(html)
    if written == seen:
        return []
    unseen = chain.from_iterable(
        written[a:b] for tag, a, b, _, _ in _opcodes(written, seen) if tag in ("delete", "replace")
    )
    excused = Counter(words(" ".join(map(unescape, _ATTRIBUTE.findall(html)))))
    excused.update(chain.from_iterable(words(entity) for entity in _ENTITY.findall(markdown)))
    if "<ol" in html:
        excused.update(_LIST_NUMBER.findall(markdown))
    return _not_in(unseen, excused)


def _opcodes(a: Sequence[str], b: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, a, b, autojunk=False).get_opcodes()


def _not_in(candidates: Iterable[str], excused: Counter[str]) -> list[str]:
    lost = []
    for word in candidates:
        if excused[word] > 0:
            excused[word] -= 1
        else:
            lost.append(word)
    return lost


def digest(text: str) -> str:
    """Hexadecimal BLAKE2b-128 of *text* in UTF-8."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
