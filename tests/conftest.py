"""What all tests share: the real live blogs, where there are any, and laws that time does not break."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Machines that run tests are slow at times: a law is broken by a value, never by the clock.
settings.register_profile("sitegen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sitegen")

# A shell lets what it runs in the background ignore Ctrl-C, and so would the programs that tests start and then interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected trees of tests/golden")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled layouts out of the cache of whoever runs the tests, in the processes that tests start too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("SITEGEN_BUILD_NO_SEARCH", "1")  # it is outside the law of bytes, which many tests are about
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what reads real live blogs where there are none: they are under copyright and not in the project."""
    if os.environ.get("SITEGEN_FIXTURES"):
        return
    wanting = [item for item in items if item.get_closest_marker("fixtures")]
    config.hook.pytest_deselected(items=wanting)
    items[:] = [item for item in items if not item.get_closest_marker("fixtures")]


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of real live blogs."""
    return Path(os.environ["SITEGEN_FIXTURES"])
