"""One byte that is flipped, cut or put in, in any seed, content file, output file or manifest, is found and located."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import build_site

from sitegen.build import Options
from sitegen.check import verify
from sitegen.config_file import load_config
from sitegen.errors import Problem
from sitegen.executors import SerialExecutor, silence

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parents[1] / "golden" / "five-formats"
# What it looks like where a byte is no more, is another, or is one too many.
CHANGES: dict[str, Callable[[bytes, int], bytes]] = {
    "flip": lambda data, at: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :],
    "cut": lambda data, at: data[:at] + data[at + 1 :],
    "insert": lambda data, at: data[:at] + b"x" + data[at:],
}


def found_in(root: Path) -> tuple[Problem, ...]:
    return verify(root, load_config(root / "site.yaml"), Options(root / "output"), SerialExecutor(), silence).problems


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was imported and built."""
    root = tmp_path_factory.mktemp("verified") / "site"
    shutil.copytree(GOLDEN / "seeds", root / "seeds")
    shutil.copyfile(GOLDEN / "site.yaml", root / "site.yaml")
    build_site(root)
    return root


def place(data: bytes, at: int) -> tuple[int, int]:
    """The line and the column of byte *at*, counted in the plainest way."""
    lines = data[:at].split(b"\n")
    return len(lines), len(lines[-1].decode("utf-8", "ignore")) + 1


def first_difference(one: bytes, other: bytes) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def files(root: Path, folder: str) -> list[Path]:
    found = (path for path in (root / folder).rglob("*") if path.is_file() and path.stat().st_size)
    return sorted(path for path in found if ".meta." not in path.name and path.suffix not in (".lock", ".yaml"))


@pytest.mark.promise("P2")
def test_a_site_that_was_just_built_is_all_right(site: Path) -> None:
    assert [problem for problem in found_in(site) if problem.is_error] == []


@pytest.mark.promise("P2")
@pytest.mark.promise("F1")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_one_byte_is_found_and_located(site: Path, data: st.DataObject) -> None:
    folder = data.draw(st.sampled_from(["seeds", "content", "output"]))
    path = data.draw(st.sampled_from(files(site, folder)))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    after = CHANGES[data.draw(st.sampled_from(sorted(CHANGES)))](before, at)
    name = path.relative_to(site).as_posix()
    path.write_bytes(after)
    try:
        problems = found_in(site)
    finally:
        path.write_bytes(before)
    told = [problem for problem in problems if problem.where.path == name]
    assert told, f"{name}: nothing was found"
    if folder == "output" and not name.endswith("MANIFEST-sha256.txt"):
        (problem,) = told
        assert problem.code == "output-altered"
        assert (problem.where.line, problem.where.column) == place(after, first_difference(after, before))
    if folder != "content":  # a person may edit that: what says the same is only noted
        assert any(problem.is_error for problem in told)


@pytest.mark.promise("F2", "P2")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_word_of_a_seed_is_found_on_its_line(site: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([one for one in files(site, "seeds") if one.suffix == ".txt"]))
    before = path.read_bytes()
    lines = before.split(b"\n")
    # Without its dateline a seed cannot be read at all, so that nobody can tell more than that it is another.
    number = data.draw(
        st.sampled_from([n for n, line in enumerate(lines) if len(line) > 60 and b"all times" not in line])
    )
    at = sum(len(line) + 1 for line in lines[:number]) + data.draw(st.integers(0, len(lines[number]) - 1))
    if not before[at : at + 1].isalpha():
        return
    path.write_bytes(before[:at] + bytes([before[at] ^ 0x02]) + before[at + 1 :])
    try:
        problems = found_in(site)
    finally:
        path.write_bytes(before)
    told = [one.where.line for one in problems if one.code == "seed-altered"]
    assert told == [number + 1]
