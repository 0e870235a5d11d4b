"""Which instants a clock on a wall means, by its own zone or by that of its live blog."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from sitegen.times import Clock, Repeated, Skipped, load_zone, localize, zone_of_word


def own_zone(clock: Clock) -> ZoneInfo | None:
    """The zone that is written behind *clock*; None where there is none, or it may be one of several."""
    name = zone_of_word(clock.zone) if clock.zone else None
    return load_zone(name) if name else None


def instants_in(zone: ZoneInfo, day: date, clock: time) -> tuple[datetime, ...]:
    """The instants at which *zone* showed *clock* on *day*, earlier first: none, one or two."""
    match localize(day, clock, zone):
        case Skipped():
            return ()
        case Repeated(earlier, later):
            return earlier, later
        case moment:
            return (moment,)


def instants_of(clock: Clock, own: ZoneInfo, day: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants at which *own* showed *clock*: on the date of *clock*, else when *zone* had the day *day*."""
    around = (day - timedelta(days=1), day, day + timedelta(days=1))
    shown = [instants_in(own, one, clock.time) for one in (around if clock.day is None else (clock.day,))]
    found = [_as_in(zone, at) for instants in shown for at in instants]
    fitting = [at for at in found if clock.day is not None or at.date() == day]
    if not fitting and all(shown):  # a day of 23 hours may have no such clock
        noon = datetime.combine(day, time(12), zone)
        fitting = sorted(found, key=lambda at: abs(at - noon))[:1]
    return tuple(sorted(fitting))


def _as_in(zone: ZoneInfo, moment: datetime) -> datetime:
    """*moment* with the offset that *zone* had then."""
    local = moment.astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))
