"""How much import reads: of a seed, of a part of one, and of all parts together, however small they were packed."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.errors import Location, Problem

MOST_OF_CONTAINER = 1 << 30
"""Bytes of a seed that is a container: crawlers begin a new file at 1 GB. A seed is held in memory while it is read."""
MOST_OF_SEED = 32 << 20
"""Bytes of any other seed, and of a part of a container: the largest live blogs have 10 MB. While it is read and proved,
text takes up to 120 times its size in memory, and a page up to fifty times (measured): 4 GB at most."""
MOST_OF_SAVED_PAGE = 64 << 20
"""Bytes of a page that was saved with its pictures, which are most of it."""
MOST_UNPACKED = 8 << 30
"""Bytes that all containers of one seed unpack to, those in containers too: some 30 seconds of unpacking."""
MOST_RATIO = 200
"""How many times its size a container may unpack to: pages and JSON pack to a twentieth, a bomb to a thousandth."""
ALWAYS_UNPACKED = 16 << 20
"""Bytes that the smallest container may unpack to, whatever the ratio."""
MOST_PARTS = 100_000
"""Parts of one seed that are looked at, in all its containers."""
DEPTH = 4
"""Containers in each other: a WARC in a WACZ in a zip is three; more than four is an attack."""


class OverBudgetError(Exception):
    """A container unpacks to more than import reads; the message says which bound it passed."""


@dataclass(slots=True)
class Meter:
    """What the containers of one seed have unpacked so far: *packed* bytes to *unpacked* ones, in so many *parts*."""

    packed: int = 0
    unpacked: int = 0
    parts: int = 0
    outer: Meter | None = None

    def inside(self) -> Meter:
        """The meter of the parts of a container: what they unpack counts here, and what it was packed to does not again."""
        return self if self.outer else Meter(outer=self)

    def spend(self, packed: int, unpacked: int) -> None:
        """Count bytes that were unpacked. Raises OverBudgetError."""
        if self.outer:
            self.outer.spend(0, unpacked)
            return
        self.packed += packed
        self.unpacked += unpacked
        if self.unpacked > max(ALWAYS_UNPACKED, self.packed * MOST_RATIO):
            raise OverBudgetError(f"it unpacks to more than {MOST_RATIO} times its size")
        if self.unpacked > MOST_UNPACKED:
            raise OverBudgetError(f"it unpacks to more than {shown_size(MOST_UNPACKED)}")

    def count(self) -> None:
        """Count a part that is looked at. Raises OverBudgetError."""
        if self.outer:
            self.outer.count()
            return
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise OverBudgetError(f"it has more than {MOST_PARTS:,} parts")


def shown_size(size_bytes: int) -> str:
    """*size_bytes* as people say it.

    >>> shown_size(64 << 20), shown_size(8 << 30), shown_size(1_500_000_000)
    ('64 MiB', '8 GiB', '1.4 GiB')
    """
    unit, divisor = ("GiB", 1 << 30) if size_bytes >= 1 << 30 else ("MiB", 1 << 20)
    return f"{size_bytes / divisor:.1f}".removesuffix(".0") + f" {unit}"


def over_budget(path: str, error: OverBudgetError) -> Problem:
    """The problem of the seed *path*, of which import reads no more."""
    hint = "unpack it by hand, look at what it holds, and put the live blogs into seeds/"
    return Problem(Location(path), "unpacks-too-much", f"{error}: the rest was not read", hint)


def too_large(path: str, size_bytes: int, most: int) -> Problem:
    """The problem of a seed, or a part of one, that has more bytes than import reads; it knows so before reading it."""
    size = f"{size_bytes:,} bytes" if size_bytes else f"more than {shown_size(most)}"
    message = f"it has {size}: import reads {shown_size(most)} of such a file at most"
    return Problem(Location(path), "seed-size", message, "cut it into parts, or take out what is no live blog")
