"""``sitegen serve --watch`` as a process of its own, and a browser beside the editor: the whole way of an edit."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browsing import LIVE_BLOG, ROOT, copy_example, open_tab
from playwright.sync_api import Browser, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FILE = f"content{LIVE_BLOG[:-1]}.md"
STOP_S = 20


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the example archive to edit."""
    return copy_example(tmp_path / "site")


@pytest.fixture
def server(site: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and the address that it prints."""
    command = [sys.executable, "-m", "sitegen.cli", "-C", str(site), "serve", "--watch", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", cwd=ROOT) as process:
        try:
            yield process, read_address(process)
        finally:
            process.kill()


def read_address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"http://\S+/", line):
            return found[0].rstrip("/")
    raise AssertionError("".join(said))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edit_shows_a_fault_is_laid_over_the_page_and_mending_takes_it_away(
    chromium: Browser, site: Path, server: tuple[subprocess.Popen[str], str]
) -> None:
    process, origin = server
    path = site / FILE
    with open_tab(chromium, origin) as tab:
        page = tab.page
        page.goto(f"{origin}{LIVE_BLOG}")
        update = page.locator(".update:has(> #t1930) .body")

        edit(path, "Baghdad has settled the question of the day:", "An editor has put it in other words:")
        expect(update).to_contain_text("An editor has put it in other words:", timeout=15_000)
        data = {file.name for file in (site / ".sitegen/preview/data").iterdir()}
        assert data == {"index.html", "live-blog.schema.json", "updates.schema.json"}  # no table, as long as its year

        edit(path, "## 2017-11-03 19:30", "## 2017-11-03 25:70")
        line = path.read_text(encoding="utf-8").split("25:70")[0].count("\n") + 1
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text(f"{FILE}:{line}:", timeout=15_000)
        expect(alert).to_contain_text("25:70")
        expect(update).to_contain_text("An editor has put it in other words:")  # the last good page stays

        edit(path, "## 2017-11-03 25:70", "## 2017-11-03 19:30")
        expect(alert).to_have_count(0, timeout=15_000)
        expect(update).to_contain_text("An editor has put it in other words:")
    assert not (site / "output").exists()  # a preview is no publication
    assert_stops(process, origin)


def assert_stops(process: subprocess.Popen[str], origin: str) -> None:
    """Ctrl-C ends it, in time and in order, and frees the port."""
    process.send_signal(signal.SIGINT)
    assert process.wait(STOP_S) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", urlsplit(origin).port or 0)) != 0
