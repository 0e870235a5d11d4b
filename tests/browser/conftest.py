"""A real Chromium, and the example archive of this repository, built once and served on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import copy_example, find_chromium, launch_flags, run_sitegen
from playwright.sync_api import Browser, sync_playwright

from sitegen.serve import open_server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; each test opens a context of its own in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_flags())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def archive_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the example archive, built without a base_url."""
    root = copy_example(tmp_path_factory.mktemp("archive") / "site")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITEGEN_BUILD_NO_SEARCH")
        run_sitegen(root, "build", "--base-url", "")
    return root / "output"


@pytest.fixture(scope="session")
def origin(archive_output: Path) -> Iterator[str]:
    """Where the example archive is served, without a slash at the end."""
    with open_server(archive_output) as url:
        yield url.rstrip("/")
