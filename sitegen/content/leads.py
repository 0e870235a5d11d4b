"""The lead of a text: knows where its first sentence ends."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LEAD_LENGTH = 110

# Titles, months and states as the Associated Press writes them, and a few more.
_ABBREVIATIONS = frozenset(
    "Mr Mrs Ms Mx Dr Drs Prof Rev Hon Fr Sr Jr St Gen Gens Maj Lt Col Sgt Cpl Pvt Capt Cmdr Adm Brig Det Supt Insp "
    "Sen Sens Rep Reps Gov Messrs Pres Atty Asst Dist Jan Feb Mar Apr Aug Sep Sept Oct Nov Dec Inc Corp Co Ltd Bros Dept "
    "Assn Univ Ave Blvd Mt Ft No Nos vs Vol Fig approx etc cf Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky "
    "La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo".split()
)
_INITIALS = re.compile(r"[A-Za-z]|(?:[^\W\d_]\.)+[^\W_]+")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+$")


@cache
def _end() -> re.Pattern[str]:
    # The marks stand first and alone, so that the search leaps from one to the next.
    western = r"""(?:(?<=[.!?…])[.!?…]*|(?<=[؟۔]))["'”’»)\]]*(?=[ \n]|$)"""
    return re.compile(rf"[.!?…؟۔。！？।](?:{western}|(?<=[。！？।])[”’」』）)]*)")


def lead_of(text: str, limit: int = LEAD_LENGTH) -> str:
    r"""The first sentence of the first line of plain *text*, cut at a word to have at most *limit* characters.

    The lines of *text* are blocks, and their blanks are folded, as `shown` and `plain` have them.

    >>> lead_of("Maj. Gen. A. B. Smith spoke at 7 p.m. Friday. He left.\nThen others.")
    'Maj. Gen. A. B. Smith spoke at 7 p.m. Friday.'
    """
    # The character after the last one that may be shown, and the next behind a blank, decide whether a sentence ends.
    text = text[: limit + 2].partition("\n")[0]
    end = _sentence_end(text)
    return text[:end] if end <= limit else _cut(text, limit)


def _sentence_end(text: str) -> int:
    for match in _end().finditer(text):
        rest = text[match.end() :].lstrip(" ")
        if rest and match[0][0] in ".!?…" and not _opens_sentence(rest):
            continue
        if rest and match[0] == "." and _is_abbreviation(text[: match.start()]):
            continue
        return match.end()
    return len(text)


def _opens_sentence(text: str) -> bool:
    """Whether *text* begins as a sentence does: with a capital, a letter without case, a figure, a quote."""
    return unicodedata.category(text[0]) in ("Lu", "Lt", "Lo", "Lm", "Nd", "Ps", "Pi") or text[0] in "\"'¿¡"


def _is_abbreviation(before: str) -> bool:
    """Whether the full stop after *before* only shortens a word: ``Gen``, ``U.S``, ``p.m``, an initial."""
    match = _LAST_WORD.search(before, before.rfind(" ") + 1)
    return match is not None and (match[0] in _ABBREVIATIONS or _INITIALS.fullmatch(match[0]) is not None)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    end = text.rfind(" ", 0, limit)
    if end < limit // 2:  # no blanks, as in Chinese: cut between characters, never before a combining one
        end = limit - 1
        while end > 1 and unicodedata.category(text[end])[0] == "M":
            end -= 1
    return text[:end].rstrip(" ,;:–—-") + "…"
