"""What commands share: waiting for one another, and switches as people write them."""

from __future__ import annotations

import pytest

from sitegen.commands.run import when_free
from sitegen.config_file import parse_config
from sitegen.errors import LockedError, UsageError


def test_a_preview_waits_until_the_lock_is_free() -> None:
    held = [LockedError([]), LockedError([])]

    def run() -> str:
        if held:
            raise held.pop()
        return "built"

    assert when_free(run) == "built"
    assert held == []


def test_patience_ends() -> None:
    calls = []

    def run() -> str:
        calls.append(1)
        raise LockedError([])

    with pytest.raises(LockedError):
        when_free(run, 0.0)
    assert calls == [1]


def test_no_other_failure_is_waited_for() -> None:
    calls = []

    def run() -> str:
        calls.append(1)
        raise UsageError([])

    with pytest.raises(UsageError):
        when_free(run)
    assert calls == [1]


@pytest.mark.parametrize(("word", "on"), [("off", False), ("no", False), ("on", True), ("Yes", True)])
def test_pages_are_switched_as_people_write_it(word: str, on: bool) -> None:
    config, problems = parse_config(f"title: T\npublished: false\npages: {{day: {word}}}\n", "site.yaml")
    assert not [problem for problem in problems if problem.is_error]
    assert config.pages.day is on
