"""What an archivist knows and a seed does not say: sidecars in YAML, and tables with a row for each seed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from sitegen.cells import cell
from sitegen.errors import Location, Problem
from sitegen.importers.sidecars.sidecar_fields import NOTHING, SIDECAR, Sidecar, merge, place_of, read_sidecar
from sitegen.records.fields import Mapping, Scalar, compose, nearest, quoted

# Whoever reads sidecars needs what they say: it is offered here too.
__all__ = ["NOTHING", "SIDECAR", "Sidecar", "merge", "parse_sidecar", "parse_table", "place_of", "table_rows"]


def parse_sidecar(text: str, path: str) -> tuple[Sidecar, tuple[Problem, ...]]:
    """The sidecar in YAML *text* of the file *path*, and all its problems; a wrong value is left out."""
    mapping, found = compose(text, path)
    problems = list(found)
    return read_sidecar(mapping, problems), tuple(problems)


def parse_table(text: str, path: str) -> tuple[dict[str, Sidecar], tuple[Problem, ...]]:
    """The rows of ``_meta.csv`` by their column ``seed``, and all problems; the first row names the columns.

    Cells are divided by commas, semicolons or tabs, whichever the first row has; a byte order mark is allowed. Whether
    a seed exists is not known here.
    """
    rows, problems = _rows(text, path)
    if not rows:
        return {}, tuple(problems)
    header, columns = rows[0]
    _check_header(header, columns, problems)
    sidecars: dict[str, Sidecar] = {}
    for where, cells in rows[1:]:
        values = dict(zip(columns, cells, strict=False))
        if extra := [cell for cell in cells[len(columns) :] if cell]:
            message = f"the row has more cells than there are columns: {quoted(extra[0])}"
            problems.append(Problem(where, "table-row", message, "put a cell that holds the separator in quotes"))
        name = values.get("seed", "").replace("\\", "/").removeprefix("./")
        if not name:
            message = "the row does not say which seed it is about"
            problems.append(Problem(where, "table-row", message, 'write the name of the file into the column "seed"'))
        elif name in sidecars:
            message = f"{quoted(name)} has two rows, the first on line {sidecars[name].where.line}"
            problems.append(Problem(where, "table-row", message, "keep one of the two"))
        else:
            sidecars[name] = read_sidecar(_mapping(values, where), problems)
    return sidecars, tuple(problems)


def _mapping(values: dict[str, str], where: Location) -> Mapping:
    known = {key: value for key, value in values.items() if key in SIDECAR and value}
    return Mapping({key: (Scalar(key, where), Scalar(value, where)) for key, value in known.items()}, where)


def _check_header(where: Location, columns: Sequence[str], problems: list[Problem]) -> None:
    names = ("seed", *SIDECAR)
    for column in columns:
        if column and column not in names:
            meant = nearest(column, names)
            hint = f'write "{meant}"' if meant else f"remove the column; the columns are {', '.join(names)}"
            problems.append(Problem(where, "unknown-key", f"{quoted(column)} is not a column here", hint))
        elif column and columns.count(column) > 1:
            problems.append(
                Problem(where, "duplicate-key", f"there are two columns {quoted(column)}", "keep one of them")
            )
    if "seed" not in columns:
        hint = 'write the names of the columns into the first row, "seed" among them'
        problems.append(Problem(where, "missing-key", 'there is no column "seed"', hint))


def _rows(text: str, path: str) -> tuple[list[tuple[Location, list[str]]], list[Problem]]:
    """The rows that are not empty, with the lines on which they begin."""
    lines = StringIO(text.removeprefix("\ufeff"), newline="")
    reader = csv.reader(lines, delimiter=_delimiter(text), strict=True)
    rows: list[tuple[Location, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                is_header = not rows
                rows.append((Location(path, start), [cell.casefold() for cell in stripped] if is_header else stripped))
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"the table cannot be read from here on: {error}"
        return rows, [Problem(Location(path, start), "table-syntax", message, "check the quotation marks of this row")]
    return rows, []


def _delimiter(text: str) -> str:
    """The separator that the first row of *text* has: the one that finds the most columns by name."""
    first = next((line for line in StringIO(text.removeprefix("\ufeff")) if line.strip()), "")

    def named(delimiter: str) -> int:
        return sum(cell.strip().strip('"').casefold() in ("seed", *SIDECAR) for cell in first.split(delimiter))

    return max((",", ";", "\t"), key=lambda delimiter: (named(delimiter), first.count(delimiter)))


def table_rows(text: str, missing: Iterable[str]) -> str:
    """The table *text* with a row for each seed of *missing* that it lacks, to be filled with its date or zone.

    All that stands there stays as it is, byte order mark, separator and line ends too; "" makes a new table.
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    if not text.removeprefix("\ufeff").strip():
        text = f"seed,date,zone{ending}"
    delimiter = _delimiter(text)
    text = _with_columns(text, delimiter)
    rows, _ = _rows(text, "")
    columns = rows[0][1]
    at = columns.index("seed")
    present = {cells[at].replace("\\", "/").removeprefix("./") for _, cells in rows[1:] if len(cells) > at}
    new = [name for name in dict.fromkeys(missing) if name not in present]
    if text and not text.endswith(("\n", "\r")):
        text += ending
    return text + "".join(_row(name, at, len(columns), delimiter) + ending for name in new)


def _with_columns(text: str, delimiter: str) -> str:
    """*text* with the columns ``seed``, ``date`` and ``zone`` named in its first row."""
    first = next(line for line in StringIO(text, newline="") if line.removeprefix("\ufeff").strip())
    named = [cell.strip().strip('"').casefold() for cell in first.removeprefix("\ufeff").split(delimiter)]
    absent = [name for name in ("seed", "date", "zone") if name not in named]
    bare = first.rstrip("\r\n")
    return text.replace(first, bare + "".join(delimiter + name for name in absent) + first[len(bare) :], 1)


def _row(name: str, at: int, width: int, delimiter: str) -> str:
    name = name if cell(name) == name else f"./{name}"  # the same file, and no formula
    quoted_name = '"' + name.replace('"', '""') + '"' if any(char in name for char in (delimiter, '"', "\n")) else name
    return delimiter.join(quoted_name if column == at else "" for column in range(width))
