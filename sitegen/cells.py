"""Cells of CSV files, which spreadsheets open: none of them is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What opens a formula in some spreadsheet (OWASP, CSV Injection)."""


def cell(value: str | int) -> str | int:
    """*value* as no spreadsheet takes it for a formula: after an apostrophe, which they read as "this is text".

    >>> cell("=1+1"), cell("storm"), cell(-1)
    ("'=1+1", 'storm', -1)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_table(rows: Iterable[Sequence[str | int]]) -> str:
    r"""The text of a CSV file of *rows* (RFC 4180), with "\n" between them and no formula in them."""
    out = io.StringIO(newline="")
    plain, quoting = csv.writer(out, lineterminator="\n"), csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        cells = [cell(value) for value in row]
        # A return alone is quoted only where it ends lines; readers take it for the end of one all the same.
        (quoting if any("\r" in str(value) for value in cells) else plain).writerow(cells)
    return out.getvalue()
