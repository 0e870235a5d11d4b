from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.errors import ContentError, Problem
from sitegen.filenames import SLUG, is_device, name_fault, slug_hint
from sitegen.files import odd_folder, read_plain, read_record


@pytest.mark.promise("X4")
def test_a_file_that_becomes_a_pipe_meanwhile_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at a file and its opening, it may be replaced."""
    file = tmp_path / "x"
    file.write_bytes(b"text")
    looked = os.lstat

    def replace_it(path: str | Path) -> os.stat_result:
        state = looked(path)
        file.unlink()
        os.mkfifo(file)
        return state

    monkeypatch.setattr("os.lstat", replace_it)
    found = read_plain(file, "x")
    assert isinstance(found, Problem)
    assert found.code == "not-a-file"


def test_a_plain_file_is_read_and_none_is_none(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"text")
    assert read_plain(tmp_path / "x", "x") == b"text"
    assert read_plain(tmp_path / "none", "none") is None
    assert read_plain(tmp_path / "x" / "y", "y") is None
    assert read_record(tmp_path, "x") == b"text"
    assert read_record(tmp_path, "none") == b""


@pytest.mark.promise("A5")
def test_a_record_that_is_no_file_is_no_lost_record(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(ContentError):
        read_record(tmp_path, "x")


def test_a_folder_may_be_a_link_where_its_owner_may_say_so(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there")
    assert odd_folder(tmp_path / "there", "x") is None
    assert odd_folder(tmp_path / "none", "x") is None
    assert odd_folder(tmp_path / "link", "x", may_be_link=True) is None
    problem = odd_folder(tmp_path / "link", "x")
    assert problem is not None
    assert problem.code == "not-a-folder"


@pytest.mark.promise("X3")
@pytest.mark.parametrize("name", ["con", "CON", "nul.css", "Com1.tar.gz", "lpt9", "aux", "PRN"])
def test_devices_of_windows_are_no_names(name: str) -> None:
    assert is_device(name)
    assert name_fault(name)
    assert not SLUG.fullmatch(name.lower().partition(".")[0])
    assert "Windows" in slug_hint(name, "x")


@pytest.mark.parametrize("name", ["console", "com", "com10", "aux-armes", "a.con", "null"])
def test_names_that_only_look_like_devices_are_names(name: str) -> None:
    assert not is_device(name)
    assert name_fault(name) == ""


@pytest.mark.parametrize("slug", ["a" * 200, "con-air", "2021", "t1000"])
def test_slugs_are_slugs(slug: str) -> None:
    assert SLUG.fullmatch(slug)


def test_a_slug_has_an_end() -> None:
    assert not SLUG.fullmatch("a" * 201)
    assert "200" in slug_hint("a" * 201, "x")
    assert not SLUG.fullmatch("a\n")
