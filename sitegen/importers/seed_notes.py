"""What importers of structured data say of a seed in the same words: parts that are missing, held back, or not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.seeds import Seed
from sitegen.words import words, words_of_html

_QUOTED_WORDS = 12  # of what was not read: enough to find it


def part_of_whole(seed: Seed, what: str) -> Problem:
    """A warning that the seed is not the whole live blog; *what* says which part: "page 1 of 4"."""
    message = f"the seed is {what} of the live blog: what the rest says is not in it"
    hint = "put the other parts into seeds/ too, if they survive"
    return Problem(Location(seed.path), "part-of-whole", message, hint, Severity.WARNING)


def held_back(seed: Seed, counts: Mapping[str, int]) -> Iterator[Problem]:
    """A note on what the seed holds and nobody published: *counts* by kind ("draft posts")."""
    told = ", ".join(f"{kind} ({number})" for kind, number in sorted(counts.items()) if number)
    if told:
        message = f"not taken, since they were not published: {told}"
        hint = "leave them in the seed, which is kept as it is"
        yield Problem(Location(seed.path), "not-published", message, hint, Severity.NOTE)


def not_read(seed: Seed, record: str, what: str, texts: Iterable[str]) -> Iterator[Problem]:
    """A warning where *what*, a part of the update *record*, has words in *texts* that no rule takes."""
    left = [word for text in texts for word in words_of_html(text)]
    if left:
        quoted = " ".join(left[:_QUOTED_WORDS]) + (" …" if len(left) > _QUOTED_WORDS else "")
        message = f'{what} in {record} is not known, and these words of it were left: "{quoted}"'
        hint = "add them to the content file by hand, and report the format"
        yield Problem(Location(seed.path), "not-read", message, hint, Severity.WARNING)


def undated(seed: Seed, record: str) -> Problem:
    """An error: the update *record* has no time, or none that is an instant."""
    message = f"the update {record} has no time that can be read"
    return Problem(Location(seed.path), "undated-update", message, "give it its time in a copy of the seed")


def too_deep(seed: Seed, record: str) -> Problem:
    """An error: the HTML of *record*, a part of the seed, is nested deeper or more crowded than any page of a person."""
    message = f"in {record}, too many elements lie in each other, or one has too many attributes"
    return Problem(Location(seed.path), "too-deep", message, "flatten its HTML in a copy of the seed")


def is_prose(text: str) -> bool:
    """Whether *text* is something to read: more than one word, and no address or code name."""
    return " " in text.strip() and "://" not in text.split(" ", 1)[0] and len(words(text)) > 1
