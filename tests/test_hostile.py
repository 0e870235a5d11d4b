"""Hostile projects (`hostile_cases`): each is built safely or refused by name, without a traceback, in time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_cases import (
    ROWS,
    Case,
    characters,
    layouts,
    links,
    names,
    odd_files,
    settings,
    sparse,
    try_case,
    values,
    yaml_faults,
)

pytestmark = pytest.mark.slow


def each(cases: Iterator[Case]) -> pytest.MarkDecorator:
    """The test for each of *cases*, by its name."""
    found = list(cases)
    return pytest.mark.parametrize(
        "case", found, ids=[case.name.encode("ascii", "backslashreplace").decode() for case in found]
    )


@pytest.mark.promise("X3")
@each(names())
def test_no_name_leads_out(case: Case, tmp_path: Path) -> None:
    try_case(case, tmp_path)


@pytest.mark.promise("X4")
@each(odd_files())
def test_what_is_no_file_is_not_read(case: Case, tmp_path: Path) -> None:
    try_case(case, tmp_path)


@pytest.mark.promise("X6")
@pytest.mark.promise("X7")
@each(characters())
def test_what_is_no_text_is_told_or_shown_as_such(case: Case, tmp_path: Path) -> None:
    try_case(case, tmp_path)


@pytest.mark.promise("X8")
@each(yaml_faults())
def test_yaml_is_only_settings(case: Case, tmp_path: Path) -> None:
    try_case(case, tmp_path)


@pytest.mark.promise("X9")
@each(values())
def test_values_are_what_their_table_says(case: Case, tmp_path: Path) -> None:
    try_case(case, tmp_path)


@pytest.mark.promise("X10")
@each(sparse())
def test_what_is_empty_or_equal_is_kept(case: Case, tmp_path: Path) -> None:
    try_case(case, tmp_path)


@pytest.mark.promise("X2")
@pytest.mark.promise("E1")
@each(layouts())
def test_faults_of_layouts_have_their_lines(case: Case, tmp_path: Path) -> None:
    try_case(case, tmp_path)


@pytest.mark.promise("E1")
@pytest.mark.promise("E3")
@each(settings())
def test_wrong_settings_are_wrong_usage(case: Case, tmp_path: Path) -> None:
    try_case(case, tmp_path)


@pytest.mark.promise("X1")
@each(links())
def test_no_address_of_a_text_runs(case: Case, tmp_path: Path) -> None:
    try_case(case, tmp_path)


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({name for name, _ in ROWS}) == len(ROWS) > 400
