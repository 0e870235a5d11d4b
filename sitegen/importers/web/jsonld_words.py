"""Which element of a page shows an update of its JSON-LD, by the time of both and the words that they begin with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from sitegen.importers.web.html import Node, seen_in
from sitegen.importers.web.jsonld_updates import Stated
from sitegen.importers.web.page_dates import find_clock
from sitegen.importers.web.page_stamps import is_edit_time, is_time, read_time
from sitegen.importers.web.page_times import When
from sitegen.patterns import Pattern
from sitegen.times import Clock
from sitegen.words import words

_EMBEDDED = Pattern(r"(?:https?://)?(?:pic\.twitter\.com|t\.co)/[A-Za-z0-9]+\S*")  # a page shows what stands there
_WHOLE = 0.8  # of the words of an update: an element has the whole of it
_FIRST, _FEW = 8, 3  # words that an update begins with: enough alone, and enough beside its time
_MOST = 50  # elements of one time that are compared: more have that of the page
_LEAST = 5  # words of an update that is found by them alone

Key = tuple[str, str]


def words_of(text: str) -> list[str]:
    """The words of *text* in small letters, without the addresses of posts that pages show in their stead."""
    return words(_EMBEDDED.sub(" ", text).casefold())


def has_whole(shown: Counter[str], wanted: Counter[str]) -> bool:
    """Whether an element with the words *shown* has the whole of a text with those *wanted*."""
    return sum((wanted & shown).values()) >= _WHOLE * sum(wanted.values())


def keys_of(when: When | None) -> Iterator[Key]:
    """What *when* has in common with other notations of the same time: its minute, and the clock as it is written."""
    if isinstance(when, Clock):
        yield "clock", f"{when.time:%H:%M}"
    elif when is not None:
        yield "clock", f"{when:%H:%M}"
        yield from _minute(when)


def _minute(when: datetime) -> Iterator[Key]:
    try:
        yield "minute", f"{when.astimezone(UTC):%Y-%m-%dT%H:%M}"
    except (OverflowError, ValueError):  # at the edges of the calendar
        return


def keys_in(unit: Node) -> Iterator[Key]:
    """The same of the times that *unit* shows."""
    for node in unit.traverse():
        if node.tag == "-text" or not is_time(node) or is_edit_time(node):
            continue
        when = read_time(node)
        yield from (key for key in keys_of(when) if key[0] == "minute" or isinstance(when, Clock))
        if (clock := find_clock(seen_in(node))) is not None:
            yield from keys_of(clock)


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of an element: one after the other with a blank on each side, and how often each stands there."""

    line: str
    counts: Counter[str]

    def has(self, some: Sequence[str]) -> bool:
        """Whether *some* words stand in it one after the other."""
        return f" {' '.join(some)} " in self.line


def match_words(updates: Sequence[Stated], units: Sequence[Node]) -> list[Node | None]:
    """For each of *updates* the one of *units* that has its time and its first words, or enough of these; None for none."""
    texts: list[_Text] = []
    by_time: dict[Key, set[int]] = {}
    by_words: dict[tuple[str, ...], set[int]] = {}
    for at, unit in enumerate(units):
        own = words_of(seen_in(unit))
        texts.append(_Text(f" {' '.join(own)} ", Counter(own)))
        for key in keys_in(unit):
            by_time.setdefault(key, set()).add(at)
        for start in range(len(own) - _LEAST + 1):
            by_words.setdefault(tuple(own[start : start + _LEAST]), set()).add(at)
    found: list[int | None] = []
    for update in updates:
        own = words_of(update.body.seen) or words_of(update.title)
        timed = {at for key in keys_of(update.when) for at in by_time.get(key, ())}
        alone = by_words.get(tuple(own[:_LEAST]), set()) if len(own) >= _LEAST else set()
        found.append(_the_one(own, timed if len(timed) <= _MOST else timed & alone, alone, texts))
    often = Counter(at for at in found if at is not None)
    return [units[at] if at is not None and often[at] == 1 else None for at in found]


def _the_one(own: Sequence[str], timed: Set[int], alone: Set[int], texts: Sequence[_Text]) -> int | None:
    """Which element shows a text with the words *own*: of those of its time, else *alone* by its words; the only one."""
    if not own:
        return next(iter(timed)) if len(timed) == 1 else None
    both = [at for at in timed if texts[at].has(own[:_FIRST])]
    near = [at for at in timed if texts[at].has(own[:_FEW]) or has_whole(texts[at].counts, Counter(own))]
    by_words = [at for at in alone if texts[at].has(own[:_FIRST])]
    for some in (both, near, by_words):
        if some:
            return some[0] if len(some) == 1 else None
    return None
