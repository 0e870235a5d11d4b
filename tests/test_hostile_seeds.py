from __future__ import annotations

from pathlib import Path

import pytest
from hostile_seeds import ROWS, Lay

pytestmark = pytest.mark.slow

_QUICK = ROWS[::5]
_PROMISES = ("X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "X10", "F3")


@pytest.mark.promise(*_PROMISES)
@pytest.mark.parametrize("try_it", [row[1] for row in _QUICK], ids=[row[0] for row in _QUICK])
def test_a_hostile_seed_is_taken_in_safely_or_refused_by_name(try_it: Lay, tmp_path: Path) -> None:
    try_it(tmp_path)


@pytest.mark.slow
@pytest.mark.promise(*_PROMISES)
@pytest.mark.parametrize("try_it", [row[1] for row in ROWS], ids=[row[0] for row in ROWS])
def test_every_hostile_seed_is_taken_in_safely_or_refused_by_name(try_it: Lay, tmp_path: Path) -> None:
    try_it(tmp_path)
