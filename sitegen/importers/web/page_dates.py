"""Clocks and dates of web pages in English, German, French, Spanish and their neighbours: those with a unit or a month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from sitegen.dates import grammar
from sitegen.patterns import Pattern
from sitegen.times import Clock, clock_line, leading_clock, read_clock
from sitegen.zones import ZONE_WORD, without_accents


def _numbered(*names: str) -> dict[str, int]:
    """The words of each of *names* with its number, from 1."""
    return {name: number for number, group in enumerate(names, 1) for name in group.split()}


_LONGEST = 70  # characters: nothing longer is only a date, "Mercredi 27 septembre 2017 (mis à jour à 21h56)"

# In English, German, French, Spanish, Italian, Dutch, Portuguese and Polish, without accents.
_MONTHS = _numbered(
    "january jan januar jaenner janner enero ene janvier janv gennaio gen januari janeiro stycznia",
    "february feb februar febrero febr fevrier fevr fev febbraio februari fevereiro lutego",
    "march mar marz maerz mars marzo mrz mrt maart marco marca",
    "april apr abril abr avril avr aprile kwietnia",
    "may mai mayo maggio mag mei maio maja",
    "june jun juni junio juin giugno giu junho czerwca",
    "july jul juli julio juillet juil luglio lug julho lipca",
    "august aug agosto ago aout augustus sierpnia",
    "september sept sep septiembre setiembre septembre settembre set setembro wrzesnia",
    "october oct oktober okt octubre octobre ottobre ott outubro out pazdziernika",
    "november nov noviembre novembre novembro listopada",
    "december dec dezember dez diciembre dic decembre dicembre dezembro grudnia",
)
_WEEKDAYS = _numbered(
    "monday mon montag lundi lunes lunedi maandag segunda poniedzialek",
    "tuesday tue tues dienstag mardi martes martedi dinsdag terca wtorek",
    "wednesday wed mittwoch mercredi miercoles mercoledi woensdag quarta sroda",
    "thursday thu thur thurs donnerstag jeudi jueves giovedi donderdag quinta czwartek",
    "friday fri freitag vendredi viernes venerdi vrijdag sexta piatek",
    "saturday sat samstag sonnabend samedi sabado sabato zaterdag sobota",
    "sunday sun sonntag dimanche domingo domenica zondag niedziela",
)
_WORD = r"[a-z]{3,12}"
_YEAR = r"(?:[.,]?\s{1,2}(?:(?:de|del|of)\s)?(?P<year>[0-9]{4}))"
_IN_WORDS = Pattern(
    rf"\b(?P<day>[0-9]{{1,2}})(?:\.|er|st|nd|rd|th|º|°)?\s{{0,2}}(?:de\s|of\s)?(?P<month>{_WORD})\b\.?{_YEAR}?(?![0-9:])"
)
_MONTH_FIRST = Pattern(
    rf"\b(?P<month>{_WORD})\b\.?\s{{1,2}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s{{1,2}}(?P<year>[0-9]{{4}}))?(?![0-9:])"
)
_DOTTED = Pattern(r"\b(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.(?:\s?(?P<year>[0-9]{4}|[0-9]{2})\b)?(?![0-9])")
_SLASHED = Pattern(r"\b(?P<day>[0-9]{1,2})[/-](?P<month>[0-9]{1,2})[/-](?P<year>[0-9]{4})\b")
_ISO = Pattern(r"\b(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])")
_LETTERS = Pattern(r"[a-z]+")
# Words that may stand beside a date which is a line of its own.
_BESIDE = frozenset({
    "le", "el", "den", "der", "am", "vom", "de", "du", "of", "the", "day", "tag", "jour", "dia", "live", "ticker", "update",
    "updates", "h", "uhr", "on", "il", "na", "mo", "di", "mi", "do", "fr", "sa", "so", "feira", "st", "nd", "rd", "th", "er",
})  # fmt: skip

_FOREIGN = grammar(
    r"(?:um|à|a~las|a~la|alle|às|as|om|kl\.?|vers|gegen|ca\.)?~{0,2}"
    r"([01]?[0-9]|2[0-4])(?:~?[:.h]~?([0-5][0-9]))?(?::([0-5][0-9]))?~{0,2}"
    r"(?:Uhr|horas|hrs?|heures|hs|uur|h(?!~?[0-9]))\.?$$"
)
_FULL = grammar(r"([01]?[0-9]|2[0-3])(?:[:.]|~?h~?)([0-5][0-9])(?::([0-5][0-9]))?(?![:.,]?[0-9])$$")
_AFTER = grammar(r"~{0,3}(?:[—–|:»·/]|-{1,2}(?=~)|\+{3})?~{0,3}")
_ZONE = grammar(rf"~{{0,2}}\(?({ZONE_WORD})\)?")
_BEFORE = grammar(r"(?:\+{3}|[•▶►●→-]|update:?|eil:?|[(\[])?~{0,2}")
_BEHIND = grammar(r"~{0,3}(?:[)\]+]{1,3}|[.:–—-])?~{0,2}\Z")
_TICKER_END = Pattern(r"\s*\+{3}\s*\Z")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a page writes it; *year* is 0 where it has none."""

    year: int
    month: int
    day: int

    def near(self, reference: date | None) -> date | None:
        """The date itself: without a year, the one nearest to *reference*; None where no calendar has it."""
        if self.year:
            return _date(self.year, self.month, self.day)
        if reference is None:
            return None
        found = [_date(year, self.month, self.day) for year in range(reference.year - 1, reference.year + 2)]
        return min((one for one in found if one), key=lambda one: abs(one - reference), default=None)


def month_of(word: str) -> int:
    """The number of the month that *word* names in any of these languages, in full or short; 0 where it names none."""
    return _MONTHS.get(without_accents(word), 0)


def find_day(text: str, lang: str = "") -> Day | None:
    """The first date that stands anywhere in *text*; "3/11/2017" is the third of November but where *lang* is English."""
    plain = without_accents(text)
    for pattern in (_ISO, _IN_WORDS, _MONTH_FIRST, _DOTTED, *((_SLASHED,) if lang[:2] not in ("", "en") else ())):
        for match in pattern.finditer(plain):
            written = match["month"]
            month = int(written) if written.isdecimal() else _MONTHS.get(written, 0)
            year = int(match["year"] or 0)
            year += 2000 if 0 < year < 100 else 0
            if _date(year or 2000, month, int(match["day"])):
                return Day(year, month, int(match["day"]))
    return None


def day_line(text: str, lang: str = "") -> Day | None:
    """The date that *text* is, if it is little else: "Dienstag, 27. August 2024", "Mittwoch, 17. 7.", "Jeudi 4 mai"."""
    text = " ".join(text.split()).strip(" +-–—:")
    if len(text) > _LONGEST or read_opening(text, loose=False):
        return None
    beside = {*_BESIDE, *_MONTHS, *_WEEKDAYS}
    words = (word[0] for word in _LETTERS.finditer(without_accents(text)))
    return find_day(text, lang) if all(word in beside for word in words) else None


def is_day_and_clock(text: str) -> bool:
    """Whether *text* is a date and a clock, and nothing else: "14 August 2023 10:01", "Am 26.08.2024 um 11.29 Uhr"."""
    if len(text) > _LONGEST or find_day(text, "de") is None:
        return False
    beside = {*_BESIDE, *_MONTHS, *_WEEKDAYS, "um", "a", "las", "at", "am", "pm", "p", "m"}
    return all(word[0] in beside for word in _LETTERS.finditer(without_accents(text)))


def weekday_line(text: str) -> int | None:
    """The day of the week that *text* is, if it is nothing else, Monday being 0: "Montag", "Mardi :"."""
    plain = without_accents(text).strip(" +-–—:.,")
    return _WEEKDAYS[plain] - 1 if len(plain) > 4 and plain in _WEEKDAYS else None


def read_opening(text: str, *, loose: bool) -> tuple[Clock, int] | None:
    """The clock that opens *text*, or is all of it, and where the text behind it starts (its length, where nothing does).

    *loose* takes also a clock that no mark divides from the text, as a heading may have it: "21h56 Title", "11:04 Title".
    """
    if clock := clock_line(text):
        return clock, len(text)
    if found := leading_clock(text):
        return found
    start = _end(_BEFORE.match(text, 0), 0)
    for pattern in (_FOREIGN, _FULL):
        if not (match := pattern.match(text, start)) or not (clock := _clock(match)):
            continue
        if zone := _ZONE.match(text, match.end()):
            clock = Clock(clock.time, zone[1], half=False)
        end = zone.end() if zone else match.end()
        if _BEHIND.match(text, end):
            return clock, len(text)
        after = _AFTER.match(text, end)
        gap = text[end : _end(after, end)]
        if gap.strip() or (loose and gap and text[_end(after, end)].isalnum() and not text[_end(after, end)].islower()):
            return clock, _end(after, end)
    return None


def find_clock(text: str) -> Clock | None:
    """The first clock that stands anywhere in *text*."""
    for match in re.finditer(r"(?<![\w.:/-])(?=[0-9])|\b(?=noon\b|midnight\b)", text, re.IGNORECASE):
        if found := read_clock(text, match.start()):
            return found[0]
        for pattern in (_FOREIGN, _FULL):
            clock = pattern.match(text, match.start())
            if clock and (clock[2] or "Uhr" in clock[0]) and (read := _clock(clock)):  # "2 heures" are how long ago
                zone = _ZONE.match(text, clock.end())
                return Clock(read.time, zone[1] if zone else "", half=False)
    return None


def ticker_title(text: str, start: int) -> tuple[str, bool]:
    """What stands in *text* from *start*, without the pluses that end a ticker's title; and whether they enclose it all."""
    rest = _TICKER_END.sub("", text[start:]).strip()
    return rest, text.startswith("+++") and text.endswith("+++") and bool(rest)


def _end(match: re.Match[str] | None, start: int) -> int:
    return match.end() if match else start


def _clock(match: re.Match[str]) -> Clock | None:
    hour = int(match[1])
    if hour > 23:
        return None
    return Clock(time(hour, int(match[2] or 0), int(match[3] or 0)), half=False)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
