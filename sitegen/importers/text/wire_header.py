"""What stands before the first clock of wire text: headline, date line, captions, dateline, standfirst."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.errors import Location
from sitegen.importers.text.wire_text import Paragraph
from sitegen.model import Picture
from sitegen.patterns import Pattern
from sitegen.times import DateFound, clock_line, read_date, zone_of_word
from sitegen.words import words

_LABELS = (
    "the latest", "latest", "latest news", "latest updates", "the latest updates", "live", "live blog", "liveblog",
    "live coverage", "live report", "live ticker", "live update", "live updates", "as it happened", "as it happens",
    "breaking", "breaking news", "minute by minute", "rolling coverage", "updates",
)  # fmt: skip
_LABEL = Pattern(rf"({'|'.join(sorted(_LABELS, key=len, reverse=True))}):\s+(?=\S)", re.IGNORECASE)

_CREDIT_WORD = r"(?:via|photos?|pool|video|file|courtesy|images?|getty|handout|AP|AFP|EPA|Reuters)"
_CREDIT = Pattern(rf"\s*\(([^()]*\b{_CREDIT_WORD}\b[^()]*)\)\s*\.?$", re.IGNORECASE)
_FILE_PICTURE = Pattern(r"FILE\s*[-–—]")

_PLACE = r"[^\W\d_][^()\n:;!?—–]{0,70}?"
_DASH = r"(?:--|[—–-])"
_DATELINE = Pattern(rf"({_PLACE})\s*\(([^()\n]{{1,40}})\)(?:\s*{_DASH}(?=\s|$)|(?=\s|$))\s*")
_DATELINE_ALONE = Pattern(rf"({_PLACE})\s+(?:--|[—–])\s+(?=\S)")
# Words in capitals before a dash that are no place.
_NO_PLACES = frozenset(
    {"file", "update", "updates", "live", "latest", "correction", "watch", "photos", "breaking", "editor"}
)
_ABBREVIATION = Pattern(r"\.\w+\.$")
_BYLINE = Pattern(r"(?:by|posted|published|updated|filed|date|last updated)\b", re.IGNORECASE)
_BY = Pattern(r"By\s+\S", re.IGNORECASE)
_BYLINE_WORDS = 14  # "By Associated Press - Thursday, August 29, 2019" and a little more; a longer line is a sentence


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date that the header states, and where. *weekday* is the day of the week stated with it (Monday 0), or None."""

    found: DateFound
    where: Location


@dataclass(frozen=True, slots=True)
class Header:
    """The parts before the first update. All are plain text; *paragraphs* are those of the standfirst.

    *date_text* is the line that says the date and nothing else, which is not among them.
    """

    kicker: str = ""
    headline: str = ""
    date: DateLine | None = None
    dateline: str = ""
    publisher: str = ""
    pictures: tuple[Picture, ...] = ()
    paragraphs: tuple[str, ...] = ()
    date_text: str = ""


def split_headline(line: str) -> tuple[str, str]:
    """The kicker and the headline of a title line; the full stop that some copies end with is left out.

    >>> split_headline("The Latest: Bridge opens again.")
    ('The Latest', 'Bridge opens again')
    >>> split_headline("Harbour: all quiet")
    ('', 'Harbour: all quiet')
    """
    text = " ".join(line.split())
    label = _LABEL.match(text)
    kicker, headline = (label[1], text[label.end() :]) if label else ("", text)
    if headline.endswith(".") and not headline.endswith("..") and not _ABBREVIATION.search(headline):
        headline = headline[:-1].rstrip()
    return kicker, headline


def split_dateline(text: str) -> tuple[str, str, int]:
    """Place, agency and length of the dateline at the start of *text*; "", "" and 0 where there is none.

    >>> split_dateline("PORT HARBOR, Maine (AP) — The Latest on the storm")
    ('PORT HARBOR, Maine', 'AP', 26)
    """
    for pattern in (_DATELINE, _DATELINE_ALONE):
        match = pattern.match(text)
        if match is not None and _is_place(match[1].strip()):
            return match[1].strip(), (match[2].strip() if pattern is _DATELINE else ""), match.end()
    return "", "", 0


def _is_place(text: str) -> bool:
    """Whether *text* is set like a dateline: the city, before the first comma, in capitals (``McALLEN``)."""
    city = text.partition(",")[0]
    capitals = sum(char.isupper() for char in city)
    return capitals > sum(char.islower() for char in city) and city.split()[0].casefold() not in _NO_PLACES


def read_header(paragraphs: Sequence[Paragraph], path: str, given_place: str = "", given_agency: str = "") -> Header:
    """The parts of *paragraphs*, which stand before the first clock of the seed *path*.

    Where another place or agency is given, it is taken, and the words of the dateline stay in their paragraph.
    """
    parts = list(_pieces(paragraphs))
    dated = _date_line(parts, path)
    headline = _headline(parts)
    used = [part for part in parts if dated and _is_used(dated, part)]
    rest = [part for part in parts if part is not headline and part not in used]
    dateline, publisher, found = given_place, given_agency, False
    texts: list[str] = []
    pictures: list[Picture] = []
    for part in rest:
        text = part.text
        place, agency, end = ("", "", 0) if found else split_dateline(text)
        if picture := None if end else read_caption(text):
            pictures.append(picture)
            continue
        if end:
            dateline, publisher, found = given_place or place, given_agency or agency, True
            text = text[end:] if (dateline, publisher) == (place, agency) else text
        if text.strip():
            texts.append(text.strip())
    kicker, title = split_headline(headline.text) if headline else ("", "")
    date_text = " ".join(part.text for part in used)
    return Header(kicker, title, dated, dateline, publisher, tuple(pictures), tuple(texts), date_text)


def read_caption(text: str) -> Picture | None:
    """The picture whose caption *text* is: it ends in a credit, or begins with ``FILE -``; None for other text.

    >>> read_caption("The new bridge on Nov. 2. (Harbour Office via AP)")
    Picture(caption='The new bridge on Nov. 2.', credit='Harbour Office via AP', alt='', file='')
    """
    credit = _CREDIT.search(text)
    if credit is not None:
        return Picture(text[: credit.start()].strip(), credit[1].strip())
    return Picture(text.strip()) if _FILE_PICTURE.match(text) else None


def _pieces(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """*paragraphs*, cut where a title, a date line or a dateline has no blank line around it."""
    for number, part in enumerate(paragraphs):
        start = 0
        for index in range(1, len(part.lines)):
            if _is_cut(part.lines[index - 1], part.lines[index], is_title=number == 0 and index == 1):
                yield Paragraph(part.line + start, part.lines[start:index])
                start = index
        yield Paragraph(part.line + start, part.lines[start:])


def _is_cut(before: str, line: str, *, is_title: bool) -> bool:
    if is_title or _whole_date(before) or _whole_date(line) or split_dateline(line)[1]:
        return True
    return _BY.match(before.strip()) is not None and len(words(before)) <= _BYLINE_WORDS


def _whole_date(line: str) -> DateFound | None:
    """The date that *line* says and nothing else."""
    text = line.strip()
    found = read_date(text)
    return found if found is not None and not words(text[found.end :]) else None


def _date_and_time(line: str) -> DateFound | None:
    """The date that *line* begins with, where only a clock or the name of a zone follows: it stays in the text."""
    text = line.strip()
    found = read_date(text)
    rest = text[found.end :].strip(" ,") if found else ""
    return found if rest and (zone_of_word(rest) or clock_line(rest)) else None


def _date_line(parts: Sequence[Paragraph], path: str) -> DateLine | None:
    """The date line: a date alone on its line, else the date in a byline."""
    for part in parts:
        if len(part.lines) == 1 and (found := _whole_date(part.lines[0])):
            return _located(found, part, path, part.lines[0].strip())
    for part in parts:
        if len(part.lines) == 1 and (dated := _date_and_time(part.lines[0])):
            return _located(dated, part, path, part.lines[0].strip())
    for part in parts[1:]:
        text = part.text
        if len(words(text)) > _BYLINE_WORDS or split_dateline(text)[2]:
            continue
        if (inside := _date_within(text)) and (_BYLINE.match(text) or not words(text[inside.end :])):
            return _located(inside, part, path, text)
    return None


def _date_within(text: str) -> DateFound | None:
    starts = (match.start() for match in re.finditer(r"\b\w", text))
    return next((found for start in starts if (found := read_date(text, start))), None)


def _located(found: DateFound, part: Paragraph, path: str, text: str) -> DateLine:
    line = part.lines[0]
    return DateLine(found, Location(path, part.line, len(line) - len(line.lstrip()) + 1, len(text)))


def _is_used(dated: DateLine, part: Paragraph) -> bool:
    """Whether *part* is the date line and says no more than the date: a wrong day of the week stays in the text."""
    agrees = dated.found.weekday in (None, dated.found.date.weekday())
    return part.line == dated.where.line and len(part.lines) == 1 and agrees and _whole_date(part.lines[0]) is not None


def _headline(parts: Sequence[Paragraph]) -> Paragraph | None:
    """The title: the first paragraph, if it has words and is neither the date line nor the dateline paragraph."""
    for part in parts:
        if _whole_date(part.text) is None:
            return part if words(part.text) and not split_dateline(part.text)[1] else None
    return None
