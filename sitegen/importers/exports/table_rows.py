"""The rows of a table, whether CSV, JSON Lines or a list in JSON: each a mapping from its columns, with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import PurePosixPath

from sitegen.errors import Location, Problem
from sitegen.importers.exports.json_seeds import glimpse, parse_json, read_json, tidy
from sitegen.importers.exports.table_columns import is_table, roles_of
from sitegen.importers.exports.table_states import is_held, is_state
from sitegen.importers.seeds import SNIFFED, Seed
from sitegen.importers.text.plain_text import decode
from sitegen.importers.web.loose_text import cited
from sitegen.json_value import Json

_DELIMITED = frozenset({".csv", ".tsv", ".tab", ".psv"})
_LINES = frozenset({".jsonl", ".ndjson"})
_DELIMITERS = (",", ";", "\t", "|")
_OF_LIVE_BLOG = ("kicker", "zone", "publisher", "lang", "dateline", "standfirst", "url")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: *cells* by the names of their columns, texts as written; *line* is 0 in JSON that is no JSON Lines."""

    cells: dict[str, str]
    line: int = 0
    record: str = ""


def declines(seed: Seed) -> str:
    """Why *seed* is no table of updates: its columns are not known, or they are those of another format."""
    suffix = PurePosixPath(seed.path).suffix.casefold()
    if suffix in _DELIMITED:
        first = _first_line(_head(seed))
        return "" if is_table(_split(first)) else "its first row does not name a column of times and one of texts"
    seen = glimpse(seed)
    if not seen.opening or suffix == ".txt":
        return "it is neither CSV nor JSON"
    if seen.opening == "{" and (seen.is_lines or suffix in _LINES):
        keys = {path[0] for path in seen.paths if len(path) == 1}
    elif seen.opening == "[":
        keys = {path[1] for path in seen.paths if len(path) == 2 and path[0] == "*"}
    else:
        keys = {path[2] for path in seen.paths if len(path) == 3 and path[:2] == ("updates", "*")}
    return "" if is_table(sorted(keys)) else "its objects do not have a time and a text"


def _head(seed: Seed) -> str:
    head = seed.data[:SNIFFED]
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else seed.sidecar.encoding or "utf-8"
    try:
        return head.decode(encoding, errors="replace").removeprefix("\ufeff")
    except (LookupError, ValueError):  # rows_of() says what is wrong with it
        return head.decode("latin-1")


def _first_line(text: str) -> str:
    """The first line of *text* that is not empty and does not only name the delimiter, as Excel has it ("sep=;")."""
    lines = (line.strip("\r\n") for line in text.split("\n"))
    return next((line for line in lines if line.strip() and not line.startswith("sep=")), "")


def _split(line: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(_delimiter(line))]


def _delimiter(line: str) -> str:
    """The delimiter of the row *line*: the one that finds the most columns by name."""

    def known(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in line.split(delimiter)]
        return len(roles_of(cells)), len(cells)

    return max(_DELIMITERS, key=known)


def rows_of(seed: Seed) -> tuple[list[Row], list[Problem]]:
    """The rows of *seed* that hold anything, in order; and what is wrong with it: a table that is broken has none."""
    if PurePosixPath(seed.path).suffix.casefold() in _DELIMITED:
        text = decode(seed.data, seed.sidecar.encoding, seed.path)
        return ([], [text]) if isinstance(text, Problem) else _delimited(text, seed.path)
    seen = glimpse(seed)
    if seen.opening != "[" and ("updates",) not in seen.paths:
        return _json_lines(seed)
    value = read_json(seed)
    return ([], [value]) if isinstance(value, Problem) else (_json_rows(value), [])


def _delimited(text: str, path: str) -> tuple[list[Row], list[Problem]]:
    first = _first_line(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(first), strict=True)
    columns: list[str] = []
    rows: list[Row] = []
    problems: list[Problem] = []
    line = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if not columns:
                columns = stripped if any(stripped) and not stripped[0].startswith("sep=") else []
            elif any(stripped):
                problems += _too_wide(stripped[len(columns) :], Location(path, line))
                rows.append(Row(_cells(columns, stripped), line))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"the table cannot be read from here on: {error}"
        problems.append(Problem(Location(path, line), "table-syntax", message, "check the quotation marks of this row"))
    return ([], problems) if problems else (rows, [])


def _cells(columns: list[str], cells: list[str]) -> dict[str, str]:
    """*cells* by column; where two have one name, the first that is not empty."""
    found: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        found[column] = found.get(column) or cell
    return found


def _too_wide(extra: list[str], where: Location) -> Iterator[Problem]:
    if cell := next(filter(None, extra), ""):
        message = f'the row has more cells than there are columns: "{cited(cell)}"'
        yield Problem(where, "table-row", message, "put a cell that holds the separator in quotes")


def _json_lines(seed: Seed) -> tuple[list[Row], list[Problem]]:
    text = decode(seed.data, seed.sidecar.encoding, seed.path)
    if isinstance(text, Problem):
        return [], [text]
    rows: list[Row] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        value = parse_json(line, seed.path, number)
        if isinstance(value, Problem):
            return [], [value]
        rows += [Row(cells, number) for cells in _objects(value)]
    return rows, []


def _json_rows(value: Json) -> list[Row]:
    """The rows of a list of objects, or of a live blog whose "updates" they are; what is said of it is said in each."""
    if not isinstance(value, dict):
        return [Row(cells, record=str(number)) for number, cells in enumerate(_objects(value))]
    whole = _texts(value)
    roles = roles_of(list(whole))
    given = {role: whole[roles[role]] for role in _OF_LIVE_BLOG if role in roles}
    given |= {key: text for key, text in whole.items() if is_held(key, text)}
    title = next((whole[key] for key in ("title", "headline", "name") if whole.get(key)), "")
    rows = _objects(value.get("updates"))
    return [
        Row(_with(cells, {**given, "live_blog_title": title}), record=f"updates/{at}") for at, cells in enumerate(rows)
    ]


def _with(cells: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """*cells*, and what *given* says where no cell does."""
    own = roles_of(list(cells))
    return {**cells, **{name: text for name, text in given.items() if name not in own}}


def _objects(value: Json) -> list[dict[str, str]]:
    values = value if isinstance(value, list) else [value]
    return [_texts(one) for one in values if isinstance(one, dict)]


def _texts(value: dict[str, Json]) -> dict[str, str]:
    """The values of *value* as texts, those of a list divided by "|", an object by its name."""
    return {key: _state(one) if is_state(key) else _text(one) for key, one in value.items()}


def _state(value: Json) -> str:
    """*value* as a text that is empty only where *value* is: a flag that is not set says something."""
    return "false" if value is False else _text(value) or ("?" if value else "")


def _text(value: Json) -> str:
    match value:
        case bool():
            return "true" if value else ""
        case str():
            return tidy(value)
        case int() | float():
            return str(value)
        case list():
            return "|".join(filter(None, (_text(one) for one in value if not isinstance(one, list))))
        case dict():
            return next((_text(inner) for key in ("name", "label", "title", "value") if (inner := value.get(key))), "")
    return ""
