"""Proper names in running text: knows which capitals are a name's own and which a sentence, a title or a date gave."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache

# Titles. The nouns of the first list part the name before them from the name after them: "Iraqi Prime Minister Haider".
_NOUNS = (
    "president minister senator governor mayor secretary chancellor ambassador ayatollah sheikh spokesman spokeswoman "
    "chairman chairwoman director premier sheriff sen rep gov gen lt col maj sgt capt cmdr adm brig mr mrs ms mx dr "
    "prof professor rev reverend"
)
_FIRST_NOUNS = "king queen prince princess pope emperor sir lady lord imam captain colonel admiral lieutenant sergeant"
_ADJECTIVES = (
    "prime vice deputy chief former acting foreign defense defence interior finance attorney general major sr jr"
)
_DATES = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec am pm edt est cdt cst mdt mst pdt pst gmt utc bst cet cest"
)
_AGENCIES = (
    "ap associated press reuters afp agence france-presse upi dpa efe ansa xinhua tass interfax kyodo pti ani sana tv"
)
_FUNCTION_WORDS = (
    "a about after again all also although among an and another any are as at be because been before both but by can "
    "could despite did do does during each earlier even every few for from get had has have he her here hers him his "
    "how however i if in instead into is it its just last later latest like live many may meanwhile more most much my "
    "new no none nor not now of off on once one only or other others our out over people perhaps please she since so "
    "some soon still such than that the their them then there these they this those though through thus to today "
    "tomorrow tonight under until up update updates upon us very was we were what when where whether which while who "
    "whose why will with within without would yes yesterday yet you your breaking two three four five six seven eight "
    "nine ten"
)
_PART_AT = frozenset(_NOUNS.split())
_PART_AT_START = frozenset(_FIRST_NOUNS.split())
_TITLE_ENDS = frozenset(_ADJECTIVES.split())
_OUTER = frozenset((_DATES + " " + _AGENCIES + " the a an i").split())
_ALONE = _PART_AT | _PART_AT_START | _TITLE_ENDS | _OUTER
_COMMON = frozenset(_FUNCTION_WORDS.split())

_HYPHENED = r"(?:el|al|ul|as|ar|ad|an|at|az|ash|es|ed)-"
_JOINER = r"(?:of the|of|de la|de|del|da|do|dos|di|du|bin|ibn|al|el|van der|van|von)"
_DOTTED = "Gen|Maj|Lt|Col|Sgt|Capt|Cmdr|Adm|Brig|Sen|Rep|Gov|Mr|Mrs|Ms|Dr|Prof|Rev|St|Sr|Jr"
_SAME_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-", "\u00ad": None})
_LOWER_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+")
# A capital is a name's own after a word, a figure, a closing bracket or a comma, or within a hyphened word.
_INSIDE = re.compile(r"(?:[\w,%$)'] |[^\W_]-)$")


def comparable(text: str) -> str:
    """*text* in one spelling: composed (NFC), straight apostrophes, plain hyphens, no soft ones."""
    return unicodedata.normalize("NFC", text).translate(_SAME_MARKS)


@cache
def _pattern() -> re.Pattern[str]:
    """Capitalised words in a row. Python's patterns know no class of capitals: this one is made of those to U+1FFF."""
    capital = "[" + "".join(chr(code) for code in range(0x2000) if chr(code).isupper() or chr(code).istitle()) + "]"
    word = rf"(?:{_HYPHENED})?{capital}[^\W_]*(?:'(?!s\b)[^\W_]+)*(?:-{capital}[^\W_]*)*"
    word = rf"(?:(?:{capital}\.){{2,}}|(?:{_DOTTED}|{capital})\.(?= {capital})|{word})"
    return re.compile(rf"(?<![^\W_]){word}(?: (?:{_JOINER} )?{word})*")


def lower_words(text: str) -> Iterator[str]:
    """The words of *text* in small letters."""
    return (word for word in _LOWER_WORD.findall(text) if word.islower())


def names_in(text: str, common: Collection[str], known: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The names in *text*, `comparable`, a line a block; each with whether its capital is its own.

    *common* are words that are also written small: where a sentence opens with one, it is no part of the name, but for
    the names that are *known* from the inside of a sentence.

    >>> list(names_in("Residents of Qaim met Gen. Ali Hassan on Friday.", {"residents"}, ()))
    [('Qaim', True), ('Ali Hassan', True)]
    """
    for block in text.split("\n"):
        for match in _pattern().finditer(block):
            sure = _INSIDE.search(block, max(0, match.start() - 2), match.start()) is not None
            for part in _parts(match[0].split(" ")):
                words = part
                while words and not sure and " ".join(_trimmed(words)) not in known and _is_common(words[0], common):
                    words, sure = words[1:], True
                name = " ".join(_trimmed(words))
                if not _is_nothing(name):
                    yield name, sure or " " in name or name in known
                sure = True


def _parts(words: list[str]) -> Iterator[list[str]]:
    """*words* parted at titles."""
    part: list[str] = []
    for word in words:
        bare = _bare(word)
        if bare in _PART_AT or (not part and bare in _PART_AT_START):
            while part and _bare(part[-1]) in _TITLE_ENDS:
                del part[-1]
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _trimmed(words: list[str]) -> list[str]:
    """*words* without what never begins or ends a name: particles, dates, agencies, an article."""
    start, end = 0, len(words)
    while start < end and (words[start] in ("of", "the") or _bare(words[start]) in _OUTER):
        start += 1
    while start < end and (words[end - 1].islower() or _bare(words[end - 1]) in _OUTER):
        end -= 1
    return words[start:end]


def _is_common(word: str, common: Collection[str]) -> bool:
    return not _is_acronym(word) and (_bare(word) in _COMMON or _bare(word) in common or word.islower())


def _is_nothing(name: str) -> bool:
    words = [_bare(word) for word in name.split(" ")]
    is_function_word = len(words) == 1 and words[0] in _COMMON and not _is_acronym(name)
    return len(name.replace(".", "")) < 2 or is_function_word or all(word in _ALONE for word in words)


def _is_acronym(word: str) -> bool:
    return word.isupper() and 1 < len(word.replace(".", "")) <= 4


def _bare(word: str) -> str:
    return word.replace(".", "").casefold()
