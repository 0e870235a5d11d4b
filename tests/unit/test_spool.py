from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.spool import Spool


def test_values_come_back_in_any_order(tmp_path: Path) -> None:
    with Spool[str](tmp_path / "state") as spool:
        for text in ("one", "two", "three"):
            spool.append(text)
        assert (spool[1], spool[-1], spool[:2], len(spool)) == ("two", "three", ["one", "two"], 3)
        spool.append("four")
        assert list(spool) == ["one", "two", "three", "four"]
        with pytest.raises(IndexError):
            spool[4]
    assert list((tmp_path / "state").iterdir()) == []


def test_a_spool_is_a_sequence_of_other_objects_than_were_put_in(tmp_path: Path) -> None:
    held = ["kept"]
    with Spool[list[str]](tmp_path) as spool:
        spool.append(held)
        held.append("changed")
        assert spool[0] == ["kept"]
