"""Problems as a person reads them: where, what, the line itself, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from sitegen.errors import Problem, Severity, sort_problems

SHOWN = 10  # problems of one code: more are one mistake made often, and would hide the others
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WIDTH = 120  # characters of a line that are shown; real seeds hold whole articles on one line
_BEFORE = 40  # of them before the place, where the line is longer

Style = Callable[[str, str], str]
"""A text and a colour, "bold" or "dim" -> the text for a terminal."""


def plain_style(text: str, _: str) -> str:
    """*text* as it is."""
    return text


def format_problems(problems: Iterable[Problem], root: Path, style: Style = plain_style) -> str:
    """All *problems* as text: errors last, next to the prompt; more than ten of one code are ten and a count."""
    ordered = list(reversed(_by_severity(problems)))
    totals = Counter((problem.code, problem.severity) for problem in ordered)
    shown: Counter[tuple[str, Severity]] = Counter()
    parts = []
    for problem in ordered:
        kind = (problem.code, problem.severity)
        shown[kind] += 1
        if shown[kind] <= SHOWN:
            parts.append(format_problem(problem, root, style))
        if shown[kind] == SHOWN and totals[kind] > SHOWN:
            left = totals[kind] - SHOWN
            parts.append(style(f"… and {left} more [{problem.code}]; --report FILE has all", "dim"))
    return "\n".join(parts)


def _by_severity(problems: Iterable[Problem]) -> list[Problem]:
    """Worst last when reversed, but within one severity in the order of places."""
    ranked = sort_problems(set(problems))
    groups = [[p for p in ranked if p.severity is severity] for severity in Severity]
    return [problem for group in groups for problem in reversed(group)]


def format_problem(problem: Problem, root: Path, style: Style = plain_style) -> str:
    """One problem with the line that it is about, where that can be read."""
    word = style(problem.severity.value, _COLOURS[problem.severity])
    lines = [f"{style(printable(str(problem.where)), 'bold')}: {word}: {printable(problem.message)} [{problem.code}]"]
    lines += _excerpt(problem, root, style)
    if problem.hint:
        lines.append(f"  {style('hint:', 'dim')} {printable(problem.hint)}")
    return "\n".join(lines)


def _excerpt(problem: Problem, root: Path, style: Style) -> Iterator[str]:
    where = problem.where
    if not where.line or not where.column:
        return
    lines = _lines(root / where.path)
    if where.line > len(lines):
        return
    line, start = lines[where.line - 1].rstrip("\r"), where.column - 1
    cut = max(0, start - _BEFORE) if len(line) > _WIDTH else 0
    shown = printable(line[cut : cut + _WIDTH].replace("\t", " "))
    width = max(1, min(where.width, len(shown) - (start - cut)))
    yield f"  {style(f'{where.line:>4} |', 'dim')} {shown}"
    yield f"  {style('     |', 'dim')} {' ' * (start - cut)}{style('^' * width, _COLOURS[problem.severity])}"


@lru_cache(maxsize=8)
def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text(encoding="utf-8-sig", errors="replace").split("\n"))
    except OSError:
        return ()


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
