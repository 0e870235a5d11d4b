from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from sitegen.versions import versions_of


def test_a_version_is_in_the_name_of_its_folder() -> None:
    (noted,) = versions_of("markdown-it-py")
    assert noted == f"markdown_it_py_{version('markdown-it-py')}.dist_info".replace(".", "_")


def test_an_upgrade_is_never_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path / "none"), str(tmp_path)])
    seen = set()
    for name in (
        "Mark.Down-1.0.dist-info",
        "mark_down-1.1.dist-info",
        "mark-down-1.1.0.egg-info",
        "mark_down-10.dist-info",
    ):
        folder = tmp_path / name
        folder.mkdir()
        seen.add(versions_of("mark-down"))
        folder.rmdir()
    assert len(seen) == 4


def test_another_package_with_a_longer_name_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    (tmp_path / "tzdata_extra-1.0.dist-info").mkdir()
    with pytest.raises(PackageNotFoundError):
        versions_of("tzdata")


def test_a_package_that_no_folder_notes_is_asked_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"{name} 7")
    assert versions_of("tzdata") == ("tzdata 7",)
