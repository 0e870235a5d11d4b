"""Whether the importers find in real live blogs what others have counted in them: a table with a row for each format.

SITEGEN_FIXTURES=FOLDER python -m benchmarks.formats [--write docs/formats.md]

FOLDER holds the files and ``INDEX.tsv``, which says of each its format, the number of its updates, and the first and the
last time. What a file lacks, a date or a headline, is given as an archivist would give it, in a sidecar.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.importers.outcomes import SeedReport
from sitegen.importers.reading import SeedJob, read_seeds
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar, parse_sidecar
from sitegen.intake.proving import Named, given_by, prove_seeds

INDEX = "INDEX.tsv"
CONFIG = Config(title="Fixtures", zone="UTC")
ANY_DAY = date(2017, 5, 4)  # for a file whose day nobody knows: the index has its clocks only
HEAD = ("Format", "Files", "With a sidecar", "Updates expected", "Found", "Times right")
# The index counts raw rows of two formats, and says beside it how many of them were never published.
_NOT_PUBLISHED = re.compile(r'subtract the ([0-9]+) with empty text|([0-9]+) (?:post_status )?"\w+" \(not published\)')
_STATED = re.compile(
    r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})T)?([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?(Z|[+-][0-9:]{5})?"
)
_TABLE = re.compile(r"(?<=<!-- formats -->\n).*(?=<!-- end of formats -->\n)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the index says of *file*: its times as they are written there.

    *left_out* of the rows that it counts were never published, and are not among the *updates*.
    """

    file: str
    form: str
    updates: int
    first: str
    last: str
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What sitegen found in a file that was *expected*; *given* is whether it needed a sidecar."""

    expected: Expected
    found: SeedReport
    given: bool

    @property
    def times_are_right(self) -> bool:
        """Whether the first and the last update have the times of the index.

        One of them may be that of a row that was never published: then the other is right, and all lies between the two.
        """
        found, expected = self.found, self.expected
        right = (is_time(found.first, expected.first), is_time(found.last, expected.last))
        if expected.left_out and any(right):
            return order(found.first, expected.first) >= 0 >= order(found.last, expected.last)
        return all(right)

    @property
    def is_right(self) -> bool:
        """Whether all is as the index says."""
        return self.found.updates == self.expected.updates and self.times_are_right


def read_index(folder: Path) -> list[Expected]:
    """The rows of the index of *folder*, in their order."""
    with (folder / INDEX).open(encoding="utf-8", newline="") as stream:
        return [_expected(row) for row in csv.DictReader(stream, delimiter="\t")]


def _expected(row: dict[str, str]) -> Expected:
    left_out = sum(int(one or other) for one, other in _NOT_PUBLISHED.findall(row.get("count_method") or ""))
    updates = int(row["expected_updates"]) - left_out
    return Expected(row["file"], row["format"], updates, row["first_update"], row["last_update"], left_out)


def is_time(found: str, stated: str) -> bool:
    """Whether the moment *found* (ISO 8601) is what the index has *stated*, as precisely as that is.

    >>> is_time("2017-11-03T19:30:00+02:00", "2017-11-03T17:30Z"), is_time("2017-11-03T19:30:00+02:00", "19:30 local")
    (True, True)
    """
    return bool(found) and _STATED.match(stated) is not None and order(found, stated) == 0


def order(found: str, stated: str) -> int:
    """-1, 0 or 1 where the moment *found* is before, at or after what is *stated*: seconds count where it has any.

    Without an offset, what the clock showed is compared; without a day, the clock alone.
    """
    match = _STATED.match(stated)
    if not found or not match:
        raise ValueError(f"{found!r} and {stated!r} cannot be compared")
    day, clock, offset = match.groups()
    moment = datetime.fromisoformat(found)
    meant = datetime.fromisoformat(f"{day or moment.date()}T{clock}{offset or ''}")
    moment = moment if offset else moment.replace(tzinfo=None)
    if clock.count(":") == 1:
        moment = moment.replace(second=0)
    return (moment > meant) - (moment < meant)


def read_file(folder: Path, expected: Expected) -> Outcome:
    """What sitegen finds in one file; with a sidecar where it lies there, or where the file does not say enough."""
    sidecar, data = _own_sidecar(folder, expected.file), (folder / expected.file).read_bytes()
    found = _import(expected.file, data, sidecar)
    lacking = {problem.code for problem in found.problems if problem.is_error}
    match = _STATED.match(expected.first)
    if "undated-seed" in lacking:
        day = date.fromisoformat(match[1]) if match and match[1] else ANY_DAY
        sidecar = replace(sidecar, date=day)
    if "no-title" in lacking:
        sidecar = replace(sidecar, title="A live blog without a headline")
    if lacking & {"undated-seed", "no-title"}:
        found = _import(expected.file, data, sidecar)
    return Outcome(expected, found, sidecar != NOTHING)


def _own_sidecar(folder: Path, name: str) -> Sidecar:
    path = folder / f"{name}.meta.yaml"
    return parse_sidecar(path.read_text("utf-8"), path.name)[0] if path.is_file() else NOTHING


def _import(name: str, data: bytes, sidecar: Sidecar) -> SeedReport:
    """What an import says of one seed, its words proved; nothing is written."""
    job = SeedJob(f"seeds/{Path(name).name}", sidecar, data)
    (seed,) = read_seeds(Path(), CONFIG, [job])
    blogs = [replace(blog, id=f"{blog.date}-{number}", slug="x") for number, blog in enumerate(seed.liveblogs)]
    (proved,) = prove_seeds(CONFIG, (), [Named(seed, tuple(map(mint_all, blogs)), given_by(sidecar))])
    return proved.report


def format_rows(outcomes: Sequence[Outcome]) -> str:
    """A row for each format and one for all, as a table in Markdown."""
    forms = dict.fromkeys(outcome.expected.form for outcome in outcomes)
    rows = [_row(form, [one for one in outcomes if one.expected.form == form]) for form in forms]
    rows = [HEAD, *rows, _row("all", outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rule = ["-" * width for width in widths]
    padded = (
        [cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in (rows[0], rule, *rows[1:])
    )
    return "".join(f"| {' | '.join(row)} |\n" for row in padded)


def _row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    given, right = sum(one.given for one in outcomes), sum(one.times_are_right for one in outcomes)
    updates = sum(one.expected.updates for one in outcomes), sum(one.found.updates for one in outcomes)
    return (name, *(f"{number:,}" for number in (len(outcomes), given, *updates)), f"{right:,} of {len(outcomes):,}")


def differences(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A line for each file in which sitegen found something else than the index has, and lines for its errors."""
    for one in outcomes:
        if one.is_right:
            continue
        expected, found = one.expected, one.found
        told = f"{found.updates} updates, {found.first or '-'} to {found.last or '-'} [{found.importer or 'no format'}]"
        yield f"{expected.file}: {told}; expected {expected.updates}, {expected.first} to {expected.last}"
        yield from (f"    {problem.code}: {problem.message}" for problem in found.problems if problem.is_error)


def write_table(file: Path, text: str) -> None:
    """Put *text* between the marks for the table in *file*. Raises ValueError where it has none."""
    old = file.read_text("utf-8")
    if not _TABLE.search(old):
        raise ValueError(f"{file} has no marks for the table of formats")
    file.write_text(_TABLE.sub(lambda _: f"\n{text}\n", old), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Read every file of the index, and print the table and what differs; 1 where something does."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.formats", description=main.__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between its marks in FILE too")
    asked = parser.parse_args(arguments)
    if not os.environ.get("SITEGEN_FIXTURES"):
        parser.error("set SITEGEN_FIXTURES to the folder of real live blogs")
    folder = Path(os.environ["SITEGEN_FIXTURES"])
    outcomes = [read_file(folder, expected) for expected in read_index(folder)]
    table, differing = format_rows(outcomes), list(differences(outcomes))
    print(table, *differing, sep="\n")
    if asked.write:
        write_table(asked.write, table)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
