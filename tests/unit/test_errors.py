from __future__ import annotations

import pickle

import pytest

from sitegen.errors import (
    ContentError,
    Location,
    LockedError,
    Problem,
    Severity,
    SitegenError,
    SystemFailureError,
    UsageError,
    sort_problems,
)

WHERE = Location("content/x.md", 14, 4, 5)
PROBLEM = Problem(WHERE, "update-time", '"25:70" is not a time of day', "write a 24-hour time")


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (WHERE, "content/x.md:14:4"),
        (Location("content/x.md", 14), "content/x.md:14"),
        (Location("content/x.md"), "content/x.md"),
        (Location("content/x.md", 0, 4), "content/x.md"),
    ],
)
def test_a_location_is_written_as_editors_read_it(where: Location, text: str) -> None:
    assert str(where) == text


def test_a_problem_is_an_error_unless_it_says_otherwise() -> None:
    severities = [Problem(WHERE, "x", "x", "x", severity).is_error for severity in Severity]
    assert (PROBLEM.is_error, severities) == (True, [True, False, False])


def test_problems_are_sorted_by_severity_and_place() -> None:
    note = Problem(Location("a"), "a", "m", "h", Severity.NOTE)
    warning = Problem(Location("a", 2), "a", "m", "h", Severity.WARNING)
    errors = [
        Problem(Location("a", 2, 1), "a", "m", "h"),
        Problem(Location("a", 2, 1), "b", "a", "h"),
        Problem(Location("a", 2, 1), "b", "b", "h"),
        Problem(Location("a", 10), "a", "m", "h"),
        Problem(Location("b", 1), "a", "m", "h"),
    ]
    assert sort_problems([note, warning, *reversed(errors)]) == [*errors, warning, note]


@pytest.mark.promise("E3")
@pytest.mark.parametrize(
    ("kind", "status"),
    [(SitegenError, 1), (ContentError, 1), (UsageError, 2), (SystemFailureError, 3), (LockedError, 4)],
)
def test_an_error_has_a_status_and_crosses_processes(kind: type[SitegenError], status: int) -> None:
    error = kind(iter([PROBLEM, PROBLEM]))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.problems, again.status) == (kind, (PROBLEM, PROBLEM), status)
    assert str(again) == "; ".join(['content/x.md:14:4: "25:70" is not a time of day'] * 2)
