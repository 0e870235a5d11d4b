"""Topics from untagged text: which declared ones an update is about, and which names an archive keeps returning to."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import count, groupby

from slugify import slugify

from sitegen.content.markdown import plain, render
from sitegen.content.names import comparable, lower_words, names_in
from sitegen.filenames import LONGEST, is_device
from sitegen.model import LiveBlog, Term, Topic
from sitegen.records.nodes import double_quoted
from sitegen.words import WORD, counted

MOST_TOPICS = 60
ACRONYM_LENGTH = 4
"""Terms in capitals of at most so many letters are matched as written: ``IS`` is not "is"."""
_ENDINGS = ("s", "i", "n")
ENOUGH_MENTIONS = 2
"""An update that names a topic so often is about it, wherever; in the first paragraph once is enough."""

# Scripts that put no blanks between words, and Hangul with its particles: a word may stand inside a run of letters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Topics ready for matching: one pattern whose groups are the terms, and the topics of each term."""

    pattern: re.Pattern[str]
    owners: tuple[tuple[str, ...], ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mentions:
    """How a text names one topic: each term with its count, and the first block that has one (from 1)."""

    terms: tuple[tuple[str, int], ...]
    first: int

    @property
    def is_about(self) -> bool:
        return self.first == 1 or sum(times for _, times in self.terms) >= ENOUGH_MENTIONS

    def __str__(self) -> str:
        return ", ".join([*(f'"{term}" ×{times}' for term, times in self.terms), f"first in paragraph {self.first}"])


def compile_topics(topics: Sequence[Topic]) -> Vocabulary:
    """*topics* as one pattern. A term that two topics share belongs to both."""
    owners: dict[tuple[str, bool], list[str]] = {}
    for topic in topics:
        for term in topic.match:
            text = " ".join(comparable(term.text).split())
            if WORD.search(text):
                slugs = owners.setdefault((text if _is_exact(term) else text.lower(), _is_exact(term)), [])
                slugs += [topic.slug] * (topic.slug not in slugs)
    ordered = sorted(owners, key=lambda key: (key[0][0].lower(), -len(key[0]), key))
    shown = {" ".join(comparable(term.text).split()).lower(): term.text for topic in topics for term in topic.match}
    return Vocabulary(
        re.compile(_pattern(ordered)),
        tuple(tuple(owners[key]) for key in ordered),
        tuple(shown[text.lower()] for text, _ in ordered),
    )


def _is_exact(term: Term) -> bool:
    letters = sum(character.isalpha() for character in term.text)
    return term.case or (term.text.isupper() and letters <= ACRONYM_LENGTH)


def _pattern(terms: Sequence[tuple[str, bool]]) -> str:
    """One pattern for *terms* in the order of their first letters: as fast as the letters, not the terms, are few."""
    branches = []
    for head, group in groupby(terms, key=lambda term: term[0][0].lower()):
        either = "[" + re.escape(head + (head.upper() if len(head.upper()) == 1 else "")) + "]"
        before = "" if re.match(rf"[{_UNSPACED}\W_]", head) else rf"(?<![^\W_{_UNSPACED}]{either})"
        branches.append(f"{either}{before}(?:{'|'.join(_rest_pattern(text, exact=exact) for text, exact in group)})")
    return "|".join(branches) or r"(?!)"


def _rest_pattern(text: str, *, exact: bool) -> str:
    """The pattern of *text* after its first letter, to the end of a word."""
    rest = r"[ \t\n\xa0]+".join(map(re.escape, text[1:].split(" ")))
    after = "" if re.search(rf"[{_UNSPACED}\W_]$", text) else rf"(?![^\W_{_UNSPACED}]|[{_combining()}])"
    return f"(?<={re.escape(text[0])})({rest}){after}" if exact else f"((?i:{rest})){after}"


@cache
def _combining() -> str:
    """The combining marks of the first scripts (to Vedic): a word that goes on with one is another word."""
    return "".join(chr(code) for code in range(0x300, 0x1E00) if unicodedata.category(chr(code))[0] == "M")


def suggest(text: str, topics: Sequence[Topic], matcher: Vocabulary) -> tuple[str, ...]:
    """The slugs of the topics that the Markdown *text* is about, in the order of *topics*.

    About means named in the first paragraph, or at least twice. A parent gives way to a narrower topic that is there.

    >>> topics = [Topic("qaim", "Qaim", (Term("Qaim"),), "iraq"), Topic("iraq", "Iraq", (Term("Iraq"),))]
    >>> suggest("Iraq's army has entered **Qaim**.", topics, compile_topics(topics))
    ('qaim',)
    """
    return tuple(_about(text, topics, matcher))


def evidence(text: str, topics: Sequence[Topic], matcher: Vocabulary) -> tuple[tuple[str, str], ...]:
    """For each slug that `suggest` gives, why: ``"Qaim" ×3, first in paragraph 1``."""
    return tuple((slug, str(mentions)) for slug, mentions in _about(text, topics, matcher).items())


def _about(text: str, topics: Sequence[Topic], matcher: Vocabulary) -> dict[str, _Mentions]:
    found = {slug: mentions for slug, mentions in _mentions(text, matcher).items() if mentions.is_about}
    broader = {topic.slug: topic.broader for topic in topics}
    covered = {parent for slug in found for parent in _ancestors(slug, broader)}
    return {topic.slug: found[topic.slug] for topic in topics if topic.slug in found and topic.slug not in covered}


def _ancestors(slug: str, broader: Mapping[str, str]) -> set[str]:
    ancestors: set[str] = set()
    while (slug := broader.get(slug, "")) and slug not in ancestors:
        ancestors.add(slug)
    return ancestors


def _mentions(text: str, matcher: Vocabulary) -> dict[str, _Mentions]:
    counts: dict[str, Counter[str]] = {}
    first: dict[str, int] = {}
    for number, paragraph in enumerate(_blocks(text), 1):
        for match in matcher.pattern.finditer(paragraph):
            index = (match.lastindex or 1) - 1
            for slug in matcher.owners[index]:
                counts.setdefault(slug, Counter())[matcher.terms[index]] += 1
                first.setdefault(slug, number)
    return {slug: _Mentions(tuple(counter.items()), first[slug]) for slug, counter in counts.items()}


def _blocks(markdown: str) -> list[str]:
    """The visible text of each block: no address of a link is a mention."""
    return comparable(plain(render(markdown, "/"))).split("\n")


@dataclass(frozen=True, slots=True)
class _Text:
    update: tuple[int, int]
    at: datetime
    address: str
    text: str


@dataclass(slots=True)
class _Name:
    """What is known of one name while the archive is read. *sure* is set once it stands inside a sentence."""

    spellings: Counter[str] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)
    updates: dict[tuple[int, int], tuple[datetime, str]] = field(default_factory=dict)
    sure: bool = False

    def absorb(self, other: _Name) -> None:
        self.forms |= other.forms | {other.label}
        self.updates.update(other.updates)
        self.sure = self.sure or other.sure

    @property
    def rank(self) -> tuple[int, int, str]:
        return (-len({liveblog for liveblog, _ in self.updates}), -len(self.updates), self.label)

    @property
    def label(self) -> str:
        return min(self.spellings, key=lambda spelling: (-self.spellings[spelling], spelling.isupper(), spelling))


def discover(liveblogs: Sequence[LiveBlog]) -> tuple[tuple[Topic, str], ...]:
    """At most `MOST_TOPICS` topics that *liveblogs* keep naming, each with its evidence, the most spread first.

    A name is a row of capitalised words that stands in at least two updates, at least once inside a sentence. Names are
    ranked by live blogs, then updates, then spelling. A script without capitals gives none.
    """
    ordered = sorted(liveblogs, key=lambda liveblog: (liveblog.date, liveblog.id, liveblog.slug, liveblog.title))
    texts = [
        _Text((number, place), update.at, f"{liveblog.id}#{update.anchor}".rstrip("#"), "\n".join(_blocks(update.body)))
        for number, liveblog in enumerate(ordered)
        for place, update in enumerate(liveblog.updates)
    ]
    common = {word for text in texts for word in lower_words(text.text)}
    known = {name for text in texts for name, sure in names_in(text.text, common, ()) if sure}
    names = _without_parts(_without_forms(_collected(texts, common, known)))
    found = sorted((name for name in names.values() if name.sure and len(name.updates) > 1), key=lambda name: name.rank)
    return tuple(_topics(found[:MOST_TOPICS], common))


def _collected(texts: Iterable[_Text], common: Collection[str], known: Collection[str]) -> dict[str, _Name]:
    names: dict[str, _Name] = {}
    for text in texts:
        for spelling, sure in names_in(text.text, common, known):
            name = names.setdefault(_folded(spelling), _Name())
            name.spellings[spelling] += 1
            name.updates[text.update] = (text.at, text.address)
            name.sure = name.sure or sure
    return names


def _folded(spelling: str) -> str:
    return spelling if _is_exact(Term(spelling)) else spelling.casefold()


def _without_forms(names: Mapping[str, _Name]) -> dict[str, _Name]:
    """*names*, plurals and people taken into the name they are made from: Republicans, Syrian, Iraqis."""
    forms = {key for key in names if key[-1:] in _ENDINGS and key[:-1] in names}
    for key in sorted(forms, key=len, reverse=True):
        names[key[:-1]].absorb(names[key])
    return {key: name for key, name in names.items() if key not in forms}


def _without_parts(names: Mapping[str, _Name]) -> dict[str, _Name]:
    """*names* without those that begin or end a longer one in each of their updates, as a surname does."""
    parts: set[str] = set()
    for key, name in names.items():
        words = key.split(" ")
        for part in (" ".join(words[a:b]) for cut in range(1, len(words)) for a, b in ((0, cut), (cut, len(words)))):
            if part in names and names[part].updates.keys() <= name.updates.keys():
                parts.add(part)
    return {key: name for key, name in names.items() if key not in parts}


def _topics(names: Sequence[_Name], common: Collection[str]) -> Iterator[tuple[Topic, str]]:
    taken: set[str] = set()
    for name in names:
        taken.add(slug := _free_slug(name.label, taken))
        wordings = dict.fromkeys([name.label, *sorted(name.forms)])
        match = tuple(Term(word, case=word.casefold() in common) for word in wordings)
        yield Topic(slug, name.label, match), _spread(name)


def _free_slug(label: str, taken: Collection[str]) -> str:
    base = slugify(label.replace(".", ""), max_length=LONGEST - 4) or "topic"
    return next(slug for n in count(1 + is_device(base)) if (slug := f"{base}-{n}" if n > 1 else base) not in taken)


def _spread(name: _Name) -> str:
    liveblogs, updates = -name.rank[0], -name.rank[1]
    return f"{counted(liveblogs, 'live blog')}, {counted(updates, 'update')}, first in {min(name.updates.values())[1]}"


_HEADER = """\
# Topics that sitegen found: names that at least two updates share. No import writes this file again: it is yours.
#   rename  change label (and slug, while nothing links to it); add other wordings to match
#   merge   move the terms of one topic into the match of another, then delete the first
#   nest    broader: SLUG makes a topic a part of another
#   delete  remove the whole entry
#   move    put the list under topics: in site.yaml, and this file is no longer read
# evidence says why a topic is here; it is read by nobody but you.
"""


def dump_topics(found: Sequence[tuple[Topic, str]]) -> str:
    r"""The text of ``content/topics.yaml`` for what `discover` gave, every scalar quoted.

    >>> print(dump_topics([(Topic("qaim", "Qaim", (Term("Qaim"),)), "1 live blog")]).partition("\ntopics:\n")[2])
      - slug: "qaim"
        label: "Qaim"
        match: ["Qaim"]
        evidence: "1 live blog"
    <BLANKLINE>
    """
    if not found:
        return _HEADER + "topics: []\n"
    return _HEADER + "topics:\n" + "".join(_entry(topic, why) for topic, why in found)


def _entry(topic: Topic, why: str) -> str:
    wordings = ((double_quoted(term.text), term.case) for term in topic.match)
    terms = ", ".join(f"{{text: {text}, case: true}}" if case else text for text, case in wordings)
    return (
        f"  - slug: {double_quoted(topic.slug)}\n    label: {double_quoted(topic.label)}\n"
        f"    match: [{terms}]\n    evidence: {double_quoted(why)}\n"
    )
