"""Cases as text: a title, '.', the input, '.', what is expected, '.'; empty lines between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "fixtures"


@dataclass(frozen=True, slots=True)
class Case:
    """One case; *place* is the file and the line of its title."""

    place: str
    title: str
    given: str
    expected: str

    def __str__(self) -> str:
        return f"{self.place} {self.title}"


def read_cases(name: str) -> list[Case]:
    """The cases of the file *name* in ``tests/fixtures``."""
    return list(_cases(name, (FOLDER / name).read_text(encoding="utf-8").split("\n")))


def _cases(name: str, lines: list[str]) -> Iterator[Case]:
    number = 0
    while number < len(lines):
        title = lines[number]
        if not title or title.startswith("<!--"):
            number += 1
            continue
        if lines[number + 1] != ".":
            raise ValueError(f'{name}:{number + 2}: a title is followed by "."')
        middle = lines.index(".", number + 2)
        end = lines.index(".", middle + 1)
        given, expected = "\n".join(lines[number + 2 : middle]), "\n".join(lines[middle + 1 : end])
        yield Case(f"{name}:{number + 1}", title, given, expected)
        number = end + 1
