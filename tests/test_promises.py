"""docs/promises.md is what the marks on the tests say, and every promise has a test that holds it."""

from __future__ import annotations

import pytest
from promises import PAGE, PROMISES, marked, page


def test_every_mark_names_a_promise() -> None:
    assert {name for name, _, _ in marked()} <= PROMISES.keys()


@pytest.mark.parametrize("name", PROMISES)
def test_a_promise_is_held_by_a_test(name: str) -> None:
    assert any(name == promise for promise, _, _ in marked())


def test_the_page_of_promises_is_what_the_marks_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python tests/promises.py --write"
