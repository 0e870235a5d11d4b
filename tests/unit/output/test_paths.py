import errno
import os
from pathlib import Path

import pytest

from sitegen.errors import SystemFailureError
from sitegen.output.paths import digest_of, fold, is_safe, naming_failures, path_of, url_of


@pytest.mark.parametrize(
    "path",
    ["", ".", "..", "/a", "a/", "a//b", "a/./b", "a/../b", "../a", "c:/a", "a\\b", "a\nb", "a\x00", "a\x7f", "é\ud800"],
)
def test_a_path_that_leads_out_or_has_no_plain_name_is_not_safe(path: str) -> None:
    assert not is_safe(path)


@pytest.mark.parametrize("path", ["index.html", "2017/11/03/x/index.html", "a b", "été/index.html", "..a", "_headers"])
def test_a_path_inside_the_output_is_safe(path: str) -> None:
    assert is_safe(path)


def test_fold_joins_case_and_unicode_form() -> None:
    assert fold("Cafe\u0301/A") == fold("caf\u00e9/a")
    assert fold("straße") == fold("STRASSE")
    assert fold("a") != fold("b")


def test_urls_and_files_belong_together() -> None:
    for path in ("index.html", "a/b/index.html", "feed.xml", "a/notindex.html", "_headers"):
        assert path_of(url_of(path)) == path
    assert url_of("a/notindex.html") == "/a/notindex.html"


def test_digest_of_tells_nothing_a_file_and_something_else_apart(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to("file")
    assert digest_of(tmp_path / "absent") is None
    assert digest_of(tmp_path / "file" / "below") is None
    assert digest_of(tmp_path) == ""
    assert digest_of(tmp_path / "link") == ""
    assert digest_of(tmp_path / "file") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "no-space"), (errno.EACCES, "not-permitted"), (errno.EIO, "write-failed")],
)
def test_a_failure_of_the_system_names_the_file_and_the_cause(number: int, code: str) -> None:
    with pytest.raises(SystemFailureError) as caught, naming_failures(Path("output")):
        raise OSError(number, os.strerror(number), "output/a")
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.message == f'"output/a" cannot be written: {os.strerror(number).lower()}'
