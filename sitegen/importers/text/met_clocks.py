"""The instants of a live blog's updates, met one by one by the clocks of its seed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from sitegen.times import Clock, load_zone, zone_of_word


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a clock shows: *clock* on a wall in *zone*, that of the live blog if ""; its half of the day may be open."""

    zone: str
    clock: time
    is_bare: bool

    @property
    def walls(self) -> tuple[time, ...]:
        """The times that may be meant: two for ``7:25``."""
        other = self.clock.replace(hour=(self.clock.hour + 12) % 24)
        return (self.clock, other) if self.is_bare and 1 <= self.clock.hour <= 12 else (self.clock,)


def _reading(clock: Clock) -> _Reading:
    zone = (zone_of_word(clock.zone) or "") if clock.zone else ""
    return _Reading(zone, clock.time, not clock.half and not clock.zone)


class Clocks:
    """How often each instant is still to be met, by what clocks show at it: a seed may have 100,000 of them.

    A clock that may mean several instants takes any; where another clock needs that one, it gives way (Kuhn's matching).
    """

    def __init__(self, instants: Iterable[datetime]) -> None:
        self.count = Counter(instants)
        self._shown: dict[str, dict[time, list[datetime]]] = {}
        self._free: dict[tuple[str, time], list[datetime]] = {}
        self._takers: defaultdict[datetime, Counter[_Reading]] = defaultdict(Counter)

    def meet(self, clock: Clock) -> bool:
        """Whether there is an instant left that *clock* may show; it is met by it then."""
        asking = _reading(clock)
        came_from: dict[_Reading, tuple[_Reading, datetime] | None] = {asking: None}
        queue = [asking]
        for reading in queue:
            if (at := self._one_free(reading)) is not None:
                self.count[at] -= 1
                self._hand_over(reading, at, came_from)
                return True
            for taken in (at for wall in reading.walls for at in self._shown_in(reading.zone).get(wall, ())):
                for taker, times in self._takers[taken].items():
                    if times > 0 and taker not in came_from:
                        came_from[taker] = (reading, taken)
                        queue.append(taker)
        return False

    def _one_free(self, reading: _Reading) -> datetime | None:
        """An instant that *reading* may mean and that no clock has met, the earliest in the live blog."""
        for wall in reading.walls:
            free = self._free.get((reading.zone, wall))
            if free is None:
                free = self._shown_in(reading.zone).get(wall, [])[::-1]
                self._free[reading.zone, wall] = free
            while free and self.count[free[-1]] <= 0:
                free.pop()
            if free:
                return free[-1]
        return None

    def _hand_over(
        self, reading: _Reading, at: datetime, came_from: dict[_Reading, tuple[_Reading, datetime] | None]
    ) -> None:
        """Let *reading* take *at*, and each that waited for one of its instants take that."""
        self._takers[at][reading] += 1
        while (waiting := came_from[reading]) is not None:
            asking, given = waiting
            self._takers[given][reading] -= 1
            self._takers[given][asking] += 1
            reading = asking

    def _shown_in(self, name: str) -> dict[time, list[datetime]]:
        """The instants by the time of day in the zone *name*."""
        if name not in self._shown:
            zone = load_zone(name)
            shown: defaultdict[time, list[datetime]] = defaultdict(list)
            self._shown[name] = shown
            for at in self.count:
                shown[(at.astimezone(zone) if zone else at).time()].append(at)
        return self._shown[name]


def times_shown(clocks: Iterable[Clock], instants: Iterable[datetime]) -> Counter[datetime]:
    """How many of *clocks* may show each of *instants*."""
    written = Counter((reading.zone, wall) for reading in map(_reading, clocks) for wall in reading.walls)
    zones = {name: load_zone(name) for name, _ in written}
    found: Counter[datetime] = Counter()
    for at in instants:
        found[at] = sum(written[name, (at.astimezone(zone) if zone else at).time()] for name, zone in zones.items())
    return found
