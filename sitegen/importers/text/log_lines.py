"""How a line of a log in Markdown opens an update: its heading, list item or bold letters, its date, its clock, its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from sitegen.dates import grammar, read_date, read_month_day
from sitegen.importers.text.dated_clocks import any_date, iso_clock
from sitegen.patterns import Pattern
from sitegen.times import Clock, clock_line, read_whole

MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd"})
"""How the names of Markdown files end."""

_MARK = grammar(
    r"(?P<indent>~{0,24})(?:(?P<heading>\#{1,6})~{1,8}|(?P<bullet>[-*+•|]|[0-9]{1,9}[.)])~{1,4}(?:\[[ x]\]~)?)?"
)
_FRAME = Pattern(r"[*_`\[(~≈]*")
_UPDATE = grammar(r"update(?P<number>~\#?[0-9]{1,3}(?![0-9]*[:.h][0-9]))?(?:~?[:(–—-]|~at$$)?~{0,2}")
_WEEKDAY = grammar(r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?$$\.?")
_JOIN = grammar(r"(?:,?~{1,3}(?:at~{1,2}|[-–—|@]~{1,2})?|T(?=[0-9])|:~{1,2}|\*\*~{1,2})")
_COMMA = grammar(r",?~{1,2}")
_DASH = grammar(r"[–—|]|-{1,2}(?=~)")
_SPAN = grammar(r"~{0,2}(?:[-–—]|to$$|until$$)~{0,2}")
_LOOSE_TEXT = Pattern(r"[*_\[\"'“‘„«`]*[^\W\d_]")
_BLANKS = " \t\u00a0\u2009\u202f"
_CLOSED_BY = {"[": "]", "(": ")", "`": "`"}
_LINE_END = Pattern(r"(?:^\s*|[.!?:;…][)\]\"'”’*_]*|\\| {2})$")
_LOOSE_ENOUGH = 3  # lines like "13:59 text": fewer may be anything
_LONGEST_OPENING = 160  # characters of a line, up to the end of its clock


class Kind(Enum):
    """What a line is in Markdown."""

    HEADING = "heading"
    ITEM = "item of a list, or row of a table"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Lead:
    """The clock that opens a line.

    *depth* is the level of a heading, else the blanks before the line; *width* where the text of a list item begins.
    *day* is the date as written beside the clock, "" where there is none. *rest* is the Markdown that follows.
    *is_loose*: no mark divides the two. *label* is the word "update" with its number, where it has one.
    """

    kind: Kind
    depth: int
    width: int
    clock: Clock
    day: str
    rest: str
    is_loose: bool
    label: str = ""


def lead_of(line: str) -> Lead | None:
    """The clock that opens *line*, in any notation of logs; None where none does.

    >>> lead_of("- **21:17 UTC: the gates open**").rest
    '**the gates open**'
    """
    mark = _MARK.match(line)
    assert mark is not None, "each part of it may be missing"
    kind = Kind.HEADING if mark["heading"] else Kind.ITEM if mark["bullet"] else Kind.LINE
    if kind is not Kind.ITEM and len(mark["indent"]) > 3:  # code
        return None
    closing = "#" if kind is Kind.HEADING else "|" if mark["bullet"] == "|" else ""
    text = line.rstrip().rstrip(closing).rstrip() if closing else line.rstrip()
    frame, at, label = _frame(text, mark.end())
    found = _dated_clock(text, at)
    if found is None or found[2] > mark.end() + _LONGEST_OPENING:
        return None
    clock, day, end = found
    rest = _rest(text, end, frame)
    if rest is None:
        return None
    shown, is_loose = rest
    if is_loose and not _may_be_loose(shown, clock, kind):
        return None
    depth = len(mark["heading"]) if mark["heading"] else len(mark["indent"])
    return Lead(kind, depth, mark.end(), clock, day, shown, is_loose, label)


def is_span(line: str) -> bool:
    """Whether *line* opens with two clocks and the time between them ("- 10:00-10:30: text"), which opens no update."""
    mark = _MARK.match(line)
    found = _dated_clock(line, _frame(line, mark.end())[1]) if mark else None
    dash = _SPAN.match(line, found[2]) if found else None
    return dash is not None and read_whole(line, dash.end()) is not None


def _frame(text: str, start: int) -> tuple[str, int, str]:
    """The marks that open at *start* around the clock, with the word "update" among them; where they end; its number."""
    label = ""
    first = _FRAME.match(text, start)
    end = first.end() if first else start
    frame = text[start:end]
    if update := _UPDATE.match(text, end):
        label = text[end : update.end("number")] if update["number"] else ""
        after = _FRAME.match(text, update.end())
        end = after.end() if after else update.end()
        frame += "(" * (update[0].rstrip().endswith("(")) + (after[0] if after else "")
    return frame.replace("~", "").replace("≈", ""), end, label


def _dated_clock(text: str, start: int) -> tuple[Clock, str, int] | None:
    """The clock at *start*, the date before or behind it, and where both end."""
    behind = _behind_day(text, start)
    day, at = "", start
    if behind > start:
        join = _JOIN.match(text, behind)
        if join is None:
            return None
        day, at = text[start:behind], join.end()
        at += len(text[at:]) - len(text[at:].lstrip("([*_`"))
    found = iso_clock(text, at, day) or read_whole(text, at)
    if found is None:
        return None
    clock, end = found
    dotted = any_date(day) if day and clock.day is None and not read_date(day) else None
    if dotted and 1 < dotted.date.year < date.max.year:
        clock = replace(clock, day=dotted.date)
    comma = _COMMA.match(text, end)
    if not day and clock.day is None and comma and (named := read_month_day(text, comma.end())):
        day, end = text[comma.end() : named[2]], named[2]
    return clock, day, end


def _behind_day(text: str, start: int) -> int:
    """Where the date or day of the week ends that stands in *text* at *start*; *start* where none does."""
    if found := any_date(text, start):
        return found.end
    if named := read_month_day(text, start):
        return named[2]
    weekday = _WEEKDAY.match(text, start)
    return weekday.end() if weekday else start


def _rest(text: str, start: int, frame: str) -> tuple[str, bool] | None:
    """What follows a clock that ends at *start* within the marks *frame*, and whether nothing divides the two.

    None where a bracket stays open, or where another clock makes it a span of time.
    """
    at, is_divided, dash = start, False, ""
    while True:
        gap = at + len(text[at:]) - len(text[at:].lstrip(_BLANKS))
        closing = _closing(text, gap, frame)
        if closing:
            frame, at = closing
            is_divided = True
        elif text[gap : gap + 1] in (":", ".") and gap - at < 2 and text[gap + 1 : gap + 2] in (*_BLANKS, "", *"*_)]`"):
            at, is_divided = gap + 1, True
        elif not dash and (match := _DASH.match(text, gap)):
            at, dash, is_divided = match.end(), match[0], True
        else:
            break
    if any(mark in frame for mark in _CLOSED_BY):
        return None
    rest = text[gap:]
    if (dash and dash not in "—|" and read_whole(rest)) or (not is_divided and gap == at and rest):
        return None
    return (frame + rest if rest else ""), not is_divided and bool(rest)


def _closing(text: str, at: int, frame: str) -> tuple[str, int] | None:
    """The *frame* without the mark that *text* closes at *at*, and where that ends; a link around a clock ends with it."""
    character = text[at : at + 1]
    for opening, closing in _CLOSED_BY.items():
        if character == closing and opening in frame:
            end = at + 1
            if closing == "]" and text[end : end + 1] == "(" and (last := text.find(")", end)) > 0:
                end = last + 1
            return frame.replace(opening, "", 1), end
    if character in ("*", "_") and character in frame:
        count = frame.count(character)
        if text.startswith(character * count, at):
            return frame.replace(character, ""), at + count
    return None


def _may_be_loose(rest: str, clock: Clock, kind: Kind) -> bool:
    """Whether *rest* may be the text of an update though a blank alone divides it from its clock."""
    first = _LOOSE_TEXT.match(rest)
    return first is not None and (not (clock.half or kind is Kind.HEADING) or rest[first.end() - 1].isupper())


def leads_of(lines: Sequence[str]) -> dict[int, Lead]:
    """The clocks that open lines of *lines*, by their numbers from 0; what stands in fences is code.

    A line that goes on with the sentence of the one above opens nothing.
    """
    found: dict[int, Lead] = {}
    for number, line, is_code in with_fences(lines):
        if is_code or not (lead := lead_of(line)):
            continue
        above = lines[number - 1] if number else ""
        goes_on = number - 1 not in found and not above.lstrip().startswith("#") and not _LINE_END.search(above)
        if lead.kind is not Kind.LINE or not goes_on:
            found[number] = lead
    return found


_FENCE = Pattern(r" {0,3}(`{3,}|~{3,})")


def with_fences(lines: Sequence[str]) -> list[tuple[int, str, bool]]:
    """*lines* with their numbers, and whether each is code between fences."""
    told = []
    fence = ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        is_edge = match is not None and (not fence or match[1].startswith(fence))
        told.append((number, line, bool(fence) or is_edge))
        if is_edge and match is not None:
            fence = "" if fence else match[1]
    return told


def opening_leads(leads: dict[int, Lead]) -> dict[int, Lead]:
    """Those of *leads* that open updates: headings, else list items or lines, whichever are more; all of one depth.

    The others stand in schedules and in the text.
    """
    by_kind = {kind: {at: lead for at, lead in leads.items() if lead.kind is kind} for kind in Kind}
    lines = by_kind[Kind.LINE]
    loose = sum(lead.is_loose for lead in lines.values())
    if loose < _LOOSE_ENOUGH or loose <= len(lines) - loose:
        by_kind[Kind.LINE] = {at: lead for at, lead in lines.items() if not lead.is_loose}
    if len(by_kind[Kind.HEADING]) > 1:
        return by_kind[Kind.HEADING]
    chosen = max(by_kind.values(), key=len)
    if next(iter(chosen.values()), None) is None:
        return {}
    if chosen is by_kind[Kind.ITEM]:
        outer = min(lead.depth for lead in chosen.values())
        return {at: lead for at, lead in chosen.items() if lead.depth == outer}
    return chosen


def are_marked(text: str) -> bool | None:
    """Whether the clocks that open the updates of *text* stand in headings, lists, marks or before their text.

    False where they stand on plain lines of their own, as the wires have them; None where there are none.
    """
    lines = text.split("\n")
    for at, lead in opening_leads(leads_of(lines)).items():
        return lead.kind is not Kind.LINE or not clock_line(lines[at]) or lines[at].lstrip()[:1] in "*_[`("
    return None
