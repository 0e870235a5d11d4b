"""The file of ``--report``: all that an import or a build found, for programs and spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sitegen.cells import write_table
from sitegen.commands.reporting import printable
from sitegen.errors import Problem
from sitegen.importers.outcomes import ImportReport, SeedReport

_COLUMNS = ("seed", "format", "outcome", "updates", "first", "last", "zone", "zone_source", "liveblog", "content")


def write_report(path: Path, report: ImportReport, problems: Iterable[Problem]) -> None:
    """Write all that an import or a build found to *path*: JSON, or CSV with one row a seed where it ends so."""
    _write(path, _csv(report.seeds) if path.suffix.lower() == ".csv" else _json(report, problems))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:  # a full disk names no file
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Write *problems* to *path*: JSON, or CSV with one row each where it ends so."""
    rows = [_problem(problem) for problem in problems]
    if path.suffix.lower() == ".csv":
        text = write_table([_PROBLEM, *([printable(str(row[name])) for name in _PROBLEM] for row in rows)])
    else:
        text = json.dumps({"problems": rows}, indent=2, ensure_ascii=False) + "\n"
    _write(path, text)


_PROBLEM = ("path", "line", "column", "severity", "code", "message", "hint")


def _csv(seeds: Iterable[SeedReport]) -> str:
    rows = ((*_values(seed), printable(" | ".join(map(_line, seed.problems)))) for seed in seeds)
    return write_table([(*_COLUMNS, "problems"), *rows])


def _line(problem: Problem) -> str:
    hint = f"; {problem.hint}" if problem.hint else ""
    return f"{problem.where}: {problem.severity.value}: {problem.message} [{problem.code}]{hint}"


def _values(seed: SeedReport) -> tuple[str | int, ...]:
    span = (seed.updates, seed.first, seed.last, seed.zone, seed.zone_source)
    return (seed.seed, seed.importer, seed.outcome, *span, seed.liveblog, seed.content)


def _json(report: ImportReport, problems: Iterable[Problem]) -> str:
    seeds = [
        {**dict(zip(_COLUMNS, _values(seed), strict=True)), "problems": [_problem(p) for p in seed.problems]}
        for seed in report.seeds
    ]
    whole = {
        "known": report.known,
        "left_aside": report.junk,
        "seeds": seeds,
        "problems": [_problem(problem) for problem in problems],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _problem(problem: Problem) -> dict[str, str | int]:
    where = problem.where
    place: dict[str, str | int] = {"path": where.path, "line": where.line, "column": where.column}
    return {
        **place,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }
