"""What the content and the ledger may not both say: the problems, each with its place and its remedy."""

from __future__ import annotations

from sitegen.content.ledger import PATH, Key, Promise, State
from sitegen.errors import Location, Problem


def place_of(key: Key, text: str) -> Location:
    """Where the ledger *text* says something of *key*."""
    start = f"{key[0]} {key[1]} "
    lines = text.split("\n")
    return next(
        (Location(PATH, number, 1, len(line)) for number, line in enumerate(lines, 1) if line.startswith(start)),
        Location(PATH),
    )


def anchor_back(key: Key, promise: Promise, where: Location) -> Problem:
    """The problem of an anchor at which the content has words again, while the ledger says that there are none."""
    liveblog, anchor = key
    remedy = f"take the update out, or run sitegen anchors restore {liveblog}#{anchor}"
    if promise.state is State.WITHHELD:
        message = f"#{anchor} of {liveblog} was withheld on {promise.said}, and has words again"
        return Problem(where, "anchor-withheld", message, remedy)
    to = f" to {promise.said}" if promise.said else ""
    return Problem(where, "anchor-elsewhere", f"#{anchor} of {liveblog} has moved{to}, and is here again", remedy)


def moved_nowhere(key: Key, said: str, text: str, *, is_circle: bool) -> Problem:
    """The problem of an update that moved to an anchor that is nowhere, or back to itself."""
    liveblog, anchor = key
    where = "leads back to itself" if is_circle else "leads to no anchor of this site"
    message = f"#{anchor} of {liveblog} has moved to {said}, which {where}"
    hint = f"run sitegen anchors move {liveblog}#{anchor} with the place where the update is now"
    return Problem(place_of(key, text), "moved-nowhere", message, hint)


def address_taken(url: str, owner: str, other: str, key: Key = ("", ""), text: str = "") -> Problem:
    """The problem of a former address of *owner* that is *other*'s today, or a former one of the live blog in *key* too."""
    if other:
        message = f'"{url}" is an earlier address of {owner}, and leads its readers there'
        return Problem(Location(other), "address-taken", message, "give one of them another slug")
    message = f'"{url}" is an earlier address of {owner}, and of {key[0]}'
    hint = f"of the one that never went online there, run sitegen anchors forget --yes {key[0]}#{url}"
    return Problem(place_of(key, text), "address-taken", message, hint)
