"""The zone whose clocks a Guardian page shows: told by the times that it shows beside instants, else by its edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sitegen.importers.exports.guardian_elements import Object
from sitegen.importers.exports.json_seeds import first_text, number_at, text_at
from sitegen.importers.exports.moments import moment_of_epoch
from sitegen.patterns import Pattern
from sitegen.times import load_zone, zone_of_word

_TIMES = ("blockFirstPublished", "blockCreatedOn", "blockLastUpdated", "firstPublished", "createdOn", "lastUpdated")
_SHOWN = Pattern(r"([0-9]{1,2})[.:]([0-9]{2})\s*([ap]m)?\s+([A-Z]{2,5})")  # 17.25 GMT
# What its editions mean by these words: London's clock in winter, and that of Sydney, is not everyone's.
_BY_WORD = {"GMT": "Europe/London", "AEST": "Australia/Sydney"}
_BY_PLACE = {
    "UK": "Europe/London", "INT": "Europe/London", "US": "America/New_York", "AU": "Australia/Sydney",
    "AUS": "Australia/Sydney",
}  # fmt: skip


def zone_of(page: Object, blocks: Iterable[Object]) -> str:
    """The IANA name of the zone of *page*; "" where nothing says it."""
    shown = [one for block in blocks for one in _shown(block)]
    known = [zone for _, _, word in shown[:1] for zone in (_BY_WORD.get(word), zone_of_word(word)) if zone]
    place = first_text(page, "editionId") or text_at(page, "fields", "productionOffice")
    for name in (*known, *filter(None, [_BY_PLACE.get(place.upper())])):
        zone = load_zone(name)
        if zone and all(f"{moment.astimezone(zone):%H:%M}" == clock for moment, clock, _ in shown):
            return name
    return ""


def _shown(block: Object) -> Iterator[tuple[datetime, str, str]]:
    """Each instant of *block* with the clock (HH:MM) and the word for its zone that the page shows for it."""
    for key in _TIMES:
        moment = moment_of_epoch(number_at(block, key), 1000)
        match = _SHOWN.fullmatch(text_at(block, f"{key}Display"))
        if moment is not None and match:
            hour = int(match[1])
            if match[3]:
                hour = hour % 12 + 12 * (match[3] == "pm")
            yield moment, f"{hour:02}:{match[2]}", match[4]
