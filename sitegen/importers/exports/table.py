"""Tables of updates (CSV, TSV, JSON Lines, a list in JSON): what someone exports from a system that nobody knows.

Columns are known by many names (`table_columns`). A column of live blogs divides the rows: each is a live blog of its own.
CSV is read as RFC 4180 has it, with commas, semicolons, tabs or bars; JSON Lines as jsonlines.org has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.stated_times import zone_of_offsets
from sitegen.importers.exports.table_columns import roles_of
from sitegen.importers.exports.table_rows import Row, declines, rows_of
from sitegen.importers.exports.table_states import TRUE, has_states, is_flag, states_of
from sitegen.importers.exports.table_times import Timed, days_elsewhere, time_of
from sitegen.importers.seed_notes import held_back, too_deep
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.text.wire_times import find_zone
from sitegen.importers.web.loose_text import cited, declared_topics, language_of, passage_of, plain_of, without_excerpt
from sitegen.importers.web.markup import NO_WORDS, Passage, joined
from sitegen.patterns import Pattern

_DIVIDERS = Pattern(r"(?<!\s)\s*[|;,]\s*")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: its *rows*, and which of its columns has which role."""

    seed: Seed
    config: Config
    roles: Mapping[str, str]
    rows: tuple[Row, ...]

    def cell(self, row: Row, role: str) -> str:
        return row.cells.get(self.roles[role], "") if role in self.roles else ""

    def first(self, role: str) -> str:
        return next((text for row in self.rows if (text := self.cell(row, role))), "")


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blogs that *seed* holds, in the order in which it first names them, and its problems.

    Where there are several, the title and the address of a sidecar are of none of them.
    """
    rows, problems = rows_of(seed)
    yield from problems
    if problems:
        return
    filled: dict[str, list[str]] = {}
    for column, text in (cell for row in rows for cell in row.cells.items()):
        filled.setdefault(column, []).extend([text] if text else [])
    roles = roles_of([column for column in filled if not is_flag(column, filled[column])])
    whole = _Table(seed, config, roles, tuple(rows))
    states = [one for one in filled if one not in roles.values() and has_states(one, filled[one])]
    others = {column: texts for column, texts in filled.items() if column not in states}
    yield from _left_columns(whole, [column for column in others if others[column]])
    updates = [row for row in rows if _is_update(whole, row)]
    held, problems = states_of([(Location(seed.path, row.line), row.cells) for row in updates], states)
    problems += _days_elsewhere(whole, others)
    yield from held_back(seed, Counter(filter(None, held)))
    yield from problems
    if problems:
        return
    kept = [row for row, kind in zip(updates, held, strict=True) if not kind]
    groups: dict[str, list[Row]] = {}
    for row in kept:
        groups.setdefault(whole.cell(row, "live_blog") or whole.cell(row, "live_blog_title"), []).append(row)
    if len(groups) > 1:
        seed = replace(seed, sidecar=replace(seed.sidecar, title="", url=""))
    for name, part in (groups or {"": []}).items():
        yield from _live_blog(_Table(seed, config, whole.roles, tuple(part)), name)


def _left_columns(table: _Table, columns: Sequence[str]) -> Iterator[Problem]:
    """A note on the columns that have no role here, and so are not in the content files."""
    left = [column for column in columns if column and column not in table.roles.values()]
    if left:
        names = ", ".join(f'"{cited(column)}"' for column in left[:12]) + (" …" if len(left) > 12 else "")
        message = f"these columns are not read: {names}"
        hint = "rename those that hold times, texts or authors in a copy of the seed"
        yield Problem(Location(table.seed.path), "table-columns", message, hint, Severity.NOTE)


def _days_elsewhere(table: _Table, cells: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """An error where clocks have no column of dates, and a column that has no role, or that of topics ("Tag"), has dates."""
    known = {column for role, column in table.roles.items() if role != "topics"}
    if not table.first("date"):
        clocks = [text for row in table.rows if (text := table.cell(row, "time"))]
        others = {column: texts for column, texts in cells.items() if column not in known}
        yield from days_elsewhere(table.seed, clocks, others)


def _is_update(table: _Table, row: Row) -> bool:
    return any(table.cell(row, role) for role in ("time", "text", "html", "title"))


def _live_blog(table: _Table, name: str) -> Iterator[Found | Problem]:
    """The live blog *name*, whose rows are those of *table*."""
    seed, config = table.seed, table.config
    dateline = _line(table.first("dateline"))
    zone = find_zone(seed.path, seed.sidecar, (), seed.sidecar.dateline or dateline, config).zone
    cells = [{role: table.cell(row, role) for role in ("time", "date", "zone")} for row in table.rows]
    places = [Location(seed.path, row.line) for row in table.rows]
    timed, problems = time_of(seed, cells, places, zone, table.roles.get("time", ""))
    posts = [
        post for row, one in zip(table.rows, timed, strict=True) if (post := _post(table, row, one, zone, problems))
    ]
    title, opening = "", NO_WORDS
    try:
        title, opening = plain_of(table.first("live_blog_title") or name), passage_of(table.first("standfirst"))
    except ValueError:
        problems.append(too_deep(seed, "before the first"))
    yield from problems
    if any(problem.is_error for problem in problems):
        return
    addresses = {table.cell(row, "url").partition("#")[0] for row in table.rows}
    url = addresses.pop() if len(addresses) == 1 else ""
    story = Story(
        title,
        tuple(posts),
        opening,
        kicker=_line(table.first("kicker")),
        dateline=dateline,
        publisher=_line(table.first("publisher")),
        lang=language_of(table.first("lang")),
        zone=_zone(timed, config, dateline or seed.sidecar.dateline),
        url=url if url.startswith(("http://", "https://")) else "",
    )
    yield from found(seed, config, TABLE.name, story)


def _line(text: str) -> str:
    return " ".join(text.split())


def _zone(timed: Iterable[Timed | None], config: Config, dateline: str) -> str:
    """The zone that all rows name; else the one of which their offsets speak; "" where the *dateline* is to say it."""
    known = [one for one in timed if one is not None]
    named = {one.zone for one in known}
    if len(named) == 1 and named != {""}:
        return named.pop()
    is_exact = not dateline and all(one.is_exact for one in known)
    return zone_of_offsets((one.at for one in known), config) if is_exact else ""


def _post(table: _Table, row: Row, timed: Timed | None, zone: ZoneInfo, problems: list[Problem]) -> Post | None:
    if timed is None:
        return None
    try:
        body = _body(table.cell(row, "html"), table.cell(row, "text"))
        title = plain_of(table.cell(row, "title"))
    except ValueError:
        problems.append(too_deep(table.seed, row.record or f"in line {row.line}"))
        return None
    return Post(
        timed.at,
        body,
        title=title,
        author=table.cell(row, "author").replace("|", ", "),
        key=table.cell(row, "key").casefold() in TRUE,
        updated=_updated(table, row, timed, zone),
        sid=" ".join(table.cell(row, "id").split()),
        lines=str(row.line) if row.line else row.record,
        topics=declared_topics(_DIVIDERS.compiled.split(table.cell(row, "topics")), table.config),
    )


def _body(html: str, text: str) -> Passage:
    body = passage_of(html)
    return joined((without_excerpt(passage_of(text), body), body)) if html and text else passage_of(html or text)


def _updated(table: _Table, row: Row, timed: Timed, zone: ZoneInfo) -> datetime | None:
    cells = {"time": table.cell(row, "updated"), "date": "", "zone": table.cell(row, "zone")}
    if not cells["time"]:
        return None
    [again], _ = time_of(table.seed, [cells], [Location("")], zone, table.roles["updated"], alone=False)
    return again.at if again is not None else None


TABLE = Importer("table", "a table of updates: CSV, TSV, JSON Lines, or a list in JSON", declines, read)
"""The importer of tables."""
