"""Made-up wire prose in Markdown: sentences that vary as real ones do, and are the same in every run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from random import Random

from benchmarks.vocabulary import (
    ADJECTIVES,
    ADVERBS,
    FORENAME_ENDINGS,
    MIDDLES,
    NOUNS,
    OPENINGS,
    PLACE_ENDINGS,
    SURNAME_ENDINGS,
    VERBS,
    WEEKDAYS,
)

PLAIN, RICH, QUOTES = 14_000, 4_000, 4_000  # sentences that paragraphs are put together from
_NAMES, _FORENAMES = 450, 120


class Flavour(Enum):
    """What bodies hold: links, emphasis, quotes and lists in a third of all paragraphs, or words alone."""

    MIXED = "mixed"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Names:
    """Who and where; *random* moves on with every draw."""

    random: Random
    places: tuple[str, ...]
    surnames: tuple[str, ...]
    forenames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """The sentences at hand: without markup, with some, and quotes."""

    names: Names
    flavour: Flavour
    plain: tuple[str, ...]
    rich: tuple[str, ...]
    quotes: tuple[str, ...]


def make_stock(seed: int, flavour: Flavour) -> Stock:
    """The stock of *seed*; both flavours have the same sentences."""
    names = _make_names(Random(seed))
    return Stock(
        names,
        flavour,
        plain=tuple(sentence(names) for _ in range(PLAIN)),
        rich=tuple(_marked_up(names, sentence(names)) for _ in range(RICH)),
        quotes=tuple(_quote(names) for _ in range(QUOTES)),
    )


def _make_names(random: Random) -> Names:
    choice = random.choice
    return Names(
        random,
        places=_unlike(_NAMES, lambda: choice(OPENINGS) + choice([*MIDDLES, ""]) + choice(PLACE_ENDINGS)),
        surnames=_unlike(_NAMES, lambda: choice(OPENINGS) + choice([*MIDDLES, ""]) + choice(SURNAME_ENDINGS)),
        forenames=_unlike(_FORENAMES, lambda: choice(OPENINGS) + choice(FORENAME_ENDINGS)),
    )


def _unlike(count: int, make: Callable[[], str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    while len(found) < count:
        found.setdefault(make().capitalize())
    return tuple(found)


def plural(noun: str) -> str:
    """*noun* in the plural, as far as the vocabulary needs."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def _phrase(names: Names) -> str:
    """A noun with what stands before it."""
    choice, kind = names.random.choice, names.random.random()
    if kind < 0.2:
        return f"the {choice(NOUNS)} in {choice(names.places)}"
    if kind < 0.5:
        return f"the {choice(ADJECTIVES)} {choice(NOUNS)}"
    if kind < 0.7:
        return f"{names.random.randint(2, 90)} {plural(choice(NOUNS))}"
    if kind < 0.85:
        return f"{choice(ADJECTIVES)} {plural(choice(NOUNS))}"
    return f"a {choice(NOUNS)} {choice(NOUNS)}"


def sentence(names: Names) -> str:
    """One sentence without markup."""
    kind = names.random.randrange(7)
    who = f"{names.random.choice(names.forenames)} {names.random.choice(names.surnames)}"
    text = _clauses(names, kind, who)
    return text[0].upper() + text[1:] + "."


def _clauses(names: Names, kind: int, who: str) -> str:
    choice, places = names.random.choice, names.places

    def phrase() -> str:
        return _phrase(names)

    match kind:
        case 0:
            start = f"{phrase()} {choice(VERBS)} {phrase()} after {phrase()}"
            return f"{start} {choice(VERBS)} {phrase()} {choice(ADVERBS)}"
        case 1:
            start = f"{choice(places)} {choice(NOUNS)} {plural(choice(NOUNS))} {choice(VERBS)} that {phrase()}"
            return f"{start} would be {choice(ADJECTIVES)} and {choice(ADJECTIVES)} by {choice(WEEKDAYS)}"
        case 2:
            start = f"{who}, the {choice(places)} {choice(NOUNS)}, {choice(VERBS)} {phrase()}"
            return f"{start} and {choice(VERBS)} {phrase()}"
        case 3:
            start = f"officials {choice(ADVERBS)} {choice(VERBS)} {phrase()}"
            return f"{start}, while {phrase()} {choice(VERBS)} near {choice(places)}"
        case 4:
            start = f"at least {names.random.randint(3, 900)} {plural(choice(NOUNS))} {choice(VERBS)} {phrase()}"
            return f"{start}, according to {who} of the {choice(places)} {choice(NOUNS)} {choice(NOUNS)}"
        case 5:
            start = f"it was {choice(ADVERBS)} {choice(ADJECTIVES)} whether {phrase()} {choice(VERBS)}"
            return f"{start} or {choice(VERBS)} before {phrase()} {choice(VERBS)}"
        case _:
            start = f"{phrase()} {choice(VERBS)} {choice(ADVERBS)}, and {phrase()}"
            return f"{start} {choice(VERBS)} {phrase()} for the {choice(ADJECTIVES)} {choice(NOUNS)}"


def _marked_up(names: Names, text: str) -> str:
    """*text* with one word of it stressed or a link."""
    random, words = names.random, text.split(" ")
    place, kind = random.randrange(1, len(words) - 2), random.randrange(4)
    if kind == 0:
        words[place] = f"*{words[place]}*"
    elif kind == 1:
        words[place] = f"**{words[place]}**"
    elif kind == 2:
        address = f"https://example.org/{random.choice(NOUNS)}/{random.choice(NOUNS)}-{random.randint(1, 9999)}"
        words[place : place + 2] = [f"[{words[place]} {words[place + 1]}]({address})"]
    else:
        address = f"https://example.net/wire/{random.randint(10_000, 99_999)}"
        words[place] = f'[{words[place]}]({address} "{random.choice(ADJECTIVES)} {random.choice(NOUNS)}")'
    return " ".join(words)


def _quote(names: Names) -> str:
    choice = names.random.choice
    said = f"“We {choice(VERBS)} {_phrase(names)} and {choice(VERBS)} {_phrase(names)} {choice(ADVERBS)},”"
    return f"{said} {choice(names.forenames)} {choice(names.surnames)} {choice(VERBS)} in {choice(names.places)}."


def paragraph(stock: Stock) -> str:
    """Two or three sentences."""
    random, mixed = stock.names.random, stock.flavour is Flavour.MIXED
    chosen = []
    for _ in range(random.randint(2, 3)):
        kind = random.random()
        rich = mixed and kind >= 0.72
        chosen.append(random.choice(stock.quotes if kind >= 0.86 else stock.rich if rich else stock.plain))
    return " ".join(chosen)


def body(stock: Stock) -> str:
    """The body of an update: two to six paragraphs, and in the mixed flavour a list or a quotation in each fourth."""
    random = stock.names.random
    paragraphs = [paragraph(stock) for _ in range(random.randint(2, 6))]
    kind = random.random() if stock.flavour is Flavour.MIXED else 1.0
    if kind < 0.10:
        rows = (f"- {random.choice(stock.plain)}" for _ in range(random.randint(3, 5)))
        paragraphs.insert(1, "\n".join(rows))
    elif kind < 0.25:
        paragraphs.insert(1, f"> {random.choice(stock.quotes)} {random.choice(stock.quotes)}")
    return "\n\n".join(paragraphs)
