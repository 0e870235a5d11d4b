"""The planners of what stands where words are no more: notices of updates, and the pages at former addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from sitegen.index.ledger_lines import Line
from sitegen.pages import urls
from sitegen.pages.desk import Desk, liveblog_link
from sitegen.pages.formats import clock
from sitegen.pages.interface import Interface
from sitegen.pages.plan_redirects import redirect_page
from sitegen.pages.plan_updates import former_pages
from sitegen.pages.subjects import url_of
from sitegen.pages.views import Link, Notice, NoticesView, Page, UpdateView

_CLOCK = re.compile(r"t(?:([0-9]{4})?([0-9]{2})([0-9]{2})-)?([0-9]{2})([0-9]{2})[a-z]*")
_WITHHELD, _LEDGER = "withheld", "content/anchors.lock"


def former_page(desk: Desk, address: str) -> Iterator[Page]:
    """The page at *address*, like ``2017-11-03/slug``, where a live blog was once and none is today, and those beside it.

    It leads to where that live blog is now, by the ledger or by an alias; one that is gone, and of which nothing is live,
    has left its notices.
    """
    if desk.queries.head(address):
        return
    url = url_of("live-blog", address)
    owners = desk.queries.ledger.published_at(url)
    for head in (*map(desk.queries.head_of, owners), desk.queries.head_once_at(url)):
        if head:
            yield redirect_page(url, liveblog_link(head), head.path, head.lang)
            yield from former_pages(desk, url, head)
            return
    day = date.fromisoformat(address[:10])
    for liveblog in owners:
        if notices := plan_notices(desk, liveblog, day, ()):
            view = NoticesView(liveblog, day, notices)
            yield Page(url, "notice.html", view, _title(desk.words, notices), "", _LEDGER, noindex=True)
            return


def _title(words: Interface, notices: Sequence[Notice]) -> str:
    if all(notice.withheld for notice in notices):
        return words.say("notice_withheld")
    if not any(notice.withheld for notice in notices):
        return words.say("notice_moved")
    return words.say("notice_gone")


def plan_notices(desk: Desk, liveblog: str, day: date, updates: Sequence[UpdateView]) -> tuple[Notice, ...]:
    """The notices of *liveblog*, of the date *day*, in their places among its *updates*."""
    lines = [line for line in desk.queries.ledger.lines(liveblog) if not line.is_address]
    if not lines:
        return ()
    walls = [update.at.replace(tzinfo=None) for update in updates]
    found = [_notice(desk, line, clock_of(line.name, day), walls) for line in lines]
    # Those without a clock stand last; those of one minute in the order in which their anchors were minted.
    return tuple(
        sorted(found, key=lambda notice: (notice.place, not notice.iso, notice.iso, len(notice.id), notice.id))
    )


def _notice(desk: Desk, line: Line, at: datetime | None, walls: Sequence[datetime]) -> Notice:
    place = sum(wall <= at for wall in walls) if at else len(walls)
    said, iso = (clock(at, desk.config.clock), at.isoformat(timespec="minutes")) if at else ("", "")
    notice = Notice(line.name, place, said, iso, at.date() if at else None)
    if line.state == _WITHHELD:
        return replace(notice, withheld=date.fromisoformat(line.said))
    to, lang = _destination(desk, line.said)
    return replace(notice, to=to, lang=lang, said=line.said)


def _destination(desk: Desk, said: str) -> tuple[Link | None, str]:
    """Where an update that has moved to *said*, like ``2017-11-03-qaim#t1930``, is now, and the language of its title."""
    liveblog, _, anchor = said.partition("#")
    for further in _moves(desk, liveblog, anchor):
        liveblog, _, anchor = further.partition("#")
    if head := desk.queries.head_of(liveblog):
        return Link(head.title, urls.permalink(head.date, head.slug, anchor)), head.lang
    lines = desk.queries.ledger.lines(liveblog)
    left = [line.name for line in lines if line.is_address] if any(line.name == anchor for line in lines) else []
    return (Link("its notice", f"{left[-1]}#{anchor}") if left else None), ""


def _moves(desk: Desk, liveblog: str, anchor: str) -> Iterator[str]:
    """Where the update at *anchor* of *liveblog* has moved on to, step by step."""
    passed = set[tuple[str, str]]()
    while (liveblog, anchor) not in passed:
        passed.add((liveblog, anchor))
        lines = desk.queries.ledger.lines(liveblog)
        further = next((line.said for line in lines if line.name == anchor and "#" in line.said), "")
        if not further:
            return
        yield further
        liveblog, _, anchor = further.partition("#")


def clock_of(anchor: str, day: date) -> datetime | None:
    """The clock on the wall at which *anchor* was minted, in a live blog of *day*; None where it is no clock.

    >>> str(clock_of("t1930b", date(2017, 11, 3))), str(clock_of("t1104-0005", date(2017, 11, 3)))
    ('2017-11-03 19:30:00', '2017-11-04 00:05:00')
    >>> clock_of("opening", date(2017, 11, 3)), clock_of("t2570", date(2017, 11, 3))
    (None, None)
    """
    found = _CLOCK.fullmatch(anchor)
    if found is None:
        return None
    year, month, of_month, hour, minute = (int(part) if part else 0 for part in found.groups())
    try:
        return datetime.combine(date(year or day.year, month, of_month) if month else day, time(hour, minute))
    except ValueError:  # a name that only looks like a clock
        return None
