"""The lead is what a slow and plain reading of the rules makes of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.content.leads import LEAD_LENGTH, lead_of
from sitegen.content.markdown import lead, plain, render

ABBREVIATIONS = re.compile(
    r"Mr|Mrs|Ms|Mx|Dr|Drs|Prof|Rev|Hon|Fr|Sr|Jr|St|Gens?|Maj|Lt|Col|Sgt|Cpl|Pvt|Capt|Cmdr|Adm|Brig|Det|Supt|Insp"
    r"|Sens?|Reps?|Gov|Messrs|Pres|Atty|Asst|Dist|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Inc|Corp|Co|Ltd|Bros|Dept"
    r"|Assn|Univ|Ave|Blvd|Mt|Ft|Nos?|vs|Vol|Fig|approx|etc|cf|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky"
    r"|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|[A-Za-z]|(?:[^\W\d_]\.)+[^\W_]+"
)
END = re.compile(r"""(?:[.!?…]+|[؟۔])["'”’»)\]]*(?=[ \n]|$)|[。！？।][”’」』）)]*""")
LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+$")


def slow_lead(html_or_text: str, limit: int) -> str:
    is_html = html_or_text.startswith("<")
    blocks = plain(html_or_text).split("\n") if is_html else re.split(r"\n[ \t]*\n", html_or_text.strip())
    text = re.sub(r"[ \t\n\r\f\v]+", " ", blocks[0]).strip(" ")
    return cut(text[: next((end for end in sentence_ends(text)), len(text))], limit)


def sentence_ends(text: str) -> Iterator[int]:
    for match in END.finditer(text):
        rest = text[match.end() :].lstrip(" ")
        opens = rest and (
            unicodedata.category(rest[0]) in ("Lu", "Lt", "Lo", "Lm", "Nd", "Ps", "Pi") or rest[0] in "\"'¿¡"
        )
        if rest and match[0][0] in ".!?…" and not opens:
            continue
        word = LAST_WORD.search(text[: match.start()])
        if rest and match[0] == "." and word and ABBREVIATIONS.fullmatch(word[0]):
            continue
        yield match.end()


def cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    end = text.rfind(" ", 0, limit)
    if end < limit // 2:
        end = limit - 1
        while end > 1 and unicodedata.category(text[end])[0] == "M":
            end -= 1
    return text[:end].rstrip(" ,;:–—-") + "…"


BITS = [
    *("Maj", "Gen", "U.S", "p.m", "Sept", "Nos", "J", "a", "A", "word", "7", "3.5", "É", "字", "ا", "\u0302", "e.g.x"),
    *(
        ".",
        ".",
        ".",
        "!",
        "?!",
        "…",
        "؟",
        "۔",
        "。",
        "।",
        "”",
        "”",
        '"',
        ")",
        "]",
        "’",
        "」",
        "(",
        "“",
        "¿",
        "-",
        ",",
        "_",
    ),
    *(" ", " ", " ", " ", "  ", "\n", "\n\n", "\n \n", "\t", "\xa0", "<", "&", "*a*", "- "),
]
texts = st.lists(st.sampled_from(BITS), max_size=40).map("".join)
limits = st.one_of(st.just(LEAD_LENGTH), st.integers(4, 24))


@given(texts, limits)
@example("aaaa. b", 5)
@example("aaaa.         b", 5)
def test_the_lead_of_a_text(text: str, limit: int) -> None:
    if not text.startswith("<"):
        assert lead(text, limit) == slow_lead(text, limit)


@given(texts, limits)
def test_the_lead_of_html_and_of_its_text(body: str, limit: int) -> None:
    html = render(body, "/x/")
    assert lead(html, limit) == lead_of(plain(html), limit) == slow_lead(html, limit)
