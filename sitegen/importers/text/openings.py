"""Clocks that open a line of plain text in notations that only a file full of them makes sure of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sitegen.importers.text.log_lines import Kind, lead_of
from sitegen.patterns import Pattern
from sitegen.times import Clock, clock_line, leading_clock, read_date

_MAY_BE = Pattern(
    r"\s*(?:\+{3}\s+)?[*•–—\-\s]{0,4}[(\[]*(?:[0-9]|[A-Z][a-z]{2,8}\.?,?\s{1,2}[0-9A-Z]|[Nn]oon\b|[Mm]idnight\b)"
)
_TICKER = Pattern(r"\s*\+{3}\s+")


@dataclass(frozen=True, slots=True)
class Opening:
    """A clock that opens a line, and where the text behind it *start*s. *is_loose*: a blank alone divides the two."""

    clock: Clock
    start: int
    is_loose: bool


def wide_opening(line: str) -> Opening | None:
    """The clock that opens *line*, in a notation that `leading_clock` does not read: in parentheses, with a date, loose.

    >>> wide_opening("(7:30 p.m.) The gates open.").start
    12
    """
    if not _MAY_BE.match(line) or clock_line(line) or leading_clock(line):
        return None
    ticker = _TICKER.match(line)
    text = line[ticker.end() :] if ticker else line
    lead = lead_of(text)
    if lead is None or lead.kind is Kind.HEADING or not lead.rest or not text.rstrip().endswith(lead.rest):
        return None
    clock = lead.clock
    if lead.day and clock.day is None:
        if (stated := read_date(lead.day)) is None:  # a day without its year may be any
            return None
        clock = replace(clock, day=stated.date)
    if lead.is_loose and clock.day is None and not lead.rest.lstrip("\"'“‘„«")[:1].isupper():
        return None
    return Opening(clock, len(line) - len(text) + len(text.rstrip()) - len(lead.rest), lead.is_loose)


def opening_clock(line: str) -> tuple[Clock, int] | None:
    """The clock that *line* is or that opens it in any notation, and where the text after it begins."""
    clock = clock_line(line)
    if clock is not None:
        return clock, len(line)
    if found := leading_clock(line):
        return found
    wide = wide_opening(line)
    return (wide.clock, wide.start) if wide else None
