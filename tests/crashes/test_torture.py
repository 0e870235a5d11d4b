"""`make torture`, a short form of it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from trials import ROOT, environment


@pytest.mark.slow
@pytest.mark.promise("C1")
@pytest.mark.promise("C2")
@pytest.mark.promise("C10")
def test_torture_finds_nothing_and_counts_what_it_did() -> None:
    line = [sys.executable, str(ROOT / "tests/torture"), "--time", "15", "--first", "0"]
    done = subprocess.run(line, env=environment(), capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert "kills survived" in done.stdout
    assert "faults injected" in done.stdout
    assert "hostile cases tried" in done.stdout
