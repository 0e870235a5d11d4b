"""The ledger, ``content/anchors.lock``: every anchor and address ever published, and what became of it.

A line a promise: the live blog, the name that was promised (an anchor, or the address of the live blog, which begins with
"/"), its state, and what that state says: digests of the first eight words of an update that is live (never the words: a
takedown must leave none), the day of a takedown, or where an update moved to. Lines are sorted, so that two branches merge;
the first and the last are always the same, so that a cut is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import chain, islice

from sitegen.content.aliases import read_alias
from sitegen.digests import digest
from sitegen.errors import Location, Problem
from sitegen.words import words

PATH = "content/anchors.lock"
_TITLE = "# sitegen anchors "
_SAID = ": every published anchor; commit this file, do not edit it\n"
_HEADER_1 = f"{_TITLE}1{_SAID}"  # of ledgers without a last line
HEADER = f"{_TITLE}2{_SAID}"
END = "# end\n"
"""The last line: a ledger without it was cut, however cleanly."""
WORDS = 8

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ANCHOR = r"[a-z][a-z0-9-]*"
_ADDRESS = rf"/[0-9]{{4}}/[0-9]{{2}}/[0-9]{{2}}/{_SLUG}/"
_MARKS = r"[0-9a-f]{6}(?:,[0-9a-f]{6})*"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TARGET = rf"{_SLUG}#{_ANCHOR}"
# What moved before ledgers said where to has its fingerprint still.
_LINE = re.compile(
    rf"(?P<liveblog>{_SLUG}) (?:(?P<anchor>{_ANCHOR})|(?P<address>/[^ ]*)) "
    rf"(?:live (?P<marks>-|{_MARKS})|withheld (?P<day>{_DATE})|moved (?:(?P<target>{_TARGET})|-|{_MARKS}))"
)
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: .*)?")
_RESTORE = "restore content/anchors.lock from version control; where there is none, run sitegen anchors rebuild"


class State(Enum):
    """What became of a published anchor."""

    LIVE = "live"
    WITHHELD = "withheld"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Promise:
    """One line of the ledger.

    *fingerprint* holds the digests of the first eight words of what is live, *said* the day of a takedown like
    ``2026-11-26``, or where a moved update is now, like ``2017-11-03-qaim#t1930`` ("" where nobody knows).
    """

    state: State
    fingerprint: tuple[str, ...] = ()
    said: str = ""


LIVE = Promise(State.LIVE)
"""The promise of an address, and of an update without words."""

Key = tuple[str, str]
"""A live blog's id, and the name that was promised: an anchor, or an address like ``/2017/11/03/qaim/``."""


def is_address(name: str) -> bool:
    """Whether a *name* of the ledger is an address of a live blog, or an alias of one that is gone, and no anchor."""
    return name.startswith("/")


def is_liveblog_url(url: str) -> bool:
    """Whether *url* is one that a live blog may have, with a day of the calendar."""
    return re.fullmatch(_ADDRESS, url) is not None and _is_day(url[1:11].replace("/", "-"))


def fingerprint(text: str) -> tuple[str, ...]:
    """Digests of the first eight words of *text*, case folded."""
    marks = tuple(chain.from_iterable(map(_marks, text.split(None, WORDS)[:WORDS])))
    if len(marks) < WORDS:  # few words, or blanks around dashes
        marks = tuple(islice(chain.from_iterable(map(_marks, text.split())), WORDS))
    return marks[:WORDS]


@lru_cache(maxsize=8192)
def _marks(piece: str) -> tuple[str, ...]:
    """The digest of each word of *piece*, which has no blanks: most updates begin with the same few thousand."""
    return tuple(digest(word.casefold())[:6] for word in words(piece))


def read_ledger(text: str) -> tuple[dict[Key, Promise], tuple[Problem, ...]]:
    """The promises of a ledger, by live blog and name; a line that cannot be read is a problem.

    A line that stands there twice is none: that is how two branches that published the same merge.
    """
    promises: dict[Key, Promise] = {}
    problems = []
    lines = text.split("\n")
    if text.startswith(HEADER) and text.endswith("\n") and f"\n{END}" not in text:
        problems.append(
            _damaged(len(lines) - 1, lines[-2], 'the ledger was cut: its last line, "# end", is missing', _RESTORE)
        )
    if text.endswith(f"\n{END}") and not text.startswith(_TITLE):  # a part of a ledger has neither
        problems.append(_damaged(1, lines[0], "the ledger was cut: its first line is missing", _RESTORE))
    for number, line in enumerate(lines, 1):
        if number == len(lines) and line:
            problems.append(_damaged(number, line, "the ledger ends in the middle of a line", _RESTORE))
        elif not line or line.startswith("#"):
            if line.startswith(_TITLE) and f"{line}\n" not in (HEADER, _HEADER_1):
                hint = "read it with the version of sitegen that wrote it, or a later one"
                problems.append(_damaged(number, line, "the ledger is of another version", hint))
        elif (read := _read(line)) is None:
            problems.append(_no_promise(number, line))
        elif (known := promises.setdefault(*read)) is not read[1] and known != read[1]:
            problems.append(_contradiction(number, line, lines))
    return promises, tuple(problems)


def _read(line: str) -> tuple[Key, Promise] | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    liveblog, anchor, address, marks, day, target = match.groups()
    if anchor and marks:  # so are most lines, of which there may be a million
        return (liveblog, anchor), Promise(State.LIVE, tuple(marks.split(","))) if marks != "-" else LIVE
    if (address and not _may_be_published(address)) or not _is_day(day or ""):
        return None
    key = (liveblog, anchor or address)
    if marks:  # of an address, which has no words of its own
        return (key, LIVE) if marks == "-" else None
    return key, Promise(State.WITHHELD, said=day) if day else Promise(State.MOVED, said=target or "")


def _may_be_published(url: str) -> bool:
    """Whether a live blog may have its page at *url*, or an alias."""
    return is_liveblog_url(url) if re.fullmatch(_ADDRESS, url) else read_alias(url) == url


def _is_day(text: str) -> bool:
    """Whether *text* is a day of the calendar, where it is any."""
    if text:
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
    return True


def _no_promise(number: int, line: str) -> Problem:
    if _CONFLICT.fullmatch(line):
        hint = "keep the lines of both sides, and remove only the marks"
        return _damaged(number, line, f"the ledger has a mark of a merge: {line[:60]!r}", hint)
    return _damaged(number, line, f"the ledger has a line that is no promise: {line[:60]!r}", _RESTORE)


def _contradiction(number: int, line: str, lines: list[str]) -> Problem:
    name = " ".join(line.split(" ")[:2]) + " "
    first = next(place for place, other in enumerate(lines, 1) if other.startswith(name))
    hint = "keep one of the two: what is withheld or moved goes before what is live, and of two that are live either will do"
    return _damaged(number, line, f"the ledger says something else of the same name in line {first}", hint)


def _damaged(number: int, line: str, message: str, hint: str) -> Problem:
    return Problem(Location(PATH, number, 1, max(len(line), 1)), "ledger-damaged", message, hint)


def write_ledger(promises: Mapping[Key, Promise]) -> str:
    """The text of the ledger, sorted by live blog and name."""
    rows = (f"{key[0]} {key[1]} {_written(promise)}\n" for key, promise in sorted(promises.items(), key=_key_of))
    return f"{HEADER}{''.join(rows)}{END}"


def _key_of(item: tuple[Key, Promise]) -> Key:
    return item[0]


def _written(promise: Promise) -> str:
    return f"{promise.state.value} {','.join(promise.fingerprint) or promise.said or '-'}"


_NOT_LIVE = re.compile(rb"^[^ \n]+ (?:/[^\n]*|[^ /\n]+ (?:withheld|moved) [^\n]*)\n", re.MULTILINE)


def lines_for_pages(ledger: bytes) -> list[tuple[str, str, str, str]]:
    """What pages need of a *ledger*: live blog, name, state and what it says, for addresses and all that is not live.

    A damaged line is left out. Most lines are of live anchors, and there may be a million: they are passed over.
    """
    some = b"".join(_NOT_LIVE.findall(ledger.replace(b"\r\n", b"\n")))
    promises, _ = read_ledger(some.decode("utf-8", "replace"))
    return [(*key, promise.state.value, promise.said) for key, promise in promises.items()]


def part_of(ledger: bytes, liveblog: str) -> tuple[int, int]:
    """Where the lines of *liveblog* begin and end in the bytes of a *ledger*; both 0 where it has none."""
    name = f"\n{liveblog} ".encode()
    start = ledger.find(name) + 1
    end = ledger.find(b"\n", ledger.rfind(name) + 1) + 1
    return (start, end) if start else (0, 0)


def sorted_lines(lines: Iterable[str]) -> str:
    """The text of a ledger of *lines*, each a promise written out; "" for none."""
    rows = sorted(lines)
    return f"{HEADER}{''.join(rows)}{END}" if rows else ""
