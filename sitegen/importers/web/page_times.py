"""When the updates of a page were sent: their instants as stated, and those of clocks that stand under a day or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.seeds import Seed
from sitegen.importers.text.wire_text import Paragraph, Section
from sitegen.importers.text.wire_times import Stamp, find_date, stamp
from sitegen.importers.web.page_dates import Day
from sitegen.importers.web.page_head import Page
from sitegen.importers.web.page_stamps import read_attributes
from sitegen.times import Clock, date_in_name, is_newest_first, place_in_days

When = datetime | Clock
_FIRST_YEAR, _LAST_YEAR = 1840, 9998  # as for wire text: telegraphs began to carry news then
_WEEK = 7


def instants(
    seed: Seed, page: Page, zone: ZoneInfo, whens: Sequence[When], stamps: Sequence[str]
) -> tuple[list[datetime], list[Problem]]:
    """The instants of *whens*, which are written as *stamps*, in their order; none and an error where one cannot be told."""
    whens = _between(whens, zone)
    found: dict[int, datetime] = {at: when for at, when in enumerate(whens) if isinstance(when, datetime)}
    sections = [
        Section(Location(seed.path), stamps[at], _plausible(when), (Paragraph(at, ()),))
        for at, when in enumerate(whens)
        if isinstance(when, Clock)
    ]
    if not sections:
        return [found[at] for at in sorted(found)], []
    if all(section.clock.day is not None for section in sections):
        placed, problems = _each(sections, zone)
    else:
        placed, problems = _together(seed, page, zone, sections)
    if len(placed) < len(sections):
        return [], [_with_passed_over(problem, page, whens) for problem in problems]
    found |= {one.section.body[0].line: one.at for one in placed}
    return [found[at] for at in sorted(found)], problems


def _between(whens: Sequence[When], zone: ZoneInfo) -> list[When]:
    """*whens*, with their day for clocks that have none and lie between the instants beside them on one day only."""
    before, after = _last_known(whens), _last_known(whens[::-1])[::-1]
    placed = list(whens)
    for at, when in enumerate(whens):
        one, other = before[at], after[at]
        if not isinstance(when, Clock) or when.day is not None or when.zone or one is None or other is None:
            continue
        first, last = sorted((one.astimezone(zone), other.astimezone(zone)))
        fitting = [
            day for day in {first.date(), last.date()} if first <= datetime.combine(day, when.time, zone) <= last
        ]
        if len(fitting) == 1 and last - first <= timedelta(days=1):
            placed[at] = replace(when, day=fitting[0])
    return placed


def _last_known(whens: Sequence[When]) -> list[datetime | None]:
    """For each of *whens* the instant that was last before it."""
    found: list[datetime | None] = []
    last: datetime | None = None
    for when in whens:
        found.append(last)
        if isinstance(when, datetime) and when.utcoffset() is not None and _FIRST_YEAR <= when.year <= _LAST_YEAR:
            last = when
    return found


def _with_passed_over(problem: Problem, page: Page, whens: Sequence[When]) -> Problem:
    """*problem* with the whole times of the page that do not help: it may be full of them."""
    if problem.code != "undated-seed":
        return problem
    stated = [when for when in whens if isinstance(when, datetime)]
    passed = [when for one in page.body.css("time") if isinstance(when := read_attributes(one), datetime)]
    if stated:
        message = f"{len(whens) - len(stated)} of {len(whens)} updates have a clock without a date"
        message += f", which the times of the others, like {stated[0].isoformat()}, do not tell"
    elif passed:
        message = (
            f"nothing says the date of the clocks of this seed: the times with a date, like {passed[0].isoformat()}"
        )
        message += f" ({len(passed)} in the page), were passed over, as they are of no update"
    else:
        return problem
    return replace(problem, message=message)


def _each(sections: Sequence[Section], zone: ZoneInfo) -> tuple[list[Stamp], list[Problem]]:
    """The instants of *sections*, each of which has its day."""
    placed, problems = [], []
    for section in sections:
        stamps, doubts = stamp((section,), section.clock.day or date.min, zone)
        placed += stamps
        problems += doubts
    return placed, problems


def _together(seed: Seed, page: Page, zone: ZoneInfo, sections: Sequence[Section]) -> tuple[list[Stamp], list[Problem]]:
    """The instants of *sections*, some of which have no day but by those beside them."""
    dated = next((section.clock.day for section in sections if section.clock.day is not None), None)
    day, problems = (dated, []) if dated else _day(seed, page, zone, [section.clock for section in sections])
    if day is None:
        return [], problems
    placed, doubts = stamp(sections, day, zone)
    return placed, problems + doubts


def _plausible(clock: Clock) -> Clock:
    is_day = clock.day is not None and _FIRST_YEAR <= clock.day.year <= _LAST_YEAR
    return clock if is_day or clock.day is None else replace(clock, day=None)


def _day(seed: Seed, page: Page, zone: ZoneInfo, clocks: Sequence[Clock]) -> tuple[date | None, list[Problem]]:
    """The day of the newest update where the newest comes first, else of the first one: a sidecar's, else the page's own.

    A page says when it was first sent and last changed: its oldest update is of the first of these days, unless its
    nights would then reach beyond the last.
    """
    first, last = _local(page.start, zone) or page.day, _local(page.end, zone)
    first = first or last
    if seed.sidecar.date or first is None or not _FIRST_YEAR <= first.year <= _LAST_YEAR:
        return find_date(seed.path, seed.sidecar, None)
    walls = [clock.time for clock in clocks]
    newest_first = is_newest_first(walls)
    placed = place_in_days(walls[::-1] if newest_first else walls, first)
    nights = placed[-1] - placed[0]
    if last is not None and first + nights > last >= first and nights.days < last.toordinal():
        first = last - nights
    problems = []
    if first != last and last is not None:
        message = f"the clocks of the page have no date; it was sent on {first} and changed on {last}"
        hint = 'check the day of the updates; write "date" in a sidecar if it is another'
        problems.append(Problem(Location(seed.path), "date-of-page", message, hint, Severity.NOTE))
    return (first + nights if newest_first else first), problems


def _local(moment: datetime | None, zone: ZoneInfo) -> date | None:
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return moment.astimezone(zone).date() if moment.utcoffset() is not None else moment.date()


def with_day(clock: Clock, head: Day | int | None, seed: Seed, page: Page, zone: ZoneInfo) -> Clock:
    """*clock* on the day that *head*, a line by it, names; a clock with a day of its own keeps that."""
    if head is None or clock.day is not None:
        return clock
    latest = _local(page.end, zone)
    reference = seed.sidecar.date or latest or _local(page.start, zone) or page.day
    reference = reference or date_in_name(seed.path.rpartition("/")[2])
    if isinstance(head, Day):
        return replace(clock, day=head.near(reference))
    if reference is None or reference.year < _FIRST_YEAR:
        return clock
    back = (reference.weekday() - head) % _WEEK
    if latest is None and back > _WEEK // 2:
        back -= _WEEK
    return replace(clock, day=reference - timedelta(days=back))
