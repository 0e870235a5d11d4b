"""The proof of an import: every word of a seed stands in the live blog that was made of it, and no other word does.

It knows nothing of how a seed was parsed. It walks the seed's words in order; each must belong to a part of the live
blog (title, caption, paragraph …) that stands there as a whole, or to a clock, a date or a separator.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sitegen.errors import Location, Problem
from sitegen.importers.text.bare_clocks import is_bare_clock, says_again
from sitegen.importers.text.comments import start_of_comments
from sitegen.importers.text.glued import unglued
from sitegen.importers.text.met_clocks import Clocks, times_shown
from sitegen.importers.text.openings import opening_clock
from sitegen.importers.text.paragraphs import is_separator
from sitegen.importers.text.stamp_lines import stamp_line
from sitegen.model import LiveBlog
from sitegen.times import Clock, clock_line, read_date
from sitegen.words import WORD, words

_QUOTED_WORDS = 12  # of a loss: enough to find it, not so many that the message hides

Words = tuple[str, ...]


_Choice = Callable[[Iterable[int]], list[int]]


def _longest(lengths: Iterable[int]) -> list[int]:
    return sorted(lengths, reverse=True)


def _shortest(lengths: Iterable[int]) -> list[int]:
    return sorted(lengths)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the seed. *ends_line*: it is the last of its line; *block_end* numbers the word after its paragraph."""

    word: str
    line: int
    column: int
    ends_line: bool
    block_end: int


@dataclass(slots=True)
class _Pool:
    """The parts that are still to be met: how often each stands in the live blog, and their lengths by their first word.

    A part is looked up by its words, never searched for: a live blog may have 100,000 that begin with "The".
    """

    choose: _Choice
    count: Counter[Words] = field(default_factory=Counter)
    lengths: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, part: Words) -> None:
        """Expect *part* once more."""
        if part:
            self.lengths[part[0]].add(len(part))
            self.count[part] += 1

    def take_whole(self, seed: Sequence[str], tokens: Sequence[_Token], at: int) -> int:
        """Meet the part that stands from *at* to the end of its paragraph, else of a line; returns its length.

        0 where there is none. Of several, `choose` takes one.
        """
        lengths, paragraph = self.lengths.get(seed[at], ()), tokens[at].block_end - at
        if paragraph in lengths and (met := self._meet(tuple(seed[at : at + paragraph]))):
            return met
        ending = (length for length in lengths if at + length <= len(seed) and tokens[at + length - 1].ends_line)
        return self._first(seed, at, self.choose(ending))

    def take(self, part: Words) -> int:
        """Meet *part*, and return its length; 0 where it is not expected."""
        return self._meet(part)

    def take_longest(self, seed: Sequence[str], at: int) -> int:
        """Meet the longest part that stands in *seed* at *at*, and return its length; 0 where there is none."""
        return self._first(seed, at, _longest(self.lengths.get(seed[at], ())))

    def _first(self, seed: Sequence[str], at: int, lengths: Iterable[int]) -> int:
        return next((met for length in lengths if (met := self._meet(tuple(seed[at : at + length])))), 0)

    def _meet(self, part: Words) -> int:
        if self.count.get(part, 0) <= 0:
            return 0
        self.count[part] -= 1
        return len(part)


def unexplained(
    seed_text: str, path: str, liveblog: LiveBlog, plain_of: Callable[[str], str], given: Sequence[str] = ()
) -> tuple[Problem, ...]:
    """What cannot be explained: words of the seed *path* that *liveblog* lacks, and parts of it that the seed lacks.

    *liveblog* is to be as it was read from its file; *plain_of* turns Markdown into the text that a reader sees.
    *given* are texts that a sidecar gives, which no seed need have. Place and publisher may be met or not: both may be
    given.
    """
    lines = re.split(r"\r\n|\r|\n", seed_text)
    lines = [part for line in lines[: start_of_comments(lines)] for part in unglued(line)]
    parts = list(_parts(liveblog, plain_of))
    optional = {tuple(words(text)) for text in (liveblog.dateline, liveblog.publisher, *given)}
    # Where one part begins with the words of another, the first way through may end in a loss that the second avoids.
    attempts = [_compare(lines, path, liveblog, parts, optional, _longest)]
    if attempts[0]:
        attempts.append(_compare(lines, path, liveblog, parts, optional, _shortest))
        attempts.append(_compare(lines, path, liveblog, parts, optional, _longest, clocks_first=True))
        once = _without_repeats(lines, liveblog)
        attempts += [_compare(once, path, liveblog, parts, optional, choose) for choose in (_longest, _shortest)]
    return min(attempts, key=len)


def _compare(
    lines: Sequence[str],
    path: str,
    liveblog: LiveBlog,
    parts: Iterable[Words],
    optional: Container[Words],
    choose: _Choice,
    *,
    clocks_first: bool = False,
) -> tuple[Problem, ...]:
    """What *lines* have and *parts* lack, and the reverse; *optional* parts may stand in neither.

    *clocks_first*: a line that may be a clock or a paragraph ("10 a].m.") is a clock.
    """
    clocks = Clocks(update.at for update in liveblog.updates)
    pool = _Pool(choose)
    for part in parts:
        pool.add(part)
    problems = [_lost(path, run) for run in _walk(lines, liveblog, pool, clocks, clocks_first=clocks_first)]
    problems += [_invented(path, part) for part, count in pool.count.items() if count > 0 and part not in optional]
    problems += [_unmet(path, at) for at, count in clocks.count.items() if count > 0]
    return tuple(problems)


def _parts(liveblog: LiveBlog, plain_of: Callable[[str], str]) -> Iterator[Words]:
    """The words of every part of *liveblog*."""
    texts = [liveblog.kicker, liveblog.title, liveblog.dateline, liveblog.publisher]
    for picture in liveblog.pictures:
        texts += [picture.caption, picture.credit]
    for update in liveblog.updates:
        texts += [update.title, update.author]
    for body in (liveblog.standfirst, *(update.body for update in liveblog.updates)):
        texts += [plain_of(paragraph) for paragraph in body.split("\n\n")]
    return (tuple(words(text)) for text in texts)


def _tokens(lines: Sequence[str]) -> list[_Token]:
    """The words of *lines*, with where their lines and paragraphs end."""
    found = [[(match[0], match.start()) for match in WORD.finditer(line)] for line in lines]
    block_ends = [0] * len(lines)
    total = block_end = sum(map(len, found))
    for index in reversed(range(len(lines))):
        if not found[index]:  # a blank line, or a separator: what stands above is a paragraph of its own
            block_end = total
        block_ends[index] = block_end
        total -= len(found[index])
    return [
        _Token(word, index + 1, column, number == len(row), block_ends[index])
        for index, row in enumerate(found)
        for number, (word, column) in enumerate(row, start=1)
    ]


def _walk(
    lines: Sequence[str], liveblog: LiveBlog, pool: _Pool, clocks: Clocks, *, clocks_first: bool
) -> list[list[_Token]]:
    """Meet what *lines* say in *pool* and *clocks*; returns the words that neither has, in runs."""
    tokens = _tokens(lines)
    seed = [token.word for token in tokens]
    days = {liveblog.date, *(update.at.date() for update in liveblog.updates)}
    lost: list[list[_Token]] = []
    at, run_end, above = 0, -1, 0
    while at < len(tokens):
        token = tokens[at]
        opens_line = at == 0 or tokens[at - 1].line != token.line
        length = _clock_length(lines[token.line - 1], clocks) if clocks_first and opens_line else 0
        above = token.line if length else above
        length = length or pool.take_whole(seed, tokens, at)
        if not length and opens_line:
            line = lines[token.line - 1]
            if above and _says_again(lines, above, token.line):
                at += len(words(line))
                continue
            length = _clock_length(line, clocks) or _date_length(line, days) or _stamp_length(line, clocks, pool)
            above = token.line if length and not is_bare_clock(line) else 0
        if length := length or pool.take_longest(seed, at):
            at += length
            continue
        if at != run_end:
            lost.append([])
        lost[-1].append(token)
        at = run_end = at + 1
    return lost


def _says_again(lines: Sequence[str], above: int, below: int) -> bool:
    """Whether the line *below* is the clock of the line *above* once more, and nothing stands between them."""
    if any(lines[at].strip() and not is_separator(lines[at]) for at in range(above, below - 1)):
        return False
    return says_again(lines[below - 1], clock_line(lines[above - 1]))


def _stamp_length(line: str, clocks: Clocks, pool: _Pool) -> int:
    """How many words of *line* are a stamp with a date and an author, both of which are met by it; 0 where none is."""
    stamp = stamp_line(line)
    if stamp is None or not clocks.meet(stamp.clock):
        return 0
    if stamp.author and not pool.take(tuple(words(stamp.author))):
        return 0
    return len(words(line))


def _clock_length(line: str, clocks: Clocks) -> int:
    """How many words of *line* are the clock of an update of *clocks*, which is met by it; 0 where none is."""
    opening = opening_clock(line)
    if opening is None or not clocks.meet(opening[0]):
        return 0
    return len(words(line[: opening[1]]))


def _date_length(line: str, days: Iterable[date]) -> int:
    """How many words of *line* are one of *days*, and nothing else; a day of the week must be the right one."""
    text = line.strip()
    found = read_date(text)
    if found is None or found.date not in days or found.weekday not in (None, found.date.weekday()):
        return 0
    return 0 if words(text[found.end :]) else len(words(text))


def _without_repeats(lines: Sequence[str], liveblog: LiveBlog) -> list[str]:
    """*lines*, emptied where an update is said again word for word under the same clock, just after itself.

    Only so many are left out as the live blog has fewer updates at that clock than the seed has.
    """
    opened: list[tuple[int, tuple[Clock, int]]] = []
    echoes = set()  # "19:30" below "7:30 p.m." opens nothing, and an update may be said again without it
    for index, line in enumerate(lines):
        if found := opening_clock(line):
            above = opened[-1][0] if opened else -1
            if above >= 0 and not is_bare_clock(lines[above]) and _says_again(lines, above + 1, index + 1):
                echoes.add(index)
            else:
                opened.append((index, found))
    ends = [*(index for index, _ in opened[1:]), len(lines)]
    spans = [range(start, end) for (start, _), end in zip(opened, ends, strict=True)]
    said = [words("\n".join(lines[at] for at in span if at not in echoes)) for span in spans]
    again = [index for index in range(1, len(said)) if said[index] == said[index - 1]]
    if not again:
        return list(lines)
    # By instants, not by clocks: "7:30 p.m." and "19:30" may be two updates of one minute.
    surplus = times_shown([clock for _, (clock, _) in opened], {update.at for update in liveblog.updates})
    surplus.subtract(update.at for update in liveblog.updates)
    left = Clocks(surplus.elements())
    kept = list(lines)
    for index in again:
        if left.meet(opened[index][1][0]):
            kept[spans[index].start : spans[index].stop] = [""] * len(spans[index])
    return kept


def _lost(path: str, run: Sequence[_Token]) -> Problem:
    first = run[0]
    same_line = [token for token in run if token.line == first.line]
    width = same_line[-1].column + len(same_line[-1].word) - first.column
    where = Location(path, first.line, first.column + 1, width)
    message = f'words of the seed are not in the content file: "{_excerpt([token.word for token in run])}"'
    return Problem(where, "lost-words", message, _REPORT)


def _invented(path: str, part: Words) -> Problem:
    message = f'words of the content file are not in the seed: "{_excerpt(part)}"'
    return Problem(Location(path), "invented-words", message, _REPORT)


def _unmet(path: str, at: datetime) -> Problem:
    message = f"no line of the seed is the clock of the update at {at.isoformat()}"
    return Problem(Location(path), "invented-words", message, _REPORT)


_REPORT = "report this seed as a bug of sitegen: an import must lose and add no word"


def _excerpt(found: Sequence[str]) -> str:
    return " ".join(found[:_QUOTED_WORDS]) + (" …" if len(found) > _QUOTED_WORDS else "")
