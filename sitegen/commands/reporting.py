"""Problems as a person reads them: where, what, the line itself, and what to do."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from sitegen.errors import Location, Problem, Severity, sort_problems

SHOWN = 10  # problems of one code: more are one mistake made often, and would hide the others
OTHERS = 5  # places of a warning that are named beside the first
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WIDTH = 120  # characters of a line that are shown; real seeds hold whole articles on one line
_BEFORE = 40  # of them before the place, where the line is longer

Style = Callable[[str, str], str]
"""A text and a colour, "bold" or "dim" -> the text for a terminal."""


def plain_style(text: str, _: str) -> str:
    """*text* as it is."""
    return text


def format_problems(problems: Iterable[Problem], root: Path, style: Style = plain_style) -> str:
    """All *problems* as text: errors last, next to the prompt; more than ten of one code are ten and a count.

    Warnings and notes that say the same of several places are one, with the other places and their number.
    """
    groups = _grouped(reversed(_by_severity(problems)))
    totals = Counter((group[0].code, group[0].severity) for group in groups)
    shown: Counter[tuple[str, Severity]] = Counter()
    parts = []
    for group in groups:
        problem = group[0]
        kind = (problem.code, problem.severity)
        shown[kind] += 1
        if shown[kind] <= SHOWN:
            parts.append(format_problem(problem, root, style, group[1:]))
        if shown[kind] == SHOWN and totals[kind] > SHOWN:
            left = totals[kind] - SHOWN
            parts.append(style(f"… and {left} more [{problem.code}]; --report FILE has all", "dim"))
    return "\n".join(parts)


def _by_severity(problems: Iterable[Problem]) -> list[Problem]:
    """Worst last when reversed, but within one severity in the order of places."""
    ranked = sort_problems(set(problems))
    groups = [[p for p in ranked if p.severity is severity] for severity in Severity]
    return [problem for group in groups for problem in reversed(group)]


def _grouped(problems: Iterable[Problem]) -> list[list[Problem]]:
    """*problems* in their order, those that are no errors and say the same together."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        key = (problem.severity, problem.code, problem.message, problem.hint, problem.where if problem.is_error else "")
        groups.setdefault(key, []).append(problem)
    return list(groups.values())


def _others(problems: Sequence[Problem]) -> str:
    named = ", ".join(str(problem.where) for problem in problems[:OTHERS])
    left = f" and {len(problems) - OTHERS:,} more" if len(problems) > OTHERS else ""
    return f"  so too in {len(problems):,} more: {printable(named)}{left}"


def format_problem(problem: Problem, root: Path, style: Style = plain_style, others: Sequence[Problem] = ()) -> str:
    """One problem with the line that it is about, where that can be read; *others* say the same of other places."""
    message = problem.message.replace(f'"{root.as_posix()}/', '"')  # the system names files in full
    problem = replace(problem, where=_below(problem.where, root), message=message)
    word = style(problem.severity.value, _COLOURS[problem.severity])
    lines = [f"{style(printable(str(problem.where)), 'bold')}: {word}: {printable(problem.message)} [{problem.code}]"]
    lines += _excerpt(problem, root, style)
    if others:
        lines.append(_others(others))
    if problem.hint:
        lines.append(f"  {style('hint:', 'dim')} {printable(problem.hint)}")
    return "\n".join(lines)


def _below(where: Location, root: Path) -> Location:
    """*where* with its path from *root*, as those of content are, also where a stage gave it in full."""
    path = Path(where.path)
    inside = path.is_absolute() and path.is_relative_to(root) and path != root
    return replace(where, path=path.relative_to(root).as_posix()) if inside else where


def _excerpt(problem: Problem, root: Path, style: Style) -> Iterator[str]:
    where = problem.where
    line = _line(root / where.path, where.line)
    if not line.strip():
        return
    start = max(0, where.column - 1)
    cut = max(0, start - _BEFORE) if len(line) > _WIDTH else 0
    before, marked = _shown(line[cut:start]), _shown(line[start : min(start + where.width, cut + _WIDTH)])
    yield f"  {style(f'{where.line:>4} |', 'dim')} {_shown(line[cut : cut + _WIDTH])}"
    if where.column:
        marks = style("^" * max(1, _columns(marked)), _COLOURS[problem.severity])
        yield f"  {style('     |', 'dim')} {' ' * _columns(before)}{marks}"


def _shown(text: str) -> str:
    return printable(text.replace("\t", " "))


def _columns(text: str) -> int:
    """How many columns of a terminal *text* takes: two for a wide character (UAX #11), none for a combining mark."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _line(path: Path, number: int) -> str:
    """Line *number* of *path*, "" where there is none; read anew each time, since people edit while `serve` runs."""
    if not number:
        return ""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as stream:
            return next(islice(stream, number - 1, None), "").rstrip("\r\n")
    except OSError:
        return ""


def printable(text: str) -> str:
    r"""*text* without what would move a terminal's cursor or turn its letters round.

    >>> print(printable("a\x1b[2Jb"))
    a\x1b[2Jb
    """
    return "".join(c if c.isprintable() or c == " " else ascii(c)[1:-1] for c in text)


def summary(problems: Iterable[Problem]) -> str:
    """How many there are, like "2 errors and 1 warning"; "" for none."""
    counts = Counter(problem.severity for problem in set(problems))
    parts = [
        f"{counts[severity]} {severity.value}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    ]
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)
