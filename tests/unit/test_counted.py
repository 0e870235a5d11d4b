"""What is counted in messages is told in the number that it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sitegen
from sitegen.words import counted

PACKAGE = Path(sitegen.__file__).parent
# A number that a message prints and a noun in the plural after it, on one line: one of them would be told as "1 places".
BARE = re.compile(
    r"f\".*\{(?:len|sum)\([^{}]*\)(?::,)?\} (?:content files|files|lines|live blogs|places|seeds|updates|words)\b"
)


def test_one_is_told_in_the_singular() -> None:
    assert [counted(number, "place") for number in (0, 1, 2, 1180)] == [
        "0 places",
        "1 place",
        "2 places",
        "1,180 places",
    ]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_message_counts_by_hand(path: Path) -> None:
    found = [line.strip() for line in path.read_text("utf-8").splitlines() if BARE.search(line)]
    assert [line for line in found if " of {" not in line] == []
