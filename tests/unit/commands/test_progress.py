"""Long work says on a terminal how far it is, and elsewhere keeps quiet."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from support import make_site

COMMAND = "import sitegen.commands.console as c, sitegen.cli as s; c.SLOW_S = -1.0; s.main()"


def said_on_a_terminal(*arguments: str, environment: dict[str, str]) -> str:
    """What a build says on a terminal of its own, where all work counts as long."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments], stdin=child, stdout=child, stderr=child, env=environment
    )
    os.close(child)
    said = b""
    while True:
        try:
            part = os.read(parent, 4096)
        except OSError:  # Linux says so of a terminal whose other end is closed
            part = b""
        if not part:
            break
        said += part
    os.close(parent)
    assert process.wait() == 0
    return said.decode("utf-8", "replace")


@pytest.mark.parametrize(("quiet", "expected"), [((), True), (("-q",), False)])
def test_a_long_build_shows_its_stages(tmp_path: Path, quiet: tuple[str, ...], expected: bool) -> None:
    make_site(tmp_path / "site", {"content/pages/about.md": "---\ntitle: About\n---\n\nWords.\n"})
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    environment.pop("CI", None)
    said = said_on_a_terminal("-C", str(tmp_path / "site"), "build", *quiet, environment=environment)
    assert ("reading content" in said) is expected
    assert ("rendering pages" in said) is expected
