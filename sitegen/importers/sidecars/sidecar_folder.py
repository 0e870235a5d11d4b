"""Sidecars where they lie in ``seeds/``: which of them belong to a seed, and what they say of it together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.folder import FOLDER_META, SUFFIX, TABLE, SeedFolder, unreadable
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar, merge, parse_sidecar, parse_table
from sitegen.importers.text.plain_text import decode

_AS_UTF8 = "save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class Sidecars:
    """All that sidecars say, by their path: of files, of folders, and of rows of tables (``PATH#SEED``).

    *errors* has the errors under the same names; those of a table's header, say, under the path of the table.
    """

    said: Mapping[str, Sidecar]
    problems: tuple[Problem, ...]
    errors: Mapping[str, Sequence[Problem]]

    def of(self, seed: str) -> Sidecar:
        """What is known of *seed*: outer folders first, then the row of a table, then its own sidecar; the nearer wins."""
        known = NOTHING
        folders = _folders(seed)
        for folder in folders:
            known = merge(known, self.said.get(f"{folder}/{FOLDER_META}", NOTHING))
        for folder in folders:
            below = seed.removeprefix(f"{folder}/")
            known = merge(known, self.said.get(f"{folder}/{TABLE}#{below}", NOTHING))
        own = self.said.get(_own(seed, keep_suffix=True)) or self.said.get(_own(seed, keep_suffix=False), NOTHING)
        return merge(known, own)

    def faults(self, seed: str) -> tuple[Problem, ...]:
        """The errors in what is said of *seed*: until they are mended nobody knows what was meant, and it must wait."""
        names = list(own_sidecars(seed))
        for folder in _folders(seed):
            below = seed.removeprefix(f"{folder}/")
            names += (f"{folder}/{FOLDER_META}", f"{folder}/{TABLE}", f"{folder}/{TABLE}#{below}")
        return tuple(problem for name in names for problem in self.errors.get(name, ()))


def _folders(seed: str) -> list[str]:
    """The folders that hold *seed*, the outermost first."""
    return [str(folder) for folder in reversed(PurePosixPath(seed).parents) if str(folder) != "."]


def _errors(said: Mapping[str, Sidecar], problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    """The errors by the name under which *said* has what they are about."""
    rows = {(row.where.path, row.where.line): name for name, row in said.items() if name != row.where.path}
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.is_error:
            # A fault in no row (in the names of the columns, say) is about every row, and those that are missing.
            name = rows.get((problem.where.path, problem.where.line), problem.where.path)
            found.setdefault(name, []).append(problem)
    return found


def own_sidecars(seed: str) -> tuple[str, str]:
    """The two names that a sidecar of *seed* alone may have: ``a.txt.meta.yaml`` and ``a.meta.yaml``."""
    return _own(seed, keep_suffix=True), _own(seed, keep_suffix=False)


def _own(seed: str, *, keep_suffix: bool) -> str:
    return (seed if keep_suffix else str(PurePosixPath(seed).with_suffix(""))) + SUFFIX


def read_sidecars(root: Path, folder: SeedFolder, wanted: Collection[str] | None = None) -> Sidecars:
    """The sidecars of *folder*, with every problem of theirs; one that says something of no seed is a warning.

    Of those that are about one seed each, only those of the seeds *wanted* are opened (None: all).
    """
    seeds = {file.path for file in folder.seeds}
    owned = {name for seed in seeds for name in own_sidecars(seed)}
    needed = owned if wanted is None else {name for seed in wanted for name in own_sidecars(seed)}
    opened = (path for path in folder.sidecars if path not in owned or path in needed)
    return gather(((path, _text(root, path)) for path in opened), seeds)


def gather(files: Iterable[tuple[str, str | Problem]], seeds: Collection[str]) -> Sidecars:
    """What *files*, sidecars by their paths with their texts, say of *seeds*, and every problem of theirs."""
    said: dict[str, Sidecar] = {}
    problems: list[Problem] = []
    owned = {name for seed in seeds for name in own_sidecars(seed)}
    for path, text in files:
        if isinstance(text, Problem):
            problems.append(text)
            continue
        base = str(PurePosixPath(path).parent)
        if path.endswith(f"/{TABLE}"):
            rows, found = parse_table(text, path)
            said.update({f"{path}#{name}": row for name, row in rows.items()})
            problems += (_orphan(row.where, name) for name, row in rows.items() if f"{base}/{name}" not in seeds)
        else:
            said[path], found = parse_sidecar(text, path)
            if not path.endswith(f"/{FOLDER_META}") and path not in owned:
                problems.append(_orphan(Location(path), path.removesuffix(SUFFIX)))
        problems += found
    return Sidecars(said, tuple(problems), _errors(said, problems))


def _text(root: Path, path: str) -> str | Problem:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return unreadable(path, error, "sidecar")
    return text_of_sidecar(data, path)


def text_of_sidecar(data: bytes, path: str) -> str | Problem:
    """The text of the sidecar at *path* whose bytes are *data*, or what is wrong with them."""
    text = decode(data, "", path)
    if isinstance(text, Problem):
        hint = "save the file as UTF-8; a spreadsheet calls it “CSV UTF-8”" if path.endswith(TABLE) else _AS_UTF8
        return replace(text, hint=hint)
    return text


def _orphan(where: Location, name: str) -> Problem:
    hint = "write the name of a file in seeds/, or remove this"
    return Problem(where, "sidecar-orphan", f'there is no seed "{name}"', hint, Severity.WARNING)
