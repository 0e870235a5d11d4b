"""What became of every anchor, as values for a list, and in words for one of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from sitegen.cells import write_table
from sitegen.content.ledger import Key, Promise, State, is_address
from sitegen.index.queries import Queries
from sitegen.ledgers.names import Named

UNPUBLISHED = "unpublished"
"""The state of an anchor that the content has and the ledger has not yet."""


GONE = "gone"
"""Asks for anchors that are live and not in the content, with which no build goes through."""


@dataclass(frozen=True, slots=True)
class Row:
    """One anchor or address. *said* is the day of a takedown, or where it moved to; *where* its place in the content."""

    liveblog: str
    name: str
    state: str
    said: str
    url: str
    where: str


def rows_of(
    queries: Queries, promises: Mapping[Key, Promise], only: Collection[str] = (), state: str = ""
) -> list[Row]:
    """Every anchor and address of the ledger and of the content, by live blog and name; *only* of these live blogs."""
    pinned = {(liveblog, anchor): f"{path}:{line}" for liveblog, anchor, _, path, line in queries.pinned()}
    places = {liveblog: (url, path) for liveblog, url, path, _ in queries.ledger.places()}
    addresses: dict[str, str] = {}
    for liveblog, name in promises:
        if is_address(name):
            addresses.setdefault(liveblog, name)
    found = []
    for key in sorted({*promises, *pinned}):
        liveblog, name = key
        promise = promises.get(key)
        home = places.get(liveblog, ("", ""))[0] or addresses.get(liveblog, "")
        url = name if is_address(name) else f"{home}#{name}" if home else ""
        where = pinned.get(key, "") or (places.get(liveblog, ("", ""))[1] if is_address(name) else "")
        row = Row(
            liveblog, name, promise.state.value if promise else UNPUBLISHED, promise.said if promise else "", url, where
        )
        if (not only or liveblog in only) and (state in ("", row.state) or (state == GONE and _is_gone(row))):
            found.append(row)
    return found


def _is_gone(row: Row) -> bool:
    return row.state == State.LIVE.value and not row.where and not is_address(row.name)


def as_text(rows: Sequence[Row]) -> str:
    """*rows* as a table of blanks, for people."""
    return "".join(
        f"{row.state:<12}{row.url or row.liveblog + '#' + row.name}{'  ' + row.said if row.said else ''}"
        f"{'  ' + row.where if row.where else ''}\n"
        for row in rows
    )


def as_csv(rows: Sequence[Row]) -> str:
    """*rows* as CSV with a head, in which no cell is a formula."""
    table = [tuple(asdict(row).values()) for row in rows]
    return write_table([("liveblog", "name", "state", "said", "url", "where"), *table])


def as_json(rows: Sequence[Row]) -> str:
    """*rows* as a JSON list."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"


FORMS = {"text": as_text, "csv": as_csv, "json": as_json}


def explained(named: Named, rows: Sequence[Row], queries: Queries) -> Iterator[str]:
    """What *named* is, what it stands for, and what can be done: a sentence each. *rows* are those of its live blog."""
    head = queries.head_of(named.liveblog)
    leads = {entry.anchor: entry.lead for entry in queries.entries(head)} if head else {}
    yield f"{named}: " + (f"“{head.title}”, {head.path}" if head else "a live blog that has left content/")
    for row in rows:
        if is_address(row.name):
            today = head is not None and row.name == f"/{head.date.isoformat().replace('-', '/')}/{head.slug}/"
            yield f"  {row.name}  {'is its address' if today else 'was its address, and leads on'}"
        elif named.anchor in ("", row.name):
            yield f"  {_told(row)}"
            if head and (lead := leads.get(row.name)):
                yield f"      “{lead}”"


def _told(row: Row) -> str:
    here = f"stands at {row.where}" if row.where else "is not in the content"
    match row.state:
        case State.WITHHELD.value:
            todo = "sitegen anchors restore makes it live again, once its words are back (from backups/ or version control)"
            return f"#{row.name}  was withheld on {row.said}: a notice stands at {row.url or 'its address'}. {todo}"
        case State.MOVED.value:
            return f"#{row.name}  has moved{' to ' + row.said if row.said else ''}: a notice at its address says so"
        case State.LIVE.value if row.where:
            return f"#{row.name}  is published at {row.url}, and {here}: whatever you edit there, keep {{#{row.name}}}"
        case State.LIVE.value:
            todo = "put its update back, or say what became of it: sitegen withhold, or sitegen anchors move"
            return f"#{row.name}  is published at {row.url}, and {here}, so no build goes through: {todo}"
        case _:
            return f"#{row.name}  {here}, and is not published yet: the next build promises it"
