"""What all questions to the index share: a connection, whether drafts count, and how live blogs and spans are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.index.values import HEAD, date_of, head_of
from sitegen.model import Head

KEPT = 1480
"""How many live blogs are kept at most: those of a year with four a day, in some 20 MB."""


@dataclass(frozen=True, slots=True)
class Span:
    """How much there is, and from which civil day to which; None where there is nothing."""

    liveblogs: int
    updates: int
    first: date | None
    last: date | None


class Asking:
    """One open connection; *drafts* says whether drafts count."""

    def __init__(self, connection: sqlite3.Connection, *, drafts: bool) -> None:
        self._connection = connection
        self._drafts = int(drafts)
        self._spans: dict[tuple[str | int, ...], Span] = {}

    def _heads(self, where: str, values: Sequence[str | int], order: str = "b.sort") -> Iterator[Head]:
        rows = self._connection.execute(
            f"SELECT {HEAD} FROM liveblogs b WHERE {where} AND b.draft <= ? ORDER BY {order}", (*values, self._drafts)
        )
        return map(head_of, rows)

    def _span(self, query: str, values: Sequence[str | int]) -> Span:
        if (known := self._spans.get((query, *values))) is not None:
            return known
        liveblogs, updates, first, last = self._connection.execute(query, values).fetchone()
        if len(self._spans) >= KEPT:
            self._spans.clear()
        self._spans[query, *values] = found = Span(liveblogs, updates or 0, date_of(first), date_of(last))
        return found
