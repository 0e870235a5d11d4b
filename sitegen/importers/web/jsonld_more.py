"""Updates that a page shows and its JSON-LD does not list: elements like those that show the listed ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.seeds import Seed
from sitegen.importers.web.html import Node
from sitegen.importers.web.jsonld_match import others_like, overlaps
from sitegen.importers.web.jsonld_updates import Stated
from sitegen.importers.web.jsonld_words import Key, keys_of, words_of
from sitegen.importers.web.page_blocks import likeness
from sitegen.importers.web.page_dates import find_clock
from sitegen.importers.web.page_updates import PageUpdate
from sitegen.times import Clock, is_newest_first

_SAME = 0.5  # of the words of the shorter of two texts of one time: one may say again what the other says
_AGAIN = 0.9  # of the words of a text in another one of its time: it says them again, as one that is pinned does
_NEAR = timedelta(hours=12)  # between a clock at the edge of what is listed and the instant next to it
_QUARTER = 15  # minutes: zones are so far apart, or a multiple of it
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Row:
    """An element of the page: the number of the update that it shows, None for one more, and what was read of it."""

    listed: int | None
    shown: PageUpdate


def more_units(timed: Sequence[Node], matched: Sequence[Node | None]) -> list[Node]:
    """The elements that show no listed update, but are like those *matched* with one; none without such."""
    known = {node.mem_id for node in matched if node is not None}
    kin = [unit for unit in timed if overlaps(unit, known)]
    kinds = {likeness(unit) for unit in kin}
    places = {unit.parent.mem_id for unit in kin if unit.parent is not None}
    stamped = {unit.mem_id for unit in timed}
    return [
        unit
        for unit in others_like(timed, matched)
        if unit.mem_id not in stamped
        or likeness(unit) in kinds
        or (unit.parent is not None and unit.parent.mem_id in places)
    ]


def not_said(listed: Sequence[Stated], rows: Sequence[Row]) -> set[int]:
    """The places of those of *rows* that are one update more, and do not say again what a listed one of their time says."""
    said = _said(listed, rows)
    return {at for at, row in enumerate(rows) if row.listed is None and not _is_said(row.shown, said)}


def with_more(
    seed: Seed, listed: Sequence[Stated], rows: Sequence[Row], more: Set[int], whens: Mapping[int, datetime | Clock]
) -> tuple[list[Stated], list[Problem]]:
    """*listed* and those of *rows*, which are in the order of the page, that are *more*; a warning where some are taken.

    One that has none of the *whens* has no time.
    """
    found: dict[int, list[Stated]] = {}
    last = -1
    for at, row in enumerate(rows):
        if row.listed is not None:
            last = row.listed
        elif at in more:
            found.setdefault(last, []).append(_stated(row.shown, whens.get(at)))
    merged = found.pop(-1, [])
    for at, one in enumerate(listed):
        merged += [one, *found.pop(at, [])]
    count = len(whens)
    are = "1 update stands" if count == 1 else f"{count} updates stand"
    taken = "it is taken as the page shows it" if count == 1 else "they are taken as the page shows them"
    message, hint = f"{are} in the page and not in its JSON-LD: {taken}", "check the content file, and the times in it"
    told = [Problem(Location(seed.path), "more-in-page", message, hint, Severity.WARNING)]
    return merged, told if count else []


def _stated(shown: PageUpdate, when: datetime | Clock | None) -> Stated:
    return Stated(when, shown.title, shown.body, shown.author, shown.sid, shown.updated)


def _keys(shown: PageUpdate) -> set[Key]:
    """What tells the time of *shown*: its minute, else its clock."""
    found = {*keys_of(shown.when), *keys_of(find_clock(shown.stamp))}
    minutes = {key for key in found if key[0] == "minute"}
    return minutes or found


def _said(listed: Sequence[Stated], rows: Sequence[Row]) -> Mapping[Key, list[tuple[bool, Counter[str]]]]:
    """The words of each listed update, by its times, and whether the page shows it."""
    keys = [set(keys_of(one.when)) for one in listed]
    shown = {row.listed for row in rows}
    for row in rows:
        if row.listed is not None:
            keys[row.listed] |= set(keys_of(find_clock(row.shown.stamp)))
    said: dict[Key, list[tuple[bool, Counter[str]]]] = {}
    for at, own in enumerate(keys):
        text = Counter(words_of(f"{listed[at].title} {listed[at].body.seen}"))
        for key in own:
            said.setdefault(key, []).append((at in shown, text))
    return said


def _is_said(shown: PageUpdate, said: Mapping[Key, list[tuple[bool, Counter[str]]]]) -> bool:
    """Whether *shown* has no words, or says again what a listed update of its time has said."""
    own = Counter(words_of(f"{shown.title} {shown.body.seen}"))
    count = own.total()
    for has_own, text in (one for key in _keys(shown) for one in said.get(key, ())):
        both = (own & text).total()
        least = _AGAIN * count if has_own else _SAME * min(count, text.total())
        if both and both >= least:
            return True
    return not count


def placed(rows: Sequence[Row], listed: Sequence[Stated], more: Set[int]) -> dict[int, datetime | Clock]:
    """The times of the rows that are *more*: a clock alone is placed by the instants beside it."""
    whens = {at: listed[row.listed].when for at, row in enumerate(rows) if row.listed is not None}
    instants = {at: when for at, when in whens.items() if isinstance(when, datetime) and when.utcoffset() is not None}
    found: dict[int, datetime | Clock] = {}
    first = min(instants, default=0)
    for at in sorted(more):
        if (when := _whole(rows[at].shown)) is not None:
            found[at] = when
            instants |= {at: when} if isinstance(when, datetime) else {}
    clocks = {at: clock for at, row in enumerate(rows) if (clock := _clock(row.shown)) is not None}
    newest_first = _is_newest_first(
        [instants[at] for at in sorted(instants)], [clocks[at].time for at in sorted(clocks)]
    )
    if newest_first is None or not _go_together(instants, clocks):
        return found
    for at in _outwards(len(rows), first):
        if at in more and at not in found and at in clocks:
            when = _beside(at, instants, clocks, newest_first=newest_first)
            if when is None or not _fits(at, when, instants, newest_first=newest_first):
                continue
            if _agrees(rows[at].shown, when.date()):
                found[at] = instants[at] = when
    return found


def _is_newest_first(instants: Sequence[datetime], clocks: Sequence[time]) -> bool | None:
    """Whether the page shows its newest update first, by the *instants* in it, else its *clocks*; None for no order."""
    steps = {after < before for before, after in pairwise(instants) if after != before}
    if steps:
        return steps.pop() if len(steps) == 1 else None
    return is_newest_first(clocks) if len(set(clocks)) > 1 else None


def _go_together(instants: Mapping[int, datetime], clocks: Mapping[int, Clock]) -> bool:
    """Whether the *clocks* that stand at *instants* have one offset, as they have on all days but two of a year."""
    shifts: set[int] = set()
    for at, clock in clocks.items():
        if at in instants:
            wall = instants[at].time()
            shift = _minutes(clock.time) - _minutes(wall) + (instants[at].utcoffset() or timedelta()) // _MINUTE
            shifts.add(shift % (_DAY // _MINUTE))
    return len(shifts) == 1 and not any(shift % _QUARTER for shift in shifts)


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _outwards(count: int, first: int) -> list[int]:
    """The places behind *first* in order, then those before it from there."""
    return [*range(first, count), *range(first - 1, -1, -1)]


def _whole(shown: PageUpdate) -> datetime | Clock | None:
    """The time of *shown* where it has its day."""
    return None if isinstance(shown.when, Clock) and shown.when.day is None else shown.when


def _clock(shown: PageUpdate) -> Clock | None:
    return find_clock(shown.stamp) or (shown.when if isinstance(shown.when, Clock) else None)


def _agrees(shown: PageUpdate, day: date) -> bool:
    """Whether the date that *shown* names, if any, is *day*."""
    return shown.day is None or shown.day.near(day) == day


def _beside(
    at: int, instants: Mapping[int, datetime], clocks: Mapping[int, Clock], *, newest_first: bool
) -> datetime | None:
    """The instant of the clock *at*, by the nearest instants above and below that show a clock too; None if it fits none."""
    above = max((one for one in instants if one < at and one in clocks), default=None)
    below = min((one for one in instants if one > at and one in clocks), default=None)
    before, after = (below, above) if newest_first else (above, below)
    if before is not None and after is not None:
        when = instants[before] + _ahead(clocks[before], clocks[at])
        return when if when <= instants[after] else None
    known = before if before is not None else after
    if known is None:
        return None
    ahead = _ahead(clocks[known], clocks[at]) if before is not None else -_ahead(clocks[at], clocks[known])
    return instants[known] + ahead if abs(ahead) <= _NEAR else None


def _fits(at: int, when: datetime, instants: Mapping[int, datetime], *, newest_first: bool) -> bool:
    """Whether *when* lies between the instants next to the place *at*, whether these show a clock or not."""
    above = max((one for one in instants if one < at), default=None)
    below = min((one for one in instants if one > at), default=None)
    before, after = (below, above) if newest_first else (above, below)
    return (before is None or instants[before] <= when) and (after is None or when <= instants[after])


def _ahead(one: Clock, other: Clock) -> timedelta:
    """How long after *one* the clock next shows *other*, less than a day."""
    start, end = (timedelta(hours=clock.time.hour, minutes=clock.time.minute) for clock in (one, other))
    return (end - start) % _DAY
