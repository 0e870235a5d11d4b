"""The time zone that front matter states: under a key of its own, or as the offset or the zone of its date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.stated_times import Stated, in_zone, read_stated, zone_of_offsets
from sitegen.importers.text.front_matter import FrontMatter, first_of, posted
from sitegen.importers.text.wire_times import Place
from sitegen.model import ZoneSource
from sitegen.patterns import Pattern
from sitegen.times import load_zone, zone_note, zone_of_word

_KEYS = ("timezone", "time_zone", "time-zone", "tz", "zone")
_TAIL = Pattern(r"\s*\([^()]*\)$")  # "Eastern Time (US & Canada)"
_SEVERAL = ("MST", "EET")  # names that IANA has too, but nobody means its zones by them
_ANY_DAY = datetime(2000, 1, 1)


def with_front_matter(
    place: Place, front: FrontMatter, dates: Sequence[str], texts: Sequence[str], path: str, config: Config
) -> tuple[Place, list[Problem]]:
    """*place*, or the zone that *front*, of the seed *path*, states where that says more; and what cannot be read of it.

    A zone that the text or a sidecar states wins. A key of its own is better than a dateline, but not where a note in
    *texts* says that times are of the place; the offset of the first of the keys *dates* is the last to be asked: it may be
    that of the program which wrote it.
    """
    if place.source is ZoneSource.STATED:
        return place, []
    said = first_of(front, *_KEYS)
    name, problems = _named(said, path, config)
    is_local = place.source is ZoneSource.DATELINE and any(zone_note(text) == "local" for text in texts)
    if name and not is_local:
        return _stated(place, name), problems
    if place.source is ZoneSource.DATELINE:
        return place, problems
    dated = next((found for key in dates if (found := read_stated(first_of(front, key)))), None)
    if dated is None or dated.wall.utcoffset() is None:
        return _stated(place, dated.zone if dated else ""), problems
    name = zone_of_offsets([dated.wall], config)
    if not name and dated.wall.utcoffset():
        problems = [*problems, _no_zone(path, dated.wall.isoformat()[-6:])]
    return _stated(place, name), problems


def posted_in(place: Place, front: FrontMatter, dates: Sequence[str]) -> tuple[date | None, datetime | None]:
    """As `posted`: on the day that clocks of *place* showed, where *front* states a zone beside an instant with an offset.

    Midnight is a day that a program wrote as an instant.
    """
    day, at = posted(front, dates)
    if at is None or at.utcoffset() is None or not (at.hour or at.minute or at.second) or not first_of(front, *_KEYS):
        return day, at
    try:
        at = at.astimezone(place.zone)
    except OverflowError:
        return day, at
    return at.date(), at


def _stated(place: Place, name: str) -> Place:
    zone = load_zone(name)
    return Place(zone, name, ZoneSource.STATED) if zone else place


def _named(said: str, path: str, config: Config) -> tuple[str, list[Problem]]:
    """The IANA name of the zone that *said* means: a name, a word, or an offset."""
    if not said:
        return "", []
    name = zone_of_word(_TAIL.sub("", said)) or (said if load_zone(said) and said not in _SEVERAL else "")
    offset = in_zone(Stated(_ANY_DAY), said).wall if any(one.isdigit() for one in said) else _ANY_DAY
    if not name and offset.utcoffset() is not None:
        name = zone_of_offsets([offset], config) or ("" if offset.utcoffset() else "UTC")
    if name:
        return name, []
    return "", [_no_zone(path, said)]


def _no_zone(path: str, said: str) -> Problem:
    message = f'the front matter says the time zone "{said}", which is not known, or may be that of several places'
    hint = 'write "zone" in a sidecar, like "zone: America/New_York"'
    return Problem(Location(path, 1), "clock-zone", message, hint, Severity.WARNING)
