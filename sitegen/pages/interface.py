"""What pages say of themselves, in the language of the site: words, dates, numbers, lengths of time.

The words stand in ``layouts/strings/``, a file a language; dates of languages whose file does not say how they are written
come from Babel (the extra ``[i18n]``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property

from sitegen.dates import clock_text
from sitegen.pages import calendars
from sitegen.pages.strings import default_strings
from sitegen.zones import zone_place

_ZERO_IS_ONE = frozenset(["fr", "pt"])  # where "0 update" is right (CLDR, plural rules)


@dataclass(frozen=True)
class Interface:
    """The words of one language by their keys; *lang* is its tag as pages say it."""

    lang: str
    strings: Mapping[str, str] = field(repr=False)

    def say(self, key: str, **values: object) -> str:
        """The words of *key* with *values* in the places of their names, as plain text."""
        return self.strings[key].format(**values)

    def number(self, number: int) -> str:
        """*number* with its thousands parted: "1,180"."""
        return f"{number:,}".replace(",", self.strings["thousands"])

    def counted(self, number: int, noun: str) -> str:
        """*number* with a *noun* of ours: "1 update", "1,180 words"; one without words of its own gets an "s"."""
        name = noun.replace(" ", "_")
        for form in (self._form(number), "other"):
            if (words := self.strings.get(f"count_{name}_{form}")) is not None:
                return words.format(number=self.number(number))
        return f"{self.number(number)} {noun}{'' if number == 1 else 's'}"

    def _form(self, number: int) -> str:
        if self.is_plain:
            return "one" if number == 1 or (number == 0 and self._primary in _ZERO_IS_ONE) else "other"
        return calendars.plural_form(number, self._primary)

    @property
    def _primary(self) -> str:
        return self.lang.split("-")[0].lower()

    @cached_property
    def is_plain(self) -> bool:
        """Whether the file of the language says all of dates and plurals; else Babel does."""
        return "months" in self.strings

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The names of the months as a title has them, January first."""
        return tuple(self.strings["months"].split()) if self.is_plain else calendars.months(self._primary)

    @cached_property
    def weekdays(self) -> tuple[str, ...]:
        """The names of the days of the week, Monday first."""
        return tuple(self.strings["weekdays"].split()) if self.is_plain else calendars.weekdays(self._primary)

    @cached_property
    def _dates(self) -> dict[tuple[str, date], str]:
        return {}

    @cached_property
    def _clocks(self) -> dict[tuple[int, int, int, timedelta | None], str]:
        return {}

    def long_date(self, day: date) -> str:
        """*day* in full: "Friday 3 November 2017"."""
        return self._dated("date_long", day)

    def short_date(self, day: date) -> str:
        """*day* where there is little room: "3 Nov 2017"."""
        return self._dated("date_short", day)

    def day_of_year(self, day: date) -> str:
        """*day* in any year: "3 November"."""
        return self._dated("date_day", day)

    def month_of(self, day: date) -> str:
        """The month of *day*: "November 2017"."""
        return self._dated("date_month", day)

    def _dated(self, pattern: str, day: date) -> str:
        known = self._dates.get((pattern, day))  # a page prints one day dozens of times
        if known is None:
            known = self._dates[pattern, day] = self._written(pattern, day)
        return known

    def _written(self, pattern: str, day: date) -> str:
        if not self.is_plain:
            return calendars.written(pattern, day, self._primary)
        return self.say(
            pattern,
            weekday=self.weekdays[day.weekday()],
            day=self.strings["day_first"] if day.day == 1 else day.day,
            month=self.months[day.month - 1],
            short=self.strings["months_short"].split()[day.month - 1],
            year=day.year,
        )

    def duration(self, seconds: int) -> str:
        """A length of time in its two largest units, cut to whole minutes: "1 h 45 min", "2 days 2 h"."""
        minutes = seconds // 60
        hours, days = minutes // 60, minutes // (24 * 60)
        if days:
            parts = (self.counted(days, "day"), self._unit(hours % 24, "hours"))
        elif hours:
            parts = (self._unit(hours, "hours"), self._unit(minutes % 60, "minutes"))
        else:
            parts = (self.say("minutes", number=minutes), "")
        return " ".join(filter(None, parts))

    def _unit(self, number: int, unit: str) -> str:
        return self.say(unit, number=number) if number else ""

    def utc(self, moment: datetime) -> str:
        """The clock of *moment* in UTC, "17:30 UTC"; where UTC has another date, this is said."""
        key = (moment.hour, moment.minute, moment.second, moment.utcoffset())
        if (known := self._clocks.get(key)) is None:
            known = self._clocks[key] = self._utc(moment)
        return known

    def _utc(self, moment: datetime) -> str:
        there = moment.replace(year=2000, month=1, day=2).astimezone(UTC)
        words = {1: "utc_before", 2: "utc_same"}.get(there.day, "utc_next")
        return self.say(words, clock=clock_text(there, "24h"))

    def zone(self, zone: str, dateline: str) -> str:
        """Whose clock it is: "Beirut time"; "UTC" alone."""
        place = zone_place(zone, dateline)
        city = place.removesuffix(" time")
        return place if city == place else self.say("zone_time", place=city)


@cache
def english() -> Interface:
    """The interface in English, which each site has that brings no other."""
    return Interface("en", default_strings("en"))
