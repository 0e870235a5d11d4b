"""The time zone of a page that does not name it: by the country of its language or address, where its offsets agree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from sitegen.config import Config
from sitegen.importers.exports.stated_times import zone_of_offsets
from sitegen.importers.web.page_head import Page
from sitegen.times import Clock, load_zone, zone_note, zone_of_word

# Countries that have one clock, and how tags of locales and addresses name them.
_COUNTRIES = {
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "CH": "Europe/Zurich", "CZ": "Europe/Prague",
    "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "ES": "Europe/Madrid", "FI": "Europe/Helsinki",
    "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HR": "Europe/Zagreb", "HU": "Europe/Budapest",
    "IE": "Europe/Dublin", "IL": "Asia/Jerusalem", "IN": "Asia/Kolkata", "IT": "Europe/Rome", "JP": "Asia/Tokyo",
    "KR": "Asia/Seoul", "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg", "LV": "Europe/Riga", "NL": "Europe/Amsterdam",
    "NO": "Europe/Oslo", "PL": "Europe/Warsaw", "RO": "Europe/Bucharest", "RS": "Europe/Belgrade", "SE": "Europe/Stockholm",
    "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava", "TR": "Europe/Istanbul", "UK": "Europe/London",
    "ZA": "Africa/Johannesburg",
}  # fmt: skip
_COUNTRY_OF_LANGUAGE = {
    "de": "DE", "fr": "FR", "it": "IT", "pl": "PL", "nl": "NL", "sv": "SE", "da": "DK", "nb": "NO", "no": "NO", "fi": "FI",
    "cs": "CZ", "hu": "HU", "ja": "JP", "ko": "KR", "tr": "TR",
}  # fmt: skip


def named_zone(texts: Iterable[str], clocks: Iterable[Clock]) -> str:
    """The zone that a note among *texts* names, or the word after *clocks*; "" for none."""
    for note in map(zone_note, texts):
        if note is not None and note != "local":
            return note
    known = list(clocks)
    named = {found for clock in known if clock.zone and (found := zone_of_word(clock.zone))}
    if known and all(clock.zone == "UTC" for clock in known):  # as pages on incidents show it; "GMT" is said of London
        return "UTC"
    return named.pop() if len(named) == 1 and "UTC" not in named else ""


def zone_of_page(page: Page, config: Config, moments: Iterable[datetime], stamps: Iterable[str] = ()) -> str:
    """The zone of the country that *page* names, else the one of which its offsets speak; "" for none."""
    known = list(moments)
    edges = (moment for moment in (page.start, page.end) if moment is not None and moment.utcoffset())
    return country_zone(page, known, stamps) or zone_of_offsets((*known, *edges), config)


def country_zone(page: Page, moments: Iterable[datetime], stamps: Iterable[str] = ()) -> str:
    """The zone of the country that *page* names, or that a word in *stamps* does, "" for none.

    It is taken where the offsets of *moments* are those of its clocks; times in UTC say nothing of it.
    """
    stated = [moment for moment in (*moments, page.start, page.end) if moment is not None and moment.utcoffset()]
    words = {word for stamp in stamps for word in stamp.split()}
    for name in (*_by_country(page), *(["Europe/Berlin"] if "Uhr" in words and not page.locale else [])):
        if all(_agrees(moment, name) for moment in stated):
            return name
    return ""


def _by_country(page: Page) -> list[str]:
    """The zones of the countries that *page* names, the surest first."""
    language, _, country = page.locale.partition("-")
    top = _top_domain(page.url)
    tags = [country[:2].upper(), top]
    if not country and not top:  # French is also spoken in Canada: an address there says so
        tags.append(_COUNTRY_OF_LANGUAGE.get((language or page.lang)[:2].casefold(), ""))
    return [zone for tag in tags if (zone := _COUNTRIES.get(tag))]


def _top_domain(url: str) -> str:
    """The country of the host of *url*, in capitals; "" where its name ends in none."""
    try:
        top = (urlsplit(url).hostname or "").rpartition(".")[2]
    except ValueError:
        return ""
    return top.upper() if len(top) == 2 and top != "eu" else ""


def _agrees(moment: datetime, name: str) -> bool:
    zone = load_zone(name)
    try:
        return zone is not None and moment.astimezone(zone).utcoffset() == moment.utcoffset()
    except (OverflowError, ValueError):
        return False
